"""The tables of what people said: responses, answers, comments, screening, drafts, imports."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

import consult.responses.finding  # noqa: F401 - registers the triggers of these tables
from consult.consultations.models import Choice, Consultation, Question
from consult.kernel.references import draw_token
from consult.places.models import Organisation, StakeholderGroup, Ward
from consult.responses.privacy import ErasureState, HoldKind
from consult.responses.rules import (
    Channel,
    Hand,
    OnBehalfOf,
    PublishAs,
    Purpose,
    RefusedFor,
    Screening,
    Timeliness,
)
from consult.storage.db import Base


class Response(Base):
    """Everything that one person or organisation sent in to one consultation. It counts once."""

    __tablename__ = "responses"
    __table_args__ = (
        UniqueConstraint("consultation_id", "row_hash"),
        Index(
            "ix_responses_counted",
            "consultation_id",
            "withdrawn_at",
            "timeliness",
            "group_id",
            "ward_id",
            "channel",
        ),  # covers every breakdown, so that counting reads no row
        Index("ix_responses_named", "consultation_id", "organisation_name"),
        Index("ix_responses_by_day", "consultation_id", "received_at"),
        CheckConstraint("claimed_people IS NULL OR claimed_people >= 0", name="claims_a_number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id", ondelete="RESTRICT"))
    reference: Mapped[str] = mapped_column(unique=True)  # identifies, and opens nothing
    secret_hash: Mapped[str]  # of the code that opens, changes or withdraws
    public_number: Mapped[str] = mapped_column(unique=True)  # random, unrelated to the reference
    submission_key: Mapped[str] = mapped_column(unique=True)  # its hash: a repeat returns the same receipt
    channel: Mapped[Channel]
    timeliness: Mapped[Timeliness]
    received_at: Mapped[datetime]  # the server's clock on the web; noon in London of the day received otherwise
    received_on: Mapped[date]  # the London day that decides whether it is late
    recorded_at: Mapped[datetime]
    group_id: Mapped[int | None] = mapped_column(ForeignKey("stakeholder_groups.id", ondelete="RESTRICT"), index=True)
    on_behalf_of: Mapped[OnBehalfOf]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id", ondelete="SET NULL"), index=True)
    organisation_name: Mapped[str] = mapped_column(default="")
    ward_id: Mapped[int | None] = mapped_column(ForeignKey("wards.id", ondelete="SET NULL"), index=True)
    publish_as: Mapped[PublishAs]
    language: Mapped[str] = mapped_column(default="en")
    incomplete: Mapped[bool] = mapped_column(default=False)
    claimed_people: Mapped[int | None]
    keyed_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="RESTRICT"), index=True)
    import_batch_id: Mapped[int | None] = mapped_column(
        ForeignKey("import_batches.id", ondelete="RESTRICT"), index=True
    )
    row_hash: Mapped[str | None]
    source_reference: Mapped[str] = mapped_column(default="")
    late_exception: Mapped[str] = mapped_column(default="")  # why one that came late counts as in time after all
    posted_on: Mapped[date | None]  # by its postmark, where that decides
    authority: Mapped[str] = mapped_column(default="")  # who in the organisation agreed to what it says
    members_asked: Mapped[str] = mapped_column(default="")  # how it asked those it speaks for
    repeat_of_id: Mapped[int | None] = mapped_column(
        ForeignKey("responses.id", ondelete="SET NULL"), index=True
    )  # an officer found that the same person had sent this one too; it stays, and both totals are told
    invited_by: Mapped[str | None] = mapped_column(index=True)  # the handle of the invitation whose link it came by
    revision: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]  # its words are gone; it counts as before, unless it was withdrawn

    consultation: Mapped[Consultation] = relationship()
    group: Mapped[StakeholderGroup | None] = relationship()
    organisation: Mapped[Organisation | None] = relationship()
    ward: Mapped[Ward | None] = relationship()
    answers: Mapped[list["Answer"]] = relationship(
        back_populates="response", cascade="all, delete-orphan", order_by="Answer.id"
    )
    comments: Mapped[list["Comment"]] = relationship(
        back_populates="response", cascade="all, delete-orphan", order_by="Comment.id"
    )
    contact: Mapped["ResponseContact | None"] = relationship(back_populates="response", cascade="all, delete-orphan")


class ResponseContact(Base):
    """Where to send the receipt and the outcome; kept apart so that it can be erased on its own day."""

    __tablename__ = "response_contacts"

    response_id: Mapped[int] = mapped_column(ForeignKey("responses.id", ondelete="CASCADE"), primary_key=True)
    email: Mapped[str]
    wants_outcome: Mapped[bool] = mapped_column(default=False)

    response: Mapped[Response] = relationship(back_populates="contact")


class Answer(Base):
    """The part of a response that answers one question; ``text`` is as given and never leaves this room."""

    __tablename__ = "answers"
    __table_args__ = (
        UniqueConstraint("response_id", "question_id"),
        Index("ix_answers_of_question", "question_id", "response_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    response_id: Mapped[int] = mapped_column(ForeignKey("responses.id", ondelete="CASCADE"))
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id", ondelete="RESTRICT"))
    text: Mapped[str] = mapped_column(default="")
    scale: Mapped[int | None]

    response: Mapped[Response] = relationship(back_populates="answers")
    question: Mapped[Question] = relationship()
    picks: Mapped[list["Pick"]] = relationship(
        back_populates="answer", cascade="all, delete-orphan", order_by="Pick.rank"
    )


class Pick(Base):
    """One choice that an answer picked; in a ranking ``rank`` 1 is first."""

    __tablename__ = "picks"

    answer_id: Mapped[int] = mapped_column(ForeignKey("answers.id", ondelete="CASCADE"), primary_key=True)
    choice_id: Mapped[int] = mapped_column(ForeignKey("choices.id", ondelete="RESTRICT"), primary_key=True, index=True)
    rank: Mapped[int] = mapped_column(default=1)

    answer: Mapped[Answer] = relationship(back_populates="picks")
    choice: Mapped[Choice] = relationship()


class Comment(Base):
    """The part of a response that is about one paragraph; ``text`` is as given and never leaves this room.

    Where other words are suggested, ``text`` holds them too, from character ``suggests_from`` on, so that they are
    screened and read like everything else.
    """

    __tablename__ = "comments"

    id: Mapped[int] = mapped_column(primary_key=True)
    response_id: Mapped[int] = mapped_column(ForeignKey("responses.id", ondelete="CASCADE"), index=True)
    paragraph_id: Mapped[int] = mapped_column(ForeignKey("paragraphs.id", ondelete="RESTRICT"), index=True)
    purpose: Mapped[Purpose]
    text: Mapped[str]
    quote: Mapped[str] = mapped_column(default="")
    prefix: Mapped[str] = mapped_column(default="")  # a few characters before and after the quote, which tell two
    suffix: Mapped[str] = mapped_column(default="")  # places with the same words apart
    starts_at: Mapped[int | None]
    ends_at: Mapped[int | None]
    suggests_from: Mapped[int | None]
    handle: Mapped[str] = mapped_column(unique=True, default=draw_token)  # in public; unrelated to everything else

    response: Mapped[Response] = relationship(back_populates="comments")


class CommentSupport(Base):
    """That someone who sent in a response agrees with another's comment: once a response, and never counted as one."""

    __tablename__ = "comment_supports"

    response_id: Mapped[int] = mapped_column(ForeignKey("responses.id", ondelete="CASCADE"), primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id", ondelete="CASCADE"), primary_key=True, index=True)


class CommentsShown(Base):
    """That an officer lets everyone read the screened comments beside the document; without a row they are hidden."""

    __tablename__ = "comments_shown"

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id", ondelete="CASCADE"), primary_key=True)
    since: Mapped[datetime]
    shown_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="RESTRICT"), index=True)


