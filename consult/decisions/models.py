"""The written record of a decision (Local Authorities (Executive Arrangements) Regulations 2012, regs 12 and 13)."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.decisions.rules import CallIn, CallInResult, DecisionStanding, standing_of
from consult.storage.db import Base


class Decision(Base):
    """What was decided, by whom, when, on which papers and why."""

    __tablename__ = "decisions"
    __table_args__ = (
        CheckConstraint("call_in != 'applies' OR call_in_ends_on IS NOT NULL", name="call_in_has_an_end"),
        CheckConstraint("call_in != 'does_not_apply' OR no_call_in_reason != ''", name="no_call_in_with_a_reason"),
        CheckConstraint("called_in_at IS NULL OR call_in = 'applies'", name="called_in_where_it_applies"),
        CheckConstraint("called_in_result IS NULL OR called_in_outcome != ''", name="call_in_ends_with_words"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    decided: Mapped[str]  # what was decided, in words
    decided_by: Mapped[str]  # the body or office that decided
    decided_on: Mapped[date]
    reasons: Mapped[str]
    minuted_at: Mapped[str] = mapped_column(default="")  # where it is minuted, such as "Cabinet, 12 June, minute 7"
    call_in: Mapped[CallIn]
    call_in_ends_on: Mapped[date | None]
    no_call_in_reason: Mapped[str] = mapped_column(default="")
    called_in_at: Mapped[datetime | None]
    called_in_by: Mapped[str] = mapped_column(default="")
    called_in_reason: Mapped[str] = mapped_column(default="")
    called_in_result: Mapped[CallInResult | None]
    called_in_outcome: Mapped[str] = mapped_column(default="")
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="RESTRICT"), index=True)
    recorded_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    papers: Mapped[list["DecisionPaper"]] = relationship(
        back_populates="decision", cascade="all, delete-orphan", order_by="DecisionPaper.id"
    )
    alternatives: Mapped[list["RejectedAlternative"]] = relationship(
        back_populates="decision", cascade="all, delete-orphan", order_by="RejectedAlternative.id"
    )
    interests: Mapped[list["DeclaredInterest"]] = relationship(
        back_populates="decision", cascade="all, delete-orphan", order_by="DeclaredInterest.id"
    )

    def standing(self, *, today: date) -> DecisionStanding:
        """Say where this decision stands on a day in London."""
        return standing_of(
            call_in=self.call_in,
            call_in_ends_on=self.call_in_ends_on,
            called_in=self.called_in_at is not None,
            result=self.called_in_result,
            today=today,
        )


class DecisionPaper(Base):
    """A paper that lay before the decision maker."""

    __tablename__ = "decision_papers"

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decisions.id", ondelete="CASCADE"), index=True)
    title: Mapped[str]
    link: Mapped[str] = mapped_column(default="")

    decision: Mapped[Decision] = relationship(back_populates="papers")


class RejectedAlternative(Base):
    """Another course that was considered, and why it was not taken."""

    __tablename__ = "rejected_alternatives"
    __table_args__ = (CheckConstraint("reason != ''", name="with_a_reason"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decisions.id", ondelete="CASCADE"), index=True)
    alternative: Mapped[str]
    reason: Mapped[str]

    decision: Mapped[Decision] = relationship(back_populates="alternatives")


class DeclaredInterest(Base):
    """An interest someone declared in this decision, and any dispensation."""

    __tablename__ = "declared_interests"

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decisions.id", ondelete="CASCADE"), index=True)
    declared_by: Mapped[str]
    interest: Mapped[str]
    dispensation: Mapped[str] = mapped_column(default="")

    decision: Mapped[Decision] = relationship(back_populates="interests")
