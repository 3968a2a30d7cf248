"""Counting ballots back when a seat falls empty: until when a contest allows it, and what came of each."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

ON_SQLITE = (
    "CREATE TRIGGER countbacks_refuse_update BEFORE UPDATE ON countbacks BEGIN SELECT RAISE(ABORT, 'A countback never changes.'); END",
    "CREATE TRIGGER countbacks_refuse_delete BEFORE DELETE ON countbacks BEGIN SELECT RAISE(ABORT, 'A countback never changes.'); END",
)
ON_POSTGRESQL = (
    "CREATE FUNCTION countbacks_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'A countback never changes.'; END $$",
    "CREATE TRIGGER countbacks_refuse_update BEFORE UPDATE ON countbacks FOR EACH ROW EXECUTE FUNCTION countbacks_refuse()",
    "CREATE TRIGGER countbacks_refuse_delete BEFORE DELETE ON countbacks FOR EACH ROW EXECUTE FUNCTION countbacks_refuse()",
)


def upgrade() -> None:
    op.create_table(
        "countback_rules",
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contest_id"], ["contests.id"], name=op.f("fk_countback_rules_contest_id_contests"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("contest_id", name=op.f("pk_countback_rules")),
    )
    op.create_table(
        "countbacks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("left_number", sa.Integer(), nullable=False),
        sa.Column(
            "unwilling",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("follows", sa.Integer(), nullable=True),
        sa.Column("blt", sa.String(), nullable=False),
        sa.Column("blank", sa.Integer(), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("left_number >= 1", name=op.f("ck_countbacks_somebody_left")),
        sa.ForeignKeyConstraint(
            ["contest_id"], ["contests.id"], name=op.f("fk_countbacks_contest_id_contests"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_countbacks")),
    )
    with op.batch_alter_table("countbacks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_countbacks_contest_id"), ["contest_id"], unique=False)
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    for statement in ON_POSTGRESQL if on_postgresql else ON_SQLITE:
        op.execute(sa.text(statement))


def downgrade() -> None:
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    with op.batch_alter_table("countbacks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_countbacks_contest_id"))
    op.drop_table("countbacks")
    if on_postgresql:
        op.execute(sa.text("DROP FUNCTION countbacks_refuse()"))
    op.drop_table("countback_rules")
