"""Invitations by email: where they go, the link they carry, and which response came by it."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "invitations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultee_id", sa.Integer(), nullable=False),
        sa.Column("to_address", sa.String(), nullable=True),
        sa.Column("handle", sa.String(), nullable=False),
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("invited_by_id", sa.Integer(), nullable=False),
        sa.Column("last_sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("n_reminders", sa.Integer(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("n_reminders >= 0", name=op.f("ck_invitations_reminders_not_negative")),
        sa.ForeignKeyConstraint(
            ["consultee_id"], ["consultees.id"], name=op.f("fk_invitations_consultee_id_consultees"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["invited_by_id"], ["accounts.id"], name=op.f("fk_invitations_invited_by_id_accounts"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("consultee_id", "to_address", name=op.f("uq_invitations_consultee_id_to_address")),
        sa.UniqueConstraint("handle", name=op.f("uq_invitations_handle")),
    )
    with op.batch_alter_table("invitations") as batch_op:
        batch_op.create_index(batch_op.f("ix_invitations_invited_by_id"), ["invited_by_id"], unique=False)

    with op.batch_alter_table("consultees") as batch_op:
        batch_op.add_column(sa.Column("email", sa.String(), nullable=False, server_default=""))

    with op.batch_alter_table("consultees") as batch_op:
        batch_op.alter_column("email", server_default=None)

    with op.batch_alter_table("drafts") as batch_op:
        batch_op.add_column(sa.Column("invited_by", sa.String(), nullable=True))

    with op.batch_alter_table("responses") as batch_op:
        batch_op.add_column(sa.Column("invited_by", sa.String(), nullable=True))
        batch_op.create_index(batch_op.f("ix_responses_invited_by"), ["invited_by"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("responses") as batch_op:
        batch_op.drop_index(batch_op.f("ix_responses_invited_by"))
        batch_op.drop_column("invited_by")

    with op.batch_alter_table("drafts") as batch_op:
        batch_op.drop_column("invited_by")

    with op.batch_alter_table("consultees") as batch_op:
        batch_op.drop_column("email")

    with op.batch_alter_table("invitations") as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitations_invited_by_id"))

    op.drop_table("invitations")
