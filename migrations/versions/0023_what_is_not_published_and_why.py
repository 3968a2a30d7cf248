"""Say in one word why a text is not published, tell its writer, and pass on what makes a reader fear for somebody."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

NAME = "ck_role_grants_role"
BEFORE = (
    "officer",
    "approver",
    "decision_maker",
    "clerk",
    "monitoring_officer",
    "returning_officer",
    "administrator",
)
AFTER = (*BEFORE[:-1], "safeguarding_officer", "data_protection_officer", BEFORE[-1])
REASONS = ("identifies", "abusive", "accuses", "unlawful", "advertises", "elsewhere", "concern", "other")


def _allow(roles: tuple[str, ...]) -> None:
    """Change which roles can be given: SQLite copies the table, and its check comes from the type of the column."""
    kind = sa.Enum(*roles, name="role", native_enum=False, create_constraint=True, length=40)
    if op.get_bind().dialect.name == "sqlite":
        with op.batch_alter_table("role_grants") as batch_op:
            batch_op.alter_column("role", type_=kind, existing_nullable=False)
        return
    op.drop_constraint(op.f(NAME), "role_grants", type_="check")
    op.create_check_constraint(op.f(NAME), "role_grants", sa.column("role", sa.String).in_(roles))


def upgrade() -> None:
    _allow(AFTER)
    kind = sa.Enum(*REASONS, name="refusedfor", native_enum=False, create_constraint=True, length=40)
    with op.batch_alter_table("screened_texts") as batch_op:
        batch_op.add_column(sa.Column("refused_for", kind, nullable=True))
        batch_op.add_column(sa.Column("told_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE screened_texts SET refused_for = 'other', told_at = screened_at WHERE screening = 'refused'")
    with op.batch_alter_table("screened_texts") as batch_op:
        batch_op.create_check_constraint(
            op.f("ck_screened_texts_refused_for_something"), "(screening = 'refused') = (refused_for IS NOT NULL)"
        )
    op.create_table(
        "safeguarding_concerns",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=True),
        sa.Column("screened_text_id", sa.Integer(), nullable=True),
        sa.Column("given", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("raised_by_id", sa.Integer(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("words != ''", name=op.f("ck_safeguarding_concerns_says_why")),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (outcome = '')", name=op.f("ck_safeguarding_concerns_closed_with_an_outcome")
        ),
        sa.ForeignKeyConstraint(
            ["closed_by_id"],
            ["accounts.id"],
            name=op.f("fk_safeguarding_concerns_closed_by_id_accounts"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["raised_by_id"],
            ["accounts.id"],
            name=op.f("fk_safeguarding_concerns_raised_by_id_accounts"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["screened_text_id"],
            ["screened_texts.id"],
            name=op.f("fk_safeguarding_concerns_screened_text_id_screened_texts"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultations.id"],
            name=op.f("fk_safeguarding_concerns_consultation_id_consultations"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["response_id"],
            ["responses.id"],
            name=op.f("fk_safeguarding_concerns_response_id_responses"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_safeguarding_concerns")),
        sa.UniqueConstraint("screened_text_id", name=op.f("uq_safeguarding_concerns_screened_text_id")),
    )
    with op.batch_alter_table("safeguarding_concerns", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_safeguarding_concerns_closed_by_id"), ["closed_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_safeguarding_concerns_raised_by_id"), ["raised_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_safeguarding_concerns_consultation_id"), ["consultation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_safeguarding_concerns_response_id"), ["response_id"], unique=False)


def downgrade() -> None:
    op.drop_table("safeguarding_concerns")
    with op.batch_alter_table("screened_texts") as batch_op:
        batch_op.drop_constraint(op.f("ck_screened_texts_refused_for_something"), type_="check")
        batch_op.drop_constraint(op.f("ck_screened_texts_refused_for"), type_="check")
        batch_op.drop_column("refused_for")
        batch_op.drop_column("told_at")
    op.execute("DELETE FROM role_grants WHERE role IN ('safeguarding_officer', 'data_protection_officer')")
    _allow(BEFORE)
