"""Lessons are edits of the log, and a map keeps where the themes lie."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

NAME = "ck_theme_edits_act"
BEFORE = ("rename", "describe", "merge", "split", "move", "pin", "add", "reject", "hide", "show", "confirm", "undo")
AFTER = (*BEFORE[:-1], "learn", "undo")


def _allow(acts: tuple[str, ...]) -> None:
    """Change which acts the log may hold: SQLite copies the table, and its check comes from the type of the column."""
    kind = sa.Enum(*acts, name="editact", native_enum=False, create_constraint=True, length=40)
    if op.get_bind().dialect.name == "sqlite":
        with op.batch_alter_table("theme_edits") as batch_op:
            batch_op.alter_column("act", type_=kind, existing_nullable=False)
        return
    op.drop_constraint(op.f(NAME), "theme_edits", type_="check")
    op.create_check_constraint(op.f(NAME), "theme_edits", sa.column("act", sa.String).in_(acts))


def upgrade() -> None:
    _allow(AFTER)
    kind = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
    with op.batch_alter_table("theme_maps") as batch_op:
        batch_op.add_column(sa.Column("places", kind, nullable=False, server_default="[]"))
    with op.batch_alter_table("theme_maps") as batch_op:
        batch_op.alter_column("places", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("theme_maps") as batch_op:
        batch_op.drop_column("places")
    op.execute("UPDATE theme_edits SET act = 'move' WHERE act = 'learn'")
    _allow(BEFORE)
