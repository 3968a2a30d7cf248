"""The tables of the analysis: codebooks, runs, themes, assignments, campaigns and the log of officers' edits."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.analysis.rules import Bin, ComparisonKind, EditAct, ReadingWay, ThemeState
from consult.consultations.models import Consultation, Question
from consult.responses.models import Answer, Comment, Response
from consult.responses.rules import Hand
from consult.storage.db import Base


class Codebook(Base):
    """The themes of one question, or (with no question) of a consultation's paragraph comments."""

    __tablename__ = "codebooks"
    __table_args__ = (UniqueConstraint("consultation_id", "question_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id", ondelete="RESTRICT"))
    question_id: Mapped[int | None] = mapped_column(ForeignKey("questions.id", ondelete="RESTRICT"), index=True)
    version: Mapped[int] = mapped_column(default=1)
    confirmed_at: Mapped[datetime | None]
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="RESTRICT"), index=True)

    consultation: Mapped[Consultation] = relationship()
    question: Mapped[Question | None] = relationship()
    themes: Mapped[list["Theme"]] = relationship(back_populates="codebook", order_by="Theme.id")
    runs: Mapped[list["Run"]] = relationship(back_populates="codebook", order_by="Run.id")


class Run(Base):
    """One execution of the analysis: it proposes themes and says exactly how it found them."""

    __tablename__ = "runs"

    id: Mapped[int] = mapped_column(primary_key=True)
    codebook_id: Mapped[int] = mapped_column(ForeignKey("codebooks.id", ondelete="RESTRICT"), index=True)
    requested_at: Mapped[datetime]
    requested_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="RESTRICT"), index=True)
    provisional: Mapped[bool] = mapped_column(default=False)  # the window or the intake was still open
    seed: Mapped[int]
    parameters: Mapped[dict[str, Any]] = mapped_column(default=dict)
    engine: Mapped[str] = mapped_column(default="")
    input_digest: Mapped[str] = mapped_column(default="")
    counts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    finished_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    failure: Mapped[str] = mapped_column(default="")

    codebook: Mapped[Codebook] = relationship(back_populates="runs")


class Theme(Base):
    """One thing that people said, across responses; it may carry critical wording and is never softened."""

    __tablename__ = "themes"
    __table_args__ = (
        CheckConstraint("state != 'merged' OR merged_into_id IS NOT NULL", name="merged_into_a_theme"),
        CheckConstraint("id != merged_into_id", name="not_merged_into_itself"),
        CheckConstraint("name != ''", name="named"),
        Index("ix_themes_of_codebook", "codebook_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    codebook_id: Mapped[int] = mapped_column(ForeignKey("codebooks.id", ondelete="RESTRICT"))
    run_id: Mapped[int | None] = mapped_column(ForeignKey("runs.id", ondelete="RESTRICT"), index=True)
    state: Mapped[ThemeState] = mapped_column(default=ThemeState.SUGGESTED)
    name: Mapped[str]
    named_by: Mapped[Hand] = mapped_column(default=Hand.MACHINE)
    suggested_name: Mapped[str] = mapped_column(default="")
    description: Mapped[str] = mapped_column(default="")
    keywords: Mapped[list[str]] = mapped_column(default=list)
    minority: Mapped[bool] = mapped_column(default=False)
    hidden_reason: Mapped[str] = mapped_column(default="")  # not empty: left out of publication; a reply is still owed
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("themes.id", ondelete="RESTRICT"), index=True)
    confidence: Mapped[float | None]
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]

    codebook: Mapped[Codebook] = relationship(back_populates="themes")
    assignments: Mapped[list["Assignment"]] = relationship(back_populates="theme")


