"""The tables of the consultation record: consultees, contacts, scrutiny, who shaped the document, what came before."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.files.models import StoredFile
from consult.kernel.references import draw_token
from consult.outreach.helping import Help
from consult.outreach.rules import (
    Basis,
    CameBack,
    ConsultationKind,
    ContactChannel,
    ContactFacts,
    MilestoneKind,
    Scrutiny,
    is_vague,
)
from consult.outreach.workshops import WorkshopKind
from consult.places.models import Organisation, StakeholderGroup
from consult.storage.db import Base


class ConsultationRecord(Base):
    """What the council says of one consultation as a whole: its kind, and whether scrutiny was asked."""

    __tablename__ = "consultation_records"
    __table_args__ = (
        CheckConstraint("scrutiny != 'asked' OR scrutiny_on IS NOT NULL", name="asked_on_a_day"),
        CheckConstraint("scrutiny != 'not_asked' OR scrutiny_reason != ''", name="not_asked_with_a_reason"),
    )

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[ConsultationKind] = mapped_column(default=ConsultationKind.GENERAL)
    scrutiny: Mapped[Scrutiny] = mapped_column(default=Scrutiny.NOT_SAID)
    scrutiny_committee: Mapped[str] = mapped_column(default="")
    scrutiny_on: Mapped[date | None]
    scrutiny_reason: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)


class Consultee(Base):
    """A named body or group that is to be asked, by law or by choice."""

    __tablename__ = "consultees"
    __table_args__ = (UniqueConstraint("consultation_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id", ondelete="CASCADE"))
    name: Mapped[str]
    basis: Mapped[Basis]
    source: Mapped[str] = mapped_column(default="")
    is_class: Mapped[bool] = mapped_column(default=False)  # a class of people, not a body that can be named
    group_id: Mapped[int | None] = mapped_column(ForeignKey("stakeholder_groups.id", ondelete="RESTRICT"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id", ondelete="SET NULL"), index=True)
    email: Mapped[str] = mapped_column(default="")  # where an invitation goes; on no page for everyone
    reason_not_asked: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)

    group: Mapped[StakeholderGroup | None] = relationship()
    organisation: Mapped[Organisation | None] = relationship()
    contacts: Mapped[list["Contact"]] = relationship(
        back_populates="consultee", cascade="all, delete-orphan", order_by="(Contact.contacted_on, Contact.id)"
    )


class Contact(Base):
    """One dated act of asking a consultee; the public sees the team, never the officer."""

    __tablename__ = "contacts"
    __table_args__ = (
        CheckConstraint("contacted_on IS NOT NULL OR when_words != ''", name="says_when"),
        CheckConstraint("team != ''", name="names_a_team"),
        UniqueConstraint("consultee_id", "row_hash"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    consultee_id: Mapped[int] = mapped_column(ForeignKey("consultees.id", ondelete="CASCADE"))
    channel: Mapped[ContactChannel]
    contacted_on: Mapped[date | None]
    when_words: Mapped[str] = mapped_column(default="")
    team: Mapped[str]
    words: Mapped[str] = mapped_column(default="")
    link: Mapped[str] = mapped_column(default="")
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_files.id", ondelete="SET NULL"), index=True)
    came_back: Mapped[CameBack] = mapped_column(default=CameBack.NOTHING_YET)
    came_back_on: Mapped[date | None]
    by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="RESTRICT"), index=True)
    recorded_at: Mapped[datetime]
    submission_key: Mapped[str | None] = mapped_column(unique=True)
    row_hash: Mapped[str | None]  # of the row of a spreadsheet, so that the same file twice adds nothing
    version: Mapped[int] = mapped_column(default=1)

    consultee: Mapped[Consultee] = relationship(back_populates="contacts")
    file: Mapped[StoredFile | None] = relationship()

    @property
    def is_vague(self) -> bool:
        """Whether the entry names nothing that anyone could check."""
        says_how = bool(self.words or self.link or self.file_id)
        return is_vague(contacted_on=self.contacted_on, consultee_is_class=self.consultee.is_class, says_how=says_how)

    @property
    def facts(self) -> ContactFacts:
        """What decides where the consultee stands."""
        return ContactFacts(is_vague=self.is_vague, came_back=self.came_back)


class Invitation(Base):
    """One letter by email to one consultee, with a link of its own that needs no account; opening it is not kept."""

    __tablename__ = "invitations"
    __table_args__ = (
        UniqueConstraint("consultee_id", "to_address"),
        CheckConstraint("n_reminders >= 0", name="reminders_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    consultee_id: Mapped[int] = mapped_column(ForeignKey("consultees.id", ondelete="CASCADE"))
    to_address: Mapped[str | None]  # None once it was forgotten
    handle: Mapped[str] = mapped_column(unique=True, default=draw_token)  # a response that came by the link carries it
    team: Mapped[str]
    invited_at: Mapped[datetime]
    invited_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="RESTRICT"), index=True)
    last_sent_at: Mapped[datetime]
    n_reminders: Mapped[int] = mapped_column(default=0)
    revoked_at: Mapped[datetime | None]

    consultee: Mapped[Consultee] = relationship()


class HelpRequest(Base):
    """That someone needs help or another format to answer; how to reach them is forgotten in time."""

    __tablename__ = "help_requests"
    __table_args__ = (
        CheckConstraint("extra_until IS NULL OR done_at IS NOT NULL", name="extra_time_was_given"),
        Index(None, "consultation_id", "done_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id", ondelete="CASCADE"))
    help: Mapped[Help]
    reach: Mapped[str]
    words: Mapped[str] = mapped_column(default="")
    asked_at: Mapped[datetime]
    due_on: Mapped[date]
    done_at: Mapped[datetime | None]
    done_words: Mapped[str] = mapped_column(default="")
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="RESTRICT"), index=True)
    extra_until: Mapped[date | None]  # the last day on which a response of theirs is still in time
    submission_key: Mapped[str] = mapped_column(unique=True)
    version: Mapped[int] = mapped_column(default=1)


class Milestone(Base):
    """A discussion, approval or decision on the way, so that a consultation that came too late shows."""

    __tablename__ = "milestones"
    __table_args__ = (CheckConstraint("words != ''", name="says_what"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id", ondelete="CASCADE"), index=True)
    kind: Mapped[MilestoneKind]
    happened_on: Mapped[date]
    body_name: Mapped[str] = mapped_column(default="")
    words: Mapped[str]
    link: Mapped[str] = mapped_column(default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="RESTRICT"), index=True)
    recorded_at: Mapped[datetime]
    submission_key: Mapped[str | None] = mapped_column(unique=True)


class Shaper(Base):
    """Some people who helped to write the document before anyone was asked."""

    __tablename__ = "shapers"
    __table_args__ = (CheckConstraint("n_people > 0", name="some_people"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id", ondelete="CASCADE"), index=True)
    who: Mapped[str]
    group_id: Mapped[int | None] = mapped_column(ForeignKey("stakeholder_groups.id", ondelete="RESTRICT"), index=True)
    n_people: Mapped[int] = mapped_column(default=1)
    submission_key: Mapped[str | None] = mapped_column(unique=True)

    group: Mapped[StakeholderGroup | None] = relationship()


class Workshop(Base):
    """A workshop or drop-in: where and when, how many can come, and who came."""

    __tablename__ = "workshops"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_it_begins"),
        CheckConstraint("places IS NULL OR places > 0", name="some_places"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id", ondelete="CASCADE"), index=True)
    kind: Mapped[WorkshopKind]
    title: Mapped[str]
    words: Mapped[str] = mapped_column(default="")
    place: Mapped[str]
    access_words: Mapped[str] = mapped_column(default="")  # steps, loop, toilets, who can interpret
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    places: Mapped[int | None]  # None: nobody has to book
    cancelled_because: Mapped[str] = mapped_column(default="")
    planned_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="RESTRICT"), index=True)
    submission_key: Mapped[str] = mapped_column(unique=True)
    version: Mapped[int] = mapped_column(default=1)

    bookings: Mapped[list["Booking"]] = relationship(
        back_populates="workshop", cascade="all, delete-orphan", order_by="Booking.id"
    )
    attendances: Mapped[list["WorkshopAttendance"]] = relationship(
        cascade="all, delete-orphan", order_by="WorkshopAttendance.id"
    )


class Booking(Base):
    """That some people mean to come, without saying who they are; its code gives the places back."""

    __tablename__ = "bookings"
    __table_args__ = (CheckConstraint("n_people > 0", name="some_people"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"), index=True)
    code_hash: Mapped[str] = mapped_column(unique=True)
    n_people: Mapped[int]
    needs: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    booked_at: Mapped[datetime]
    released_at: Mapped[datetime | None]
    submission_key: Mapped[str] = mapped_column(unique=True)  # its hash

    workshop: Mapped[Workshop] = relationship(back_populates="bookings")


class WorkshopAttendance(Base):
    """How many people of one stakeholder group came to a workshop."""

    __tablename__ = "workshop_attendances"
    __table_args__ = (
        UniqueConstraint("workshop_id", "group_id"),
        CheckConstraint("n_people >= 0", name="people_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"))
    group_id: Mapped[int | None] = mapped_column(ForeignKey("stakeholder_groups.id", ondelete="RESTRICT"), index=True)
    n_people: Mapped[int]

    group: Mapped[StakeholderGroup | None] = relationship()
