"""Evidence for the gates, the reasons for which one was passed all the same, and the council's calendar."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

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
    """That someone with the right went on although a gate was shut, and why."""

    __tablename__ = "gates_passed"
    __table_args__ = (
        UniqueConstraint("consultation_id", "point", "gate"),
        CheckConstraint("reason != ''", name="with_a_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id", ondelete="CASCADE"))
    point: Mapped[Point]
    gate: Mapped[Gate]
    reason: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="RESTRICT"), index=True)
    at: Mapped[datetime]


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
