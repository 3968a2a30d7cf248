"""Possible repeats by one person: looked for, linked or kept apart by an officer, and never deleted."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.audit.actions import record
from consult.audit.rules import Happening
from consult.consultations.models import Consultation
from consult.kernel.errors import Invalid
from consult.kernel.words import clean_text
from consult.responses.models import Answer, PossibleRepeat, Response, ResponseContact
from consult.responses.repeats import REPEAT_MACHINE, RepeatSign, RepeatState, Sent, possible_repeats


def look_for_repeats(session: Session, *, consultation: Consultation, by_id: int, now: datetime) -> int:
    """Queue every pair of responses that may be one person's, and say how many are new; known ones stay as they are."""
    known = {
        (row.first_id, row.second_id)
        for row in session.execute(
            select(PossibleRepeat.first_id, PossibleRepeat.second_id).where(
                PossibleRepeat.consultation_id == consultation.id
            )
        )
    }
    found = [pair for pair in possible_repeats(_sent(session, consultation)) if pair[:2] not in known]
    session.add_all(
        PossibleRepeat(
            consultation_id=consultation.id,
            first_id=first,
            second_id=second,
            sign=sign,
            state=RepeatState.WAITING,
            found_at=now,
        )
        for first, second, sign in found
    )
    stream = f"consultation:{consultation.id}"
    actor = f"account:{by_id}"
    facts = {"count": len(found)}
    record(session, Happening.REPEATS_LOOKED_FOR, stream=stream, subject=stream, actor=actor, at=now, **facts)
    session.flush()
    return len(found)


def _sent(session: Session, consultation: Consultation) -> list[Sent]:
    """What may tell who sent each response that counts; the words of its longest answer stand for all of them."""
    here = (Response.consultation_id == consultation.id, Response.withdrawn_at.is_(None), Response.erased_at.is_(None))
    longest = (
        select(Answer.response_id, func.max(func.length(Answer.text)).label("length"))
        .join(Response)
        .where(*here)
        .group_by(Answer.response_id)
        .subquery()
    )
    said = session.execute(
        select(Answer.response_id, Answer.text)
        .join(longest, Answer.response_id == longest.c.response_id)
        .where(func.length(Answer.text) == longest.c.length, longest.c.length > 0)
        .order_by(Answer.id.desc())
    )
    words = {row.response_id: row.text for row in said}
    rows = session.execute(
        select(Response.id, Response.organisation_name, ResponseContact.email)
        .outerjoin(ResponseContact, ResponseContact.response_id == Response.id)
        .where(*here)
        .order_by(Response.id)
    )
    return [
        Sent(id=number, organisation=organisation, address=address or "", words=words.get(number, ""))
        for number, organisation, address in rows
    ]


def link_repeat(session: Session, *, repeat: PossibleRepeat, note: str, by_id: int, now: datetime) -> PossibleRepeat:
    """Say that both responses are one person's: both stay and are read, and the second total counts them once."""
    _decide(session, repeat, "link", note=note, by_id=by_id, now=now)
    first = repeat.first
    repeat.second.repeat_of_id = first.repeat_of_id or first.id
    for later in session.scalars(select(Response).where(Response.repeat_of_id == repeat.second_id)):
        later.repeat_of_id = repeat.second.repeat_of_id
    session.flush()
    _note(session, Happening.REPEAT_LINKED, repeat, by_id=by_id, now=now)
    return repeat


def keep_apart(session: Session, *, repeat: PossibleRepeat, note: str, by_id: int, now: datetime) -> PossibleRepeat:
    """Say that the responses are not one person's, or take a link back."""
    was_linked = repeat.state is RepeatState.LINKED
    _decide(session, repeat, "keep_apart", note=note, by_id=by_id, now=now)
    if was_linked:
        repeat.second.repeat_of_id = None
    session.flush()
    _note(session, Happening.REPEAT_KEPT_APART, repeat, by_id=by_id, now=now)
    return repeat


def note_repeat(
    session: Session, *, consultation: Consultation, one: Response, other: Response, now: datetime
) -> PossibleRepeat:
    """Queue a pair that an officer noticed while reading; one that is queued already is given back.

    Raises:
        Invalid: both are the same response, or of another consultation.
    """
    if one.id == other.id or {one.consultation_id, other.consultation_id} != {consultation.id}:
        raise Invalid("Give the reference of another response to this consultation.")
    first, second = sorted((one.id, other.id))
    known = session.scalar(
        select(PossibleRepeat).where(PossibleRepeat.first_id == first, PossibleRepeat.second_id == second)
    )
    if known is not None:
        return known
    made = PossibleRepeat(
        consultation_id=consultation.id,
        first_id=first,
        second_id=second,
        sign=RepeatSign.OFFICER,
        state=RepeatState.WAITING,
        found_at=now,
    )
    session.add(made)
    session.flush()
    return made


def _decide(session: Session, repeat: PossibleRepeat, act: str, *, note: str, by_id: int, now: datetime) -> None:
    repeat.state = REPEAT_MACHINE.after(repeat.state, act)
    repeat.decided_by_id, repeat.decided_at, repeat.note = by_id, now, clean_text(note)
    session.flush()


def _note(session: Session, happening: Happening, repeat: PossibleRepeat, *, by_id: int, now: datetime) -> None:
    record(
        session,
        happening,
        stream=f"consultation:{repeat.consultation_id}",
        subject=f"response:{repeat.second_id}",
        actor=f"account:{by_id}",
        at=now,
        response_id=repeat.second_id,
        first_id=repeat.first_id,
    )
