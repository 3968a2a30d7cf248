"""Which consultations are made for children, and what they say to a parent or teacher."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "for_children",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("guardian_note", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("guardian_note != ''", name=op.f("ck_for_children_speaks_to_a_grown_up")),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultations.id"],
            name=op.f("fk_for_children_consultation_id_consultations"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["accounts.id"], name=op.f("fk_for_children_by_id_accounts"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("consultation_id", name=op.f("pk_for_children")),
    )
    with op.batch_alter_table("for_children") as batch_op:
        batch_op.create_index(batch_op.f("ix_for_children_by_id"), ["by_id"], unique=False)


def downgrade() -> None:
    op.drop_table("for_children")
