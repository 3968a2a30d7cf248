"""Declaring interests: what a person has for as long as it lasts, and what they did about one item."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from consult.audit.actions import record
from consult.audit.rules import Happening
from consult.bodies.actions.noting import note_in
from consult.bodies.models import Body, ItemInterest, Person, RegisteredInterest
from consult.bodies.rules import Conduct, InterestNature
from consult.kernel.errors import Invalid, Refused
from consult.kernel.words import clean_line


def declare_interest(
    session: Session,
    *,
    person: Person,
    nature: InterestNature,
    interest: str,
    declared_on: date,
    by: str,
    now: datetime,
) -> RegisteredInterest:
    """Record what a member or a candidate declares; it is public from now on.

    Raises:
        Invalid: nothing was declared.
    """
    words = clean_line(interest)
    if not words:
        raise Invalid("Say what the interest is, such as “Works for Northgate Academy Trust”.")
    made = RegisteredInterest(person=person, nature=nature, interest=words, declared_on=declared_on, recorded_at=now)
    session.add(made)
    session.flush()
    _note(session, Happening.INTEREST_DECLARED, made, by=by, now=now, nature=nature)
    return made


def end_interest(
    session: Session, *, interest: RegisteredInterest, ended_on: date, by: str, now: datetime
) -> RegisteredInterest:
    """Record on which day an interest ceased; that it was there stays public.

    Raises:
        Refused: it ceased already, or the day lies before it was declared.
    """
    if interest.ended_on is not None or ended_on < interest.declared_on:
        raise Refused("This interest has ended already, or the day lies before it was declared. Check the day.")
    interest.ended_on = ended_on
    session.flush()
    _note(session, Happening.INTEREST_ENDED, interest, by=by, now=now)
    return interest


def record_item_interest(
    session: Session,
    *,
    body: Body,
    person: Person,
    item: str,
    on_day: date,
    interest: str,
    conduct: Conduct,
    dispensation: str = "",
    item_ref: str = "",
    by: str,
    now: datetime,
) -> ItemInterest:
    """Record an interest that somebody declared in one item, and what they did; it is public from now on.

    Raises:
        Invalid: the item, the interest or the dispensation is missing.
    """
    if not clean_line(item) or not clean_line(interest):
        raise Invalid("Say which item it was and what the interest is.")
    if conduct is Conduct.STAYED_WITH_DISPENSATION and not clean_line(dispensation):
        raise Invalid("Say who gave the dispensation and when.")
    made = ItemInterest(
        body=body,
        person=person,
        item=clean_line(item),
        item_ref=item_ref,
        on_day=on_day,
        interest=clean_line(interest),
        conduct=conduct,
        dispensation=clean_line(dispensation),
        recorded_at=now,
    )
    session.add(made)
    session.flush()
    facts = {"person_id": person.id, "interest_id": made.id, "conduct": conduct}
    stream = f"body:{body.id}:interests"  # written down at the meetings, while the body changes at other times
    note_in(stream, session, Happening.RECUSAL_RECORDED, body, by=by, now=now, **facts)
    return made


def _note(
    session: Session, happening: Happening, interest: RegisteredInterest, *, by: str, now: datetime, **facts: object
) -> None:
    number = interest.person_id
    facts |= {"person_id": number, "interest_id": interest.id}
    record(session, happening, stream="people", subject=f"person:{number}", actor=by, at=now, **facts)
