"""The tables of what comes in by other ways than the website: mails, notes of meetings, second keyings, petitions."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.files.models import StoredFile
from consult.places.models import StakeholderGroup
from consult.responses.models.said import Response
from consult.responses.repeats import RepeatSign, RepeatState
from consult.responses.rules import LateRule, Purpose
from consult.storage.db import Base


class IntakeRules(Base):
    """What is fixed before the opening about responses on paper: which day decides, and whether two people key them."""

    __tablename__ = "intake_rules"

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id", ondelete="CASCADE"), primary_key=True)
    late_rule: Mapped[LateRule] = mapped_column(default=LateRule.RECEIVED)
    keys_twice: Mapped[bool] = mapped_column(default=False)
    chosen_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="RESTRICT"), index=True)
    chosen_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)


class ReceivedMail(Base):
    """A mail to the council that may hold a response, until someone has taken it in or set it aside."""

    __tablename__ = "received_mails"
    __table_args__ = (
        UniqueConstraint("consultation_id", "digest"),
        CheckConstraint("response_id IS NULL OR set_aside_because = ''", name="taken_in_or_set_aside"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id", ondelete="RESTRICT"))
    digest: Mapped[str]  # of the whole mail: the same one twice is one
    from_name: Mapped[str] = mapped_column(default="")
    from_address: Mapped[str] = mapped_column(default="")
    subject: Mapped[str] = mapped_column(default="")
    received_on: Mapped[date]
    says_when: Mapped[bool] = mapped_column(default=True)  # False: it named no day, so it is the day it was put in
    body: Mapped[str] = mapped_column(default="")
    added_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="RESTRICT"), index=True)
    added_at: Mapped[datetime]
    response_id: Mapped[int | None] = mapped_column(ForeignKey("responses.id", ondelete="SET NULL"), index=True)
    set_aside_because: Mapped[str] = mapped_column(default="")
    emptied_at: Mapped[datetime | None]  # its words are gone, and its files go with the next job

    response: Mapped[Response | None] = relationship()
    attachments: Mapped[list["MailAttachment"]] = relationship(
        back_populates="mail", cascade="all, delete-orphan", order_by="MailAttachment.id"
    )

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has said yet what becomes of it."""
        return self.response_id is None and not self.set_aside_because


class MailAttachment(Base):
    """A file that came with a mail; it is only ever handed back, never opened here."""

    __tablename__ = "mail_attachments"

    id: Mapped[int] = mapped_column(primary_key=True)
    mail_id: Mapped[int] = mapped_column(ForeignKey("received_mails.id", ondelete="CASCADE"), index=True)
    name: Mapped[str]
    size: Mapped[int]
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_files.id", ondelete="SET NULL"), index=True)

    mail: Mapped[ReceivedMail] = relationship(back_populates="attachments")
    file: Mapped[StoredFile | None] = relationship()


class MeetingNotes(Base):
    """Notes of one meeting, split into points that are taken in as responses."""

    __tablename__ = "meeting_notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id", ondelete="RESTRICT"), index=True)
    title: Mapped[str]
    held_on: Mapped[date]
    may_publish: Mapped[bool] = mapped_column(default=False)  # people were told that it may be, without their names
    added_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="RESTRICT"), index=True)
    added_at: Mapped[datetime]
    taken_in_at: Mapped[datetime | None]
    submission_key: Mapped[str] = mapped_column(unique=True)
    version: Mapped[int] = mapped_column(default=1)

    points: Mapped[list["MeetingPoint"]] = relationship(
        back_populates="notes", cascade="all, delete-orphan", order_by="MeetingPoint.position"
    )


