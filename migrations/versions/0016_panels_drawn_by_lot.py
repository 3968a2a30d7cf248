"""Panels drawn by lot, their quotas and pools."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "panels",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("n_seats", sa.Integer(), nullable=False),
        sa.Column("invited", sa.String(), nullable=False),
        sa.Column("seed_source", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "collecting",
                "pool_fixed",
                "drawn",
                "finished",
                name="panelstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("pool_digest", sa.String(), nullable=False),
        sa.Column("fixed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seed", sa.String(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(state = 'collecting') = (pool_digest = '')", name=op.f("ck_panels_fixed_pool_has_digest")),
        sa.CheckConstraint(
            "state NOT IN ('drawn', 'finished') OR (seed != '' AND attempt >= 1)",
            name=op.f("ck_panels_drawn_by_a_seed"),
        ),
        sa.CheckConstraint("n_seats BETWEEN 1 AND 500", name=op.f("ck_panels_some_seats")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panels")),
        sa.UniqueConstraint("slug", name=op.f("uq_panels_slug")),
    )
    op.create_table(
        "panel_quotas",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("population", sa.Integer(), nullable=False),
        sa.Column("least", sa.Integer(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.CheckConstraint("0 <= least AND least <= most", name=op.f("ck_panel_quotas_limits_that_hold")),
        sa.ForeignKeyConstraint(
            ["panel_id"], ["panels.id"], name=op.f("fk_panel_quotas_panel_id_panels"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_quotas")),
        sa.UniqueConstraint("panel_id", "category", "value", name=op.f("uq_panel_quotas_panel_id_category_value")),
    )
    op.create_table(
        "pool_members",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column(
            "traits",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "waiting", "chosen", "left", name="poolstate", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["panel_id"], ["panels.id"], name=op.f("fk_pool_members_panel_id_panels"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pool_members")),
        sa.UniqueConstraint("panel_id", "number", name=op.f("uq_pool_members_panel_id_number")),
    )
    with op.batch_alter_table("pool_members", schema=None) as batch_op:
        batch_op.create_index("ix_pool_members_state", ["panel_id", "state"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("pool_members", schema=None) as batch_op:
        batch_op.drop_index("ix_pool_members_state")

    op.drop_table("pool_members")
    op.drop_table("panel_quotas")
    op.drop_table("panels")
