"""Filling seats and leaving them: one holder at a time, one vote a person, and what shows how it came about."""

from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.audit.rules import Happening
from consult.bodies.actions.noting import note
from consult.bodies.models import Body, Deputy, Membership, Person, Seat
from consult.bodies.rules import Evidence, HowFilled, last_day
from consult.kernel.errors import Invalid, Refused, Stale
from consult.kernel.words import clean_line
from consult.places.models import Organisation


def fill_seat(
    session: Session,
    *,
    seat: Seat,
    person: Person,
    from_on: date,
    until_on: date | None = None,
    how: HowFilled,
    evidence: Evidence,
    organisation: Organisation | None = None,
    on_behalf_of: str = "",
    by: str,
    now: datetime,
) -> Membership:
    """Give a seat to a person for a term; someone who held over leaves the day before.

    Args:
        session: one that may write.
        seat: the seat, with its class and body.
        person: who sits; needs no account.
        from_on: the first day.
        until_on: the last day of the term; left out, the type of the body says how long a term lasts.
        how: how they came to the seat.
        evidence: what shows it; for an election a reference that the room of elections owns.
        organisation: for which they sit, where we know it.
        on_behalf_of: for whom they sit, in words.
        by: the actor, such as ``account:7``.
        now: the moment.

    Raises:
        Invalid: the evidence does not fit, or the term ends before it begins.
        Refused: the seat is not there on that day or taken, or this person has a vote in this body already.
    """
    evidence.require_fits(how)
    body = _locked_body(session, seat)
    rule = body.body_type.term_rule
    term_ends_on = until_on or rule.ends_on(from_on)
    if term_ends_on is not None and term_ends_on < from_on:
        raise Invalid("A term ends after it begins. Check the two days.")
    _require_there(seat, body, from_on)
    holds_over = rule.holds_over and term_ends_on is not None
    last_on = last_day(until_on=None, term_ends_on=term_ends_on, holds_over=holds_over)
    _make_room(session, seat, from_on=from_on, last_on=last_on)
    if seat.seat_class.is_voting:
        _require_no_second_vote(session, seat, person, from_on=from_on, last_on=last_on)
    membership = Membership(
        seat=seat,
        person=person,
        from_on=from_on,
        term_ends_on=term_ends_on,
        holds_over=holds_over,
        is_voting=seat.seat_class.is_voting,
        how_filled=how,
        evidence_kind=evidence.kind,
        evidence_ref=clean_line(evidence.ref),
        organisation=organisation,
        on_behalf_of=clean_line(on_behalf_of),
        recorded_at=now,
    )
    session.add(membership)
    session.flush()
    facts = {"membership_id": membership.id, "seat_id": seat.id, "person_id": person.id, "how": how}
    note(session, Happening.SEAT_FILLED, body, by=by, now=now, from_on=from_on, until_on=term_ends_on, **facts)
    return membership


def end_membership(
    session: Session,
    *,
    membership: Membership,
    until_on: date,
    reason: str,
    version_seen: int | None = None,
    by: str,
    now: datetime,
) -> Membership:
    """Say on which day someone left a seat, and why: they resigned, moved away, lost the office it went with.

    Raises:
        Stale: someone changed it meanwhile.
        Refused: they left already, or the day lies outside the time in which they held it.
        Invalid: the reason is missing.
    """
    if version_seen is not None and version_seen != membership.version:
        raise Stale("Someone changed this after you opened it. Look at it again, then make your change.")
    if membership.until_on is not None:
        raise Refused("This person has left the seat already.")
    if not membership.from_on <= until_on <= membership.last_on:
        raise Refused("The last day must lie between the day they took the seat and the end of their term.")
    if not reason.strip():
        raise Invalid("Say why they leave, such as “resigned”.")
    membership.until_on, membership.end_reason = until_on, clean_line(reason)
    membership.version += 1
    body = session.get_one(Body, membership.body_id)
    facts = {"membership_id": membership.id, "seat_id": membership.seat_id, "until_on": until_on}
    note(session, Happening.SEAT_VACATED, body, by=by, now=now, **facts)
    return membership


