"""The first tables."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ON_SQLITE = (
    """CREATE TRIGGER audit_events_refuse_update BEFORE UPDATE ON audit_events BEGIN SELECT RAISE(ABORT, 'audit events are never changed or deleted'); END""",
    """CREATE TRIGGER audit_events_refuse_delete BEFORE DELETE ON audit_events BEGIN SELECT RAISE(ABORT, 'audit events are never changed or deleted'); END""",
    """CREATE TRIGGER document_versions_keep_update BEFORE UPDATE ON document_versions WHEN OLD.state = 'published' BEGIN SELECT RAISE(ABORT, 'A published version of a document never changes. Make a new version instead.'); END""",
    """CREATE TRIGGER document_versions_keep_delete BEFORE DELETE ON document_versions WHEN OLD.state = 'published' BEGIN SELECT RAISE(ABORT, 'A published version of a document never changes. Make a new version instead.'); END""",
    """CREATE TRIGGER editions_refuse_update BEFORE UPDATE ON editions WHEN OLD.state = 'published' BEGIN SELECT RAISE(ABORT, 'A published edition never changes; publish a new one that says what changed.'); END""",
    """CREATE TRIGGER editions_refuse_delete BEFORE DELETE ON editions WHEN OLD.state = 'published' BEGIN SELECT RAISE(ABORT, 'A published edition never changes; publish a new one that says what changed.'); END""",
    """CREATE TRIGGER findings_refuse_update BEFORE UPDATE ON findings BEGIN SELECT RAISE(ABORT, 'Published findings never change; publish new ones.'); END""",
    """CREATE TRIGGER findings_refuse_delete BEFORE DELETE ON findings BEGIN SELECT RAISE(ABORT, 'Published findings never change; publish new ones.'); END""",
    """CREATE TRIGGER paragraphs_keep_insert BEFORE INSERT ON paragraphs WHEN EXISTS (SELECT 1 FROM document_versions WHERE id IN (NEW.version_id) AND state = 'published') BEGIN SELECT RAISE(ABORT, 'A published version of a document never changes. Make a new version instead.'); END""",
    """CREATE TRIGGER paragraphs_keep_update BEFORE UPDATE ON paragraphs WHEN EXISTS (SELECT 1 FROM document_versions WHERE id IN (OLD.version_id, NEW.version_id) AND state = 'published') BEGIN SELECT RAISE(ABORT, 'A published version of a document never changes. Make a new version instead.'); END""",
    """CREATE TRIGGER paragraphs_keep_delete BEFORE DELETE ON paragraphs WHEN EXISTS (SELECT 1 FROM document_versions WHERE id IN (OLD.version_id) AND state = 'published') BEGIN SELECT RAISE(ABORT, 'A published version of a document never changes. Make a new version instead.'); END""",
    """CREATE VIRTUAL TABLE search_words USING fts5(
                title, body, content='search_entries', content_rowid='id',
                tokenize='porter unicode61 remove_diacritics 2')""",
    """CREATE TRIGGER search_entries_add AFTER INSERT ON search_entries BEGIN
                INSERT INTO search_words (rowid, title, body) VALUES (new.id, new.title, new.body); END""",
    """CREATE TRIGGER search_entries_drop AFTER DELETE ON search_entries BEGIN
                INSERT INTO search_words (search_words, rowid, title, body)
                VALUES ('delete', old.id, old.title, old.body); END""",
    """CREATE TRIGGER search_entries_change AFTER UPDATE ON search_entries BEGIN
                INSERT INTO search_words (search_words, rowid, title, body)
                VALUES ('delete', old.id, old.title, old.body);
                INSERT INTO search_words (rowid, title, body) VALUES (new.id, new.title, new.body); END""",
    """CREATE TRIGGER sections_keep_insert BEFORE INSERT ON sections WHEN EXISTS (SELECT 1 FROM document_versions WHERE id IN (NEW.version_id) AND state = 'published') BEGIN SELECT RAISE(ABORT, 'A published version of a document never changes. Make a new version instead.'); END""",
    """CREATE TRIGGER sections_keep_update BEFORE UPDATE ON sections WHEN EXISTS (SELECT 1 FROM document_versions WHERE id IN (OLD.version_id, NEW.version_id) AND state = 'published') BEGIN SELECT RAISE(ABORT, 'A published version of a document never changes. Make a new version instead.'); END""",
    """CREATE TRIGGER sections_keep_delete BEFORE DELETE ON sections WHEN EXISTS (SELECT 1 FROM document_versions WHERE id IN (OLD.version_id) AND state = 'published') BEGIN SELECT RAISE(ABORT, 'A published version of a document never changes. Make a new version instead.'); END""",
)

ON_POSTGRESQL = (
    """CREATE FUNCTION audit_events_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'audit events are never changed or deleted'; END $$""",
    """CREATE TRIGGER audit_events_refuse_update BEFORE UPDATE ON audit_events FOR EACH ROW EXECUTE FUNCTION audit_events_refuse()""",
    """CREATE TRIGGER audit_events_refuse_delete BEFORE DELETE ON audit_events FOR EACH ROW EXECUTE FUNCTION audit_events_refuse()""",
    """CREATE FUNCTION document_versions_keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF OLD.state = 'published' THEN RAISE EXCEPTION 'A published version of a document never changes. Make a new version instead.'; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$""",
    """CREATE TRIGGER document_versions_keep BEFORE UPDATE OR DELETE ON document_versions FOR EACH ROW EXECUTE FUNCTION document_versions_keep()""",
    """CREATE FUNCTION editions_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'A published edition never changes; publish a new one that says what changed.'; END $$""",
    """CREATE TRIGGER editions_refuse BEFORE UPDATE OR DELETE ON editions FOR EACH ROW WHEN (OLD.state = 'published') EXECUTE FUNCTION editions_refuse()""",
    """CREATE FUNCTION findings_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'Published findings never change; publish new ones.'; END $$""",
    """CREATE TRIGGER findings_refuse_update BEFORE UPDATE ON findings FOR EACH ROW EXECUTE FUNCTION findings_refuse()""",
    """CREATE TRIGGER findings_refuse_delete BEFORE DELETE ON findings FOR EACH ROW EXECUTE FUNCTION findings_refuse()""",
    """CREATE FUNCTION paragraphs_keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_OP <> 'INSERT' THEN IF EXISTS (SELECT 1 FROM document_versions WHERE id IN (OLD.version_id) AND state = 'published') THEN RAISE EXCEPTION 'A published version of a document never changes. Make a new version instead.'; END IF; END IF; IF TG_OP <> 'DELETE' THEN IF EXISTS (SELECT 1 FROM document_versions WHERE id IN (NEW.version_id) AND state = 'published') THEN RAISE EXCEPTION 'A published version of a document never changes. Make a new version instead.'; END IF; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$""",
    """CREATE TRIGGER paragraphs_keep BEFORE INSERT OR UPDATE OR DELETE ON paragraphs FOR EACH ROW EXECUTE FUNCTION paragraphs_keep()""",
    """CREATE INDEX search_entries_words ON search_entries USING gin ((to_tsvector('english', title || ' ' || body)))""",
    """CREATE FUNCTION sections_keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_OP <> 'INSERT' THEN IF EXISTS (SELECT 1 FROM document_versions WHERE id IN (OLD.version_id) AND state = 'published') THEN RAISE EXCEPTION 'A published version of a document never changes. Make a new version instead.'; END IF; END IF; IF TG_OP <> 'DELETE' THEN IF EXISTS (SELECT 1 FROM document_versions WHERE id IN (NEW.version_id) AND state = 'published') THEN RAISE EXCEPTION 'A published version of a document never changes. Make a new version instead.'; END IF; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$""",
    """CREATE TRIGGER sections_keep BEFORE INSERT OR UPDATE OR DELETE ON sections FOR EACH ROW EXECUTE FUNCTION sections_keep()""",
)


def upgrade() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_accounts_email_in_lower_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("email", name=op.f("uq_accounts_email")),
    )
    op.create_table(
        "audit_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("stream", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("happening", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "facts",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("previous_hash", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.CheckConstraint(
            "length(hash) = 64 AND length(previous_hash) = 64", name=op.f("ck_audit_events_hashes_whole")
        ),
        sa.CheckConstraint("seq > 0", name=op.f("ck_audit_events_seq_positive")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_events")),
        sa.UniqueConstraint("stream", "seq", name=op.f("uq_audit_events_stream_seq")),
    )
    with op.batch_alter_table("audit_events", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_events_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_events_happening"), ["happening"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_events_subject"), ["subject"], unique=False)

    op.create_table(
        "audit_heads",
        sa.Column("stream", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("stream", name=op.f("pk_audit_heads")),
    )
    op.create_table(
        "districts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_districts")),
        sa.UniqueConstraint("code", name=op.f("uq_districts_code")),
    )
    op.create_table(
        "documents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents")),
    )
    op.create_table(
        "jobs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column(
            "args",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "running",
                "done",
                "failed",
                "cancelled",
                name="jobstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("leased_by", sa.String(), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("progress_done", sa.Integer(), nullable=False),
        sa.Column("progress_total", sa.Integer(), nullable=False),
        sa.Column("progress_sentence", sa.String(), nullable=False),
        sa.Column(
            "result",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=True,
        ),
        sa.Column("fault", sa.String(), nullable=False),
        sa.Column("ordered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state <> 'running' OR lease_until IS NOT NULL", name=op.f("ck_jobs_running_has_lease")),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_jobs_attempts_not_negative")),
        sa.CheckConstraint("progress_done >= 0 AND progress_total >= 0", name=op.f("ck_jobs_progress_not_negative")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs")),
        sa.UniqueConstraint("key", name=op.f("uq_jobs_key")),
    )
    with op.batch_alter_table("jobs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_jobs_state_not_before"), ["state", "not_before"], unique=False)

    op.create_table(
        "mails",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("to_address", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("text_body", sa.String(), nullable=False),
        sa.Column("html_body", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting", "sent", "failed", name="mailstate", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("fault", sa.String(), nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_mails_attempts_not_negative")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mails")),
    )
    with op.batch_alter_table("mails", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mails_state_queued_at"), ["state", "queued_at"], unique=False)

    op.create_table(
        "search_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("ref_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_entries")),
        sa.UniqueConstraint("kind", "ref_id", "language", name=op.f("uq_search_entries_kind_ref_id_language")),
    )
    op.create_table(
        "stakeholder_groups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("answering_as", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stakeholder_groups")),
        sa.UniqueConstraint("code", name=op.f("uq_stakeholder_groups_code")),
    )
    op.create_table(
        "stored_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_stored_files_digest_whole")),
        sa.CheckConstraint("size >= 0", name=op.f("ck_stored_files_size_not_negative")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_files")),
    )
    with op.batch_alter_table("stored_files", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stored_files_digest"), ["digest"], unique=False)

    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("decided", sa.String(), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("reasons", sa.String(), nullable=False),
        sa.Column("minuted_at", sa.String(), nullable=False),
        sa.Column(
            "call_in",
            sa.Enum("applies", "does_not_apply", name="callin", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("call_in_ends_on", sa.Date(), nullable=True),
        sa.Column("no_call_in_reason", sa.String(), nullable=False),
        sa.Column("called_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("called_in_by", sa.String(), nullable=False),
        sa.Column("called_in_reason", sa.String(), nullable=False),
        sa.Column(
            "called_in_result",
            sa.Enum("stands", "reconsider", name="callinresult", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.Column("called_in_outcome", sa.String(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "call_in != 'applies' OR call_in_ends_on IS NOT NULL", name=op.f("ck_decisions_call_in_has_an_end")
        ),
        sa.CheckConstraint(
            "call_in != 'does_not_apply' OR no_call_in_reason != ''", name=op.f("ck_decisions_no_call_in_with_a_reason")
        ),
        sa.CheckConstraint(
            "called_in_at IS NULL OR call_in = 'applies'", name=op.f("ck_decisions_called_in_where_it_applies")
        ),
        sa.CheckConstraint(
            "called_in_result IS NULL OR called_in_outcome != ''", name=op.f("ck_decisions_call_in_ends_with_words")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["accounts.id"], name=op.f("fk_decisions_recorded_by_id_accounts"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
    )
    with op.batch_alter_table("decisions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decisions_recorded_by_id"), ["recorded_by_id"], unique=False)

    op.create_table(
        "document_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("draft", "published", name="versionstate", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.CheckConstraint(
            "(state = 'published') = (published_at IS NOT NULL)", name=op.f("ck_document_versions_published_has_moment")
        ),
        sa.CheckConstraint("number >= 1", name=op.f("ck_document_versions_number_from_one")),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.id"],
            name=op.f("fk_document_versions_document_id_documents"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_versions")),
        sa.UniqueConstraint("document_id", "number", name=op.f("uq_document_versions_document_id_number")),
    )
    op.create_table(
        "pre_election_periods",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("called_by_id", sa.Integer(), nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("ck_pre_election_periods_starts_before_it_ends")),
        sa.ForeignKeyConstraint(
            ["called_by_id"],
            ["accounts.id"],
            name=op.f("fk_pre_election_periods_called_by_id_accounts"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pre_election_periods")),
    )
    with op.batch_alter_table("pre_election_periods", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pre_election_periods_called_by_id"), ["called_by_id"], unique=False)

    op.create_table(
        "role_grants",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "officer",
                "approver",
                "decision_maker",
                "clerk",
                "monitoring_officer",
                "returning_officer",
                "administrator",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("granted_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_role_grants_account_id_accounts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grants")),
        sa.UniqueConstraint("account_id", "role", "scope", name=op.f("uq_role_grants_account_id_role_scope")),
    )
    op.create_table(
        "sign_in_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("token_hash", sa.String(), nullable=True),
        sa.Column("next_path", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_sign_in_links_account_id_accounts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_links")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_links_token_hash")),
    )
    with op.batch_alter_table("sign_in_links", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_links_account_id"), ["account_id"], unique=False)

    op.create_table(
        "sign_in_sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("signed_in_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_sign_in_sessions_account_id_accounts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_sessions")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_sessions_token_hash")),
    )
    with op.batch_alter_table("sign_in_sessions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_sessions_account_id"), ["account_id"], unique=False)

    op.create_table(
        "wards",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("population", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["district_id"], ["districts.id"], name=op.f("fk_wards_district_id_districts"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wards")),
        sa.UniqueConstraint("code", name=op.f("uq_wards_code")),
    )
    with op.batch_alter_table("wards", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_wards_district_id"), ["district_id"], unique=False)

    op.create_table(
        "consultations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("cloned_from_id", sa.Integer(), nullable=True),
        sa.Column("document_version_id", sa.Integer(), nullable=True),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("grace_minutes", sa.Integer(), nullable=False),
        sa.Column("answer_within_weeks", sa.Integer(), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("decision_maker_id", sa.Integer(), nullable=True),
        sa.Column("decision_expected_on", sa.Date(), nullable=True),
        sa.Column("contact_email", sa.String(), nullable=False),
        sa.Column("asks_ward", sa.Boolean(), nullable=False),
        sa.Column("asks_equality", sa.Boolean(), nullable=False),
        sa.Column("publishes_responses", sa.Boolean(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_by_id", sa.Integer(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("intake_complete_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("analysed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_reason", sa.String(), nullable=False),
        sa.Column("waiting_on", sa.String(), nullable=False),
        sa.Column("waiting_since", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "withdrawn_at IS NULL OR withdrawn_reason != ''", name=op.f("ck_consultations_withdrawn_with_a_reason")
        ),
        sa.CheckConstraint("opens_at < closes_at", name=op.f("ck_consultations_opens_before_it_closes")),
        sa.ForeignKeyConstraint(
            ["cloned_from_id"],
            ["consultations.id"],
            name=op.f("fk_consultations_cloned_from_id_consultations"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"],
            ["accounts.id"],
            name=op.f("fk_consultations_created_by_id_accounts"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["decision_maker_id"],
            ["accounts.id"],
            name=op.f("fk_consultations_decision_maker_id_accounts"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["document_version_id"],
            ["document_versions.id"],
            name=op.f("fk_consultations_document_version_id_document_versions"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["submitted_by_id"],
            ["accounts.id"],
            name=op.f("fk_consultations_submitted_by_id_accounts"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultations")),
        sa.UniqueConstraint("slug", name=op.f("uq_consultations_slug")),
    )
    with op.batch_alter_table("consultations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consultations_cloned_from_id"), ["cloned_from_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_consultations_created_by_id"), ["created_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_consultations_decision_maker_id"), ["decision_maker_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_consultations_document_version_id"), ["document_version_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_consultations_submitted_by_id"), ["submitted_by_id"], unique=False)

    op.create_table(
        "decision_papers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("link", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decisions.id"], name=op.f("fk_decision_papers_decision_id_decisions"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_papers")),
    )
    with op.batch_alter_table("decision_papers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decision_papers_decision_id"), ["decision_id"], unique=False)

    op.create_table(
        "declared_interests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("declared_by", sa.String(), nullable=False),
        sa.Column("interest", sa.String(), nullable=False),
        sa.Column("dispensation", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"],
            ["decisions.id"],
            name=op.f("fk_declared_interests_decision_id_decisions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declared_interests")),
    )
    with op.batch_alter_table("declared_interests", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_declared_interests_decision_id"), ["decision_id"], unique=False)

    op.create_table(
        "organisations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "school",
                "trust",
                "union",
                "community",
                "employer",
                "public_body",
                name="organisationkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("ward_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["ward_id"], ["wards.id"], name=op.f("fk_organisations_ward_id_wards"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisations")),
        sa.UniqueConstraint("name", name=op.f("uq_organisations_name")),
    )
    with op.batch_alter_table("organisations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organisations_ward_id"), ["ward_id"], unique=False)

    op.create_table(
        "rejected_alternatives",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("alternative", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.CheckConstraint("reason != ''", name=op.f("ck_rejected_alternatives_with_a_reason")),
        sa.ForeignKeyConstraint(
            ["decision_id"],
            ["decisions.id"],
            name=op.f("fk_rejected_alternatives_decision_id_decisions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rejected_alternatives")),
    )
    with op.batch_alter_table("rejected_alternatives", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rejected_alternatives_decision_id"), ["decision_id"], unique=False)

    op.create_table(
        "sections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("heading", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("level BETWEEN 1 AND 6", name=op.f("ck_sections_level_of_a_heading")),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["document_versions.id"],
            name=op.f("fk_sections_version_id_document_versions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sections")),
        sa.UniqueConstraint("version_id", "position", name=op.f("uq_sections_version_id_position")),
    )
    op.create_table(
        "approvals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "verdict",
            sa.Enum(
                "approved", "returned", name="approvalverdict", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["accounts.id"], name=op.f("fk_approvals_by_id_accounts"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultations.id"],
            name=op.f("fk_approvals_consultation_id_consultations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approvals")),
    )
    with op.batch_alter_table("approvals", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_approvals_by_id"), ["by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_approvals_consultation_id"), ["consultation_id"], unique=False)

    op.create_table(
        "clarifications",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("asked", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submission_key", sa.String(), nullable=False),
        sa.Column("public_wording", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("not_published_reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answered_by_id"],
            ["accounts.id"],
            name=op.f("fk_clarifications_answered_by_id_accounts"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultations.id"],
            name=op.f("fk_clarifications_consultation_id_consultations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clarifications")),
        sa.UniqueConstraint("submission_key", name=op.f("uq_clarifications_submission_key")),
    )
    with op.batch_alter_table("clarifications", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_clarifications_answered_by_id"), ["answered_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_clarifications_consultation_id"), ["consultation_id"], unique=False)

    op.create_table(
        "considered_options",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("rejected", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.CheckConstraint("NOT rejected OR reason != ''", name=op.f("ck_considered_options_rejected_with_a_reason")),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultations.id"],
            name=op.f("fk_considered_options_consultation_id_consultations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_considered_options")),
    )
    with op.batch_alter_table("considered_options", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_considered_options_consultation_id"), ["consultation_id"], unique=False)

    op.create_table(
        "consultation_decisions",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultations.id"],
            name=op.f("fk_consultation_decisions_consultation_id_consultations"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"],
            ["decisions.id"],
            name=op.f("fk_consultation_decisions_decision_id_decisions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("consultation_id", "decision_id", name=op.f("pk_consultation_decisions")),
    )
    with op.batch_alter_table("consultation_decisions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consultation_decisions_decision_id"), ["decision_id"], unique=False)

    op.create_table(
        "consultation_words",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("why_now", sa.String(), nullable=False),
        sa.Column("open_to_influence", sa.String(), nullable=False),
        sa.Column("already_decided", sa.String(), nullable=False),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("cost_and_impact", sa.String(), nullable=False),
        sa.Column("contact", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultations.id"],
            name=op.f("fk_consultation_words_consultation_id_consultations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation_words")),
        sa.UniqueConstraint("consultation_id", "language", name=op.f("uq_consultation_words_consultation_id_language")),
    )
    op.create_table(
        "delay_statements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("new_due_on", sa.Date(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("reason != ''", name=op.f("ck_delay_statements_with_a_reason")),
        sa.ForeignKeyConstraint(
            ["by_id"], ["accounts.id"], name=op.f("fk_delay_statements_by_id_accounts"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultations.id"],
            name=op.f("fk_delay_statements_consultation_id_consultations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delay_statements")),
    )
    with op.batch_alter_table("delay_statements", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_delay_statements_by_id"), ["by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_delay_statements_consultation_id"), ["consultation_id"], unique=False)

    op.create_table(
        "editions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "proposed",
                "approved",
                "published",
                "returned",
                name="editionstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("what_changed", sa.String(), nullable=False),
        sa.Column("before_final_reason", sa.String(), nullable=False),
        sa.Column(
            "body",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("returned_reason", sa.String(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("number = 1 OR what_changed != ''", name=op.f("ck_editions_a_correction_says_what_changed")),
        sa.CheckConstraint(
            "state != 'published' OR published_at IS NOT NULL", name=op.f("ck_editions_published_on_a_day")
        ),
        sa.CheckConstraint(
            "state != 'returned' OR returned_reason != ''", name=op.f("ck_editions_returned_with_a_reason")
        ),
        sa.CheckConstraint(
            "state NOT IN ('approved', 'published') OR approved_by_id IS NOT NULL",
            name=op.f("ck_editions_approved_by_someone"),
        ),
        sa.CheckConstraint(
            "approved_by_id IS NULL OR approved_by_id != proposed_by_id", name=op.f("ck_editions_approved_by_another")
        ),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["accounts.id"], name=op.f("fk_editions_approved_by_id_accounts"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultations.id"],
            name=op.f("fk_editions_consultation_id_consultations"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["accounts.id"], name=op.f("fk_editions_proposed_by_id_accounts"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_editions")),
        sa.UniqueConstraint("consultation_id", "number", name=op.f("uq_editions_consultation_id_number")),
    )
    with op.batch_alter_table("editions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_editions_approved_by_id"), ["approved_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_editions_proposed_by_id"), ["proposed_by_id"], unique=False)

    op.create_table(
        "equality_answers",
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("asked", sa.String(), nullable=False),
        sa.Column("answered", sa.String(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultations.id"],
            name=op.f("fk_equality_answers_consultation_id_consultations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("link", "asked", name=op.f("pk_equality_answers")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("equality_answers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_equality_answers_consultation_id"), ["consultation_id"], unique=False)

    op.create_table(
        "equality_keys",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=True),
        sa.Column("destroyed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultations.id"],
            name=op.f("fk_equality_keys_consultation_id_consultations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("consultation_id", name=op.f("pk_equality_keys")),
    )
    op.create_table(
        "extensions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("from_closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("to_closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("reason != ''", name=op.f("ck_extensions_with_a_reason")),
        sa.CheckConstraint("to_closes_at > from_closes_at", name=op.f("ck_extensions_later")),
        sa.ForeignKeyConstraint(
            ["by_id"], ["accounts.id"], name=op.f("fk_extensions_by_id_accounts"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultations.id"],
            name=op.f("fk_extensions_consultation_id_consultations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extensions")),
    )
    with op.batch_alter_table("extensions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_extensions_by_id"), ["by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_extensions_consultation_id"), ["consultation_id"], unique=False)

    op.create_table(
        "findings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "body",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultations.id"],
            name=op.f("fk_findings_consultation_id_consultations"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["accounts.id"], name=op.f("fk_findings_published_by_id_accounts"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_findings")),
        sa.UniqueConstraint("consultation_id", "number", name=op.f("uq_findings_consultation_id_number")),
    )
    with op.batch_alter_table("findings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_findings_published_by_id"), ["published_by_id"], unique=False)

    op.create_table(
        "groups_asked",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultations.id"],
            name=op.f("fk_groups_asked_consultation_id_consultations"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["stakeholder_groups.id"],
            name=op.f("fk_groups_asked_group_id_stakeholder_groups"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("consultation_id", "group_id", name=op.f("pk_groups_asked")),
    )
    op.create_table(
        "import_batches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("file_sha256", sa.String(), nullable=False),
        sa.Column(
            "mapping",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("n_rows", sa.Integer(), nullable=False),
        sa.Column("n_added", sa.Integer(), nullable=False),
        sa.Column("n_known", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultations.id"],
            name=op.f("fk_import_batches_consultation_id_consultations"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"],
            ["accounts.id"],
            name=op.f("fk_import_batches_created_by_id_accounts"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_files.id"], name=op.f("fk_import_batches_file_id_stored_files"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batches")),
    )
    with op.batch_alter_table("import_batches", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_import_batches_consultation_id"), ["consultation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_import_batches_created_by_id"), ["created_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_import_batches_file_id"), ["file_id"], unique=False)

    op.create_table(
        "paragraphs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("section_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("identity", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "text",
                "list",
                "table",
                "figure",
                "quote",
                name="paragraphkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("html", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("needs_review", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["section_id"], ["sections.id"], name=op.f("fk_paragraphs_section_id_sections"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["document_versions.id"],
            name=op.f("fk_paragraphs_version_id_document_versions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paragraphs")),
        sa.UniqueConstraint("version_id", "identity", name=op.f("uq_paragraphs_version_id_identity")),
        sa.UniqueConstraint("version_id", "number", name=op.f("uq_paragraphs_version_id_number")),
        sa.UniqueConstraint("version_id", "position", name=op.f("uq_paragraphs_version_id_position")),
    )
    with op.batch_alter_table("paragraphs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paragraphs_identity"), ["identity"], unique=False)
        batch_op.create_index(batch_op.f("ix_paragraphs_section_id"), ["section_id"], unique=False)

    op.create_table(
        "pre_election_permissions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("period_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.CheckConstraint("reason != ''", name=op.f("ck_pre_election_permissions_with_a_reason")),
        sa.ForeignKeyConstraint(
            ["by_id"], ["accounts.id"], name=op.f("fk_pre_election_permissions_by_id_accounts"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultations.id"],
            name=op.f("fk_pre_election_permissions_consultation_id_consultations"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["period_id"],
            ["pre_election_periods.id"],
            name=op.f("fk_pre_election_permissions_period_id_pre_election_periods"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pre_election_permissions")),
        sa.UniqueConstraint(
            "consultation_id", "period_id", name=op.f("uq_pre_election_permissions_consultation_id_period_id")
        ),
    )
    with op.batch_alter_table("pre_election_permissions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pre_election_permissions_by_id"), ["by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_pre_election_permissions_period_id"), ["period_id"], unique=False)

    op.create_table(
        "questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "open_text",
                "one_choice",
                "several_choices",
                "scale",
                "ranking",
                "yes_no",
                name="questionkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("asks_why", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultations.id"],
            name=op.f("fk_questions_consultation_id_consultations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questions")),
        sa.UniqueConstraint("consultation_id", "position", name=op.f("uq_questions_consultation_id_position")),
    )
    op.create_table(
        "choices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name=op.f("fk_choices_question_id_questions"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_choices")),
        sa.UniqueConstraint("question_id", "position", name=op.f("uq_choices_question_id_position")),
    )
    op.create_table(
        "codebooks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"],
            ["accounts.id"],
            name=op.f("fk_codebooks_confirmed_by_id_accounts"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultations.id"],
            name=op.f("fk_codebooks_consultation_id_consultations"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name=op.f("fk_codebooks_question_id_questions"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_codebooks")),
        sa.UniqueConstraint("consultation_id", "question_id", name=op.f("uq_codebooks_consultation_id_question_id")),
    )
    with op.batch_alter_table("codebooks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_codebooks_confirmed_by_id"), ["confirmed_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_codebooks_question_id"), ["question_id"], unique=False)

    op.create_table(
        "paragraph_lineage",
        sa.Column("from_paragraph_id", sa.Integer(), nullable=False),
        sa.Column("to_paragraph_id", sa.Integer(), nullable=False),
        sa.Column(
            "change",
            sa.Enum(
                "unchanged",
                "moved",
                "edited",
                "split",
                "joined",
                name="change",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["from_paragraph_id"],
            ["paragraphs.id"],
            name=op.f("fk_paragraph_lineage_from_paragraph_id_paragraphs"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["to_paragraph_id"],
            ["paragraphs.id"],
            name=op.f("fk_paragraph_lineage_to_paragraph_id_paragraphs"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("from_paragraph_id", "to_paragraph_id", name=op.f("pk_paragraph_lineage")),
    )
    with op.batch_alter_table("paragraph_lineage", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paragraph_lineage_to_paragraph_id"), ["to_paragraph_id"], unique=False)

    op.create_table(
        "question_words",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("prompt", sa.String(), nullable=False),
        sa.Column("help", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name=op.f("fk_question_words_question_id_questions"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_words")),
        sa.UniqueConstraint("question_id", "language", name=op.f("uq_question_words_question_id_language")),
    )
    op.create_table(
        "responses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("secret_hash", sa.String(), nullable=False),
        sa.Column("public_number", sa.String(), nullable=False),
        sa.Column("submission_key", sa.String(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum(
                "web",
                "paper",
                "email",
                "phone",
                "meeting",
                "import",
                name="channel",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "timeliness",
            sa.Enum(
                "in_time", "in_grace", "late", name="timeliness", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column(
            "on_behalf_of",
            sa.Enum(
                "self",
                "organisation",
                "school",
                name="onbehalfof",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("organisation_name", sa.String(), nullable=False),
        sa.Column("ward_id", sa.Integer(), nullable=True),
        sa.Column(
            "publish_as",
            sa.Enum(
                "not_published",
                "without_name",
                "with_organisation_name",
                name="publishas",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("incomplete", sa.Boolean(), nullable=False),
        sa.Column("claimed_people", sa.Integer(), nullable=True),
        sa.Column("keyed_by_id", sa.Integer(), nullable=True),
        sa.Column("import_batch_id", sa.Integer(), nullable=True),
        sa.Column("row_hash", sa.String(), nullable=True),
        sa.Column("source_reference", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("claimed_people IS NULL OR claimed_people >= 0", name=op.f("ck_responses_claims_a_number")),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultations.id"],
            name=op.f("fk_responses_consultation_id_consultations"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["stakeholder_groups.id"],
            name=op.f("fk_responses_group_id_stakeholder_groups"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["import_batch_id"],
            ["import_batches.id"],
            name=op.f("fk_responses_import_batch_id_import_batches"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["keyed_by_id"], ["accounts.id"], name=op.f("fk_responses_keyed_by_id_accounts"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_responses_organisation_id_organisations"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["ward_id"], ["wards.id"], name=op.f("fk_responses_ward_id_wards"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_responses")),
        sa.UniqueConstraint("consultation_id", "row_hash", name=op.f("uq_responses_consultation_id_row_hash")),
        sa.UniqueConstraint("public_number", name=op.f("uq_responses_public_number")),
        sa.UniqueConstraint("reference", name=op.f("uq_responses_reference")),
        sa.UniqueConstraint("submission_key", name=op.f("uq_responses_submission_key")),
    )
    with op.batch_alter_table("responses", schema=None) as batch_op:
        batch_op.create_index("ix_responses_by_day", ["consultation_id", "received_at"], unique=False)
        batch_op.create_index("ix_responses_counted", ["consultation_id", "withdrawn_at", "group_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_responses_group_id"), ["group_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_responses_import_batch_id"), ["import_batch_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_responses_keyed_by_id"), ["keyed_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_responses_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_responses_ward_id"), ["ward_id"], unique=False)

    op.create_table(
        "answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("scale", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name=op.f("fk_answers_question_id_questions"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["response_id"], ["responses.id"], name=op.f("fk_answers_response_id_responses"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answers")),
        sa.UniqueConstraint("response_id", "question_id", name=op.f("uq_answers_response_id_question_id")),
    )
    with op.batch_alter_table("answers", schema=None) as batch_op:
        batch_op.create_index("ix_answers_of_question", ["question_id", "response_id"], unique=False)

    op.create_table(
        "choice_words",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("choice_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["choice_id"], ["choices.id"], name=op.f("fk_choice_words_choice_id_choices"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_choice_words")),
        sa.UniqueConstraint("choice_id", "language", name=op.f("uq_choice_words_choice_id_language")),
    )
    op.create_table(
        "comments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("paragraph_id", sa.Integer(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "support",
                "concern",
                "question",
                "error",
                "undefined_term",
                "no_evidence",
                "silent_on",
                "other_words",
                name="purpose",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("quote", sa.String(), nullable=False),
        sa.Column("starts_at", sa.Integer(), nullable=True),
        sa.Column("ends_at", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["paragraph_id"], ["paragraphs.id"], name=op.f("fk_comments_paragraph_id_paragraphs"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["response_id"], ["responses.id"], name=op.f("fk_comments_response_id_responses"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comments")),
    )
    with op.batch_alter_table("comments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_comments_paragraph_id"), ["paragraph_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_comments_response_id"), ["response_id"], unique=False)

    op.create_table(
        "drafts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("key_hash", sa.String(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=True),
        sa.Column("submission_key", sa.String(), nullable=False),
        sa.Column(
            "body",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("response_id", sa.Integer(), nullable=True),
        sa.Column("changes_revision", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultations.id"],
            name=op.f("fk_drafts_consultation_id_consultations"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["response_id"], ["responses.id"], name=op.f("fk_drafts_response_id_responses"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drafts")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_drafts_code_hash")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_drafts_key_hash")),
        sa.UniqueConstraint("submission_key", name=op.f("uq_drafts_submission_key")),
    )
    with op.batch_alter_table("drafts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_drafts_consultation_id"), ["consultation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_drafts_expires_at"), ["expires_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_drafts_response_id"), ["response_id"], unique=False)

    op.create_table(
        "outcome_mails",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["editions.id"], name=op.f("fk_outcome_mails_edition_id_editions"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["response_id"], ["responses.id"], name=op.f("fk_outcome_mails_response_id_responses"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("edition_id", "response_id", name=op.f("pk_outcome_mails")),
    )
    with op.batch_alter_table("outcome_mails", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outcome_mails_response_id"), ["response_id"], unique=False)

    op.create_table(
        "response_contacts",
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("wants_outcome", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["response_id"],
            ["responses.id"],
            name=op.f("fk_response_contacts_response_id_responses"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("response_id", name=op.f("pk_response_contacts")),
    )
    op.create_table(
        "response_revisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "body",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["response_id"],
            ["responses.id"],
            name=op.f("fk_response_revisions_response_id_responses"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response_revisions")),
        sa.UniqueConstraint("response_id", "number", name=op.f("uq_response_revisions_response_id_number")),
    )
    op.create_table(
        "runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("codebook_id", sa.Integer(), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("requested_by_id", sa.Integer(), nullable=True),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column(
            "parameters",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("engine", sa.String(), nullable=False),
        sa.Column("input_digest", sa.String(), nullable=False),
        sa.Column(
            "counts",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failure", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["codebook_id"], ["codebooks.id"], name=op.f("fk_runs_codebook_id_codebooks"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["requested_by_id"], ["accounts.id"], name=op.f("fk_runs_requested_by_id_accounts"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_runs")),
    )
    with op.batch_alter_table("runs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_runs_codebook_id"), ["codebook_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_runs_requested_by_id"), ["requested_by_id"], unique=False)

    op.create_table(
        "campaigns",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("codebook_id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("template", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["codebook_id"], ["codebooks.id"], name=op.f("fk_campaigns_codebook_id_codebooks"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_campaigns_run_id_runs"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaigns")),
    )
    with op.batch_alter_table("campaigns", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_campaigns_codebook_id"), ["codebook_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_campaigns_run_id"), ["run_id"], unique=False)

    op.create_table(
        "picks",
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("choice_id", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answers.id"], name=op.f("fk_picks_answer_id_answers"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["choice_id"], ["choices.id"], name=op.f("fk_picks_choice_id_choices"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("answer_id", "choice_id", name=op.f("pk_picks")),
    )
    with op.batch_alter_table("picks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_picks_choice_id"), ["choice_id"], unique=False)

    op.create_table(
        "screened_texts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.Integer(), nullable=True),
        sa.Column("comment_id", sa.Integer(), nullable=True),
        sa.Column(
            "screening",
            sa.Enum(
                "waiting", "public", "refused", name="screening", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("public_text", sa.String(), nullable=False),
        sa.Column("refused_reason", sa.String(), nullable=False),
        sa.Column("screened_by_id", sa.Integer(), nullable=True),
        sa.Column("screened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claimed_by_id", sa.Integer(), nullable=True),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "screening != 'refused' OR refused_reason != ''", name=op.f("ck_screened_texts_refused_with_a_reason")
        ),
        sa.CheckConstraint("(answer_id IS NULL) != (comment_id IS NULL)", name=op.f("ck_screened_texts_of_one_text")),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answers.id"], name=op.f("fk_screened_texts_answer_id_answers"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["claimed_by_id"],
            ["accounts.id"],
            name=op.f("fk_screened_texts_claimed_by_id_accounts"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comments.id"], name=op.f("fk_screened_texts_comment_id_comments"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultations.id"],
            name=op.f("fk_screened_texts_consultation_id_consultations"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["response_id"], ["responses.id"], name=op.f("fk_screened_texts_response_id_responses"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["screened_by_id"],
            ["accounts.id"],
            name=op.f("fk_screened_texts_screened_by_id_accounts"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screened_texts")),
        sa.UniqueConstraint("answer_id", name=op.f("uq_screened_texts_answer_id")),
        sa.UniqueConstraint("comment_id", name=op.f("uq_screened_texts_comment_id")),
    )
    with op.batch_alter_table("screened_texts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_screened_texts_claimed_by_id"), ["claimed_by_id"], unique=False)
        batch_op.create_index("ix_screened_texts_queue", ["consultation_id", "screening", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_screened_texts_response_id"), ["response_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_screened_texts_screened_by_id"), ["screened_by_id"], unique=False)

    op.create_table(
        "themes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("codebook_id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "suggested",
                "confirmed",
                "merged",
                "rejected",
                "undone",
                name="themestate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "named_by",
            sa.Enum("machine", "officer", name="hand", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("suggested_name", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column(
            "keywords",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("minority", sa.Boolean(), nullable=False),
        sa.Column("hidden_reason", sa.String(), nullable=False),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("confidence", sa.Double(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("name != ''", name=op.f("ck_themes_named")),
        sa.CheckConstraint(
            "state != 'merged' OR merged_into_id IS NOT NULL", name=op.f("ck_themes_merged_into_a_theme")
        ),
        sa.CheckConstraint("id != merged_into_id", name=op.f("ck_themes_not_merged_into_itself")),
        sa.ForeignKeyConstraint(
            ["codebook_id"], ["codebooks.id"], name=op.f("fk_themes_codebook_id_codebooks"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["merged_into_id"], ["themes.id"], name=op.f("fk_themes_merged_into_id_themes"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_themes_run_id_runs"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_themes")),
    )
    with op.batch_alter_table("themes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_themes_merged_into_id"), ["merged_into_id"], unique=False)
        batch_op.create_index("ix_themes_of_codebook", ["codebook_id", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix_themes_run_id"), ["run_id"], unique=False)

    op.create_table(
        "assignments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.Integer(), nullable=True),
        sa.Column("comment_id", sa.Integer(), nullable=True),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.Column("main", sa.Boolean(), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column(
            "hand",
            sa.Enum("machine", "officer", name="hand", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("pinned", sa.Boolean(), nullable=False),
        sa.Column("starts_at", sa.Integer(), nullable=True),
        sa.Column("ends_at", sa.Integer(), nullable=True),
        sa.Column("quote_rank", sa.Integer(), nullable=True),
        sa.CheckConstraint("(answer_id IS NULL) != (comment_id IS NULL)", name=op.f("ck_assignments_of_one_text")),
        sa.CheckConstraint("confidence >= 0 AND confidence <= 1", name=op.f("ck_assignments_confidence_is_a_share")),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answers.id"], name=op.f("fk_assignments_answer_id_answers"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comments.id"], name=op.f("fk_assignments_comment_id_comments"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["response_id"], ["responses.id"], name=op.f("fk_assignments_response_id_responses"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_assignments_run_id_runs"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["themes.id"], name=op.f("fk_assignments_theme_id_themes"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignments")),
        sa.UniqueConstraint("theme_id", "answer_id", name=op.f("uq_assignments_theme_id_answer_id")),
        sa.UniqueConstraint("theme_id", "comment_id", name=op.f("uq_assignments_theme_id_comment_id")),
    )
    with op.batch_alter_table("assignments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assignments_answer_id"), ["answer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_assignments_comment_id"), ["comment_id"], unique=False)
        batch_op.create_index("ix_assignments_of_response", ["response_id", "theme_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_assignments_run_id"), ["run_id"], unique=False)

    op.create_table(
        "campaign_members",
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"],
            ["campaigns.id"],
            name=op.f("fk_campaign_members_campaign_id_campaigns"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["response_id"],
            ["responses.id"],
            name=op.f("fk_campaign_members_response_id_responses"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("campaign_id", "response_id", name=op.f("pk_campaign_members")),
    )
    with op.batch_alter_table("campaign_members", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_campaign_members_response_id"), ["response_id"], unique=False)

    op.create_table(
        "no_replies",
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("reason != ''", name=op.f("ck_no_replies_with_a_reason")),
        sa.ForeignKeyConstraint(
            ["by_id"], ["accounts.id"], name=op.f("fk_no_replies_by_id_accounts"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["themes.id"], name=op.f("fk_no_replies_theme_id_themes"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("theme_id", name=op.f("pk_no_replies")),
    )
    with op.batch_alter_table("no_replies", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_no_replies_by_id"), ["by_id"], unique=False)

    op.create_table(
        "proposals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("codebook_id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("text_id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=True),
        sa.Column(
            "bin",
            sa.Enum(
                "unthemed", "no_substantive_answer", name="bin", native_enum=False, create_constraint=True, length=40
            ),
            nullable=True,
        ),
        sa.Column("nearest_theme_id", sa.Integer(), nullable=True),
        sa.Column("main", sa.Boolean(), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("starts_at", sa.Integer(), nullable=True),
        sa.Column("ends_at", sa.Integer(), nullable=True),
        sa.Column("quote_rank", sa.Integer(), nullable=True),
        sa.CheckConstraint("(theme_id IS NULL) != (bin IS NULL)", name=op.f("ck_proposals_a_theme_or_a_bin")),
        sa.CheckConstraint("confidence >= 0 AND confidence <= 1", name=op.f("ck_proposals_confidence_is_a_share")),
        sa.ForeignKeyConstraint(
            ["codebook_id"], ["codebooks.id"], name=op.f("fk_proposals_codebook_id_codebooks"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["nearest_theme_id"], ["themes.id"], name=op.f("fk_proposals_nearest_theme_id_themes"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_proposals_run_id_runs"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["themes.id"], name=op.f("fk_proposals_theme_id_themes"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposals")),
    )
    with op.batch_alter_table("proposals", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proposals_nearest_theme_id"), ["nearest_theme_id"], unique=False)
        batch_op.create_index("ix_proposals_of_codebook", ["codebook_id", "text_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_proposals_run_id"), ["run_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_proposals_theme_id"), ["theme_id"], unique=False)

    op.create_table(
        "redaction_spans",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("screened_text_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.Integer(), nullable=False),
        sa.Column("ends_at", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column(
            "hand",
            sa.Enum("machine", "officer", name="hand", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("kept", sa.Boolean(), nullable=False),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_redaction_spans_not_empty")),
        sa.ForeignKeyConstraint(
            ["screened_text_id"],
            ["screened_texts.id"],
            name=op.f("fk_redaction_spans_screened_text_id_screened_texts"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_redaction_spans")),
    )
    with op.batch_alter_table("redaction_spans", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_redaction_spans_screened_text_id"), ["screened_text_id"], unique=False)

    op.create_table(
        "replies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.Column(
            "position",
            sa.Enum(
                "agree",
                "agree_in_part",
                "do_not_agree",
                "already_done",
                "not_for_us",
                name="position",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("words != ''", name=op.f("ck_replies_says_something")),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decisions.id"], name=op.f("fk_replies_decision_id_decisions"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["accounts.id"], name=op.f("fk_replies_proposed_by_id_accounts"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["themes.id"], name=op.f("fk_replies_theme_id_themes"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_replies")),
        sa.UniqueConstraint("theme_id", name=op.f("uq_replies_theme_id")),
    )
    with op.batch_alter_table("replies", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_replies_decision_id"), ["decision_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_replies_proposed_by_id"), ["proposed_by_id"], unique=False)

    op.create_table(
        "theme_edits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("codebook_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "act",
            sa.Enum(
                "rename",
                "describe",
                "merge",
                "split",
                "move",
                "pin",
                "add",
                "reject",
                "hide",
                "show",
                "confirm",
                "undo",
                name="editact",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("theme_id", sa.Integer(), nullable=True),
        sa.Column(
            "before",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "after",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_by_number", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["by_id"], ["accounts.id"], name=op.f("fk_theme_edits_by_id_accounts"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["codebook_id"], ["codebooks.id"], name=op.f("fk_theme_edits_codebook_id_codebooks"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["themes.id"], name=op.f("fk_theme_edits_theme_id_themes"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme_edits")),
        sa.UniqueConstraint("codebook_id", "number", name=op.f("uq_theme_edits_codebook_id_number")),
    )
    with op.batch_alter_table("theme_edits", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_theme_edits_by_id"), ["by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_theme_edits_theme_id"), ["theme_id"], unique=False)

    op.create_table(
        "unassigned",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("codebook_id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.Integer(), nullable=True),
        sa.Column("comment_id", sa.Integer(), nullable=True),
        sa.Column(
            "bin",
            sa.Enum(
                "unthemed", "no_substantive_answer", name="bin", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("nearest_theme_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(answer_id IS NULL) != (comment_id IS NULL)", name=op.f("ck_unassigned_of_one_text")),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answers.id"], name=op.f("fk_unassigned_answer_id_answers"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["codebook_id"], ["codebooks.id"], name=op.f("fk_unassigned_codebook_id_codebooks"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comments.id"], name=op.f("fk_unassigned_comment_id_comments"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["nearest_theme_id"], ["themes.id"], name=op.f("fk_unassigned_nearest_theme_id_themes"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["response_id"], ["responses.id"], name=op.f("fk_unassigned_response_id_responses"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unassigned")),
        sa.UniqueConstraint("codebook_id", "answer_id", name=op.f("uq_unassigned_codebook_id_answer_id")),
        sa.UniqueConstraint("codebook_id", "comment_id", name=op.f("uq_unassigned_codebook_id_comment_id")),
    )
    with op.batch_alter_table("unassigned", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_unassigned_answer_id"), ["answer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_unassigned_comment_id"), ["comment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_unassigned_nearest_theme_id"), ["nearest_theme_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_unassigned_response_id"), ["response_id"], unique=False)

    op.create_table(
        "commitments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("reply_id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("promise", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultations.id"],
            name=op.f("fk_commitments_consultation_id_consultations"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["accounts.id"], name=op.f("fk_commitments_made_by_id_accounts"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["reply_id"], ["replies.id"], name=op.f("fk_commitments_reply_id_replies"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitments")),
        sa.UniqueConstraint("reference", name=op.f("uq_commitments_reference")),
    )
    with op.batch_alter_table("commitments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_commitments_consultation_id"), ["consultation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_commitments_made_by_id"), ["made_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_commitments_reply_id"), ["reply_id"], unique=False)

    op.create_table(
        "progress",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column(
            "progress",
            sa.Enum(
                "not_started",
                "on_track",
                "delayed",
                "done",
                "dropped",
                name="commitmentprogress",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("progress != 'dropped' OR note != ''", name=op.f("ck_progress_dropped_with_a_reason")),
        sa.ForeignKeyConstraint(
            ["by_id"], ["accounts.id"], name=op.f("fk_progress_by_id_accounts"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["commitment_id"],
            ["commitments.id"],
            name=op.f("fk_progress_commitment_id_commitments"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_progress")),
    )
    with op.batch_alter_table("progress", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_progress_by_id"), ["by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_progress_commitment_id"), ["commitment_id"], unique=False)

    for statement in ON_SQLITE if op.get_bind().dialect.name == "sqlite" else ON_POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE search_words")
        op.execute("DROP TRIGGER search_entries_add")
        op.execute("DROP TRIGGER search_entries_drop")
        op.execute("DROP TRIGGER search_entries_change")
    with op.batch_alter_table("progress", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_progress_commitment_id"))
        batch_op.drop_index(batch_op.f("ix_progress_by_id"))

    op.drop_table("progress")
    with op.batch_alter_table("commitments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_commitments_reply_id"))
        batch_op.drop_index(batch_op.f("ix_commitments_made_by_id"))
        batch_op.drop_index(batch_op.f("ix_commitments_consultation_id"))

    op.drop_table("commitments")
    with op.batch_alter_table("unassigned", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_unassigned_response_id"))
        batch_op.drop_index(batch_op.f("ix_unassigned_nearest_theme_id"))
        batch_op.drop_index(batch_op.f("ix_unassigned_comment_id"))
        batch_op.drop_index(batch_op.f("ix_unassigned_answer_id"))

    op.drop_table("unassigned")
    with op.batch_alter_table("theme_edits", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_theme_edits_theme_id"))
        batch_op.drop_index(batch_op.f("ix_theme_edits_by_id"))

    op.drop_table("theme_edits")
    with op.batch_alter_table("replies", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_replies_proposed_by_id"))
        batch_op.drop_index(batch_op.f("ix_replies_decision_id"))

    op.drop_table("replies")
    with op.batch_alter_table("redaction_spans", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_redaction_spans_screened_text_id"))

    op.drop_table("redaction_spans")
    with op.batch_alter_table("proposals", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_proposals_theme_id"))
        batch_op.drop_index(batch_op.f("ix_proposals_run_id"))
        batch_op.drop_index("ix_proposals_of_codebook")
        batch_op.drop_index(batch_op.f("ix_proposals_nearest_theme_id"))

    op.drop_table("proposals")
    with op.batch_alter_table("no_replies", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_no_replies_by_id"))

    op.drop_table("no_replies")
    with op.batch_alter_table("campaign_members", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_campaign_members_response_id"))

    op.drop_table("campaign_members")
    with op.batch_alter_table("assignments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assignments_run_id"))
        batch_op.drop_index("ix_assignments_of_response")
        batch_op.drop_index(batch_op.f("ix_assignments_comment_id"))
        batch_op.drop_index(batch_op.f("ix_assignments_answer_id"))

    op.drop_table("assignments")
    with op.batch_alter_table("themes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_themes_run_id"))
        batch_op.drop_index("ix_themes_of_codebook")
        batch_op.drop_index(batch_op.f("ix_themes_merged_into_id"))

    op.drop_table("themes")
    with op.batch_alter_table("screened_texts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_screened_texts_screened_by_id"))
        batch_op.drop_index(batch_op.f("ix_screened_texts_response_id"))
        batch_op.drop_index("ix_screened_texts_queue")
        batch_op.drop_index(batch_op.f("ix_screened_texts_claimed_by_id"))

    op.drop_table("screened_texts")
    with op.batch_alter_table("picks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_picks_choice_id"))

    op.drop_table("picks")
    with op.batch_alter_table("campaigns", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_campaigns_run_id"))
        batch_op.drop_index(batch_op.f("ix_campaigns_codebook_id"))

    op.drop_table("campaigns")
    with op.batch_alter_table("runs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_runs_requested_by_id"))
        batch_op.drop_index(batch_op.f("ix_runs_codebook_id"))

    op.drop_table("runs")
    op.drop_table("response_revisions")
    op.drop_table("response_contacts")
    with op.batch_alter_table("outcome_mails", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outcome_mails_response_id"))

    op.drop_table("outcome_mails")
    with op.batch_alter_table("drafts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_drafts_response_id"))
        batch_op.drop_index(batch_op.f("ix_drafts_expires_at"))
        batch_op.drop_index(batch_op.f("ix_drafts_consultation_id"))

    op.drop_table("drafts")
    with op.batch_alter_table("comments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_comments_response_id"))
        batch_op.drop_index(batch_op.f("ix_comments_paragraph_id"))

    op.drop_table("comments")
    op.drop_table("choice_words")
    with op.batch_alter_table("answers", schema=None) as batch_op:
        batch_op.drop_index("ix_answers_of_question")

    op.drop_table("answers")
    with op.batch_alter_table("responses", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_responses_ward_id"))
        batch_op.drop_index(batch_op.f("ix_responses_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_responses_keyed_by_id"))
        batch_op.drop_index(batch_op.f("ix_responses_import_batch_id"))
        batch_op.drop_index(batch_op.f("ix_responses_group_id"))
        batch_op.drop_index("ix_responses_counted")
        batch_op.drop_index("ix_responses_by_day")

    op.drop_table("responses")
    op.drop_table("question_words")
    with op.batch_alter_table("paragraph_lineage", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_paragraph_lineage_to_paragraph_id"))

    op.drop_table("paragraph_lineage")
    with op.batch_alter_table("codebooks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_codebooks_question_id"))
        batch_op.drop_index(batch_op.f("ix_codebooks_confirmed_by_id"))

    op.drop_table("codebooks")
    op.drop_table("choices")
    op.drop_table("questions")
    with op.batch_alter_table("pre_election_permissions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pre_election_permissions_period_id"))
        batch_op.drop_index(batch_op.f("ix_pre_election_permissions_by_id"))

    op.drop_table("pre_election_permissions")
    with op.batch_alter_table("paragraphs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_paragraphs_section_id"))
        batch_op.drop_index(batch_op.f("ix_paragraphs_identity"))

    op.drop_table("paragraphs")
    with op.batch_alter_table("import_batches", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_import_batches_file_id"))
        batch_op.drop_index(batch_op.f("ix_import_batches_created_by_id"))
        batch_op.drop_index(batch_op.f("ix_import_batches_consultation_id"))

    op.drop_table("import_batches")
    op.drop_table("groups_asked")
    with op.batch_alter_table("findings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_findings_published_by_id"))

    op.drop_table("findings")
    with op.batch_alter_table("extensions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_extensions_consultation_id"))
        batch_op.drop_index(batch_op.f("ix_extensions_by_id"))

    op.drop_table("extensions")
    op.drop_table("equality_keys")
    with op.batch_alter_table("equality_answers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_equality_answers_consultation_id"))

    op.drop_table("equality_answers")
    with op.batch_alter_table("editions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_editions_proposed_by_id"))
        batch_op.drop_index(batch_op.f("ix_editions_approved_by_id"))

    op.drop_table("editions")
    with op.batch_alter_table("delay_statements", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_delay_statements_consultation_id"))
        batch_op.drop_index(batch_op.f("ix_delay_statements_by_id"))

    op.drop_table("delay_statements")
    op.drop_table("consultation_words")
    with op.batch_alter_table("consultation_decisions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consultation_decisions_decision_id"))

    op.drop_table("consultation_decisions")
    with op.batch_alter_table("considered_options", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_considered_options_consultation_id"))

    op.drop_table("considered_options")
    with op.batch_alter_table("clarifications", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_clarifications_consultation_id"))
        batch_op.drop_index(batch_op.f("ix_clarifications_answered_by_id"))

    op.drop_table("clarifications")
    with op.batch_alter_table("approvals", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_approvals_consultation_id"))
        batch_op.drop_index(batch_op.f("ix_approvals_by_id"))

    op.drop_table("approvals")
    op.drop_table("sections")
    with op.batch_alter_table("rejected_alternatives", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rejected_alternatives_decision_id"))

    op.drop_table("rejected_alternatives")
    with op.batch_alter_table("organisations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisations_ward_id"))

    op.drop_table("organisations")
    with op.batch_alter_table("declared_interests", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_declared_interests_decision_id"))

    op.drop_table("declared_interests")
    with op.batch_alter_table("decision_papers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_decision_papers_decision_id"))

    op.drop_table("decision_papers")
    with op.batch_alter_table("consultations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consultations_submitted_by_id"))
        batch_op.drop_index(batch_op.f("ix_consultations_document_version_id"))
        batch_op.drop_index(batch_op.f("ix_consultations_decision_maker_id"))
        batch_op.drop_index(batch_op.f("ix_consultations_created_by_id"))
        batch_op.drop_index(batch_op.f("ix_consultations_cloned_from_id"))

    op.drop_table("consultations")
    with op.batch_alter_table("wards", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_wards_district_id"))

    op.drop_table("wards")
    with op.batch_alter_table("sign_in_sessions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_sessions_account_id"))

    op.drop_table("sign_in_sessions")
    with op.batch_alter_table("sign_in_links", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_links_account_id"))

    op.drop_table("sign_in_links")
    op.drop_table("role_grants")
    with op.batch_alter_table("pre_election_periods", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pre_election_periods_called_by_id"))

    op.drop_table("pre_election_periods")
    op.drop_table("document_versions")
    with op.batch_alter_table("decisions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_decisions_recorded_by_id"))

    op.drop_table("decisions")
    with op.batch_alter_table("stored_files", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stored_files_digest"))

    op.drop_table("stored_files")
    op.drop_table("stakeholder_groups")
    op.drop_table("search_entries")
    with op.batch_alter_table("mails", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mails_state_queued_at"))

    op.drop_table("mails")
    with op.batch_alter_table("jobs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_jobs_state_not_before"))

    op.drop_table("jobs")
    op.drop_table("documents")
    op.drop_table("districts")
    op.drop_table("audit_heads")
    with op.batch_alter_table("audit_events", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_events_subject"))
        batch_op.drop_index(batch_op.f("ix_audit_events_happening"))
        batch_op.drop_index(batch_op.f("ix_audit_events_at"))

    op.drop_table("audit_events")
    op.drop_table("accounts")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION audit_events_refuse()")
        op.execute("DROP FUNCTION document_versions_keep()")
        op.execute("DROP FUNCTION editions_refuse()")
        op.execute("DROP FUNCTION findings_refuse()")
        op.execute("DROP FUNCTION paragraphs_keep()")
        op.execute("DROP FUNCTION sections_keep()")
