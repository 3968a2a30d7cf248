"""Evidence for the gates, how they stood when looked at, why one was passed, legal advice, and the calendar."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consult.gates.asking import QuestionItem
from consult.gates.rules import CalendarPeriod, Gate, PeriodKind, Point, Proof
from consult.storage.db import Base


class GateProof(Base):
    """One dated piece of evidence; a later one of the same kind stands beside it, never instead of it."""

    __tablename__ = "gate_proofs"
    __table_args__ = (CheckConstraint("words != '' AND looked_by != ''", name="says_who_and_what"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id", ondelete="CASCADE"), index=True)
    proof: Mapped[Proof]
    looked_on: Mapped[date]
    looked_by: Mapped[str]  # a team or an office, never a person's name: everyone can read it
    words: Mapped[str]
    link: Mapped[str] = mapped_column(default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="RESTRICT"), index=True)
    at: Mapped[datetime]
    submission_key: Mapped[str | None] = mapped_column(unique=True)


class GatePassed(Base):
    """That someone with the right went on although a gate was shut, and why.

    It passes the gate only while that is shut for the same ``detail``: a window that was made shorter afterwards, or
    another decision taken early, asks for a reason of its own.
    """

    __tablename__ = "gates_passed"
    __table_args__ = (CheckConstraint("reason != ''", name="with_a_reason"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id", ondelete="CASCADE"), index=True)
    point: Mapped[Point]
    gate: Mapped[Gate]
    detail: Mapped[list[str] | None]  # absent where it was passed before details were kept: then it covers any
    reason: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="RESTRICT"), index=True)
    at: Mapped[datetime]


class GateLook(Base):
    """How every gate of one point stood at one moment; kept as it was, whatever is put on the record later."""

    __tablename__ = "gate_looks"

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id", ondelete="CASCADE"), index=True)
    point: Mapped[Point]
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="RESTRICT"), index=True)
    judged: Mapped[list[dict[str, Any]]]  # gate, whether it was open, and what its sentence needs
    assessment_id: Mapped[int | None] = mapped_column(  # the equality impact assessment that stood then
        ForeignKey("gate_proofs.id", ondelete="RESTRICT"), index=True
    )
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decisions.id", ondelete="RESTRICT"), index=True)


class QuestionCheck(Base):
    """What someone who did not write a question found when they read it for one thing."""

    __tablename__ = "question_checks"
    __table_args__ = (
        UniqueConstraint("question_id", "item"),
        CheckConstraint("is_met OR note != ''", name="not_met_says_why"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id", ondelete="CASCADE"))
    item: Mapped[QuestionItem]
    is_met: Mapped[bool]
    note: Mapped[str] = mapped_column(default="")
    words_seen: Mapped[str]  # a digest of the question as it stood: when its words change, it is to be read again
    looked_by: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="RESTRICT"), index=True)
    at: Mapped[datetime]


class LegalAdvice(Base):
    """What the council's lawyers said. It is privileged: no page for the public, export, pack, mail or log holds it."""

    __tablename__ = "legal_advices"
    __table_args__ = (CheckConstraint("words != ''", name="says_something"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id", ondelete="CASCADE"), index=True)
    words: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="RESTRICT"), index=True)
    at: Mapped[datetime]
    submission_key: Mapped[str | None] = mapped_column(unique=True)


class Holiday(Base):
    """Some days of the council's calendar on which schools or everyone is away."""

    __tablename__ = "holidays"
    __table_args__ = (
        UniqueConstraint("name", "starts_on"),
        CheckConstraint("starts_on <= ends_on", name="starts_before_it_ends"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[PeriodKind]
    name: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date]

    @property
    def period(self) -> CalendarPeriod:
        """The days, as the rules count them."""
        return CalendarPeriod(name=self.name, starts_on=self.starts_on, ends_on=self.ends_on)
