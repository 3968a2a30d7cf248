"""What may not be erased yet, who asked for an erasure, and when the words of a response went."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def _account(table: str, column: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_accounts")
    return sa.ForeignKeyConstraint([column], ["accounts.id"], name=name, ondelete="RESTRICT")


def upgrade() -> None:
    with op.batch_alter_table("responses") as batch_op:
        batch_op.add_column(sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "holds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "information_request",
                "complaint",
                "litigation",
                name="holdkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("placed_by_id", sa.Integer(), nullable=False),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_by_id", sa.Integer(), nullable=True),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_because", sa.String(), nullable=False),
        sa.CheckConstraint("reason != ''", name=op.f("ck_holds_says_why")),
        sa.CheckConstraint("(lifted_at IS NULL) = (lifted_because = '')", name=op.f("ck_holds_lifted_with_a_reason")),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultations.id"],
            name=op.f("fk_holds_consultation_id_consultations"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["response_id"], ["responses.id"], name=op.f("fk_holds_response_id_responses"), ondelete="RESTRICT"
        ),
        _account("holds", "placed_by_id"),
        _account("holds", "lifted_by_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holds")),
    )
    op.create_table(
        "erasure_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting", "done", "refused", name="erasurestate", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_because", sa.String(), nullable=False),
        sa.CheckConstraint(
            "(state = 'waiting') = (decided_at IS NULL)", name=op.f("ck_erasure_requests_decided_at_a_moment")
        ),
        sa.CheckConstraint(
            "state != 'refused' OR decided_because != ''", name=op.f("ck_erasure_requests_refused_with_a_reason")
        ),
        sa.ForeignKeyConstraint(
            ["response_id"],
            ["responses.id"],
            name=op.f("fk_erasure_requests_response_id_responses"),
            ondelete="RESTRICT",
        ),
        _account("erasure_requests", "asked_by_id"),
        _account("erasure_requests", "decided_by_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure_requests")),
    )
    indexed = {
        "holds": ("consultation_id", "lifted_by_id", "placed_by_id", "response_id"),
        "erasure_requests": ("asked_by_id", "decided_by_id", "response_id"),
    }
    for table, columns in indexed.items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            for column in columns:
                batch_op.create_index(batch_op.f(f"ix_{table}_{column}"), [column], unique=False)


def downgrade() -> None:
    op.drop_table("erasure_requests")
    op.drop_table("holds")
    with op.batch_alter_table("responses") as batch_op:
        batch_op.drop_column("erased_at")
