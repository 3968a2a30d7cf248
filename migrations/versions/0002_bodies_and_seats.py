"""People, areas, bodies, seats and who holds them."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ON_SQLITE = (
    """CREATE TRIGGER memberships_one_holder_insert BEFORE INSERT ON memberships WHEN EXISTS (SELECT 1 FROM memberships AS other WHERE other.seat_id = NEW.seat_id AND other.id <> COALESCE(NEW.id, -1) AND other.from_on <= COALESCE(NEW.until_on, CASE WHEN NEW.holds_over THEN NULL ELSE NEW.term_ends_on END, '9999-12-31') AND COALESCE(other.until_on, CASE WHEN other.holds_over THEN NULL ELSE other.term_ends_on END, '9999-12-31') >= NEW.from_on) BEGIN SELECT RAISE(ABORT, 'A seat never has two holders at once.'); END""",
    """CREATE TRIGGER memberships_one_holder_update BEFORE UPDATE ON memberships WHEN EXISTS (SELECT 1 FROM memberships AS other WHERE other.seat_id = NEW.seat_id AND other.id <> COALESCE(NEW.id, -1) AND other.from_on <= COALESCE(NEW.until_on, CASE WHEN NEW.holds_over THEN NULL ELSE NEW.term_ends_on END, '9999-12-31') AND COALESCE(other.until_on, CASE WHEN other.holds_over THEN NULL ELSE other.term_ends_on END, '9999-12-31') >= NEW.from_on) BEGIN SELECT RAISE(ABORT, 'A seat never has two holders at once.'); END""",
    """CREATE TRIGGER memberships_one_vote_insert BEFORE INSERT ON memberships WHEN NEW.is_voting AND EXISTS (SELECT 1 FROM memberships AS other WHERE other.body_id = NEW.body_id AND other.person_id = NEW.person_id AND other.is_voting AND other.id <> COALESCE(NEW.id, -1) AND other.from_on <= COALESCE(NEW.until_on, CASE WHEN NEW.holds_over THEN NULL ELSE NEW.term_ends_on END, '9999-12-31') AND COALESCE(other.until_on, CASE WHEN other.holds_over THEN NULL ELSE other.term_ends_on END, '9999-12-31') >= NEW.from_on) BEGIN SELECT RAISE(ABORT, 'A person has at most one vote in a body.'); END""",
    """CREATE TRIGGER memberships_one_vote_update BEFORE UPDATE ON memberships WHEN NEW.is_voting AND EXISTS (SELECT 1 FROM memberships AS other WHERE other.body_id = NEW.body_id AND other.person_id = NEW.person_id AND other.is_voting AND other.id <> COALESCE(NEW.id, -1) AND other.from_on <= COALESCE(NEW.until_on, CASE WHEN NEW.holds_over THEN NULL ELSE NEW.term_ends_on END, '9999-12-31') AND COALESCE(other.until_on, CASE WHEN other.holds_over THEN NULL ELSE other.term_ends_on END, '9999-12-31') >= NEW.from_on) BEGIN SELECT RAISE(ABORT, 'A person has at most one vote in a body.'); END""",
)

ON_POSTGRESQL = (
    """CREATE FUNCTION memberships_keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM 1 FROM bodies WHERE id = NEW.body_id FOR NO KEY UPDATE; IF EXISTS (SELECT 1 FROM memberships AS other WHERE other.seat_id = NEW.seat_id AND other.id <> COALESCE(NEW.id, -1) AND other.from_on <= COALESCE(NEW.until_on, CASE WHEN NEW.holds_over THEN NULL ELSE NEW.term_ends_on END, '9999-12-31') AND COALESCE(other.until_on, CASE WHEN other.holds_over THEN NULL ELSE other.term_ends_on END, '9999-12-31') >= NEW.from_on) THEN RAISE EXCEPTION 'A seat never has two holders at once.'; END IF; IF NEW.is_voting AND EXISTS (SELECT 1 FROM memberships AS other WHERE other.body_id = NEW.body_id AND other.person_id = NEW.person_id AND other.is_voting AND other.id <> COALESCE(NEW.id, -1) AND other.from_on <= COALESCE(NEW.until_on, CASE WHEN NEW.holds_over THEN NULL ELSE NEW.term_ends_on END, '9999-12-31') AND COALESCE(other.until_on, CASE WHEN other.holds_over THEN NULL ELSE other.term_ends_on END, '9999-12-31') >= NEW.from_on) THEN RAISE EXCEPTION 'A person has at most one vote in a body.'; END IF; RETURN NEW; END $$""",
    """CREATE TRIGGER memberships_keep BEFORE INSERT OR UPDATE ON memberships FOR EACH ROW EXECUTE FUNCTION memberships_keep()""",
)


def upgrade() -> None:
    op.create_table(
        "body_types",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column(
            "tier",
            sa.Enum(
                "city",
                "district",
                "locality",
                "school",
                name="tier",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("is_council_committee", sa.Boolean(), nullable=False),
        sa.Column(
            "term_kind",
            sa.Enum(
                "academic_year", "months", "open", name="termkind", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("term_months", sa.Integer(), nullable=True),
        sa.Column("holds_over", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.CheckConstraint(
            "(term_kind = 'months') = (term_months IS NOT NULL)", name=op.f("ck_body_types_months_where_they_count")
        ),
        sa.CheckConstraint("term_months BETWEEN 1 AND 120", name=op.f("ck_body_types_term_of_a_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_body_types")),
        sa.UniqueConstraint("key", name=op.f("uq_body_types_key")),
    )
    op.create_table(
        "people",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sort_name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
    )
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_people_sort_name"), ["sort_name"], unique=False)

    op.create_table(
        "areas",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "city",
                "district",
                "ward",
                "locality",
                "constituency",
                name="areakind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=True),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("district_id", sa.Integer(), nullable=True),
        sa.Column("ward_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["district_id"], ["districts.id"], name=op.f("fk_areas_district_id_districts"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["areas.id"], name=op.f("fk_areas_parent_id_areas"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["ward_id"], ["wards.id"], name=op.f("fk_areas_ward_id_wards"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_areas")),
        sa.UniqueConstraint("code", name=op.f("uq_areas_code")),
        sa.UniqueConstraint("district_id", name=op.f("uq_areas_district_id")),
        sa.UniqueConstraint("ward_id", name=op.f("uq_areas_ward_id")),
    )
    with op.batch_alter_table("areas", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_areas_parent_id"), ["parent_id"], unique=False)

    op.create_table(
        "bodies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("body_type_id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("decides", sa.String(), nullable=False),
        sa.Column("founded_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "active",
                "stretched",
                "dormant",
                "closed",
                name="bodystatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("is_pilot", sa.Boolean(), nullable=False),
        sa.Column("pilot_ends_on", sa.Date(), nullable=True),
        sa.Column("report_due_on", sa.Date(), nullable=True),
        sa.Column("report_given_on", sa.Date(), nullable=True),
        sa.Column("report", sa.String(), nullable=False),
        sa.Column("terms_document_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(status = 'closed') = (closed_on IS NOT NULL)", name=op.f("ck_bodies_closed_has_day")),
        sa.CheckConstraint("report_given_on IS NULL OR report != ''", name=op.f("ck_bodies_report_with_words")),
        sa.CheckConstraint("NOT is_pilot OR pilot_ends_on IS NOT NULL", name=op.f("ck_bodies_pilot_has_an_end")),
        sa.CheckConstraint("NOT is_pilot OR report_due_on IS NOT NULL", name=op.f("ck_bodies_pilot_owes_a_report")),
        sa.CheckConstraint("closed_on IS NULL OR closed_on >= founded_on", name=op.f("ck_bodies_closed_after_founded")),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_bodies_area_id_areas"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["body_type_id"], ["body_types.id"], name=op.f("fk_bodies_body_type_id_body_types"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["terms_document_id"],
            ["documents.id"],
            name=op.f("fk_bodies_terms_document_id_documents"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bodies")),
        sa.UniqueConstraint("slug", name=op.f("uq_bodies_slug")),
    )
    with op.batch_alter_table("bodies", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bodies_area_id"), ["area_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_bodies_body_type_id"), ["body_type_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_bodies_terms_document_id"), ["terms_document_id"], unique=False)

    op.create_table(
        "body_relations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("from_body_id", sa.Integer(), nullable=False),
        sa.Column("to_body_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "reports_to",
                "works_with",
                "replaces",
                name="relationkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.CheckConstraint("from_body_id != to_body_id", name=op.f("ck_body_relations_of_two_bodies")),
        sa.CheckConstraint(
            "until_on IS NULL OR until_on >= from_on", name=op.f("ck_body_relations_ends_after_it_begins")
        ),
        sa.ForeignKeyConstraint(
            ["from_body_id"], ["bodies.id"], name=op.f("fk_body_relations_from_body_id_bodies"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["to_body_id"], ["bodies.id"], name=op.f("fk_body_relations_to_body_id_bodies"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_body_relations")),
        sa.UniqueConstraint(
            "from_body_id",
            "to_body_id",
            "kind",
            "from_on",
            name=op.f("uq_body_relations_from_body_id_to_body_id_kind_from_on"),
        ),
    )
    with op.batch_alter_table("body_relations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_body_relations_to_body_id"), ["to_body_id"], unique=False)

    op.create_table(
        "body_stakes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id"], ["bodies.id"], name=op.f("fk_body_stakes_body_id_bodies"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["stakeholder_groups.id"],
            name=op.f("fk_body_stakes_group_id_stakeholder_groups"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_body_stakes")),
        sa.UniqueConstraint("body_id", "group_id", name=op.f("uq_body_stakes_body_id_group_id")),
    )
    with op.batch_alter_table("body_stakes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_body_stakes_group_id"), ["group_id"], unique=False)

    op.create_table(
        "body_status_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "active",
                "stretched",
                "dormant",
                "closed",
                name="bodystatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("status = 'active' OR note != ''", name=op.f("ck_body_status_changes_trouble_with_a_note")),
        sa.ForeignKeyConstraint(
            ["body_id"], ["bodies.id"], name=op.f("fk_body_status_changes_body_id_bodies"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_body_status_changes")),
    )
    with op.batch_alter_table("body_status_changes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_body_status_changes_body_id"), ["body_id"], unique=False)

    op.create_table(
        "seat_classes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("area_id", sa.Integer(), nullable=True),
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
            nullable=True,
        ),
        sa.Column("electorate", sa.String(), nullable=False),
        sa.Column("nominating_body_id", sa.Integer(), nullable=True),
        sa.Column(
            "how_filled",
            sa.Enum(
                "elected",
                "nominated",
                "ex_officio",
                "appointed",
                "co_opted",
                name="howfilled",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("is_voting", sa.Boolean(), nullable=False),
        sa.Column("is_office", sa.Boolean(), nullable=False),
        sa.Column("for_councillors", sa.Boolean(), nullable=False),
        sa.Column("on_council_committee", sa.Boolean(), nullable=False),
        sa.Column("exception", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("n_seats", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "NOT (on_council_committee AND is_voting AND NOT for_councillors AND exception = '')",
            name=op.f("ck_seat_classes_vote_with_its_exception"),
        ),
        sa.CheckConstraint(
            "NOT is_office OR NOT is_voting", name=op.f("ck_seat_classes_office_without_a_vote_of_its_own")
        ),
        sa.CheckConstraint("n_seats >= 1", name=op.f("ck_seat_classes_some_seats")),
        sa.CheckConstraint(
            "until_on IS NULL OR until_on >= from_on", name=op.f("ck_seat_classes_ends_after_it_begins")
        ),
        sa.ForeignKeyConstraint(
            ["area_id"], ["areas.id"], name=op.f("fk_seat_classes_area_id_areas"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["body_id"], ["bodies.id"], name=op.f("fk_seat_classes_body_id_bodies"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["stakeholder_groups.id"],
            name=op.f("fk_seat_classes_group_id_stakeholder_groups"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["nominating_body_id"],
            ["bodies.id"],
            name=op.f("fk_seat_classes_nominating_body_id_bodies"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat_classes")),
        sa.UniqueConstraint("id", "body_id", name=op.f("uq_seat_classes_id_body_id")),
    )
    with op.batch_alter_table("seat_classes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_seat_classes_area_id"), ["area_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_seat_classes_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_seat_classes_group_id"), ["group_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_seat_classes_nominating_body_id"), ["nominating_body_id"], unique=False)

    op.create_table(
        "seats",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seat_class_id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["seat_class_id", "body_id"],
            ["seat_classes.id", "seat_classes.body_id"],
            name=op.f("fk_seats_seat_class_id_body_id_seat_classes"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seats")),
        sa.UniqueConstraint("id", "body_id", name=op.f("uq_seats_id_body_id")),
        sa.UniqueConstraint("seat_class_id", "number", name=op.f("uq_seats_seat_class_id_number")),
    )
    with op.batch_alter_table("seats", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_seats_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_seats_seat_class_id"), ["seat_class_id"], unique=False)

    op.create_table(
        "deputies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("until_on IS NULL OR until_on >= from_on", name=op.f("ck_deputies_ends_after_it_begins")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_deputies_person_id_people"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["seat_id"], ["seats.id"], name=op.f("fk_deputies_seat_id_seats"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deputies")),
    )
    with op.batch_alter_table("deputies", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deputies_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_deputies_seat_id"), ["seat_id"], unique=False)

    op.create_table(
        "memberships",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("term_ends_on", sa.Date(), nullable=True),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("holds_over", sa.Boolean(), nullable=False),
        sa.Column("is_voting", sa.Boolean(), nullable=False),
        sa.Column(
            "how_filled",
            sa.Enum(
                "elected",
                "nominated",
                "ex_officio",
                "appointed",
                "co_opted",
                name="howfilled",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "evidence_kind",
            sa.Enum(
                "count_sheet",
                "uncontested",
                "nomination",
                "office",
                "appointment",
                "co_option",
                name="evidencekind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("evidence_ref", sa.String(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("on_behalf_of", sa.String(), nullable=False),
        sa.Column("end_reason", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("evidence_ref != ''", name=op.f("ck_memberships_with_its_evidence")),
        sa.CheckConstraint(
            "how_filled != 'elected' OR evidence_kind IN ('count_sheet', 'uncontested')",
            name=op.f("ck_memberships_elected_is_shown"),
        ),
        sa.CheckConstraint(
            "term_ends_on IS NULL OR term_ends_on >= from_on", name=op.f("ck_memberships_term_ends_after_it_begins")
        ),
        sa.CheckConstraint(
            "until_on IS NULL OR term_ends_on IS NULL OR until_on <= term_ends_on OR holds_over",
            name=op.f("ck_memberships_ends_with_its_term"),
        ),
        sa.CheckConstraint("until_on IS NULL OR until_on >= from_on", name=op.f("ck_memberships_ends_after_it_begins")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_memberships_organisation_id_organisations"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_memberships_person_id_people"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["seat_id", "body_id"],
            ["seats.id", "seats.body_id"],
            name=op.f("fk_memberships_seat_id_body_id_seats"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memberships")),
    )
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_memberships_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_memberships_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_memberships_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_memberships_seat_id"), ["seat_id"], unique=False)

    for statement in ON_SQLITE if op.get_bind().dialect.name == "sqlite" else ON_POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_memberships_seat_id"))
        batch_op.drop_index(batch_op.f("ix_memberships_person_id"))
        batch_op.drop_index(batch_op.f("ix_memberships_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_memberships_body_id"))

    op.drop_table("memberships")
    with op.batch_alter_table("deputies", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deputies_seat_id"))
        batch_op.drop_index(batch_op.f("ix_deputies_person_id"))

    op.drop_table("deputies")
    with op.batch_alter_table("seats", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_seats_seat_class_id"))
        batch_op.drop_index(batch_op.f("ix_seats_body_id"))

    op.drop_table("seats")
    with op.batch_alter_table("seat_classes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_seat_classes_nominating_body_id"))
        batch_op.drop_index(batch_op.f("ix_seat_classes_group_id"))
        batch_op.drop_index(batch_op.f("ix_seat_classes_body_id"))
        batch_op.drop_index(batch_op.f("ix_seat_classes_area_id"))

    op.drop_table("seat_classes")
    with op.batch_alter_table("body_status_changes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_body_status_changes_body_id"))

    op.drop_table("body_status_changes")
    with op.batch_alter_table("body_stakes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_body_stakes_group_id"))

    op.drop_table("body_stakes")
    with op.batch_alter_table("body_relations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_body_relations_to_body_id"))

    op.drop_table("body_relations")
    with op.batch_alter_table("bodies", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bodies_terms_document_id"))
        batch_op.drop_index(batch_op.f("ix_bodies_body_type_id"))
        batch_op.drop_index(batch_op.f("ix_bodies_area_id"))

    op.drop_table("bodies")
    with op.batch_alter_table("areas", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_areas_parent_id"))

    op.drop_table("areas")
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_people_sort_name"))

    op.drop_table("people")
    op.drop_table("body_types")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION memberships_keep()")
