"""Gates at opening and closing, how they stood each time, check lists of questions, legal advice, answers allowed."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

POINTS = ("approve", "open", "close", "decide")
OLD_POINTS = ("approve", "decide")
GATES = (
    "formative",
    "reasons",
    "options",
    "time",
    "term_time",
    "holidays",
    "fixed_window",
    "earlier",
    "consultees",
    "scrutiny",
    "equality",
    "data_protection",
    "accessible_document",
    "fair_questions",
    "easy_questions",
    "pre_election",
    "help_given",
    "clarified",
    "window_kept",
    "equality_again",
    "required_asked",
    "read_and_considered",
)
NEW_GATES = ("holidays", "earlier", "pre_election", "help_given", "clarified", "window_kept")
OLD_GATES = tuple(gate for gate in GATES if gate not in NEW_GATES)
PROOFS = (
    "equality",
    "data_protection",
    "accessible_document",
    "fair_questions",
    "earlier",
    "read_and_considered",
)
OLD_PROOFS = tuple(proof for proof in PROOFS if proof != "earlier")
ITEMS = ("neutral", "one_thing", "nothing_assumed", "fair_choices")
ONCE = "uq_gates_passed_consultation_id_point_gate"


def _json() -> sa.types.TypeEngine[object]:
    return sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")


def _enum(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def _allow(table: str, column: str, values: tuple[str, ...]) -> None:
    """Let a column hold exactly these words."""
    if op.get_bind().dialect.name == "sqlite":
        with op.batch_alter_table(table) as batch_op:
            batch_op.alter_column(column, type_=_enum(column, values), existing_nullable=False)
        return
    name = op.f(f"ck_{table}_{column}")
    op.drop_constraint(name, table, type_="check")
    op.create_check_constraint(name, table, sa.column(column, sa.String).in_(values))


def _key(table: str, column: str, of: str, ondelete: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{of}.id"], name=op.f(f"fk_{table}_{column}_{of}"), ondelete=ondelete)


def _indexes(table: str, *columns: str) -> None:
    with op.batch_alter_table(table) as batch_op:
        for column in columns:
            batch_op.create_index(batch_op.f(f"ix_{table}_{column}"), [column], unique=False)


def upgrade() -> None:
    _allow("gates_passed", "point", POINTS)
    _allow("gates_passed", "gate", GATES)
    _allow("gate_proofs", "proof", PROOFS)
    with op.batch_alter_table("gates_passed") as batch_op:
        batch_op.drop_constraint(op.f(ONCE), type_="unique")
        batch_op.add_column(sa.Column("detail", _json(), nullable=True))
    _indexes("gates_passed", "consultation_id")
    _looks()
    _question_checks()
    _advice_and_permissions()


def _looks() -> None:
    op.create_table(
        "gate_looks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("point", _enum("point", POINTS), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("judged", _json(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=True),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        _key("gate_looks", "consultation_id", "consultations", "CASCADE"),
        _key("gate_looks", "by_id", "accounts", "RESTRICT"),
        _key("gate_looks", "assessment_id", "gate_proofs", "RESTRICT"),
        _key("gate_looks", "decision_id", "decisions", "RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gate_looks")),
    )
    _indexes("gate_looks", "consultation_id", "by_id", "assessment_id", "decision_id")


def _question_checks() -> None:
    op.create_table(
        "question_checks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("item", _enum("questionitem", ITEMS), nullable=False),
        sa.Column("is_met", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("words_seen", sa.String(), nullable=False),
        sa.Column("looked_by", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("is_met OR note != ''", name=op.f("ck_question_checks_not_met_says_why")),
        _key("question_checks", "question_id", "questions", "CASCADE"),
        _key("question_checks", "by_id", "accounts", "RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_checks")),
        sa.UniqueConstraint("question_id", "item", name=op.f("uq_question_checks_question_id_item")),
    )
    _indexes("question_checks", "by_id")


def _advice_and_permissions() -> None:
    op.create_table(
        "legal_advices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submission_key", sa.String(), nullable=True),
        sa.CheckConstraint("words != ''", name=op.f("ck_legal_advices_says_something")),
        _key("legal_advices", "consultation_id", "consultations", "CASCADE"),
        _key("legal_advices", "by_id", "accounts", "RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_advices")),
        sa.UniqueConstraint("submission_key", name=op.f("uq_legal_advices_submission_key")),
    )
    _indexes("legal_advices", "consultation_id", "by_id")
    op.create_table(
        "publishing_permissions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("period_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.CheckConstraint("reason != ''", name=op.f("ck_publishing_permissions_with_a_reason")),
        _key("publishing_permissions", "consultation_id", "consultations", "CASCADE"),
        _key("publishing_permissions", "period_id", "pre_election_periods", "CASCADE"),
        _key("publishing_permissions", "by_id", "accounts", "RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publishing_permissions")),
        sa.UniqueConstraint(
            "consultation_id", "period_id", name=op.f("uq_publishing_permissions_consultation_id_period_id")
        ),
    )
    _indexes("publishing_permissions", "period_id", "by_id")


def downgrade() -> None:
    for table in ("publishing_permissions", "legal_advices", "question_checks", "gate_looks"):
        op.drop_table(table)
    passed = sa.table(
        "gates_passed", sa.column("id"), sa.column("point"), sa.column("gate"), sa.column("consultation_id")
    )
    op.execute(passed.delete().where(passed.c.point.in_(("open", "close")) | passed.c.gate.in_(NEW_GATES)))
    newest = sa.select(sa.func.max(passed.c.id)).group_by(passed.c.consultation_id, passed.c.point, passed.c.gate)
    op.execute(passed.delete().where(passed.c.id.not_in(newest)))
    op.execute("DELETE FROM gate_proofs WHERE proof = 'earlier'")
    with op.batch_alter_table("gates_passed") as batch_op:
        batch_op.drop_index(op.f("ix_gates_passed_consultation_id"))
        batch_op.drop_column("detail")
        batch_op.create_unique_constraint(op.f(ONCE), ["consultation_id", "point", "gate"])
    _allow("gates_passed", "point", OLD_POINTS)
    _allow("gates_passed", "gate", OLD_GATES)
    _allow("gate_proofs", "proof", OLD_PROOFS)
