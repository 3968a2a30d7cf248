"""Questions about what came in by other ways than the website: mails, notes of meetings, the rules of the intake."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, ScalarSelect, and_, case, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload, selectinload

from consult.consultations.models import Consultation
from consult.kernel.errors import NotFound
from consult.responses.models import (
    IntakeRules,
    MailAttachment,
    MeetingNotes,
    MeetingPoint,
    PossibleRepeat,
    ReceivedMail,
    SecondKeying,
)
from consult.responses.repeats import RepeatState
from consult.responses.rules import LateRule
from consult.storage.paging import Page, page_of

PAGE_SIZE = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingIn:
    """How much of each kind waits for a person."""

    n_mails: int
    n_notes: int
    n_differences: int
    n_repeats: int


def waiting_in(session: Session, consultation: Consultation) -> WaitingIn:
    """Count what waits, in one query."""
    here = consultation.id
    counted = session.execute(
        select(
            _n(ReceivedMail.id, ReceivedMail.consultation_id == here, *_WAITING_MAIL),
            _n(MeetingNotes.id, MeetingNotes.consultation_id == here, MeetingNotes.taken_in_at.is_(None)),
            _n(SecondKeying.response_id, SecondKeying.consultation_id == here, *_UNSETTLED),
            _n(PossibleRepeat.id, PossibleRepeat.consultation_id == here, PossibleRepeat.state == RepeatState.WAITING),
        )
    ).one()
    return WaitingIn(n_mails=counted[0], n_notes=counted[1], n_differences=counted[2], n_repeats=counted[3])


_WAITING_MAIL = (ReceivedMail.response_id.is_(None), ReceivedMail.set_aside_because == "")
_UNSETTLED = (SecondKeying.n_differing > 0, SecondKeying.settled_at.is_(None))


def _n(column: InstrumentedAttribute[int], *conditions: ColumnElement[bool]) -> ScalarSelect[int]:
    return select(func.count(column)).where(*conditions).scalar_subquery()


def late_rule_of(session: Session, consultation: Consultation) -> LateRule:
    """Which day decides whether a response on paper is late; the day of receipt unless something else was fixed."""
    rules = session.get(IntakeRules, consultation.id)
    return rules.late_rule if rules else LateRule.RECEIVED


def keys_twice(session: Session, consultation: Consultation) -> bool:
    """Say whether two people key in each paper form."""
    rules = session.get(IntakeRules, consultation.id)
    return rules is not None and rules.keys_twice


def mails_page(session: Session, *, consultation: Consultation, number: int) -> Page[ReceivedMail]:
    """One page of the mails, those that wait first, the oldest of them first."""
    is_done = case((and_(*_WAITING_MAIL), 0), else_=1)
    asked = (
        select(ReceivedMail)
        .where(ReceivedMail.consultation_id == consultation.id)
        .options(joinedload(ReceivedMail.response), selectinload(ReceivedMail.attachments))
    )
    return page_of(
        session, asked, is_done, ReceivedMail.received_on.asc(), ReceivedMail.id.asc(), number=number, size=PAGE_SIZE
    )


def mail_by_id(session: Session, *, consultation: Consultation, mail_id: int) -> ReceivedMail:
    """One mail with its files.

    Raises:
        NotFound: there is none.
    """
    found = session.scalar(
        select(ReceivedMail)
        .where(ReceivedMail.id == mail_id, ReceivedMail.consultation_id == consultation.id)
        .options(
            selectinload(ReceivedMail.attachments).joinedload(MailAttachment.file), joinedload(ReceivedMail.response)
        )
    )
    if found is None:
        raise NotFound("We could not find this mail. Check the link that brought you here.")
    return found


def files_with(session: Session, *, response_id: int) -> list[MailAttachment]:
    """The files that came with the mail from which a response was keyed in."""
    asked = select(MailAttachment).join(ReceivedMail).where(ReceivedMail.response_id == response_id)
    return list(session.scalars(asked.order_by(MailAttachment.id)))


def notes_page(session: Session, *, consultation: Consultation, number: int) -> Page[MeetingNotes]:
    """One page of the notes of meetings, with their points, the latest meeting first."""
    asked = select(MeetingNotes).where(MeetingNotes.consultation_id == consultation.id)
    asked = asked.options(selectinload(MeetingNotes.points))
    return page_of(session, asked, MeetingNotes.held_on.desc(), MeetingNotes.id.desc(), number=number, size=PAGE_SIZE)


def notes_by_id(session: Session, *, consultation: Consultation, notes_id: int) -> MeetingNotes:
    """The notes of one meeting with their points.

    Raises:
        NotFound: there are none.
    """
    found = session.scalar(
        select(MeetingNotes)
        .where(MeetingNotes.id == notes_id, MeetingNotes.consultation_id == consultation.id)
        .options(selectinload(MeetingNotes.points).joinedload(MeetingPoint.response))
    )
    if found is None:
        raise NotFound("We could not find these notes. Check the link that brought you here.")
    return found
