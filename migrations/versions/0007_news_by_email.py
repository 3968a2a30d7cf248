"""News by email: who follows what, and where a mail lets its reader leave."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "followings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("told_until", sa.Integer(), nullable=False),
        sa.CheckConstraint("email != ''", name=op.f("ck_followings_names_an_address")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_followings")),
        sa.UniqueConstraint("email", "topic", name=op.f("uq_followings_email_topic")),
    )
    with op.batch_alter_table("followings", schema=None) as batch_op:
        batch_op.create_index("ix_followings_to_tell", ["confirmed_at", "told_on"], unique=False)

    with op.batch_alter_table("mails", schema=None) as batch_op:
        batch_op.add_column(sa.Column("leave_href", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("mails", schema=None) as batch_op:
        batch_op.alter_column("leave_href", server_default=None)  # the application says it; old mails have none


def downgrade() -> None:
    with op.batch_alter_table("mails", schema=None) as batch_op:
        batch_op.drop_column("leave_href")

    with op.batch_alter_table("followings", schema=None) as batch_op:
        batch_op.drop_index("ix_followings_to_tell")

    op.drop_table("followings")
