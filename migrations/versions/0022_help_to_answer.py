"""Help to answer and other formats: what was asked for, by when it is owed, and how much more time there is."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

HELPS = ("large_print", "easy_read", "braille", "bsl", "audio", "language", "telephone", "other")


def upgrade() -> None:
    op.create_table(
        "help_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column(
            "help",
            sa.Enum(*HELPS, name="help", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("reach", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_words", sa.String(), nullable=False),
        sa.Column("done_by_id", sa.Integer(), nullable=True),
        sa.Column("extra_until", sa.Date(), nullable=True),
        sa.Column("submission_key", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "extra_until IS NULL OR done_at IS NOT NULL", name=op.f("ck_help_requests_extra_time_was_given")
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultations.id"],
            name=op.f("fk_help_requests_consultation_id_consultations"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["done_by_id"], ["accounts.id"], name=op.f("fk_help_requests_done_by_id_accounts"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_help_requests")),
        sa.UniqueConstraint("submission_key", name=op.f("uq_help_requests_submission_key")),
    )
    with op.batch_alter_table("help_requests") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_help_requests_consultation_id_done_at"), ["consultation_id", "done_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_help_requests_done_by_id"), ["done_by_id"], unique=False)

    with op.batch_alter_table("responses") as batch_op:
        batch_op.add_column(sa.Column("late_exception", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("responses") as batch_op:
        batch_op.alter_column("late_exception", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("responses") as batch_op:
        batch_op.drop_column("late_exception")
    op.drop_table("help_requests")
