"""Seat classes, their seats, who holds them for which term, and who deputises."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

import consult.bodies.holding  # noqa: F401 - registers the triggers of these tables
from consult.bodies.models.bodies import Body
from consult.bodies.models.people import Area, Person
from consult.bodies.rules import EvidenceKind, HowFilled, Phase, is_within, last_day
from consult.places.models import Organisation, StakeholderGroup
from consult.storage.db import Base

_UNLAWFUL_VOTE = "on_council_committee AND is_voting AND NOT for_councillors AND exception = ''"


class SeatClass(Base):
    """Seats of one kind on one body: whose they are, who chooses, whether they vote, and since when."""

    __tablename__ = "seat_classes"
    __table_args__ = (
        UniqueConstraint("id", "body_id"),
        CheckConstraint("n_seats >= 1", name="some_seats"),
        CheckConstraint("NOT is_office OR NOT is_voting", name="office_without_a_vote_of_its_own"),
        CheckConstraint(f"NOT ({_UNLAWFUL_VOTE})", name="vote_with_its_exception"),
        CheckConstraint("until_on IS NULL OR until_on >= from_on", name="ends_after_it_begins"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="CASCADE"), index=True)
    name: Mapped[str]
    group_id: Mapped[int | None] = mapped_column(ForeignKey("stakeholder_groups.id", ondelete="RESTRICT"), index=True)
    area_id: Mapped[int | None] = mapped_column(ForeignKey("areas.id", ondelete="RESTRICT"), index=True)
    phase: Mapped[Phase | None]
    electorate: Mapped[str] = mapped_column(default="")  # in words: who may vote, or who names the holder
    nominating_body_id: Mapped[int | None] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"), index=True)
    how_filled: Mapped[HowFilled]
    is_voting: Mapped[bool]
    is_office: Mapped[bool] = mapped_column(default=False)
    for_councillors: Mapped[bool] = mapped_column(default=False)
    on_council_committee: Mapped[bool] = mapped_column(default=False)
    exception: Mapped[str] = mapped_column(default="")
    rule: Mapped[str] = mapped_column(default="")
    n_seats: Mapped[int]
    from_on: Mapped[date]
    until_on: Mapped[date | None]

    body: Mapped[Body] = relationship(foreign_keys=[body_id])
    nominating_body: Mapped[Body | None] = relationship(foreign_keys=[nominating_body_id])
    group: Mapped[StakeholderGroup | None] = relationship()
    area: Mapped[Area | None] = relationship()
    seats: Mapped[list["Seat"]] = relationship(
        back_populates="seat_class", order_by="Seat.number", cascade="all, delete-orphan"
    )

    def existed_on(self, day: date) -> bool:
        """Say whether there were such seats on a day."""
        return is_within(day, from_on=self.from_on, until_on=self.until_on)


class Seat(Base):
    """One place on a body; it never has two holders at once."""

    __tablename__ = "seats"
    __table_args__ = (
        ForeignKeyConstraint(
            ["seat_class_id", "body_id"], ["seat_classes.id", "seat_classes.body_id"], ondelete="CASCADE"
        ),
        UniqueConstraint("seat_class_id", "number"),
        UniqueConstraint("id", "body_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    seat_class_id: Mapped[int] = mapped_column(index=True)
    body_id: Mapped[int] = mapped_column(index=True)
    number: Mapped[int]

    seat_class: Mapped[SeatClass] = relationship(back_populates="seats")
    memberships: Mapped[list["Membership"]] = relationship(back_populates="seat", order_by="Membership.from_on")

    @property
    def name(self) -> str:
        """What the seat is called: its class, with its number where there are several."""
        return self.seat_class.name if self.seat_class.n_seats == 1 else f"{self.seat_class.name} {self.number}"


class Membership(Base):
    """That a person holds a seat for a term; what shows it lies in ``evidence_ref``, which its own room owns."""

    __tablename__ = "memberships"
    __table_args__ = (
        ForeignKeyConstraint(["seat_id", "body_id"], ["seats.id", "seats.body_id"], ondelete="RESTRICT"),
        CheckConstraint("until_on IS NULL OR until_on >= from_on", name="ends_after_it_begins"),
        CheckConstraint("term_ends_on IS NULL OR term_ends_on >= from_on", name="term_ends_after_it_begins"),
        CheckConstraint(
            "until_on IS NULL OR term_ends_on IS NULL OR until_on <= term_ends_on OR holds_over",
            name="ends_with_its_term",
        ),
        CheckConstraint("evidence_ref != ''", name="with_its_evidence"),
        CheckConstraint(
            "how_filled != 'elected' OR evidence_kind IN ('count_sheet', 'uncontested')", name="elected_is_shown"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    seat_id: Mapped[int] = mapped_column(index=True)
    body_id: Mapped[int] = mapped_column(index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="RESTRICT"), index=True)
    from_on: Mapped[date]
    term_ends_on: Mapped[date | None]
    until_on: Mapped[date | None]  # the last day, once it is known
    holds_over: Mapped[bool] = mapped_column(default=False)  # sits after the term until a successor is declared
    is_voting: Mapped[bool]
    how_filled: Mapped[HowFilled]
    evidence_kind: Mapped[EvidenceKind]
    evidence_ref: Mapped[str]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id", ondelete="SET NULL"), index=True)
    on_behalf_of: Mapped[str] = mapped_column(default="")
    end_reason: Mapped[str] = mapped_column(default="")
    recorded_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    seat: Mapped[Seat] = relationship(back_populates="memberships", foreign_keys=[seat_id, body_id])
    person: Mapped[Person] = relationship()
    organisation: Mapped[Organisation | None] = relationship()

    @property
    def last_on(self) -> date:
        """The last day on which this person holds the seat; far away when nobody knows it."""
        return last_day(until_on=self.until_on, term_ends_on=self.term_ends_on, holds_over=self.holds_over)

    def holds_on(self, day: date) -> bool:
        """Say whether this person holds the seat on a day."""
        return self.from_on <= day <= self.last_on


class Deputy(Base):
    """Someone who sits for a seat's holder when the holder is away; never counted beside the holder."""

    __tablename__ = "deputies"
    __table_args__ = (CheckConstraint("until_on IS NULL OR until_on >= from_on", name="ends_after_it_begins"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seats.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="RESTRICT"), index=True)
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    recorded_at: Mapped[datetime]

    seat: Mapped[Seat] = relationship()
    person: Mapped[Person] = relationship()
