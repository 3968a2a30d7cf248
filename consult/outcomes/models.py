"""The tables of the council's answer: findings, replies, editions, commitments and their progress."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.analysis.models import Theme
from consult.consultations.models import Consultation
from consult.decisions.models import Decision
from consult.outcomes.rules import (
    CommitmentProgress,
    EditionState,
    Position,
    ReplyStage,
    Standing,
    stage_of_reply,
    standing_of_commitment,
)
from consult.storage.db import Base
from consult.storage.ddl import Extra, refuse_changes, register_extra

_FROZEN = "A published edition never changes; publish a new one that says what changed."


class Findings(Base):
    """Themes with their figures, frozen and without replies, published with the committee papers."""

    __tablename__ = "findings"
    __table_args__ = (UniqueConstraint("consultation_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id", ondelete="RESTRICT"))
    number: Mapped[int]
    body: Mapped[dict[str, Any]]
    sha256: Mapped[str]
    published_at: Mapped[datetime]
    published_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="RESTRICT"), index=True)

    consultation: Mapped[Consultation] = relationship()


class ConsultationDecision(Base):
    """That a decision was about a consultation's product."""

    __tablename__ = "consultation_decisions"

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id", ondelete="RESTRICT"), primary_key=True)
    decision_id: Mapped[int] = mapped_column(
        ForeignKey("decisions.id", ondelete="CASCADE"), primary_key=True, index=True
    )

    decision: Mapped[Decision] = relationship()


class Reply(Base):
    """What the council says to one theme: proposed until a named decision maker decides."""

    __tablename__ = "replies"
    __table_args__ = (CheckConstraint("words != ''", name="says_something"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey("themes.id", ondelete="RESTRICT"), unique=True)
    position: Mapped[Position]
    words: Mapped[str]
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="RESTRICT"), index=True)
    proposed_at: Mapped[datetime]
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decisions.id", ondelete="RESTRICT"), index=True)
    version: Mapped[int] = mapped_column(default=1)

    theme: Mapped[Theme] = relationship()
    decision: Mapped[Decision | None] = relationship()

    def stage(self, *, today: date) -> ReplyStage:
        """Say where this reply stands on a day in London."""
        return stage_of_reply(self.decision.standing(today=today) if self.decision else None)


class NoReply(Base):
    """Why a theme goes without a reply; printed in the edition."""

    __tablename__ = "no_replies"
    __table_args__ = (CheckConstraint("reason != ''", name="with_a_reason"),)

    theme_id: Mapped[int] = mapped_column(ForeignKey("themes.id", ondelete="RESTRICT"), primary_key=True)
    reason: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="RESTRICT"), index=True)
    at: Mapped[datetime]


class Edition(Base):
    """One published "you said, we did": frozen, numbered, hashed, approved by another than its author."""

    __tablename__ = "editions"
    __table_args__ = (
        UniqueConstraint("consultation_id", "number"),
        CheckConstraint("approved_by_id IS NULL OR approved_by_id != proposed_by_id", name="approved_by_another"),
        CheckConstraint("number = 1 OR what_changed != ''", name="a_correction_says_what_changed"),
        CheckConstraint("state != 'published' OR published_at IS NOT NULL", name="published_on_a_day"),
        CheckConstraint(
            "state NOT IN ('approved', 'published') OR approved_by_id IS NOT NULL", name="approved_by_someone"
        ),
        CheckConstraint("state != 'returned' OR returned_reason != ''", name="returned_with_a_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id", ondelete="RESTRICT"))
    number: Mapped[int]
    state: Mapped[EditionState] = mapped_column(default=EditionState.PROPOSED)
    what_changed: Mapped[str] = mapped_column(default="")
    before_final_reason: Mapped[str] = mapped_column(default="")  # why it may appear before call-in has ended
    body: Mapped[dict[str, Any]]
    sha256: Mapped[str]
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="RESTRICT"), index=True)
    proposed_at: Mapped[datetime]
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="RESTRICT"), index=True)
    approved_at: Mapped[datetime | None]
    returned_reason: Mapped[str] = mapped_column(default="")
    published_at: Mapped[datetime | None]

    consultation: Mapped[Consultation] = relationship()


class OutcomeMail(Base):
    """That the mail about an edition went to one respondent, so that none goes twice."""

    __tablename__ = "outcome_mails"

    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id", ondelete="CASCADE"), primary_key=True)
    response_id: Mapped[int] = mapped_column(
        ForeignKey("responses.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    queued_at: Mapped[datetime]


class Commitment(Base):
    """Something the council promises to do because of a theme."""

    __tablename__ = "commitments"

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True)
    reply_id: Mapped[int] = mapped_column(ForeignKey("replies.id", ondelete="RESTRICT"), index=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id", ondelete="RESTRICT"), index=True)
    promise: Mapped[str]
    owner: Mapped[str]
    due_on: Mapped[date]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="RESTRICT"), index=True)
    made_at: Mapped[datetime]

    reply: Mapped[Reply] = relationship()
    progress: Mapped[list["Progress"]] = relationship(back_populates="commitment", order_by="Progress.id")

    @property
    def latest(self) -> CommitmentProgress:
        """What was last said of it."""
        return self.progress[-1].progress if self.progress else CommitmentProgress.NOT_STARTED

    def standing(self, *, today: date) -> Standing:
        """Say where this commitment stands on a day in London."""
        return standing_of_commitment(due_on=self.due_on, progress=self.latest, today=today)


class Progress(Base):
    """One dated note of how a commitment is going."""

    __tablename__ = "progress"
    __table_args__ = (CheckConstraint("progress != 'dropped' OR note != ''", name="dropped_with_a_reason"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitments.id", ondelete="CASCADE"), index=True)
    progress: Mapped[CommitmentProgress]
    note: Mapped[str] = mapped_column(default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="RESTRICT"), index=True)
    at: Mapped[datetime]

    commitment: Mapped[Commitment] = relationship(back_populates="progress")


class DelayStatement(Base):
    """Why the council's answer is later than its own standard, told to everyone."""

    __tablename__ = "delay_statements"
    __table_args__ = (CheckConstraint("reason != ''", name="with_a_reason"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id", ondelete="CASCADE"), index=True)
    reason: Mapped[str]
    new_due_on: Mapped[date]
    by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="RESTRICT"), index=True)
    at: Mapped[datetime]


_EDITIONS_FUNCTION = (
    "CREATE FUNCTION editions_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{_FROZEN}'; END $$"
)
_EDITIONS_TRIGGER = (
    "CREATE TRIGGER editions_refuse BEFORE UPDATE OR DELETE ON editions "
    "FOR EACH ROW WHEN (OLD.state = 'published') EXECUTE FUNCTION editions_refuse()"
)

refuse_changes("findings", sentence="Published findings never change; publish new ones.")
register_extra(
    Extra(
        name="editions_stay_as_published",
        sqlite=tuple(
            f"CREATE TRIGGER editions_refuse_{change.lower()} BEFORE {change} ON editions "
            f"WHEN OLD.state = 'published' BEGIN SELECT RAISE(ABORT, '{_FROZEN}'); END"
            for change in ("UPDATE", "DELETE")
        ),
        postgresql=(_EDITIONS_FUNCTION, _EDITIONS_TRIGGER),
    )
)
