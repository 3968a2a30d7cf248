"""How copies of a letter count: chosen before a consultation closes."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "counting_choices",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column(
            "rule",
            sa.Enum(
                "each_person", "one_voice", name="countingrule", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("chosen_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chosen_by_id"],
            ["accounts.id"],
            name=op.f("fk_counting_choices_chosen_by_id_accounts"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultations.id"],
            name=op.f("fk_counting_choices_consultation_id_consultations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("consultation_id", name=op.f("pk_counting_choices")),
    )
    with op.batch_alter_table("counting_choices", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_counting_choices_chosen_by_id"), ["chosen_by_id"], unique=False)


def downgrade() -> None:
    op.drop_table("counting_choices")
