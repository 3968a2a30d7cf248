"""Which version of its terms of reference a body works under, since when, and who decided it."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "terms_in_force",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("decided_by_body_id", sa.Integer(), nullable=True),
        sa.Column("minute", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("decided_by != ''", name=op.f("ck_terms_in_force_somebody_decided")),
        sa.CheckConstraint("decided_on <= from_on", name=op.f("ck_terms_in_force_decided_before_in_force")),
        sa.ForeignKeyConstraint(
            ["body_id"], ["bodies.id"], name=op.f("fk_terms_in_force_body_id_bodies"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_body_id"],
            ["bodies.id"],
            name=op.f("fk_terms_in_force_decided_by_body_id_bodies"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["document_versions.id"],
            name=op.f("fk_terms_in_force_version_id_document_versions"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_terms_in_force")),
        sa.UniqueConstraint("body_id", "from_on", name=op.f("uq_terms_in_force_body_id_from_on")),
        sa.UniqueConstraint("body_id", "version_id", name=op.f("uq_terms_in_force_body_id_version_id")),
    )
    with op.batch_alter_table("terms_in_force", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_terms_in_force_decided_by_body_id"), ["decided_by_body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_terms_in_force_version_id"), ["version_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("terms_in_force", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_terms_in_force_version_id"))
        batch_op.drop_index(batch_op.f("ix_terms_in_force_decided_by_body_id"))
    op.drop_table("terms_in_force")
