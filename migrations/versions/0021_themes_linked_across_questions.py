"""Themes of several questions that say the same are linked."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "theme_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("linked_by_id", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_by_id IS NULL)", name=op.f("ck_theme_links_ended_by_someone")),
        sa.CheckConstraint("name != ''", name=op.f("ck_theme_links_named")),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultations.id"],
            name=op.f("fk_theme_links_consultation_id_consultations"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["ended_by_id"], ["accounts.id"], name=op.f("fk_theme_links_ended_by_id_accounts"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["linked_by_id"], ["accounts.id"], name=op.f("fk_theme_links_linked_by_id_accounts"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme_links")),
    )
    with op.batch_alter_table("theme_links", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_theme_links_consultation_id"), ["consultation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_theme_links_ended_by_id"), ["ended_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_theme_links_linked_by_id"), ["linked_by_id"], unique=False)
    op.create_table(
        "linked_themes",
        sa.Column("link_id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.Column("stands", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["link_id"], ["theme_links.id"], name=op.f("fk_linked_themes_link_id_theme_links"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["themes.id"], name=op.f("fk_linked_themes_theme_id_themes"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("link_id", "theme_id", name=op.f("pk_linked_themes")),
        sa.UniqueConstraint("theme_id", "stands", name=op.f("uq_linked_themes_theme_id_stands")),
    )


def downgrade() -> None:
    op.drop_table("linked_themes")
    op.drop_table("theme_links")