def name_deputy(
    session: Session,
    *,
    seat: Seat,
    person: Person,
    from_on: date,
    until_on: date | None = None,
    by: str,
    now: datetime,
) -> Deputy:
    """Name who sits for a seat's holder when the holder is away; one deputy at a time.

    Raises:
        Invalid: the time ends before it begins.
        Refused: the seat has a deputy then, or its holder would deputise for themselves.
    """
    if until_on is not None and until_on < from_on:
        raise Invalid("The last day comes after the first. Check the two days.")
    known = session.scalars(select(Deputy).where(Deputy.seat_id == seat.id)).all()
    last_on = last_day(until_on=until_on, term_ends_on=None, holds_over=False)
    for other in known:
        others_last = last_day(until_on=other.until_on, term_ends_on=None, holds_over=False)
        if other.from_on <= last_on and others_last >= from_on:
            raise Refused("This seat has a deputy at that time. End that first, then name another.")
    holders = session.scalars(select(Membership).where(Membership.seat_id == seat.id)).all()
    if any(holder.person_id == person.id and holder.holds_on(from_on) for holder in holders):
        raise Refused("This person holds the seat, so they cannot be their own deputy. Choose someone else.")
    deputy = Deputy(seat=seat, person=person, from_on=from_on, until_on=until_on, recorded_at=now)
    session.add(deputy)
    session.flush()
    facts = {"deputy_id": deputy.id, "seat_id": seat.id, "person_id": person.id}
    note(session, Happening.DEPUTY_NAMED, session.get_one(Body, seat.body_id), by=by, now=now, **facts)
    return deputy


def end_deputy(session: Session, *, deputy: Deputy, until_on: date, by: str, now: datetime) -> Deputy:
    """Say on which day someone ceased to be a deputy.

    Raises:
        Refused: they ceased already, or the day lies before their first.
    """
    if deputy.until_on is not None or until_on < deputy.from_on:
        raise Refused("This deputy has left already, or the day lies before their first. Check the day.")
    deputy.until_on = until_on
    facts = {"deputy_id": deputy.id, "seat_id": deputy.seat_id}
    note(session, Happening.DEPUTY_ENDED, session.get_one(Body, deputy.seat.body_id), by=by, now=now, **facts)
    return deputy


def _locked_body(session: Session, seat: Seat) -> Body:
    """Give the body, locked, so that two who fill its seats at once wait for one another and each gets a sentence."""
    return session.scalars(
        select(Body).where(Body.id == seat.body_id).with_for_update().execution_options(populate_existing=True)
    ).one()


def _require_there(seat: Seat, body: Body, from_on: date) -> None:
    if not (body.existed_on(from_on) and seat.seat_class.existed_on(from_on)):
        raise Refused("This seat is not there on that day. Check the day.")


def _make_room(session: Session, seat: Seat, *, from_on: date, last_on: date) -> None:
    """End the term of someone who held over; refuse when anyone else holds the seat in that time."""
    for other in session.scalars(select(Membership).where(Membership.seat_id == seat.id)):
        if other.from_on > last_on or other.last_on < from_on:
            continue
        is_held_over = other.holds_over and other.term_ends_on is not None and other.term_ends_on < from_on
        if not is_held_over:
            raise Refused(f"{other.person.name} holds this seat at that time. Say when they leave, then fill it again.")
        other.until_on, other.end_reason = from_on - timedelta(days=1), "A successor took the seat"
        other.version += 1
    session.flush()


def _require_no_second_vote(session: Session, seat: Seat, person: Person, *, from_on: date, last_on: date) -> None:
    mine = select(Membership).where(
        Membership.body_id == seat.body_id, Membership.person_id == person.id, Membership.is_voting
    )
    if any(other.from_on <= last_on and other.last_on >= from_on for other in session.scalars(mine)):
        raise Refused(
            f"{person.name} has a vote in this body at that time, and nobody has two. "
            "End the other seat first, or choose someone else."
        )