class Assignment(Base):
    """That an answer or comment belongs to a theme, with a confidence and a hand; a pinned one never moves."""

    __tablename__ = "assignments"
    __table_args__ = (
        CheckConstraint("(answer_id IS NULL) != (comment_id IS NULL)", name="of_one_text"),
        CheckConstraint("confidence >= 0 AND confidence <= 1", name="confidence_is_a_share"),
        UniqueConstraint("theme_id", "answer_id"),
        UniqueConstraint("theme_id", "comment_id"),
        Index("ix_assignments_of_response", "response_id", "theme_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey("themes.id", ondelete="CASCADE"))
    response_id: Mapped[int] = mapped_column(ForeignKey("responses.id", ondelete="CASCADE"))
    answer_id: Mapped[int | None] = mapped_column(ForeignKey("answers.id", ondelete="CASCADE"), index=True)
    comment_id: Mapped[int | None] = mapped_column(ForeignKey("comments.id", ondelete="CASCADE"), index=True)
    run_id: Mapped[int | None] = mapped_column(ForeignKey("runs.id", ondelete="RESTRICT"), index=True)
    main: Mapped[bool] = mapped_column(default=True)
    confidence: Mapped[float]
    hand: Mapped[Hand]
    pinned: Mapped[bool] = mapped_column(default=False)
    starts_at: Mapped[int | None]  # characters of the text as given; None for all of it
    ends_at: Mapped[int | None]
    quote_rank: Mapped[int | None]  # 1 to 3 where the run found that these words show the theme best

    theme: Mapped[Theme] = relationship(back_populates="assignments")
    response: Mapped[Response] = relationship()
    answer: Mapped[Answer | None] = relationship()
    comment: Mapped[Comment | None] = relationship()


class ThemeLink(Base):
    """That themes of several questions, or of the comments, say the same; whoever says it is counted once.

    It lies beside the themes and changes none of them. Ending it keeps the row, so that it can be linked again.
    """

    __tablename__ = "theme_links"
    __table_args__ = (
        CheckConstraint("name != ''", name="named"),
        CheckConstraint("(ended_at IS NULL) = (ended_by_id IS NULL)", name="ended_by_someone"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id", ondelete="RESTRICT"), index=True)
    name: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    linked_at: Mapped[datetime]
    linked_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="RESTRICT"), index=True)
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="RESTRICT"), index=True)

    members: Mapped[list["LinkedTheme"]] = relationship(back_populates="link", order_by="LinkedTheme.theme_id")


class LinkedTheme(Base):
    """That a theme is one of a link's; ``stands`` is true or empty, so that a theme is in one standing link at most."""

    __tablename__ = "linked_themes"
    __table_args__ = (UniqueConstraint("theme_id", "stands"),)

    link_id: Mapped[int] = mapped_column(ForeignKey("theme_links.id", ondelete="CASCADE"), primary_key=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey("themes.id", ondelete="CASCADE"), primary_key=True)
    stands: Mapped[bool | None]

    link: Mapped[ThemeLink] = relationship(back_populates="members")
    theme: Mapped[Theme] = relationship()


