"""Makes consultees and contacts."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from consult.consultations.models import Consultation
from consult.outreach.actions import add_consultee, record_contact
from consult.outreach.actions.naming import ConsulteeValues
from consult.outreach.models import Consultee, Contact
from consult.outreach.rules import Basis, CameBack, ContactChannel, ContactValues


def make_consultee(
    session: Session,
    *,
    consultation: Consultation,
    now: datetime,
    name: str = "Ambleford Governors Network",
    basis: Basis = Basis.PRACTICE,
    organisation_id: int | None = None,
    group_id: int | None = None,
    is_class: bool = False,
) -> Consultee:
    """Put a consultee on the record."""
    values = ConsulteeValues(
        name=name, basis=basis, organisation_id=organisation_id, group_id=group_id, is_class=is_class
    )
    return add_consultee(session, consultation=consultation, values=values, actor="account:1", now=now)


def make_contact(
    session: Session,
    *,
    consultee: Consultee,
    by_id: int,
    now: datetime,
    on: date | None,
    when_words: str = "",
    came_back: CameBack = CameBack.NOTHING_YET,
    words: str = "A letter with the form.",
) -> Contact:
    """Write down a contact."""
    values = ContactValues(
        channel=ContactChannel.LETTER,
        contacted_on=on,
        when_words=when_words,
        team="Schools team",
        words=words,
        came_back=came_back,
    )
    return record_contact(session, consultee=consultee, values=values, by_id=by_id, now=now, today=now.date())