class ResponsesShown(Base):
    """That everyone can read and search the screened words of a consultation's responses; without a row nobody can."""

    __tablename__ = "responses_shown"

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id", ondelete="CASCADE"), primary_key=True)
    since: Mapped[datetime]
    shown_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="RESTRICT"), index=True)


class ScreenedText(Base):
    """What may be published of one answer or comment: built from spans, by a named person."""

    __tablename__ = "screened_texts"
    __table_args__ = (
        CheckConstraint("(answer_id IS NULL) != (comment_id IS NULL)", name="of_one_text"),
        CheckConstraint("screening != 'refused' OR refused_reason != ''", name="refused_with_a_reason"),
        CheckConstraint("(screening = 'refused') = (refused_for IS NOT NULL)", name="refused_for_something"),
        Index("ix_screened_texts_queue", "consultation_id", "screening", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id", ondelete="RESTRICT"))
    response_id: Mapped[int] = mapped_column(ForeignKey("responses.id", ondelete="CASCADE"), index=True)
    answer_id: Mapped[int | None] = mapped_column(ForeignKey("answers.id", ondelete="CASCADE"), unique=True)
    comment_id: Mapped[int | None] = mapped_column(ForeignKey("comments.id", ondelete="CASCADE"), unique=True)
    screening: Mapped[Screening] = mapped_column(default=Screening.WAITING)
    public_text: Mapped[str] = mapped_column(default="")
    refused_for: Mapped[RefusedFor | None]
    refused_reason: Mapped[str] = mapped_column(default="")
    told_at: Mapped[datetime | None]  # when whoever wrote it was told that it is not published
    screened_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="RESTRICT"), index=True)
    screened_at: Mapped[datetime | None]
    claimed_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"), index=True)
    claimed_until: Mapped[datetime | None]

    response: Mapped[Response] = relationship()
    answer: Mapped[Answer | None] = relationship()
    comment: Mapped[Comment | None] = relationship()
    spans: Mapped[list["RedactionSpan"]] = relationship(
        back_populates="screened_text", cascade="all, delete-orphan", order_by="RedactionSpan.starts_at"
    )


