"""Footnotes are paragraphs of their own kind; going back makes them ordinary ones."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

KINDS = ("text", "list", "table", "figure", "quote")
NAME = "ck_paragraphs_kind"
PUBLISHED = "EXISTS (SELECT 1 FROM document_versions WHERE id IN ({}) AND state = 'published')"
SENTENCE = "A published version of a document never changes. Make a new version instead."
TRIGGERS = {"INSERT": "NEW.version_id", "UPDATE": "OLD.version_id, NEW.version_id", "DELETE": "OLD.version_id"}


def upgrade() -> None:
    _settle((*KINDS, "footnote"))


def downgrade() -> None:
    _settle(KINDS, before="UPDATE paragraphs SET kind = 'text' WHERE kind = 'footnote'")


def _settle(kinds: tuple[str, ...], *, before: str = "") -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    if is_sqlite:
        for change in TRIGGERS:
            op.execute(f"DROP TRIGGER paragraphs_keep_{change.lower()}")
    else:
        op.execute("ALTER TABLE paragraphs DISABLE TRIGGER paragraphs_keep")
    if before:
        op.execute(before)
    if is_sqlite:  # the table is copied, and its checks come from the types of its columns
        with op.batch_alter_table("paragraphs", schema=None) as batch_op:
            batch_op.alter_column("kind", type_=_kind(kinds), existing_nullable=False)
        for change, versions in TRIGGERS.items():
            op.execute(
                f"CREATE TRIGGER paragraphs_keep_{change.lower()} BEFORE {change} ON paragraphs "
                f"WHEN {PUBLISHED.format(versions)} BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
            )
    else:
        op.execute(f"ALTER TABLE paragraphs DROP CONSTRAINT {NAME}")
        op.create_check_constraint(op.f(NAME), "paragraphs", sa.column("kind", sa.String).in_(kinds))
        op.execute("ALTER TABLE paragraphs ENABLE TRIGGER paragraphs_keep")


def _kind(kinds: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*kinds, name="paragraphkind", native_enum=False, create_constraint=True, length=40)
