"""Write down how and when a consultee was asked, and what came back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.audit.actions import record
from consult.audit.rules import Happening
from consult.consultations.models import Consultation
from consult.kernel.errors import Invalid, Stale
from consult.kernel.words import clean_line, clean_text
from consult.outreach.actions.naming import ConsulteeValues, add_consultee
from consult.outreach.models import Consultee, Contact
from consult.outreach.rules import Basis, CameBack, ContactValues


def record_contact(
    session: Session,
    *,
    consultee: Consultee,
    values: ContactValues,
    by_id: int,
    now: datetime,
    today: date,
    submission_key: str | None = None,
    row_hash: str | None = None,
    file_id: int | None = None,
) -> Contact:
    """Record one contact; the same key gives the same contact.

    Raises:
        Invalid: the day lies in the future.
    """
    if submission_key is not None:
        known = session.scalar(select(Contact).where(Contact.submission_key == submission_key))
        if known is not None:
            return known
    if values.contacted_on is not None and values.contacted_on > today:
        raise Invalid("The day lies in the future. Record a contact once it has happened.")
    contact = Contact(
        consultee=consultee,
        channel=values.channel,
        contacted_on=values.contacted_on,
        when_words="" if values.contacted_on else clean_line(values.when_words),
        team=clean_line(values.team),
        words=clean_text(values.words),
        link=clean_line(values.link),
        file_id=file_id,
        came_back=values.came_back,
        came_back_on=values.came_back_on,
        by_id=by_id,
        recorded_at=now,
        submission_key=submission_key,
        row_hash=row_hash,
    )
    session.add(contact)
    session.flush()
    _note(session, contact, by_id=by_id, now=now)
    return contact


def say_what_came_back(
    session: Session,
    *,
    contact: Contact,
    came_back: CameBack,
    came_back_on: date | None,
    version_seen: int,
    by_id: int,
    now: datetime,
) -> Contact:
    """Say what came back after a contact.

    Raises:
        Stale: someone changed it meanwhile.
        Invalid: it came back before it was asked.
    """
    if version_seen != contact.version:
        raise Stale("Someone changed this contact while you were writing. Look at it again.")
    if came_back_on and contact.contacted_on and came_back_on < contact.contacted_on:
        raise Invalid("What came back cannot be earlier than the day on which you asked.")
    contact.came_back, contact.came_back_on = came_back, came_back_on
    contact.version += 1
    session.flush()
    _note(session, contact, by_id=by_id, now=now)
    return contact


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactRow:
    """One row of a spreadsheet of contacts, read and judged."""

    line: int
    consultee: str
    values: ContactValues


def add_contacts_from_rows(
    session: Session,
    *,
    consultation: Consultation,
    rows: Sequence[ContactRow],
    by_id: int,
    now: datetime,
    today: date,
) -> int:
    """Record every contact of a spreadsheet and return how many were new; a known row adds nothing.

    A consultee that is not on the record yet is added as one that the council chose to ask.

    Raises:
        Invalid: a day lies in the future; the sentence names the line.
    """
    late = next((row for row in rows if row.values.contacted_on and row.values.contacted_on > today), None)
    if late is not None:
        raise Invalid(f"Line {late.line}: the day lies in the future. Nothing was added. Correct it and try again.")
    consultees = {
        each.name: each
        for each in session.scalars(select(Consultee).where(Consultee.consultation_id == consultation.id))
    }
    ids = [each.id for each in consultees.values()]
    known = set(session.execute(select(Contact.consultee_id, Contact.row_hash).where(Contact.consultee_id.in_(ids))))
    known_pairs = {(consultee_id, row_hash) for consultee_id, row_hash in known}
    added = 0
    for row in rows:
        consultee = consultees.get(row.consultee) or _new(session, consultation, row.consultee, by_id=by_id, now=now)
        consultees[consultee.name] = consultee
        pair = (consultee.id, _hash(row))
        if pair in known_pairs:
            continue
        known_pairs.add(pair)
        added += 1
        record_contact(
            session, consultee=consultee, values=row.values, by_id=by_id, now=now, today=today, row_hash=pair[1]
        )
    return added


def _new(session: Session, consultation: Consultation, name: str, *, by_id: int, now: datetime) -> Consultee:
    values = ConsulteeValues(name=name, basis=Basis.CHOICE)
    return add_consultee(session, consultation=consultation, values=values, actor=f"account:{by_id}", now=now)


def _hash(row: ContactRow) -> str:
    values = row.values
    parts: tuple[Any, ...] = (values.channel, values.contacted_on, values.when_words, values.team, values.words)
    return sha256("\x1f".join(str(part) for part in parts).encode()).hexdigest()


def _note(session: Session, contact: Contact, *, by_id: int, now: datetime) -> None:
    record(
        session,
        Happening.CONTACT_RECORDED,
        stream=f"consultation:{contact.consultee.consultation_id}",
        subject=f"contact:{contact.id}",
        actor=f"account:{by_id}",
        at=now,
        consultee_id=contact.consultee_id,
        contact_id=contact.id,
        channel=contact.channel,
        contacted_on=contact.contacted_on,
        outcome=contact.came_back,
    )
