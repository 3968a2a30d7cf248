"""What members declare, and the register of schools."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "registered_interests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "nature",
            sa.Enum(
                "employment",
                "office",
                "contract",
                "property",
                "membership",
                "family",
                "other",
                name="interestnature",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("interest", sa.String(), nullable=False),
        sa.Column("declared_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("interest != ''", name=op.f("ck_registered_interests_with_words")),
        sa.CheckConstraint(
            "ended_on IS NULL OR ended_on >= declared_on", name=op.f("ck_registered_interests_ends_after_it_begins")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_registered_interests_person_id_people"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registered_interests")),
    )
    with op.batch_alter_table("registered_interests", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_registered_interests_person_id"), ["person_id"], unique=False)

    op.create_table(
        "schools",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("urn", sa.String(), nullable=True),
        sa.Column(
            "phase",
            sa.Enum(
                "nursery",
                "primary",
                "secondary",
                "all_through",
                "special",
                "alternative",
                "post_16",
                name="phase",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("opened_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.CheckConstraint("closed_on IS NULL OR closed_on >= opened_on", name=op.f("ck_schools_closed_after_opened")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_schools_organisation_id_organisations"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_schools")),
        sa.UniqueConstraint("organisation_id", name=op.f("uq_schools_organisation_id")),
        sa.UniqueConstraint("urn", name=op.f("uq_schools_urn")),
    )
    op.create_table(
        "item_interests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("item_ref", sa.String(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("interest", sa.String(), nullable=False),
        sa.Column(
            "conduct",
            sa.Enum(
                "left",
                "spoke_and_left",
                "did_not_vote",
                "stayed_with_dispensation",
                "stayed",
                name="conduct",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("dispensation", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "conduct != 'stayed_with_dispensation' OR dispensation != ''",
            name=op.f("ck_item_interests_dispensation_is_named"),
        ),
        sa.CheckConstraint("interest != '' AND item != ''", name=op.f("ck_item_interests_with_words")),
        sa.ForeignKeyConstraint(
            ["body_id"], ["bodies.id"], name=op.f("fk_item_interests_body_id_bodies"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_item_interests_person_id_people"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_interests")),
    )
    with op.batch_alter_table("item_interests", schema=None) as batch_op:
        batch_op.create_index("ix_item_interests_of_body", ["body_id", "on_day"], unique=False)
        batch_op.create_index(batch_op.f("ix_item_interests_person_id"), ["person_id"], unique=False)

    op.create_table(
        "network_schools",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "until_on IS NULL OR until_on >= from_on", name=op.f("ck_network_schools_ends_after_it_begins")
        ),
        sa.ForeignKeyConstraint(
            ["body_id"], ["bodies.id"], name=op.f("fk_network_schools_body_id_bodies"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.id"], name=op.f("fk_network_schools_school_id_schools"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_network_schools")),
        sa.UniqueConstraint(
            "body_id", "school_id", "from_on", name=op.f("uq_network_schools_body_id_school_id_from_on")
        ),
    )
    with op.batch_alter_table("network_schools", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_network_schools_school_id"), ["school_id"], unique=False)

    op.create_table(
        "school_governors",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column(
            "route",
            sa.Enum(
                "elected_parents",
                "elected_staff",
                "appointed",
                "co_opted",
                "ex_officio",
                "vacant",
                name="governorroute",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("counted_on", sa.Date(), nullable=False),
        sa.CheckConstraint("n >= 0", name=op.f("ck_school_governors_not_below_none")),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.id"], name=op.f("fk_school_governors_school_id_schools"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_governors")),
        sa.UniqueConstraint("school_id", "route", name=op.f("uq_school_governors_school_id_route")),
    )
    op.create_table(
        "school_statuses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "community",
                "voluntary_aided",
                "voluntary_controlled",
                "foundation",
                "academy",
                "free_school",
                "independent",
                name="schoolstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("trust_id", sa.Integer(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.id"], name=op.f("fk_school_statuses_school_id_schools"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["trust_id"],
            ["organisations.id"],
            name=op.f("fk_school_statuses_trust_id_organisations"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_statuses")),
        sa.UniqueConstraint("school_id", "from_on", name=op.f("uq_school_statuses_school_id_from_on")),
    )
    with op.batch_alter_table("school_statuses", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_school_statuses_trust_id"), ["trust_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("school_statuses", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_school_statuses_trust_id"))

    op.drop_table("school_statuses")
    op.drop_table("school_governors")
    with op.batch_alter_table("network_schools", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_network_schools_school_id"))

    op.drop_table("network_schools")
    with op.batch_alter_table("item_interests", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_item_interests_person_id"))
        batch_op.drop_index("ix_item_interests_of_body")

    op.drop_table("item_interests")
    op.drop_table("schools")
    with op.batch_alter_table("registered_interests", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_registered_interests_person_id"))

    op.drop_table("registered_interests")
