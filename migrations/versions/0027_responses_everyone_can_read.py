"""Whose responses everyone can read, and triggers that take a text out of the index when it changes or goes."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

GONE = "DELETE FROM search_entries WHERE kind = 'published_text' AND ref_id = OLD.id;"
CHANGED, UNFIND = "UPDATE OF public_text, screening", "screened_texts_unfind()"
EACH_ROW = f"ON screened_texts FOR EACH ROW EXECUTE FUNCTION {UNFIND}"
ON_SQLITE = (
    f"CREATE TRIGGER screened_texts_unfind_gone AFTER DELETE ON screened_texts BEGIN {GONE} END",
    f"CREATE TRIGGER screened_texts_unfind_changed AFTER {CHANGED} ON screened_texts BEGIN {GONE} END",
)
ON_POSTGRESQL = (
    f"CREATE FUNCTION {UNFIND} RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {GONE} RETURN NULL; END $$",
    f"CREATE TRIGGER screened_texts_unfind AFTER DELETE OR {CHANGED} {EACH_ROW}",
)


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def upgrade() -> None:
    op.create_table(
        "responses_shown",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shown_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultations.id"],
            name=op.f("fk_responses_shown_consultation_id_consultations"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["shown_by_id"], ["accounts.id"], name=op.f("fk_responses_shown_shown_by_id_accounts"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("consultation_id", name=op.f("pk_responses_shown")),
    )
    with op.batch_alter_table("responses_shown") as batch_op:
        batch_op.create_index(batch_op.f("ix_responses_shown_shown_by_id"), ["shown_by_id"], unique=False)
    for statement in ON_SQLITE if _is_sqlite() else ON_POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    if _is_sqlite():
        op.execute("DROP TRIGGER screened_texts_unfind_gone")
        op.execute("DROP TRIGGER screened_texts_unfind_changed")
    else:
        op.execute("DROP TRIGGER screened_texts_unfind ON screened_texts")
        op.execute("DROP FUNCTION screened_texts_unfind()")
    op.execute("DELETE FROM search_entries WHERE kind = 'published_text'")
    op.drop_table("responses_shown")
