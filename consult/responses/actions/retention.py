"""Erase by date: say what is due and what holds it (the dry run), and erase what nothing holds."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import ColumnElement, and_, case, delete, func, or_, select, update
from sqlalchemy.orm import Session, selectinload

from consult.audit.actions import record
from consult.audit.rules import Happening
from consult.consultations.models import Consultation
from consult.jobs.actions import enqueue
from consult.responses.actions.erasing import LEAVE_NO_TRACE
from consult.responses.actions.sources import empty_sources_of_all, sources_left
from consult.responses.models import (
    Answer,
    Comment,
    EqualityKey,
    Response,
    ResponseContact,
    ResponseRevision,
    SafeguardingConcern,
    ScreenedText,
)
from consult.responses.privacy import Kept, due_at, months_kept
from consult.responses.queries.holds import consultations_held, held_response
from consult.responses.rules import Screening
from consult.storage.erasures import Erasure, note_erasure, register_eraser

NO_REASON_ASKED = "–"
FREE = ~held_response()
Count = Callable[[Session, int], int]
Erase = Callable[[Session, int, datetime], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """So many rows of one kind, of one consultation, whose time is over; ``is_held``: a hold pauses them."""

    consultation: Consultation
    kept: Kept
    n: int
    since: datetime
    is_held: bool


def due_for_erasure(session: Session, *, longest_months: int, now: datetime) -> tuple[Due, ...]:
    """The dry run: everything whose time is over, and whether something holds it; nothing is changed."""
    closed = select(Consultation).where(Consultation.closes_at <= now).options(selectinload(Consultation.words))
    held = consultations_held(session)
    found: list[Due] = []
    for consultation in session.scalars(closed.order_by(Consultation.closes_at, Consultation.id)):
        for kept in Kept:
            assert consultation.closes_at is not None  # noqa: S101 - asked for above; tells the type checker
            since = due_at(consultation.closes_at, months=months_kept(kept, longest=longest_months))
            n = _COUNTS[kept](session, consultation.id) if since <= now else 0
            if n:
                is_held = consultation.id in held
                found.append(Due(consultation=consultation, kept=kept, n=n, since=since, is_held=is_held))
    return tuple(found)


def erase_due(
    session: Session, *, longest_months: int, by_id: int | None, erasures: Path, now: datetime
) -> tuple[Due, ...]:
    """Erase everything that is due and that nothing holds, and return it; figures and published words stay."""
    done = [due for due in due_for_erasure(session, longest_months=longest_months, now=now) if not due.is_held]
    for due in done:
        note_erasure(erasures, Erasure(kind=f"retention_{due.kept}", ref_id=due.consultation.id, at=now))
        _ERASES[due.kept](session, due.consultation.id, now)
        record(
            session,
            Happening.RETENTION_APPLIED,
            stream=f"consultation:{due.consultation.id}",
            subject=f"consultation:{due.consultation.id}",
            actor=f"account:{by_id}" if by_id else "system",
            at=now,
            field=due.kept,
            count=due.n,
        )
    if done:
        enqueue(session, LEAVE_NO_TRACE, key=f"{LEAVE_NO_TRACE}:retention:{now:%Y%m%dT%H%M%S}", now=now)
    session.flush()
    session.expire_all()
    return tuple(done)


def _of(consultation_id: int, *more: ColumnElement[bool]) -> ColumnElement[bool]:
    """The condition that a row's ``response_id`` leads to a response of this consultation that nothing holds."""
    return and_(Response.consultation_id == consultation_id, FREE, *more)


def _ids(consultation_id: int):  # type: ignore[no-untyped-def]  # a subquery of ids, whose type SQLAlchemy infers
    return select(Response.id).where(_of(consultation_id))


def _count_contacts(session: Session, consultation_id: int) -> int:
    asked = select(func.count()).select_from(ResponseContact)
    return session.scalar(asked.where(ResponseContact.response_id.in_(_ids(consultation_id)))) or 0


def _erase_contacts(session: Session, consultation_id: int, _now: datetime) -> None:
    session.execute(delete(ResponseContact).where(ResponseContact.response_id.in_(_ids(consultation_id))))


