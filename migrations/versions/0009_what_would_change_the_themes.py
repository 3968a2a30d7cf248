"""What would change the themes: shown to an officer, then applied or discarded."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    json = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
    op.create_table(
        "comparisons",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("codebook_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("run", "late", name="comparisonkind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("codebook_version", sa.Integer(), nullable=False),
        sa.Column("found", json, nullable=False),
        sa.Column("difference", json, nullable=False),
        sa.Column("compared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("applied", sa.Boolean(), nullable=True),
        sa.CheckConstraint("(kind = 'run') = (run_id IS NOT NULL)", name=op.f("ck_comparisons_of_a_run_or_late")),
        sa.CheckConstraint("(decided_at IS NULL) = (applied IS NULL)", name=op.f("ck_comparisons_decided_or_not")),
        sa.CheckConstraint(
            "decided_at IS NULL OR decided_by_id IS NOT NULL", name=op.f("ck_comparisons_decided_by_someone")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["accounts.id"], name=op.f("fk_comparisons_asked_by_id_accounts"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["codebook_id"], ["codebooks.id"], name=op.f("fk_comparisons_codebook_id_codebooks"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["accounts.id"], name=op.f("fk_comparisons_decided_by_id_accounts"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_comparisons_run_id_runs"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comparisons")),
        sa.UniqueConstraint("run_id", name=op.f("uq_comparisons_run_id")),
    )
    with op.batch_alter_table("comparisons", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_comparisons_asked_by_id"), ["asked_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_comparisons_codebook_id"), ["codebook_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_comparisons_decided_by_id"), ["decided_by_id"], unique=False)


def downgrade() -> None:
    op.drop_table("comparisons")