class RedactionSpan(Base):
    """Characters of a text as given that are hidden in public, why, and which hand marked them."""

    __tablename__ = "redaction_spans"
    __table_args__ = (CheckConstraint("starts_at < ends_at", name="not_empty"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    screened_text_id: Mapped[int] = mapped_column(ForeignKey("screened_texts.id", ondelete="CASCADE"), index=True)
    starts_at: Mapped[int]
    ends_at: Mapped[int]
    kind: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    hand: Mapped[Hand]
    kept: Mapped[bool] = mapped_column(default=True)  # False: a person looked and said it is not personal data

    screened_text: Mapped[ScreenedText] = relationship(back_populates="spans")


class SafeguardingConcern(Base):
    """That an officer fears that somebody is at risk.

    The text moves here, ``given``, out of the answer or comment that it stood in: what is not there cannot be read,
    searched, analysed or exported by anyone but the safeguarding officer.
    """

    __tablename__ = "safeguarding_concerns"
    __table_args__ = (
        CheckConstraint("words != ''", name="says_why"),
        CheckConstraint("(closed_at IS NULL) = (outcome = '')", name="closed_with_an_outcome"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id", ondelete="RESTRICT"), index=True)
    response_id: Mapped[int | None] = mapped_column(ForeignKey("responses.id", ondelete="SET NULL"), index=True)
    screened_text_id: Mapped[int | None] = mapped_column(
        ForeignKey("screened_texts.id", ondelete="SET NULL"), unique=True
    )  # None: its writer changed or withdrew the response since
    given: Mapped[str]
    words: Mapped[str]
    raised_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="RESTRICT"), index=True)
    raised_at: Mapped[datetime]
    outcome: Mapped[str] = mapped_column(default="")
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="RESTRICT"), index=True)
    closed_at: Mapped[datetime | None]

    consultation: Mapped[Consultation] = relationship()
    response: Mapped[Response | None] = relationship()
    screened_text: Mapped[ScreenedText | None] = relationship()