def _count_keys(session: Session, consultation_id: int) -> int:
    key = session.get(EqualityKey, consultation_id)
    return int(key is not None and key.key is not None)


def _erase_keys(session: Session, consultation_id: int, now: datetime) -> None:
    key = session.get(EqualityKey, consultation_id)
    if key is not None and key.key is not None:
        key.key, key.destroyed_at = None, now
        session.flush()


_OF_WHOM = ("organisation_name", "source_reference", "authority", "members_asked")
_NAMED = or_(*(getattr(Response, column) != "" for column in _OF_WHOM))


def _count_organisations(session: Session, consultation_id: int) -> int:
    return session.scalar(select(func.count()).select_from(Response).where(_of(consultation_id, _NAMED))) or 0


def _erase_organisations(session: Session, consultation_id: int, _now: datetime) -> None:
    gone = dict.fromkeys(_OF_WHOM, "")
    session.execute(update(Response).where(_of(consultation_id, _NAMED)).values(**gone))


def _count_earlier(session: Session, consultation_id: int) -> int:
    asked = select(func.count()).select_from(ResponseRevision)
    return session.scalar(asked.where(ResponseRevision.response_id.in_(_ids(consultation_id)))) or 0


def _erase_earlier(session: Session, consultation_id: int, _now: datetime) -> None:
    session.execute(delete(ResponseRevision).where(ResponseRevision.response_id.in_(_ids(consultation_id))))


def _public_words(kind: type[Answer] | type[Comment]):  # type: ignore[no-untyped-def]  # as above
    source = ScreenedText.answer_id if kind is Answer else ScreenedText.comment_id
    is_public = ScreenedText.screening == Screening.PUBLIC
    words = select(ScreenedText.public_text).where(source == kind.id, is_public).scalar_subquery()
    return func.coalesce(words, "")


def _count_words(session: Session, consultation_id: int) -> int:
    n = 0
    for kind in (Answer, Comment):
        asked = select(func.count()).select_from(kind)
        more = kind.text != _public_words(kind)
        n += session.scalar(asked.where(kind.response_id.in_(_ids(consultation_id)), more)) or 0
    return n + sources_left(session, consultation_id, FREE)


def _erase_words(session: Session, consultation_id: int, now: datetime) -> None:
    """What was published stays in place of what was given; the rest goes, and what it was keyed in from."""
    empty_sources_of_all(session, consultation_id, FREE, now)
    for kind in (Answer, Comment):
        here = kind.response_id.in_(_ids(consultation_id))
        session.execute(update(kind).where(here, kind.text != _public_words(kind)).values(text=_public_words(kind)))


_CLOSED = SafeguardingConcern.closed_at.is_not(None)


def _count_concerns(session: Session, consultation_id: int) -> int:
    here = SafeguardingConcern.consultation_id == consultation_id
    said = SafeguardingConcern.given != ""
    return session.scalar(select(func.count()).select_from(SafeguardingConcern).where(here, _CLOSED, said)) or 0


def _erase_concerns(session: Session, consultation_id: int, _now: datetime) -> None:
    here = SafeguardingConcern.consultation_id == consultation_id
    gone = {"given": "", "words": NO_REASON_ASKED, "outcome": case((_CLOSED, NO_REASON_ASKED), else_="")}
    session.execute(update(SafeguardingConcern).where(here, _CLOSED).values(**gone))


_COUNTS: dict[Kept, Count] = {
    Kept.CONTACT: _count_contacts,
    Kept.EQUALITY_LINK: _count_keys,
    Kept.ORGANISATION: _count_organisations,
    Kept.EARLIER_WORDS: _count_earlier,
    Kept.WORDS_AS_GIVEN: _count_words,
    Kept.CONCERNS: _count_concerns,
}
_ERASES: dict[Kept, Erase] = {
    Kept.CONTACT: _erase_contacts,
    Kept.EQUALITY_LINK: _erase_keys,
    Kept.ORGANISATION: _erase_organisations,
    Kept.EARLIER_WORDS: _erase_earlier,
    Kept.WORDS_AS_GIVEN: _erase_words,
    Kept.CONCERNS: _erase_concerns,
}


for _kept, _erase in _ERASES.items():
    register_eraser(f"retention_{_kept}", _erase)