class Proposal(Base):
    """What the last run said of one text, never changed: replaying the officers' edits over it gives the assignments.

    A text in no theme has a bin instead, and the theme that it is nearest to.
    """

    __tablename__ = "proposals"
    __table_args__ = (
        CheckConstraint("(theme_id IS NULL) != (bin IS NULL)", name="a_theme_or_a_bin"),
        CheckConstraint("confidence >= 0 AND confidence <= 1", name="confidence_is_a_share"),
        Index("ix_proposals_of_codebook", "codebook_id", "text_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    codebook_id: Mapped[int] = mapped_column(ForeignKey("codebooks.id", ondelete="CASCADE"))
    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"), index=True)
    text_id: Mapped[int]  # of an answer, or of a comment where the codebook has no question
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("themes.id", ondelete="CASCADE"), index=True)
    bin: Mapped[Bin | None]
    nearest_theme_id: Mapped[int | None] = mapped_column(ForeignKey("themes.id", ondelete="SET NULL"), index=True)
    main: Mapped[bool] = mapped_column(default=True)
    confidence: Mapped[float] = mapped_column(default=0.0)
    starts_at: Mapped[int | None]
    ends_at: Mapped[int | None]
    quote_rank: Mapped[int | None]


class Unassigned(Base):
    """A text that is in no theme, and in which bin it lies instead."""

    __tablename__ = "unassigned"
    __table_args__ = (
        CheckConstraint("(answer_id IS NULL) != (comment_id IS NULL)", name="of_one_text"),
        UniqueConstraint("codebook_id", "answer_id"),
        UniqueConstraint("codebook_id", "comment_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    codebook_id: Mapped[int] = mapped_column(ForeignKey("codebooks.id", ondelete="CASCADE"))
    response_id: Mapped[int] = mapped_column(ForeignKey("responses.id", ondelete="CASCADE"), index=True)
    answer_id: Mapped[int | None] = mapped_column(ForeignKey("answers.id", ondelete="CASCADE"), index=True)
    comment_id: Mapped[int | None] = mapped_column(ForeignKey("comments.id", ondelete="CASCADE"), index=True)
    bin: Mapped[Bin]
    nearest_theme_id: Mapped[int | None] = mapped_column(ForeignKey("themes.id", ondelete="SET NULL"), index=True)

    answer: Mapped[Answer | None] = relationship()
    comment: Mapped[Comment | None] = relationship()


class Campaign(Base):
    """A family of responses that share a template; a note beside the count, never a deletion."""

    __tablename__ = "campaigns"

    id: Mapped[int] = mapped_column(primary_key=True)
    codebook_id: Mapped[int] = mapped_column(ForeignKey("codebooks.id", ondelete="CASCADE"), index=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"), index=True)
    template: Mapped[str]
    size: Mapped[int]


class CampaignMember(Base):
    """That a response is one of a campaign's copies."""

    __tablename__ = "campaign_members"

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id", ondelete="CASCADE"), primary_key=True)
    response_id: Mapped[int] = mapped_column(
        ForeignKey("responses.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class ThemeEdit(Base):
    """One officer's edit, in order; ``before`` and ``after`` hold what undo and replay need."""

    __tablename__ = "theme_edits"
    __table_args__ = (UniqueConstraint("codebook_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    codebook_id: Mapped[int] = mapped_column(ForeignKey("codebooks.id", ondelete="CASCADE"))
    number: Mapped[int]
    act: Mapped[EditAct]
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("themes.id", ondelete="CASCADE"), index=True)
    before: Mapped[dict[str, Any]] = mapped_column(default=dict)
    after: Mapped[dict[str, Any]] = mapped_column(default=dict)
    reason: Mapped[str] = mapped_column(default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="RESTRICT"), index=True)
    at: Mapped[datetime]
    undone_by_number: Mapped[int | None]


class Reading(Base):
    """That a person read a text and said so by a press: once for each person and text."""

    __tablename__ = "readings"
    __table_args__ = (
        CheckConstraint("(answer_id IS NULL) != (comment_id IS NULL)", name="of_one_text"),
        UniqueConstraint("codebook_id", "answer_id", "by_id"),
        UniqueConstraint("codebook_id", "comment_id", "by_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    codebook_id: Mapped[int] = mapped_column(ForeignKey("codebooks.id", ondelete="CASCADE"))
    response_id: Mapped[int] = mapped_column(ForeignKey("responses.id", ondelete="CASCADE"), index=True)
    answer_id: Mapped[int | None] = mapped_column(ForeignKey("answers.id", ondelete="CASCADE"), index=True)
    comment_id: Mapped[int | None] = mapped_column(ForeignKey("comments.id", ondelete="CASCADE"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="RESTRICT"), index=True)
    way: Mapped[ReadingWay]
    at: Mapped[datetime]


class AgreementSample(Base):
    """A random sample of texts that nobody had read, drawn to measure how far people agree with the machine."""

    __tablename__ = "agreement_samples"
    __table_args__ = (
        CheckConstraint("n_unread >= 1", name="of_some"),
        Index("ix_agreement_samples_of_codebook", "codebook_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    codebook_id: Mapped[int] = mapped_column(ForeignKey("codebooks.id", ondelete="CASCADE"))
    run_id: Mapped[int | None] = mapped_column(ForeignKey("runs.id", ondelete="RESTRICT"), index=True)
    seed: Mapped[int]
    n_unread: Mapped[int]  # how many texts nobody had read when it was drawn
    drawn_at: Mapped[datetime]
    drawn_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="RESTRICT"), index=True)

    texts: Mapped[list["SampledText"]] = relationship(back_populates="sample", order_by="SampledText.place")


class SampledText(Base):
    """One text of a sample, with the themes that the machine had put it into when it was drawn."""

    __tablename__ = "sampled_texts"
    __table_args__ = (
        CheckConstraint("(answer_id IS NULL) != (comment_id IS NULL)", name="of_one_text"),
        UniqueConstraint("sample_id", "place"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sample_id: Mapped[int] = mapped_column(ForeignKey("agreement_samples.id", ondelete="CASCADE"))
    place: Mapped[int]
    response_id: Mapped[int] = mapped_column(ForeignKey("responses.id", ondelete="CASCADE"), index=True)
    answer_id: Mapped[int | None] = mapped_column(ForeignKey("answers.id", ondelete="CASCADE"), index=True)
    comment_id: Mapped[int | None] = mapped_column(ForeignKey("comments.id", ondelete="CASCADE"), index=True)
    machine_themes: Mapped[list[int]] = mapped_column(default=list)

    sample: Mapped[AgreementSample] = relationship(back_populates="texts")
    answer: Mapped[Answer | None] = relationship()
    comment: Mapped[Comment | None] = relationship()
    codings: Mapped[list["Coding"]] = relationship(back_populates="sampled", order_by="Coding.id")


class Coding(Base):
    """Into which themes one person put a sampled text, without seeing where the machine or a colleague put it."""

    __tablename__ = "codings"
    __table_args__ = (UniqueConstraint("sampled_text_id", "by_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sampled_text_id: Mapped[int] = mapped_column(ForeignKey("sampled_texts.id", ondelete="CASCADE"))
    by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="RESTRICT"), index=True)
    at: Mapped[datetime]
    themes: Mapped[list[int]] = mapped_column(default=list)  # none: it is in no theme

    sampled: Mapped[SampledText] = relationship(back_populates="codings")


class ThemeMap(Base):
    """Where texts and themes lie beside each other: [text, x, y] and [theme, x, y], x and y from 0 to 1."""

    __tablename__ = "theme_maps"

    codebook_id: Mapped[int] = mapped_column(ForeignKey("codebooks.id", ondelete="CASCADE"), primary_key=True)
    run_id: Mapped[int | None] = mapped_column(ForeignKey("runs.id", ondelete="RESTRICT"), index=True)
    points: Mapped[list[Any]] = mapped_column(default=list)
    places: Mapped[list[Any]] = mapped_column(default=list)
    drawn_at: Mapped[datetime]


class Lesson(Base):
    """What the machine would do otherwise after it learned from officers; nothing moves until one of them applies it.

    ``moves`` are [text, theme before or null, theme after, confidence].
    """

    __tablename__ = "lessons"
    __table_args__ = (Index("ix_lessons_of_codebook", "codebook_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    codebook_id: Mapped[int] = mapped_column(ForeignKey("codebooks.id", ondelete="CASCADE"))
    codebook_version: Mapped[int]
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="RESTRICT"), index=True)
    finished_at: Mapped[datetime | None]
    failure: Mapped[str] = mapped_column(default="")
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    moves: Mapped[list[Any]] = mapped_column(default=list)
    edit_number: Mapped[int | None]  # of the edit that applied it


class Comparison(Base):
    """What a new run, or responses that came later, would change; an officer looks, then applies or discards it.

    ``found`` is what was found, ``difference`` what would change; both are empty until the job has compared.
    """

    __tablename__ = "comparisons"
    __table_args__ = (
        CheckConstraint("(kind = 'run') = (run_id IS NOT NULL)", name="of_a_run_or_late"),
        CheckConstraint("(decided_at IS NULL) = (applied IS NULL)", name="decided_or_not"),
        CheckConstraint("decided_at IS NULL OR decided_by_id IS NOT NULL", name="decided_by_someone"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    codebook_id: Mapped[int] = mapped_column(ForeignKey("codebooks.id", ondelete="CASCADE"), index=True)
    kind: Mapped[ComparisonKind]
    run_id: Mapped[int | None] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"), unique=True)
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="RESTRICT"), index=True)
    codebook_version: Mapped[int]
    found: Mapped[dict[str, Any]] = mapped_column(default=dict)
    difference: Mapped[dict[str, Any]] = mapped_column(default=dict)
    compared_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="RESTRICT"), index=True)
    applied: Mapped[bool | None]

    codebook: Mapped[Codebook] = relationship()
    run: Mapped[Run | None] = relationship()
