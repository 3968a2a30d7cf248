"""What comes in by mail, in meetings and on petitions; second keyings; the late rule; possible repeats."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

PURPOSES = (
    "support",
    "concern",
    "question",
    "error",
    "undefined_term",
    "no_evidence",
    "silent_on",
    "other_words",
)


def upgrade() -> None:
    op.create_table(
        "intake_rules",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column(
            "late_rule",
            sa.Enum("received", "postmarked", name="laterule", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("keys_twice", sa.Boolean(), nullable=False),
        sa.Column("chosen_by_id", sa.Integer(), nullable=False),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chosen_by_id"], ["accounts.id"], name=op.f("fk_intake_rules_chosen_by_id_accounts"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultations.id"],
            name=op.f("fk_intake_rules_consultation_id_consultations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("consultation_id", name=op.f("pk_intake_rules")),
    )
    with op.batch_alter_table("intake_rules", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_intake_rules_chosen_by_id"), ["chosen_by_id"], unique=False)

    op.create_table(
        "meeting_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("may_publish", sa.Boolean(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submission_key", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["accounts.id"], name=op.f("fk_meeting_notes_added_by_id_accounts"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultations.id"],
            name=op.f("fk_meeting_notes_consultation_id_consultations"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_notes")),
        sa.UniqueConstraint("submission_key", name=op.f("uq_meeting_notes_submission_key")),
    )
    with op.batch_alter_table("meeting_notes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_notes_added_by_id"), ["added_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_meeting_notes_consultation_id"), ["consultation_id"], unique=False)

    op.create_table(
        "meeting_points",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("notes_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("speaker", sa.String(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("n_agreeing", sa.Integer(), nullable=True),
        sa.Column("question_id", sa.Integer(), nullable=True),
        sa.Column("paragraph_id", sa.Integer(), nullable=True),
        sa.Column(
            "purpose",
            sa.Enum(*PURPOSES, name="purpose", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.Column("response_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "n_agreeing IS NULL OR n_agreeing >= 0", name=op.f("ck_meeting_points_agreeing_not_negative")
        ),
        sa.CheckConstraint(
            "question_id IS NULL OR paragraph_id IS NULL", name=op.f("ck_meeting_points_about_one_thing")
        ),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["stakeholder_groups.id"],
            name=op.f("fk_meeting_points_group_id_stakeholder_groups"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["notes_id"],
            ["meeting_notes.id"],
            name=op.f("fk_meeting_points_notes_id_meeting_notes"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["paragraph_id"],
            ["paragraphs.id"],
            name=op.f("fk_meeting_points_paragraph_id_paragraphs"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name=op.f("fk_meeting_points_question_id_questions"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["response_id"], ["responses.id"], name=op.f("fk_meeting_points_response_id_responses"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_points")),
    )
    with op.batch_alter_table("meeting_points", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_points_group_id"), ["group_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_meeting_points_notes_id"), ["notes_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_meeting_points_paragraph_id"), ["paragraph_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_meeting_points_question_id"), ["question_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_meeting_points_response_id"), ["response_id"], unique=False)

    op.create_table(
        "petitions",
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("organiser", sa.String(), nullable=False),
        sa.Column("n_claimed", sa.Integer(), nullable=False),
        sa.Column("n_checked", sa.Integer(), nullable=True),
        sa.Column("checked_words", sa.String(), nullable=False),
        sa.Column("checked_by_id", sa.Integer(), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(n_checked IS NULL) = (checked_words = '')", name=op.f("ck_petitions_says_how_checked")),
        sa.CheckConstraint(
            "n_checked IS NULL OR n_checked BETWEEN 0 AND n_claimed", name=op.f("ck_petitions_checked_of_the_claimed")
        ),
        sa.CheckConstraint("n_claimed > 0", name=op.f("ck_petitions_claims_someone")),
        sa.ForeignKeyConstraint(
            ["checked_by_id"], ["accounts.id"], name=op.f("fk_petitions_checked_by_id_accounts"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultations.id"],
            name=op.f("fk_petitions_consultation_id_consultations"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["response_id"], ["responses.id"], name=op.f("fk_petitions_response_id_responses"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("response_id", name=op.f("pk_petitions")),
    )
    with op.batch_alter_table("petitions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_petitions_checked_by_id"), ["checked_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_petitions_consultation_id"), ["consultation_id"], unique=False)

    op.create_table(
        "possible_repeats",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column(
            "sign",
            sa.Enum(
                "same_address",
                "same_organisation",
                "same_words",
                "officer",
                name="repeatsign",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "waiting", "linked", "apart", name="repeatstate", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint(
            "(state = 'waiting') = (decided_at IS NULL)", name=op.f("ck_possible_repeats_decided_at_a_moment")
        ),
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_possible_repeats_earlier_first")),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultations.id"],
            name=op.f("fk_possible_repeats_consultation_id_consultations"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"],
            ["accounts.id"],
            name=op.f("fk_possible_repeats_decided_by_id_accounts"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["first_id"], ["responses.id"], name=op.f("fk_possible_repeats_first_id_responses"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["second_id"], ["responses.id"], name=op.f("fk_possible_repeats_second_id_responses"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_possible_repeats")),
        sa.UniqueConstraint("first_id", "second_id", name=op.f("uq_possible_repeats_first_id_second_id")),
    )
    with op.batch_alter_table("possible_repeats", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_possible_repeats_consultation_id"), ["consultation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_possible_repeats_decided_by_id"), ["decided_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_possible_repeats_second_id"), ["second_id"], unique=False)

    op.create_table(
        "received_mails",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("from_name", sa.String(), nullable=False),
        sa.Column("from_address", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("says_when", sa.Boolean(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=True),
        sa.Column("set_aside_because", sa.String(), nullable=False),
        sa.Column("emptied_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "response_id IS NULL OR set_aside_because = ''", name=op.f("ck_received_mails_taken_in_or_set_aside")
        ),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["accounts.id"], name=op.f("fk_received_mails_added_by_id_accounts"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultations.id"],
            name=op.f("fk_received_mails_consultation_id_consultations"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["response_id"], ["responses.id"], name=op.f("fk_received_mails_response_id_responses"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_received_mails")),
        sa.UniqueConstraint("consultation_id", "digest", name=op.f("uq_received_mails_consultation_id_digest")),
    )
    with op.batch_alter_table("received_mails", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_received_mails_added_by_id"), ["added_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_received_mails_response_id"), ["response_id"], unique=False)

    op.create_table(
        "second_keyings",
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column(
            "body",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("n_parts", sa.Integer(), nullable=False),
        sa.Column("n_differing", sa.Integer(), nullable=False),
        sa.Column("keyed_by_id", sa.Integer(), nullable=False),
        sa.Column("keyed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint(
            "(settled_at IS NULL) = (settled_by_id IS NULL)", name=op.f("ck_second_keyings_settled_by_someone")
        ),
        sa.CheckConstraint("n_differing BETWEEN 0 AND n_parts", name=op.f("ck_second_keyings_some_of_its_parts")),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultations.id"],
            name=op.f("fk_second_keyings_consultation_id_consultations"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["keyed_by_id"], ["accounts.id"], name=op.f("fk_second_keyings_keyed_by_id_accounts"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["response_id"], ["responses.id"], name=op.f("fk_second_keyings_response_id_responses"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["settled_by_id"],
            ["accounts.id"],
            name=op.f("fk_second_keyings_settled_by_id_accounts"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("response_id", name=op.f("pk_second_keyings")),
    )
    with op.batch_alter_table("second_keyings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_second_keyings_consultation_id"), ["consultation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_second_keyings_keyed_by_id"), ["keyed_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_second_keyings_settled_by_id"), ["settled_by_id"], unique=False)

    op.create_table(
        "mail_attachments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mail_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_files.id"], name=op.f("fk_mail_attachments_file_id_stored_files"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["mail_id"],
            ["received_mails.id"],
            name=op.f("fk_mail_attachments_mail_id_received_mails"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_attachments")),
    )
    with op.batch_alter_table("mail_attachments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mail_attachments_file_id"), ["file_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_mail_attachments_mail_id"), ["mail_id"], unique=False)

    with op.batch_alter_table("responses", schema=None) as batch_op:
        batch_op.add_column(sa.Column("posted_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("authority", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("members_asked", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("repeat_of_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_responses_repeat_of_id"), ["repeat_of_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_responses_repeat_of_id_responses"),
            "responses",
            ["repeat_of_id"],
            ["id"],
            ondelete="SET NULL",
        )
    with op.batch_alter_table("responses", schema=None) as batch_op:
        for column in ("authority", "members_asked"):
            batch_op.alter_column(column, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("responses", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_responses_repeat_of_id_responses"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_responses_repeat_of_id"))
        for column in ("repeat_of_id", "members_asked", "authority", "posted_on"):
            batch_op.drop_column(column)
    for table in (
        "mail_attachments",
        "second_keyings",
        "received_mails",
        "possible_repeats",
        "petitions",
        "meeting_points",
        "meeting_notes",
        "intake_rules",
    ):
        op.drop_table(table)
