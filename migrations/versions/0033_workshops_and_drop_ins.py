"""Workshops and drop-ins with bookings and who came; indexes from which responses are counted and named."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "workshops",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("workshop", "drop_in", name="workshopkind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("access_words", sa.String(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("places", sa.Integer(), nullable=True),
        sa.Column("cancelled_because", sa.String(), nullable=False),
        sa.Column("planned_by_id", sa.Integer(), nullable=False),
        sa.Column("submission_key", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_workshops_ends_after_it_begins")),
        sa.CheckConstraint("places IS NULL OR places > 0", name=op.f("ck_workshops_some_places")),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultations.id"],
            name=op.f("fk_workshops_consultation_id_consultations"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["planned_by_id"], ["accounts.id"], name=op.f("fk_workshops_planned_by_id_accounts"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshops")),
        sa.UniqueConstraint("submission_key", name=op.f("uq_workshops_submission_key")),
    )
    with op.batch_alter_table("workshops", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_workshops_consultation_id"), ["consultation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_workshops_planned_by_id"), ["planned_by_id"], unique=False)

    op.create_table(
        "workshop_attendances",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("n_people", sa.Integer(), nullable=False),
        sa.CheckConstraint("n_people >= 0", name=op.f("ck_workshop_attendances_people_not_negative")),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["stakeholder_groups.id"],
            name=op.f("fk_workshop_attendances_group_id_stakeholder_groups"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"],
            ["workshops.id"],
            name=op.f("fk_workshop_attendances_workshop_id_workshops"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshop_attendances")),
        sa.UniqueConstraint("workshop_id", "group_id", name=op.f("uq_workshop_attendances_workshop_id_group_id")),
    )
    with op.batch_alter_table("workshop_attendances", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_workshop_attendances_group_id"), ["group_id"], unique=False)

    op.create_table(
        "bookings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("n_people", sa.Integer(), nullable=False),
        sa.Column("needs", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("booked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submission_key", sa.String(), nullable=False),
        sa.CheckConstraint("n_people > 0", name=op.f("ck_bookings_some_people")),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshops.id"], name=op.f("fk_bookings_workshop_id_workshops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bookings")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_bookings_code_hash")),
        sa.UniqueConstraint("submission_key", name=op.f("uq_bookings_submission_key")),
    )
    with op.batch_alter_table("bookings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bookings_workshop_id"), ["workshop_id"], unique=False)

    with op.batch_alter_table("responses", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_responses_counted"))
        batch_op.create_index(
            "ix_responses_counted",
            ["consultation_id", "withdrawn_at", "timeliness", "group_id", "ward_id", "channel"],
            unique=False,
        )
        batch_op.create_index("ix_responses_named", ["consultation_id", "organisation_name"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("responses", schema=None) as batch_op:
        batch_op.drop_index("ix_responses_named")
        batch_op.drop_index("ix_responses_counted")
        batch_op.create_index(
            batch_op.f("ix_responses_counted"), ["consultation_id", "withdrawn_at", "group_id"], unique=False
        )

    op.drop_table("bookings")
    op.drop_table("workshop_attendances")
    op.drop_table("workshops")