class ResponseRevision(Base):
    """What a response said before someone changed it: ``body`` is the Submitted value as JSON."""

    __tablename__ = "response_revisions"
    __table_args__ = (UniqueConstraint("response_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    response_id: Mapped[int] = mapped_column(ForeignKey("responses.id", ondelete="CASCADE"))
    number: Mapped[int]
    body: Mapped[dict[str, Any]]
    replaced_at: Mapped[datetime]


class Draft(Base):
    """An unsent response, kept on the server so that a lost signal loses nothing; its code opens it again."""

    __tablename__ = "drafts"

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id", ondelete="CASCADE"), index=True)
    key_hash: Mapped[str] = mapped_column(unique=True)  # of the random key in the browser's cookie
    code_hash: Mapped[str | None] = mapped_column(unique=True)  # of the code that a person may write down
    submission_key: Mapped[str] = mapped_column(unique=True)
    body: Mapped[dict[str, Any]] = mapped_column(default=dict)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    saved_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    invited_by: Mapped[str | None]  # the handle of the invitation whose link began it
    sent_at: Mapped[datetime | None]  # then the body is emptied, and only the way to the receipt is left
    response_id: Mapped[int | None] = mapped_column(ForeignKey("responses.id", ondelete="CASCADE"), index=True)
    changes_revision: Mapped[int | None]  # set while it changes a response that was sent already


class EqualityKey(Base):
    """The key that links equality answers to responses; destroying it at retention cuts the link for good."""

    __tablename__ = "equality_keys"

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str | None]
    destroyed_at: Mapped[datetime | None]


class EqualityAnswer(Base):
    """One optional equality answer; ``link`` is an HMAC of the response under the consultation's key.

    No number of its own and no moment: rows lie in the order of their links, which says nothing of when they came.
    """

    __tablename__ = "equality_answers"
    __table_args__ = ({"sqlite_with_rowid": False},)

    link: Mapped[str] = mapped_column(primary_key=True)
    asked: Mapped[str] = mapped_column(primary_key=True)
    answered: Mapped[str]
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id", ondelete="CASCADE"), index=True)


class ImportBatch(Base):
    """One file of responses that an officer imported, with how its columns were read."""

    __tablename__ = "import_batches"

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id", ondelete="RESTRICT"), index=True)
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_files.id", ondelete="SET NULL"), index=True)
    file_name: Mapped[str]
    file_sha256: Mapped[str]
    mapping: Mapped[dict[str, Any]] = mapped_column(default=dict)
    n_rows: Mapped[int] = mapped_column(default=0)
    n_added: Mapped[int] = mapped_column(default=0)
    n_known: Mapped[int] = mapped_column(default=0)  # rows that an earlier import had brought already
    created_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="RESTRICT"), index=True)
    finished_at: Mapped[datetime | None]


class Hold(Base):
    """That nothing of a consultation, or of one response, may be erased by date, because someone else may need it."""

    __tablename__ = "holds"
    __table_args__ = (
        CheckConstraint("reason != ''", name="says_why"),
        CheckConstraint("(lifted_at IS NULL) = (lifted_because = '')", name="lifted_with_a_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id", ondelete="RESTRICT"), index=True)
    response_id: Mapped[int | None] = mapped_column(ForeignKey("responses.id", ondelete="RESTRICT"), index=True)
    kind: Mapped[HoldKind]
    reason: Mapped[str]
    placed_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="RESTRICT"), index=True)
    placed_at: Mapped[datetime]
    lifted_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="RESTRICT"), index=True)
    lifted_at: Mapped[datetime | None]
    lifted_because: Mapped[str] = mapped_column(default="")

    consultation: Mapped[Consultation] = relationship()
    response: Mapped[Response | None] = relationship()


class ErasureRequest(Base):
    """That someone asked to have the words of a response erased, and what became of it."""

    __tablename__ = "erasure_requests"
    __table_args__ = (
        CheckConstraint("(state = 'waiting') = (decided_at IS NULL)", name="decided_at_a_moment"),
        CheckConstraint("state != 'refused' OR decided_because != ''", name="refused_with_a_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    response_id: Mapped[int] = mapped_column(ForeignKey("responses.id", ondelete="RESTRICT"), index=True)
    state: Mapped[ErasureState] = mapped_column(default=ErasureState.WAITING)
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="RESTRICT"), index=True)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="RESTRICT"), index=True)
    decided_at: Mapped[datetime | None]
    decided_because: Mapped[str] = mapped_column(default="")

    response: Mapped[Response] = relationship()
