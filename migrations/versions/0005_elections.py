"""Elections, their contests, rolls, codes, sealed ballots and counts."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ON_SQLITE = (
    """CREATE TRIGGER code_spends_refuse_update BEFORE UPDATE ON code_spends BEGIN SELECT RAISE(ABORT, 'A spent code stays spent.'); END""",
    """CREATE TRIGGER count_records_refuse_update BEFORE UPDATE ON count_records BEGIN SELECT RAISE(ABORT, 'A count sheet never changes.'); END""",
    """CREATE TRIGGER count_records_refuse_delete BEFORE DELETE ON count_records BEGIN SELECT RAISE(ABORT, 'A count sheet never changes.'); END""",
    """CREATE TRIGGER roll_entries_keep_delete BEFORE DELETE ON roll_entries WHEN EXISTS (SELECT 1 FROM contests WHERE contests.id = OLD.contest_id AND contests.roll_fixed_at IS NOT NULL) BEGIN SELECT RAISE(ABORT, 'The roll is fixed; nobody is taken off it.'); END""",
    """CREATE TRIGGER roll_entries_keep_insert BEFORE INSERT ON roll_entries WHEN EXISTS (SELECT 1 FROM contests WHERE contests.id = NEW.contest_id AND contests.roll_fixed_at IS NOT NULL) BEGIN SELECT RAISE(ABORT, 'The roll is fixed; nobody is added to it.'); END""",
    """CREATE TRIGGER sealed_ballots_only_in_the_poll BEFORE INSERT ON sealed_ballots WHEN EXISTS (SELECT 1 FROM contests WHERE contests.id = NEW.contest_id AND contests.state <> 'ready') BEGIN SELECT RAISE(ABORT, 'A ballot enters the box only while the poll is open.'); END""",
    """CREATE TRIGGER sealed_ballots_refuse_update BEFORE UPDATE ON sealed_ballots BEGIN SELECT RAISE(ABORT, 'A sealed ballot never changes.'); END""",
)

ON_POSTGRESQL = (
    """CREATE FUNCTION code_spends_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'A spent code stays spent.'; END $$""",
    """CREATE TRIGGER code_spends_refuse_update BEFORE UPDATE ON code_spends FOR EACH ROW EXECUTE FUNCTION code_spends_refuse()""",
    """CREATE FUNCTION count_records_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'A count sheet never changes.'; END $$""",
    """CREATE TRIGGER count_records_refuse_update BEFORE UPDATE ON count_records FOR EACH ROW EXECUTE FUNCTION count_records_refuse()""",
    """CREATE TRIGGER count_records_refuse_delete BEFORE DELETE ON count_records FOR EACH ROW EXECUTE FUNCTION count_records_refuse()""",
    """CREATE FUNCTION roll_entries_keep_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM contests WHERE contests.id = OLD.contest_id AND contests.roll_fixed_at IS NOT NULL) THEN RAISE EXCEPTION 'The roll is fixed; nobody is taken off it.'; END IF; RETURN OLD; END $$""",
    """CREATE TRIGGER roll_entries_keep_delete BEFORE DELETE ON roll_entries FOR EACH ROW EXECUTE FUNCTION roll_entries_keep_delete()""",
    """CREATE FUNCTION roll_entries_keep_insert() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM contests WHERE contests.id = NEW.contest_id AND contests.roll_fixed_at IS NOT NULL) THEN RAISE EXCEPTION 'The roll is fixed; nobody is added to it.'; END IF; RETURN NEW; END $$""",
    """CREATE TRIGGER roll_entries_keep_insert BEFORE INSERT ON roll_entries FOR EACH ROW EXECUTE FUNCTION roll_entries_keep_insert()""",
    """CREATE FUNCTION sealed_ballots_only_in_the_poll() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM contests WHERE contests.id = NEW.contest_id AND contests.state <> 'ready') THEN RAISE EXCEPTION 'A ballot enters the box only while the poll is open.'; END IF; RETURN NEW; END $$""",
    """CREATE TRIGGER sealed_ballots_only_in_the_poll BEFORE INSERT ON sealed_ballots FOR EACH ROW EXECUTE FUNCTION sealed_ballots_only_in_the_poll()""",
    """CREATE FUNCTION sealed_ballots_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'A sealed ballot never changes.'; END $$""",
    """CREATE TRIGGER sealed_ballots_refuse_update BEFORE UPDATE ON sealed_ballots FOR EACH ROW EXECUTE FUNCTION sealed_ballots_refuse()""",
)

FUNCTIONS = (
    "code_spends_refuse",
    "count_records_refuse",
    "roll_entries_keep_delete",
    "roll_entries_keep_insert",
    "sealed_ballots_only_in_the_poll",
    "sealed_ballots_refuse",
)


def upgrade() -> None:
    op.create_table(
        "elections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "ordinary",
                "by_election",
                "chair",
                "indirect",
                name="electionkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("nominations_open_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("nominations_close_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claims_close_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("roll_fixed_on", sa.Date(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lot_source", sa.String(), nullable=False),
        sa.Column("challenge_to", sa.String(), nullable=False),
        sa.Column("challenge_by", sa.Date(), nullable=False),
        sa.Column("destroy_on", sa.Date(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "nominations_close_at < opens_at", name=op.f("ck_elections_nominations_close_before_voting")
        ),
        sa.CheckConstraint(
            "nominations_open_at < nominations_close_at", name=op.f("ck_elections_nominations_open_first")
        ),
        sa.CheckConstraint("opens_at < closes_at", name=op.f("ck_elections_opens_before_it_closes")),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["accounts.id"], name=op.f("fk_elections_created_by_id_accounts"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_elections")),
        sa.UniqueConstraint("slug", name=op.f("uq_elections_slug")),
    )
    with op.batch_alter_table("elections", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_elections_created_by_id"), ["created_by_id"], unique=False)

    op.create_table(
        "contests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("election_id", sa.Integer(), nullable=False),
        sa.Column("seat_class_id", sa.Integer(), nullable=True),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("electorate", sa.String(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column(
            "rule",
            sa.Enum("scottish-wigm-5dp", "av", name="rule", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("ron", sa.Boolean(), nullable=False),
        sa.Column("ron_forces_poll", sa.Boolean(), nullable=False),
        sa.Column("ron_most_vacant", sa.Integer(), nullable=False),
        sa.Column("by_web", sa.Boolean(), nullable=False),
        sa.Column("on_paper", sa.Boolean(), nullable=False),
        sa.Column("by_post", sa.Boolean(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "drafted",
                "nominations",
                "nominated",
                "ready",
                "closed",
                "opened",
                "counted",
                "declared",
                "uncontested",
                "abandoned",
                name="conteststate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "order_how",
            sa.Enum("random", "drawn", name="orderhow", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.Column(
            "roll_source",
            sa.Enum(
                "attendance",
                "school_records",
                "membership",
                "body_members",
                "sign_up",
                "full_electoral_register",
                name="rollsource",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "roll_basis",
            sa.Enum(
                "public_task",
                "legal_duty",
                "consent",
                name="lawfulbasis",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("roll_fixed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("public_key", sa.String(), nullable=False),
        sa.Column(
            "key_boxes",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("codes_issued", sa.Boolean(), nullable=False),
        sa.Column("seal_number", sa.String(), nullable=False),
        sa.Column("lot_seed", sa.String(), nullable=False),
        sa.Column("hall_found", sa.Integer(), nullable=True),
        sa.Column("explained", sa.String(), nullable=False),
        sa.Column("observer_hash", sa.String(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("abandoned_reason", sa.String(), nullable=False),
        sa.CheckConstraint(
            "state != 'abandoned' OR abandoned_reason != ''", name=op.f("ck_contests_abandoned_with_a_reason")
        ),
        sa.CheckConstraint(
            "state NOT IN ('closed', 'opened', 'counted', 'declared') OR seal_number != ''",
            name=op.f("ck_contests_sealed_before_it_is_opened"),
        ),
        sa.CheckConstraint("ron_most_vacant >= 1", name=op.f("ck_contests_ron_leaves_one_vacant")),
        sa.CheckConstraint("seats >= 1", name=op.f("ck_contests_some_seats")),
        sa.ForeignKeyConstraint(
            ["election_id"], ["elections.id"], name=op.f("fk_contests_election_id_elections"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["seat_class_id"],
            ["seat_classes.id"],
            name=op.f("fk_contests_seat_class_id_seat_classes"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contests")),
        sa.UniqueConstraint("election_id", "slug", name=op.f("uq_contests_election_id_slug")),
        sa.UniqueConstraint("reference", name=op.f("uq_contests_reference")),
    )
    with op.batch_alter_table("contests", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contests_election_id"), ["election_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contests_seat_class_id"), ["seat_class_id"], unique=False)

    op.create_table(
        "ballot_codes",
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contest_id"], ["contests.id"], name=op.f("fk_ballot_codes_contest_id_contests"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_ballot_codes")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("ballot_codes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ballot_codes_contest_id"), ["contest_id"], unique=False)

    op.create_table(
        "count_records",
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column(
            "sheet",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("blt", sa.String(), nullable=False),
        sa.Column("papers_sha256", sa.String(), nullable=False),
        sa.Column(
            "spoilt",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["contest_id"], ["contests.id"], name=op.f("fk_count_records_contest_id_contests"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("contest_id", name=op.f("pk_count_records")),
    )
    op.create_table(
        "key_holders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("office", sa.String(), nullable=False),
        sa.Column("link_hash", sa.String(), nullable=False),
        sa.Column("public_key", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contest_id"], ["contests.id"], name=op.f("fk_key_holders_contest_id_contests"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_key_holders")),
        sa.UniqueConstraint("contest_id", "number", name=op.f("uq_key_holders_contest_id_number")),
        sa.UniqueConstraint("link_hash", name=op.f("uq_key_holders_link_hash")),
    )
    with op.batch_alter_table("key_holders", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_key_holders_contest_id"), ["contest_id"], unique=False)

    op.create_table(
        "nominations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("secret_hash", sa.String(), nullable=False),
        sa.Column("submission_key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("statement", sa.String(), nullable=False),
        sa.Column("interests", sa.String(), nullable=False),
        sa.Column("proposer", sa.String(), nullable=False),
        sa.Column("seconder", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("consented_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "verdict",
            sa.Enum(
                "undecided", "valid", "invalid", name="verdict", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("verdict != 'invalid' OR reason != ''", name=op.f("ck_nominations_refused_with_a_reason")),
        sa.CheckConstraint(
            "verdict != 'valid' OR consented_at IS NOT NULL", name=op.f("ck_nominations_valid_with_consent")
        ),
        sa.ForeignKeyConstraint(
            ["contest_id"], ["contests.id"], name=op.f("fk_nominations_contest_id_contests"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["accounts.id"], name=op.f("fk_nominations_decided_by_id_accounts"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nominations")),
        sa.UniqueConstraint("contest_id", "number", name=op.f("uq_nominations_contest_id_number")),
        sa.UniqueConstraint("reference", name=op.f("uq_nominations_reference")),
        sa.UniqueConstraint("submission_key", name=op.f("uq_nominations_submission_key")),
    )
    with op.batch_alter_table("nominations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_nominations_contest_id"), ["contest_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_nominations_decided_by_id"), ["decided_by_id"], unique=False)

    op.create_table(
        "opened_papers",
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("preferences", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_opened_papers_some_papers")),
        sa.ForeignKeyConstraint(
            ["contest_id"], ["contests.id"], name=op.f("fk_opened_papers_contest_id_contests"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("contest_id", "preferences", name=op.f("pk_opened_papers")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "paper_ballots",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "came_by",
            sa.Enum("none", "hall", "post", name="paperissued", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "first",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("first_by_id", sa.Integer(), nullable=False),
        sa.Column(
            "second",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=True,
        ),
        sa.Column("second_by_id", sa.Integer(), nullable=True),
        sa.Column(
            "settled",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=True,
        ),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("settled_note", sa.String(), nullable=False),
        sa.CheckConstraint(
            "second_by_id IS NULL OR second_by_id != first_by_id", name=op.f("ck_paper_ballots_typed_in_by_two")
        ),
        sa.ForeignKeyConstraint(
            ["contest_id"], ["contests.id"], name=op.f("fk_paper_ballots_contest_id_contests"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["first_by_id"], ["accounts.id"], name=op.f("fk_paper_ballots_first_by_id_accounts"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["second_by_id"], ["accounts.id"], name=op.f("fk_paper_ballots_second_by_id_accounts"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["settled_by_id"],
            ["accounts.id"],
            name=op.f("fk_paper_ballots_settled_by_id_accounts"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_ballots")),
        sa.UniqueConstraint("contest_id", "number", name=op.f("uq_paper_ballots_contest_id_number")),
    )
    with op.batch_alter_table("paper_ballots", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paper_ballots_first_by_id"), ["first_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_paper_ballots_second_by_id"), ["second_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_paper_ballots_settled_by_id"), ["settled_by_id"], unique=False)

    op.create_table(
        "roll_claims",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("submission_key", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "add_me",
                "correct_me",
                "objection",
                name="claimkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column(
            "verdict",
            sa.Enum(
                "open", "allowed", "refused", name="claimverdict", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(), nullable=False),
        sa.CheckConstraint("verdict != 'refused' OR reason != ''", name=op.f("ck_roll_claims_refused_with_a_reason")),
        sa.ForeignKeyConstraint(
            ["contest_id"], ["contests.id"], name=op.f("fk_roll_claims_contest_id_contests"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roll_claims")),
        sa.UniqueConstraint("submission_key", name=op.f("uq_roll_claims_submission_key")),
    )
    with op.batch_alter_table("roll_claims", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_roll_claims_contest_id"), ["contest_id"], unique=False)

    op.create_table(
        "roll_entries",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.Column("name_key", sa.String(), nullable=False),
        sa.Column("detail_key", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("issues", sa.Integer(), nullable=False),
        sa.Column("sent_by", sa.String(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column(
            "paper",
            sa.Enum("none", "hall", "post", name="paperissued", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "envelope",
            sa.Enum(
                "none", "accepted", "rejected", name="envelope", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("envelope_reason", sa.String(), nullable=False),
        sa.CheckConstraint(
            "envelope != 'rejected' OR envelope_reason != ''", name=op.f("ck_roll_entries_rejected_with_a_reason")
        ),
        sa.CheckConstraint(
            "envelope = 'none' OR paper = 'post'", name=op.f("ck_roll_entries_envelope_of_a_postal_paper")
        ),
        sa.ForeignKeyConstraint(
            ["contest_id"], ["contests.id"], name=op.f("fk_roll_entries_contest_id_contests"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roll_entries")),
        sa.UniqueConstraint(
            "contest_id", "name_key", "detail_key", name=op.f("uq_roll_entries_contest_id_name_key_detail_key")
        ),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("roll_entries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_roll_entries_contest_id"), ["contest_id"], unique=False)

    op.create_table(
        "sealed_ballots",
        sa.Column("commitment", sa.String(), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contest_id"], ["contests.id"], name=op.f("fk_sealed_ballots_contest_id_contests"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("commitment", name=op.f("pk_sealed_ballots")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("sealed_ballots", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sealed_ballots_contest_id"), ["contest_id"], unique=False)

    op.create_table(
        "code_spends",
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column(
            "how",
            sa.Enum(
                "web", "hall", "post", "reissued", name="spend", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["code_hash"],
            ["ballot_codes.code_hash"],
            name=op.f("fk_code_spends_code_hash_ballot_codes"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["contest_id"], ["contests.id"], name=op.f("fk_code_spends_contest_id_contests"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_code_spends")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("code_spends", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_code_spends_contest_id"), ["contest_id"], unique=False)

    on_postgresql = op.get_bind().dialect.name == "postgresql"
    for statement in ON_POSTGRESQL if on_postgresql else ON_SQLITE:
        op.execute(sa.text(statement))


def downgrade() -> None:
    with op.batch_alter_table("code_spends", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_code_spends_contest_id"))

    op.drop_table("code_spends")
    with op.batch_alter_table("sealed_ballots", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sealed_ballots_contest_id"))

    op.drop_table("sealed_ballots")
    with op.batch_alter_table("roll_entries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_roll_entries_contest_id"))

    op.drop_table("roll_entries")
    with op.batch_alter_table("roll_claims", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_roll_claims_contest_id"))

    op.drop_table("roll_claims")
    with op.batch_alter_table("paper_ballots", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_paper_ballots_settled_by_id"))
        batch_op.drop_index(batch_op.f("ix_paper_ballots_second_by_id"))
        batch_op.drop_index(batch_op.f("ix_paper_ballots_first_by_id"))

    op.drop_table("paper_ballots")
    op.drop_table("opened_papers")
    with op.batch_alter_table("nominations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_nominations_decided_by_id"))
        batch_op.drop_index(batch_op.f("ix_nominations_contest_id"))

    op.drop_table("nominations")
    with op.batch_alter_table("key_holders", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_key_holders_contest_id"))

    op.drop_table("key_holders")
    op.drop_table("count_records")
    with op.batch_alter_table("ballot_codes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ballot_codes_contest_id"))

    op.drop_table("ballot_codes")
    with op.batch_alter_table("contests", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contests_seat_class_id"))
        batch_op.drop_index(batch_op.f("ix_contests_election_id"))

    op.drop_table("contests")
    with op.batch_alter_table("elections", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_elections_created_by_id"))

    op.drop_table("elections")
    if op.get_bind().dialect.name == "postgresql":
        for function in FUNCTIONS:
            op.execute(sa.text(f"DROP FUNCTION {function}()"))
