"""Makes consultees and contacts."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.consultations.models import Consultation
from consult.outreach.actions import add_consultee, record_contact
from consult.outreach.actions.inviting import LetterValues, Sender, send_letters
from consult.outreach.actions.naming import ConsulteeValues
from consult.outreach.inviting import Letter
from consult.outreach.models import Consultee, Contact, Invitation
from consult.outreach.rules import Basis, CameBack, ContactChannel, ContactValues

LETTERS_OF_MAKERS = "a secret that signs the links of makers only"


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
    email: str = "",
) -> Consultee:
    """Put a consultee on the record."""
    values = ConsulteeValues(
        name=name, basis=basis, organisation_id=organisation_id, group_id=group_id, is_class=is_class, email=email
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


def make_invitation(session: Session, *, consultee: Consultee, by_id: int, now: datetime) -> Invitation:
    """Invite one consultee that has an address."""
    consultation = session.get_one(Consultation, consultee.consultation_id)
    values = LetterValues(
        letter=Letter.INVITATION, consultee_ids=(consultee.id,), team="Schools team", words="", n_shown=1
    )
    sender = Sender(base_url="http://localhost", secret=LETTERS_OF_MAKERS, council="The council", contact="")
    send_letters(
        session, consultation=consultation, values=values, sender=sender, by_id=by_id, now=now, today=now.date()
    )
    return session.scalars(select(Invitation).where(Invitation.consultee_id == consultee.id)).one()
