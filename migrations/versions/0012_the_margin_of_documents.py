"""What stands beside a document: terms, other forms, comments through redrafts, reasons, unanswered questions."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "terms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("word", sa.String(), nullable=False),
        sa.Column("meaning", sa.String(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.String(), nullable=False),
        sa.CheckConstraint("word != '' AND meaning != ''", name=op.f("ck_terms_explained")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_terms_document_id_documents"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_terms")),
        sa.UniqueConstraint("document_id", "word", name=op.f("uq_terms_document_id_word")),
    )
    op.create_table(
        "alternatives",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column(
            "form",
            sa.Enum(
                "easy_read",
                "pupils",
                "translation",
                "audio",
                name="alternativeform",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("own_version_id", sa.Integer(), nullable=False),
        sa.Column("follows_version_id", sa.Integer(), nullable=False),
        sa.Column("audio_file_id", sa.Integer(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["audio_file_id"],
            ["stored_files.id"],
            name=op.f("fk_alternatives_audio_file_id_stored_files"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_alternatives_document_id_documents"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["follows_version_id"],
            ["document_versions.id"],
            name=op.f("fk_alternatives_follows_version_id_document_versions"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["own_version_id"],
            ["document_versions.id"],
            name=op.f("fk_alternatives_own_version_id_document_versions"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alternatives")),
        sa.UniqueConstraint("document_id", "form", "language", name=op.f("uq_alternatives_document_id_form_language")),
    )
    with op.batch_alter_table("alternatives", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_alternatives_audio_file_id"), ["audio_file_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_alternatives_follows_version_id"), ["follows_version_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_alternatives_own_version_id"), ["own_version_id"], unique=False)

    op.create_table(
        "comments_shown",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shown_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultations.id"],
            name=op.f("fk_comments_shown_consultation_id_consultations"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["shown_by_id"], ["accounts.id"], name=op.f("fk_comments_shown_shown_by_id_accounts"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("consultation_id", name=op.f("pk_comments_shown")),
    )
    with op.batch_alter_table("comments_shown", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_comments_shown_shown_by_id"), ["shown_by_id"], unique=False)

    op.create_table(
        "change_reasons",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("paragraph_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("words != ''", name=op.f("ck_change_reasons_in_words")),
        sa.ForeignKeyConstraint(
            ["given_by_id"], ["accounts.id"], name=op.f("fk_change_reasons_given_by_id_accounts"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["paragraph_id"],
            ["paragraphs.id"],
            name=op.f("fk_change_reasons_paragraph_id_paragraphs"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["document_versions.id"],
            name=op.f("fk_change_reasons_version_id_document_versions"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_reasons")),
        sa.UniqueConstraint("version_id", "paragraph_id", name=op.f("uq_change_reasons_version_id_paragraph_id")),
    )
    with op.batch_alter_table("change_reasons", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_change_reasons_given_by_id"), ["given_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_change_reasons_paragraph_id"), ["paragraph_id"], unique=False)

    op.create_table(
        "silences",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("submission_key", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "question",
                "undefined_term",
                "no_evidence",
                "silent_on",
                name="silencekind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("paragraph_id", sa.Integer(), nullable=True),
        sa.Column("asked", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("listed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("listed_by_id", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("answered_in_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(answered_at IS NULL) = (answer = '')", name=op.f("ck_silences_answered_in_words")),
        sa.CheckConstraint("asked != '' AND owner != ''", name=op.f("ck_silences_owed_by_someone")),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answered_by_id IS NULL)", name=op.f("ck_silences_answered_by_someone")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["accounts.id"], name=op.f("fk_silences_answered_by_id_accounts"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["answered_in_id"],
            ["paragraphs.id"],
            name=op.f("fk_silences_answered_in_id_paragraphs"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultations.id"],
            name=op.f("fk_silences_consultation_id_consultations"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["listed_by_id"], ["accounts.id"], name=op.f("fk_silences_listed_by_id_accounts"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["paragraph_id"], ["paragraphs.id"], name=op.f("fk_silences_paragraph_id_paragraphs"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_silences")),
        sa.UniqueConstraint("submission_key", name=op.f("uq_silences_submission_key")),
    )
    with op.batch_alter_table("silences", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_silences_answered_by_id"), ["answered_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_silences_answered_in_id"), ["answered_in_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_silences_listed_by_id"), ["listed_by_id"], unique=False)
        batch_op.create_index("ix_silences_of_consultation", ["consultation_id", "answered_at", "due_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_silences_paragraph_id"), ["paragraph_id"], unique=False)

    op.create_table(
        "change_reason_comments",
        sa.Column("reason_id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["comments.id"],
            name=op.f("fk_change_reason_comments_comment_id_comments"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["reason_id"],
            ["change_reasons.id"],
            name=op.f("fk_change_reason_comments_reason_id_change_reasons"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("reason_id", "comment_id", name=op.f("pk_change_reason_comments")),
    )
    with op.batch_alter_table("change_reason_comments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_change_reason_comments_comment_id"), ["comment_id"], unique=False)

    op.create_table(
        "comment_supports",
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comments.id"], name=op.f("fk_comment_supports_comment_id_comments"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["response_id"],
            ["responses.id"],
            name=op.f("fk_comment_supports_response_id_responses"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("response_id", "comment_id", name=op.f("pk_comment_supports")),
    )
    with op.batch_alter_table("comment_supports", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_comment_supports_comment_id"), ["comment_id"], unique=False)

    op.create_table(
        "placements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("from_paragraph_id", sa.Integer(), nullable=False),
        sa.Column(
            "standing",
            sa.Enum(
                "carried",
                "waiting",
                "kept",
                "anchored_anew",
                "retired",
                name="standing",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("paragraph_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(standing IN ('carried', 'kept', 'anchored_anew')) = (paragraph_id IS NOT NULL)",
            name=op.f("ck_placements_placed_somewhere"),
        ),
        sa.CheckConstraint(
            "(standing IN ('kept', 'anchored_anew', 'retired')) = (decided_at IS NOT NULL)",
            name=op.f("ck_placements_decided_by_a_person"),
        ),
        sa.CheckConstraint("standing != 'retired' OR reason != ''", name=op.f("ck_placements_retired_with_a_reason")),
        sa.CheckConstraint("(decided_at IS NULL) = (decided_by_id IS NULL)", name=op.f("ck_placements_decided_whole")),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comments.id"], name=op.f("fk_placements_comment_id_comments"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["accounts.id"], name=op.f("fk_placements_decided_by_id_accounts"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["from_paragraph_id"],
            ["paragraphs.id"],
            name=op.f("fk_placements_from_paragraph_id_paragraphs"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["paragraph_id"], ["paragraphs.id"], name=op.f("fk_placements_paragraph_id_paragraphs"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["document_versions.id"],
            name=op.f("fk_placements_version_id_document_versions"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placements")),
        sa.UniqueConstraint("comment_id", "version_id", name=op.f("uq_placements_comment_id_version_id")),
    )
    with op.batch_alter_table("placements", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_placements_decided_by_id"), ["decided_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_placements_from_paragraph_id"), ["from_paragraph_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_placements_paragraph_id"), ["paragraph_id"], unique=False)
        batch_op.create_index("ix_placements_queue", ["version_id", "standing", "id"], unique=False)

    op.create_table(
        "silence_comments",
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("silence_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comments.id"], name=op.f("fk_silence_comments_comment_id_comments"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["silence_id"], ["silences.id"], name=op.f("fk_silence_comments_silence_id_silences"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("comment_id", name=op.f("pk_silence_comments")),
    )
    with op.batch_alter_table("silence_comments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_silence_comments_silence_id"), ["silence_id"], unique=False)

    op.create_table(
        "change_reason_themes",
        sa.Column("reason_id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reason_id"],
            ["change_reasons.id"],
            name=op.f("fk_change_reason_themes_reason_id_change_reasons"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["themes.id"], name=op.f("fk_change_reason_themes_theme_id_themes"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("reason_id", "theme_id", name=op.f("pk_change_reason_themes")),
    )
    with op.batch_alter_table("change_reason_themes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_change_reason_themes_theme_id"), ["theme_id"], unique=False)

    with op.batch_alter_table("comments", schema=None) as batch_op:
        batch_op.add_column(sa.Column("prefix", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("suffix", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("suggests_from", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("handle", sa.String(), nullable=True))
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    drawn = "lower(hex(randomblob(16)))" if is_sqlite else "replace(gen_random_uuid()::text, '-', '')"
    op.execute(f"UPDATE comments SET prefix = '', suffix = '', handle = {drawn}")  # noqa: S608 - ours
    with op.batch_alter_table("comments", schema=None) as batch_op:
        for name in ("prefix", "suffix", "handle"):
            batch_op.alter_column(name, existing_type=sa.String(), nullable=False)
        batch_op.create_unique_constraint(batch_op.f("uq_comments_handle"), ["handle"])


def downgrade() -> None:
    with op.batch_alter_table("comments", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_comments_handle"), type_="unique")
        batch_op.drop_column("handle")
        batch_op.drop_column("suggests_from")
        batch_op.drop_column("suffix")
        batch_op.drop_column("prefix")

    with op.batch_alter_table("change_reason_themes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_change_reason_themes_theme_id"))

    op.drop_table("change_reason_themes")
    with op.batch_alter_table("silence_comments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_silence_comments_silence_id"))

    op.drop_table("silence_comments")
    with op.batch_alter_table("placements", schema=None) as batch_op:
        batch_op.drop_index("ix_placements_queue")
        batch_op.drop_index(batch_op.f("ix_placements_paragraph_id"))
        batch_op.drop_index(batch_op.f("ix_placements_from_paragraph_id"))
        batch_op.drop_index(batch_op.f("ix_placements_decided_by_id"))

    op.drop_table("placements")
    with op.batch_alter_table("comment_supports", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_comment_supports_comment_id"))

    op.drop_table("comment_supports")
    with op.batch_alter_table("change_reason_comments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_change_reason_comments_comment_id"))

    op.drop_table("change_reason_comments")
    with op.batch_alter_table("silences", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_silences_paragraph_id"))
        batch_op.drop_index("ix_silences_of_consultation")
        batch_op.drop_index(batch_op.f("ix_silences_listed_by_id"))
        batch_op.drop_index(batch_op.f("ix_silences_answered_in_id"))
        batch_op.drop_index(batch_op.f("ix_silences_answered_by_id"))

    op.drop_table("silences")
    with op.batch_alter_table("change_reasons", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_change_reasons_paragraph_id"))
        batch_op.drop_index(batch_op.f("ix_change_reasons_given_by_id"))

    op.drop_table("change_reasons")
    with op.batch_alter_table("comments_shown", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_comments_shown_shown_by_id"))

    op.drop_table("comments_shown")
    with op.batch_alter_table("alternatives", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_alternatives_own_version_id"))
        batch_op.drop_index(batch_op.f("ix_alternatives_follows_version_id"))
        batch_op.drop_index(batch_op.f("ix_alternatives_audio_file_id"))

    op.drop_table("alternatives")
    op.drop_table("terms")
