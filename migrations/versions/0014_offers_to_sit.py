"""People who offer to sit in a seat."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "expressions_of_interest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seat_class_id", sa.Integer(), nullable=False),
        sa.Column("submission_key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "new", "invited", "declined", name="intereststate", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'new') = (answered_at IS NULL)", name=op.f("ck_expressions_of_interest_answered_has_moment")
        ),
        sa.ForeignKeyConstraint(
            ["seat_class_id"],
            ["seat_classes.id"],
            name=op.f("fk_expressions_of_interest_seat_class_id_seat_classes"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expressions_of_interest")),
        sa.UniqueConstraint("submission_key", name=op.f("uq_expressions_of_interest_submission_key")),
    )
    with op.batch_alter_table("expressions_of_interest", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_expressions_of_interest_seat_class_id"), ["seat_class_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("expressions_of_interest", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_expressions_of_interest_seat_class_id"))

    op.drop_table("expressions_of_interest")
