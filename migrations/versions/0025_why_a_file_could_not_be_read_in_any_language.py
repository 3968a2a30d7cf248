"""Why an uploaded file could not be read, as a pattern and its parts, so that it can be told in any language."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("document_uploads") as batch_op:
        batch_op.add_column(
            sa.Column(
                "fault_told",
                sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
                nullable=True,
            )
        )


def downgrade() -> None:
    with op.batch_alter_table("document_uploads") as batch_op:
        batch_op.drop_column("fault_told")
