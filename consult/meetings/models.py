"""Meetings, what is on their agenda, who came, and matters that one body sends to another."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.bodies.models import Body, Person
from consult.kernel.clock import day_in_london
from consult.meetings.rules import Attending, MeetingState, Owed, owed_on
from consult.storage.db import Base


class Meeting(Base):
    """A body meets: when, where, how people get in, and once it is over where its minutes stand."""

    __tablename__ = "meetings"
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="ends_after_it_begins"),
        CheckConstraint("state != 'cancelled' OR cancelled_because != ''", name="cancelled_with_a_reason"),
        CheckConstraint("(state = 'minuted') = (minutes_approved_on IS NOT NULL)", name="minutes_are_approved_first"),
        CheckConstraint("state != 'minuted' OR minutes_approved_by != ''", name="somebody_approved_the_minutes"),
        CheckConstraint("state = 'drafted' OR called_at IS NOT NULL", name="called_before_it_is_held"),
        Index("ix_meetings_of_body", "body_id", "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"))
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime]
    place: Mapped[str]
    access: Mapped[str] = mapped_column(default="")  # steps, hearing loop, languages, child care
    join_href: Mapped[str] = mapped_column(default="")
    state: Mapped[MeetingState] = mapped_column(default=MeetingState.DRAFTED)
    urgency: Mapped[str] = mapped_column(default="")  # why it was called at short notice
    called_at: Mapped[datetime | None]
    cancelled_because: Mapped[str] = mapped_column(default="")
    n_in_hall: Mapped[int | None]  # how many others were there, kept when their names are not
    minutes_approved_on: Mapped[date | None]
    minutes_approved_by: Mapped[str] = mapped_column(default="")
    minutes_published_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    body: Mapped[Body] = relationship()
    items: Mapped[list["AgendaItem"]] = relationship(
        back_populates="meeting", order_by="AgendaItem.position, AgendaItem.id", cascade="all, delete-orphan"
    )
    attendances: Mapped[list["Attendance"]] = relationship(
        back_populates="meeting", order_by="Attendance.id", cascade="all, delete-orphan"
    )

    @property
    def meets_on(self) -> date:
        """The day on which it meets, in London."""
        return day_in_london(self.starts_at)


class AgendaItem(Base):
    """One thing on an agenda, with what it is about, and afterwards what the minutes say of it.

    ``topic_ref`` is what a higher room calls what it is about: a consultation or a decision; nobody here reads it.
    """

    __tablename__ = "agenda_items"
    __table_args__ = (CheckConstraint("title != ''", name="with_words"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    title: Mapped[str]
    words: Mapped[str] = mapped_column(default="")
    raised_by: Mapped[str] = mapped_column(default="")
    papers: Mapped[list[dict[str, Any]]] = mapped_column(default=list)  # titles and links of what is laid before it
    about_body_id: Mapped[int | None] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"), index=True)
    topic_ref: Mapped[str] = mapped_column(default="")
    minute: Mapped[str] = mapped_column(default="")

    meeting: Mapped[Meeting] = relationship(back_populates="items")
    about_body: Mapped[Body | None] = relationship()

    @property
    def ref(self) -> str:
        """What other rooms call this item."""
        return f"agenda_item:{self.id}"


class Attendance(Base):
    """Whether somebody who sat on the body on the day of a meeting was there."""

    __tablename__ = "attendances"
    __table_args__ = (
        UniqueConstraint("meeting_id", "person_id"),
        CheckConstraint("attending != 'deputy_came' OR deputy != ''", name="deputy_is_named"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="RESTRICT"), index=True)
    seat: Mapped[str]  # what the seat was called on that day
    attending: Mapped[Attending]
    deputy: Mapped[str] = mapped_column(default="")

    meeting: Mapped[Meeting] = relationship(back_populates="attendances")
    person: Mapped[Person] = relationship()


class InHall(Base):
    """Somebody else in the hall, by the name that they gave; never public, and gone once the minutes are published."""

    __tablename__ = "people_in_hall"
    __table_args__ = (
        UniqueConstraint("meeting_id", "name_key", "detail_key"),
        CheckConstraint("name != ''", name="named"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="CASCADE"))
    name: Mapped[str]
    detail: Mapped[str] = mapped_column(default="")
    name_key: Mapped[str]
    detail_key: Mapped[str] = mapped_column(default="")


class Escalation(Base):
    """A matter that one body sends to another, which owes an answer by a day."""

    __tablename__ = "escalations"
    __table_args__ = (
        CheckConstraint("from_body_id != to_body_id", name="between_two_bodies"),
        CheckConstraint("title != ''", name="with_words"),
        CheckConstraint("due_on > raised_on", name="due_after_it_is_raised"),
        CheckConstraint("(answered_on IS NULL) = (outcome = '')", name="answered_with_words"),
        CheckConstraint("answered_on IS NULL OR answered_on >= raised_on", name="answered_after_it_is_raised"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    from_body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"), index=True)
    to_body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"), index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_items.id", ondelete="RESTRICT"), index=True)
    title: Mapped[str]
    words: Mapped[str] = mapped_column(default="")
    raised_on: Mapped[date]
    due_on: Mapped[date] = mapped_column(index=True)
    outcome: Mapped[str] = mapped_column(default="")
    answered_on: Mapped[date | None]
    recorded_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    from_body: Mapped[Body] = relationship(foreign_keys=[from_body_id])
    to_body: Mapped[Body] = relationship(foreign_keys=[to_body_id])
    item: Mapped[AgendaItem | None] = relationship()

    def owed_on(self, day: date) -> Owed:
        """Say where it stands on a day."""
        return owed_on(day, due_on=self.due_on, answered_on=self.answered_on)
