"""Meetings: agendas, who came, the hall, minutes, matters sent on; and which contest is voted on at which."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "meetings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("access", sa.String(), nullable=False),
        sa.Column("join_href", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "drafted",
                "called",
                "held",
                "minuted",
                "cancelled",
                name="meetingstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("urgency", sa.String(), nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_because", sa.String(), nullable=False),
        sa.Column("n_in_hall", sa.Integer(), nullable=True),
        sa.Column("minutes_approved_on", sa.Date(), nullable=True),
        sa.Column("minutes_approved_by", sa.String(), nullable=False),
        sa.Column("minutes_published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'minuted') = (minutes_approved_on IS NOT NULL)",
            name=op.f("ck_meetings_minutes_are_approved_first"),
        ),
        sa.CheckConstraint(
            "state != 'cancelled' OR cancelled_because != ''", name=op.f("ck_meetings_cancelled_with_a_reason")
        ),
        sa.CheckConstraint(
            "state != 'minuted' OR minutes_approved_by != ''", name=op.f("ck_meetings_somebody_approved_the_minutes")
        ),
        sa.CheckConstraint(
            "state = 'drafted' OR called_at IS NOT NULL", name=op.f("ck_meetings_called_before_it_is_held")
        ),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_meetings_ends_after_it_begins")),
        sa.ForeignKeyConstraint(
            ["body_id"], ["bodies.id"], name=op.f("fk_meetings_body_id_bodies"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetings")),
    )
    with op.batch_alter_table("meetings", schema=None) as batch_op:
        batch_op.create_index("ix_meetings_of_body", ["body_id", "starts_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_meetings_starts_at"), ["starts_at"], unique=False)

    op.create_table(
        "agenda_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("raised_by", sa.String(), nullable=False),
        sa.Column(
            "papers",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("about_body_id", sa.Integer(), nullable=True),
        sa.Column("topic_ref", sa.String(), nullable=False),
        sa.Column("minute", sa.String(), nullable=False),
        sa.CheckConstraint("title != ''", name=op.f("ck_agenda_items_with_words")),
        sa.ForeignKeyConstraint(
            ["about_body_id"], ["bodies.id"], name=op.f("fk_agenda_items_about_body_id_bodies"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_agenda_items_meeting_id_meetings"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_items")),
    )
    with op.batch_alter_table("agenda_items", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agenda_items_about_body_id"), ["about_body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_agenda_items_meeting_id"), ["meeting_id"], unique=False)

    op.create_table(
        "attendances",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("seat", sa.String(), nullable=False),
        sa.Column(
            "attending",
            sa.Enum(
                "came",
                "deputy_came",
                "apologies",
                "absent",
                name="attending",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("deputy", sa.String(), nullable=False),
        sa.CheckConstraint("attending != 'deputy_came' OR deputy != ''", name=op.f("ck_attendances_deputy_is_named")),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_attendances_meeting_id_meetings"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_attendances_person_id_people"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendances")),
        sa.UniqueConstraint("meeting_id", "person_id", name=op.f("uq_attendances_meeting_id_person_id")),
    )
    with op.batch_alter_table("attendances", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attendances_person_id"), ["person_id"], unique=False)

    op.create_table(
        "people_in_hall",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.Column("name_key", sa.String(), nullable=False),
        sa.Column("detail_key", sa.String(), nullable=False),
        sa.CheckConstraint("name != ''", name=op.f("ck_people_in_hall_named")),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_people_in_hall_meeting_id_meetings"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people_in_hall")),
        sa.UniqueConstraint(
            "meeting_id", "name_key", "detail_key", name=op.f("uq_people_in_hall_meeting_id_name_key_detail_key")
        ),
    )
    op.create_table(
        "contest_meetings",
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contest_id"], ["contests.id"], name=op.f("fk_contest_meetings_contest_id_contests"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_contest_meetings_meeting_id_meetings"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("contest_id", name=op.f("pk_contest_meetings")),
    )
    with op.batch_alter_table("contest_meetings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contest_meetings_meeting_id"), ["meeting_id"], unique=False)

    op.create_table(
        "escalations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("from_body_id", sa.Integer(), nullable=False),
        sa.Column("to_body_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("raised_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(answered_on IS NULL) = (outcome = '')", name=op.f("ck_escalations_answered_with_words")),
        sa.CheckConstraint("title != ''", name=op.f("ck_escalations_with_words")),
        sa.CheckConstraint(
            "answered_on IS NULL OR answered_on >= raised_on", name=op.f("ck_escalations_answered_after_it_is_raised")
        ),
        sa.CheckConstraint("due_on > raised_on", name=op.f("ck_escalations_due_after_it_is_raised")),
        sa.CheckConstraint("from_body_id != to_body_id", name=op.f("ck_escalations_between_two_bodies")),
        sa.ForeignKeyConstraint(
            ["from_body_id"], ["bodies.id"], name=op.f("fk_escalations_from_body_id_bodies"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_items.id"], name=op.f("fk_escalations_item_id_agenda_items"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["to_body_id"], ["bodies.id"], name=op.f("fk_escalations_to_body_id_bodies"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escalations")),
    )
    with op.batch_alter_table("escalations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_escalations_due_on"), ["due_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_escalations_from_body_id"), ["from_body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_escalations_item_id"), ["item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_escalations_to_body_id"), ["to_body_id"], unique=False)


def downgrade() -> None:
    for table in ("escalations", "contest_meetings", "people_in_hall", "attendances", "agenda_items", "meetings"):
        op.drop_table(table)
