"""What people read of the themes: readings, samples coded blind, maps and lessons."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "lessons",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("codebook_id", sa.Integer(), nullable=False),
        sa.Column("codebook_version", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failure", sa.String(), nullable=False),
        sa.Column(
            "facts",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "moves",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("edit_number", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["accounts.id"], name=op.f("fk_lessons_asked_by_id_accounts"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["codebook_id"], ["codebooks.id"], name=op.f("fk_lessons_codebook_id_codebooks"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lessons")),
    )
    with op.batch_alter_table("lessons", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lessons_asked_by_id"), ["asked_by_id"], unique=False)
        batch_op.create_index("ix_lessons_of_codebook", ["codebook_id", "id"], unique=False)

    op.create_table(
        "agreement_samples",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("codebook_id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("n_unread", sa.Integer(), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("drawn_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("n_unread >= 1", name=op.f("ck_agreement_samples_of_some")),
        sa.ForeignKeyConstraint(
            ["codebook_id"],
            ["codebooks.id"],
            name=op.f("fk_agreement_samples_codebook_id_codebooks"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["drawn_by_id"],
            ["accounts.id"],
            name=op.f("fk_agreement_samples_drawn_by_id_accounts"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["runs.id"], name=op.f("fk_agreement_samples_run_id_runs"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_samples")),
    )
    with op.batch_alter_table("agreement_samples", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agreement_samples_drawn_by_id"), ["drawn_by_id"], unique=False)
        batch_op.create_index("ix_agreement_samples_of_codebook", ["codebook_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_agreement_samples_run_id"), ["run_id"], unique=False)

    op.create_table(
        "readings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("codebook_id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.Integer(), nullable=True),
        sa.Column("comment_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column(
            "way",
            sa.Enum(
                "queue", "theme", "agreement", name="readingway", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(answer_id IS NULL) != (comment_id IS NULL)", name=op.f("ck_readings_of_one_text")),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answers.id"], name=op.f("fk_readings_answer_id_answers"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["accounts.id"], name=op.f("fk_readings_by_id_accounts"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["codebook_id"], ["codebooks.id"], name=op.f("fk_readings_codebook_id_codebooks"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comments.id"], name=op.f("fk_readings_comment_id_comments"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["response_id"], ["responses.id"], name=op.f("fk_readings_response_id_responses"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_readings")),
        sa.UniqueConstraint("codebook_id", "answer_id", "by_id", name=op.f("uq_readings_codebook_id_answer_id_by_id")),
        sa.UniqueConstraint(
            "codebook_id", "comment_id", "by_id", name=op.f("uq_readings_codebook_id_comment_id_by_id")
        ),
    )
    with op.batch_alter_table("readings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_readings_answer_id"), ["answer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_readings_by_id"), ["by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_readings_comment_id"), ["comment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_readings_response_id"), ["response_id"], unique=False)

    op.create_table(
        "theme_maps",
        sa.Column("codebook_id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.Column(
            "points",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["codebook_id"], ["codebooks.id"], name=op.f("fk_theme_maps_codebook_id_codebooks"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_theme_maps_run_id_runs"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("codebook_id", name=op.f("pk_theme_maps")),
    )
    with op.batch_alter_table("theme_maps", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_theme_maps_run_id"), ["run_id"], unique=False)

    op.create_table(
        "sampled_texts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sample_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.Integer(), nullable=True),
        sa.Column("comment_id", sa.Integer(), nullable=True),
        sa.Column(
            "machine_themes",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.CheckConstraint("(answer_id IS NULL) != (comment_id IS NULL)", name=op.f("ck_sampled_texts_of_one_text")),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answers.id"], name=op.f("fk_sampled_texts_answer_id_answers"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comments.id"], name=op.f("fk_sampled_texts_comment_id_comments"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["response_id"], ["responses.id"], name=op.f("fk_sampled_texts_response_id_responses"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["sample_id"],
            ["agreement_samples.id"],
            name=op.f("fk_sampled_texts_sample_id_agreement_samples"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sampled_texts")),
        sa.UniqueConstraint("sample_id", "place", name=op.f("uq_sampled_texts_sample_id_place")),
    )
    with op.batch_alter_table("sampled_texts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sampled_texts_answer_id"), ["answer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sampled_texts_comment_id"), ["comment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sampled_texts_response_id"), ["response_id"], unique=False)

    op.create_table(
        "codings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sampled_text_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "themes",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["accounts.id"], name=op.f("fk_codings_by_id_accounts"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["sampled_text_id"],
            ["sampled_texts.id"],
            name=op.f("fk_codings_sampled_text_id_sampled_texts"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_codings")),
        sa.UniqueConstraint("sampled_text_id", "by_id", name=op.f("uq_codings_sampled_text_id_by_id")),
    )
    with op.batch_alter_table("codings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_codings_by_id"), ["by_id"], unique=False)


def downgrade() -> None:
    for table in ("codings", "sampled_texts", "theme_maps", "readings", "agreement_samples", "lessons"):
        op.drop_table(table)
