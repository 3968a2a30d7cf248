"""What consultations are about: subjects and wards that people can follow."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def _joined(table: str, column: str, of: str) -> None:
    op.create_table(
        table,
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column(column, sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultations.id"],
            name=op.f(f"fk_{table}_consultation_id_consultations"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint([column], [f"{of}.id"], name=op.f(f"fk_{table}_{column}_{of}"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("consultation_id", column, name=op.f(f"pk_{table}")),
    )
    with op.batch_alter_table(table) as batch_op:
        batch_op.create_index(batch_op.f(f"ix_{table}_{column}"), [column], unique=False)


def upgrade() -> None:
    op.create_table(
        "subjects",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subjects")),
        sa.UniqueConstraint("name", name=op.f("uq_subjects_name")),
        sa.UniqueConstraint("slug", name=op.f("uq_subjects_slug")),
    )
    _joined("consultation_subjects", "subject_id", "subjects")
    _joined("consultation_wards", "ward_id", "wards")


def downgrade() -> None:
    for table in ("consultation_wards", "consultation_subjects", "subjects"):
        op.drop_table(table)
