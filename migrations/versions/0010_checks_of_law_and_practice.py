"""Checks of law and practice: evidence, reasons for going on, the calendar."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "holidays",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "school_holiday",
                "bank_holiday",
                name="periodkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("ck_holidays_starts_before_it_ends")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holidays")),
        sa.UniqueConstraint("name", "starts_on", name=op.f("uq_holidays_name_starts_on")),
    )
    op.create_table(
        "gate_proofs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column(
            "proof",
            sa.Enum(
                "equality",
                "data_protection",
                "accessible_document",
                "fair_questions",
                "read_and_considered",
                name="proof",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("looked_on", sa.Date(), nullable=False),
        sa.Column("looked_by", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submission_key", sa.String(), nullable=True),
        sa.CheckConstraint("words != '' AND looked_by != ''", name=op.f("ck_gate_proofs_says_who_and_what")),
        sa.ForeignKeyConstraint(
            ["by_id"], ["accounts.id"], name=op.f("fk_gate_proofs_by_id_accounts"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultations.id"],
            name=op.f("fk_gate_proofs_consultation_id_consultations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gate_proofs")),
        sa.UniqueConstraint("submission_key", name=op.f("uq_gate_proofs_submission_key")),
    )
    with op.batch_alter_table("gate_proofs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_gate_proofs_by_id"), ["by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_gate_proofs_consultation_id"), ["consultation_id"], unique=False)

    op.create_table(
        "gates_passed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column(
            "point",
            sa.Enum("approve", "decide", name="point", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "gate",
            sa.Enum(
                "formative",
                "reasons",
                "options",
                "time",
                "term_time",
                "fixed_window",
                "consultees",
                "scrutiny",
                "equality",
                "data_protection",
                "accessible_document",
                "fair_questions",
                "easy_questions",
                "equality_again",
                "required_asked",
                "read_and_considered",
                name="gate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("reason != ''", name=op.f("ck_gates_passed_with_a_reason")),
        sa.ForeignKeyConstraint(
            ["by_id"], ["accounts.id"], name=op.f("fk_gates_passed_by_id_accounts"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultations.id"],
            name=op.f("fk_gates_passed_consultation_id_consultations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gates_passed")),
        sa.UniqueConstraint(
            "consultation_id", "point", "gate", name=op.f("uq_gates_passed_consultation_id_point_gate")
        ),
    )
    with op.batch_alter_table("gates_passed", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_gates_passed_by_id"), ["by_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("gates_passed", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_gates_passed_by_id"))

    op.drop_table("gates_passed")
    with op.batch_alter_table("gate_proofs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_gate_proofs_consultation_id"))
        batch_op.drop_index(batch_op.f("ix_gate_proofs_by_id"))

    op.drop_table("gate_proofs")
    op.drop_table("holidays")
