"""The consultation record: consultees, contacts, steps on the way, authors."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "consultation_records",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "general",
                "schools_strategy",
                "school_organisation",
                "admissions",
                name="consultationkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "scrutiny",
            sa.Enum(
                "not_said", "asked", "not_asked", name="scrutiny", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("scrutiny_committee", sa.String(), nullable=False),
        sa.Column("scrutiny_on", sa.Date(), nullable=True),
        sa.Column("scrutiny_reason", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "scrutiny != 'asked' OR scrutiny_on IS NOT NULL", name=op.f("ck_consultation_records_asked_on_a_day")
        ),
        sa.CheckConstraint(
            "scrutiny != 'not_asked' OR scrutiny_reason != ''",
            name=op.f("ck_consultation_records_not_asked_with_a_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultations.id"],
            name=op.f("fk_consultation_records_consultation_id_consultations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("consultation_id", name=op.f("pk_consultation_records")),
    )
    op.create_table(
        "consultees",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "basis",
            sa.Enum("law", "practice", "choice", name="basis", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("is_class", sa.Boolean(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("reason_not_asked", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultations.id"],
            name=op.f("fk_consultees_consultation_id_consultations"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["stakeholder_groups.id"],
            name=op.f("fk_consultees_group_id_stakeholder_groups"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_consultees_organisation_id_organisations"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultees")),
        sa.UniqueConstraint("consultation_id", "name", name=op.f("uq_consultees_consultation_id_name")),
    )
    with op.batch_alter_table("consultees", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consultees_group_id"), ["group_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_consultees_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "milestones",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "discussion",
                "approval",
                "decision",
                "publication",
                name="milestonekind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("body_name", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submission_key", sa.String(), nullable=True),
        sa.CheckConstraint("words != ''", name=op.f("ck_milestones_says_what")),
        sa.ForeignKeyConstraint(
            ["by_id"], ["accounts.id"], name=op.f("fk_milestones_by_id_accounts"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultations.id"],
            name=op.f("fk_milestones_consultation_id_consultations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestones")),
        sa.UniqueConstraint("submission_key", name=op.f("uq_milestones_submission_key")),
    )
    with op.batch_alter_table("milestones", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_milestones_by_id"), ["by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_milestones_consultation_id"), ["consultation_id"], unique=False)

    op.create_table(
        "shapers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("n_people", sa.Integer(), nullable=False),
        sa.Column("submission_key", sa.String(), nullable=True),
        sa.CheckConstraint("n_people > 0", name=op.f("ck_shapers_some_people")),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultations.id"],
            name=op.f("fk_shapers_consultation_id_consultations"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["stakeholder_groups.id"],
            name=op.f("fk_shapers_group_id_stakeholder_groups"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shapers")),
        sa.UniqueConstraint("submission_key", name=op.f("uq_shapers_submission_key")),
    )
    with op.batch_alter_table("shapers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shapers_consultation_id"), ["consultation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_shapers_group_id"), ["group_id"], unique=False)

    op.create_table(
        "contacts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultee_id", sa.Integer(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum(
                "letter",
                "email",
                "phone",
                "meeting",
                "event",
                "online",
                "other",
                name="contactchannel",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("contacted_on", sa.Date(), nullable=True),
        sa.Column("when_words", sa.String(), nullable=False),
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column(
            "came_back",
            sa.Enum(
                "nothing_yet",
                "acknowledged",
                "declined",
                "answered",
                name="cameback",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("came_back_on", sa.Date(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submission_key", sa.String(), nullable=True),
        sa.Column("row_hash", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("contacted_on IS NOT NULL OR when_words != ''", name=op.f("ck_contacts_says_when")),
        sa.CheckConstraint("team != ''", name=op.f("ck_contacts_names_a_team")),
        sa.ForeignKeyConstraint(
            ["by_id"], ["accounts.id"], name=op.f("fk_contacts_by_id_accounts"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["consultee_id"], ["consultees.id"], name=op.f("fk_contacts_consultee_id_consultees"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_files.id"], name=op.f("fk_contacts_file_id_stored_files"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contacts")),
        sa.UniqueConstraint("consultee_id", "row_hash", name=op.f("uq_contacts_consultee_id_row_hash")),
        sa.UniqueConstraint("submission_key", name=op.f("uq_contacts_submission_key")),
    )
    with op.batch_alter_table("contacts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contacts_by_id"), ["by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contacts_file_id"), ["file_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("contacts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contacts_file_id"))
        batch_op.drop_index(batch_op.f("ix_contacts_by_id"))

    op.drop_table("contacts")
    with op.batch_alter_table("shapers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_shapers_group_id"))
        batch_op.drop_index(batch_op.f("ix_shapers_consultation_id"))

    op.drop_table("shapers")
    with op.batch_alter_table("milestones", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_milestones_consultation_id"))
        batch_op.drop_index(batch_op.f("ix_milestones_by_id"))

    op.drop_table("milestones")
    with op.batch_alter_table("consultees", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consultees_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_consultees_group_id"))

    op.drop_table("consultees")
    op.drop_table("consultation_records")