class MeetingPoint(Base):
    """One thing that was said in a meeting: in what capacity, how many agreed, and what it is about."""

    __tablename__ = "meeting_points"
    __table_args__ = (
        CheckConstraint("n_agreeing IS NULL OR n_agreeing >= 0", name="agreeing_not_negative"),
        CheckConstraint("question_id IS NULL OR paragraph_id IS NULL", name="about_one_thing"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    notes_id: Mapped[int] = mapped_column(ForeignKey("meeting_notes.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    words: Mapped[str]
    speaker: Mapped[str] = mapped_column(default="")  # a letter or a role; points of one speaker are one response
    group_id: Mapped[int | None] = mapped_column(ForeignKey("stakeholder_groups.id", ondelete="RESTRICT"), index=True)
    n_agreeing: Mapped[int | None]
    question_id: Mapped[int | None] = mapped_column(ForeignKey("questions.id", ondelete="RESTRICT"), index=True)
    paragraph_id: Mapped[int | None] = mapped_column(ForeignKey("paragraphs.id", ondelete="RESTRICT"), index=True)
    purpose: Mapped[Purpose | None]  # of one about a paragraph
    response_id: Mapped[int | None] = mapped_column(ForeignKey("responses.id", ondelete="SET NULL"), index=True)

    notes: Mapped[MeetingNotes] = relationship(back_populates="points")
    group: Mapped[StakeholderGroup | None] = relationship()
    response: Mapped[Response | None] = relationship()


class SecondKeying(Base):
    """What another person keyed in of the same paper form; ``body`` is emptied once nothing differs any more."""

    __tablename__ = "second_keyings"
    __table_args__ = (
        CheckConstraint("n_differing BETWEEN 0 AND n_parts", name="some_of_its_parts"),
        CheckConstraint("(settled_at IS NULL) = (settled_by_id IS NULL)", name="settled_by_someone"),
    )

    response_id: Mapped[int] = mapped_column(ForeignKey("responses.id", ondelete="CASCADE"), primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id", ondelete="RESTRICT"), index=True)
    body: Mapped[dict[str, Any]] = mapped_column(default=dict)
    n_parts: Mapped[int]
    n_differing: Mapped[int]
    keyed_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="RESTRICT"), index=True)
    keyed_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="RESTRICT"), index=True)
    note: Mapped[str] = mapped_column(default="")

    response: Mapped[Response] = relationship()


class PossibleRepeat(Base):
    """That two responses may be one person's, and what an officer made of it; nothing is ever deleted for it."""

    __tablename__ = "possible_repeats"
    __table_args__ = (
        UniqueConstraint("first_id", "second_id"),
        CheckConstraint("first_id < second_id", name="earlier_first"),
        CheckConstraint("(state = 'waiting') = (decided_at IS NULL)", name="decided_at_a_moment"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id", ondelete="RESTRICT"), index=True)
    first_id: Mapped[int] = mapped_column(ForeignKey("responses.id", ondelete="CASCADE"))
    second_id: Mapped[int] = mapped_column(ForeignKey("responses.id", ondelete="CASCADE"), index=True)
    sign: Mapped[RepeatSign]
    state: Mapped[RepeatState] = mapped_column(default=RepeatState.WAITING)
    found_at: Mapped[datetime]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="RESTRICT"), index=True)
    decided_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(default="")

    first: Mapped[Response] = relationship(foreign_keys=[first_id])
    second: Mapped[Response] = relationship(foreign_keys=[second_id])


class Petition(Base):
    """What a response that is a petition has beside its words; its signatures are never added to any count."""

    __tablename__ = "petitions"
    __table_args__ = (
        CheckConstraint("n_claimed > 0", name="claims_someone"),
        CheckConstraint("n_checked IS NULL OR n_checked BETWEEN 0 AND n_claimed", name="checked_of_the_claimed"),
        CheckConstraint("(n_checked IS NULL) = (checked_words = '')", name="says_how_checked"),
    )

    response_id: Mapped[int] = mapped_column(ForeignKey("responses.id", ondelete="CASCADE"), primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id", ondelete="RESTRICT"), index=True)
    title: Mapped[str]
    organiser: Mapped[str] = mapped_column(default="")  # on no page for everyone
    n_claimed: Mapped[int]
    n_checked: Mapped[int | None]
    checked_words: Mapped[str] = mapped_column(default="")
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="RESTRICT"), index=True)
    checked_at: Mapped[datetime | None]

    response: Mapped[Response] = relationship()
