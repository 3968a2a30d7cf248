"""Classes of seats: adding one with its seats, and ending one when a body's composition changes."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.audit.rules import Happening
from consult.bodies.actions.noting import note
from consult.bodies.models import Body, Membership, Seat, SeatClass
from consult.bodies.rules import SeatClassValues, require_lawful_vote
from consult.kernel.errors import Refused
from consult.kernel.words import clean_line, clean_text


def add_seat_class(
    session: Session, *, body: Body, values: SeatClassValues, from_on: date | None = None, by: str, now: datetime
) -> SeatClass:
    """Add seats of one kind to a body, from its founding unless another day is named.

    Raises:
        Invalid: on a council committee, a vote of someone who is no councillor lacks the exception relied on.
        Refused: the body is closed.
    """
    on_committee = body.body_type.is_council_committee
    require_lawful_vote(values, on_council_committee=on_committee)
    if body.closed_on is not None and (from_on or body.founded_on) > body.closed_on:
        raise Refused("This body is closed, so it gets no new seats.")
    made = SeatClass(
        body=body,
        name=clean_line(values.name),
        group_id=values.group_id,
        area_id=values.area_id,
        phase=values.phase,
        electorate=clean_line(values.electorate),
        nominating_body_id=values.nominating_body_id,
        how_filled=values.how_filled,
        is_voting=values.is_voting,
        is_office=values.is_office,
        for_councillors=values.for_councillors,
        on_council_committee=on_committee,
        exception=clean_text(values.exception),
        rule=clean_text(values.rule),
        n_seats=values.n_seats,
        from_on=from_on or body.founded_on,
    )
    session.add(made)
    session.flush()
    made.seats = [Seat(body_id=body.id, number=number) for number in range(1, values.n_seats + 1)]
    facts = {"seat_class_id": made.id, "seats": made.n_seats, "is_voting": int(made.is_voting)}
    note(session, Happening.SEAT_CLASS_ADDED, body, by=by, now=now, **facts)
    return made


def end_seat_class(session: Session, *, seat_class: SeatClass, until_on: date, by: str, now: datetime) -> SeatClass:
    """Take seats of one kind away after a day; who sat in them stays in the record.

    Raises:
        Refused: someone holds one of them after that day, or they are gone already.
    """
    if seat_class.until_on is not None or until_on < seat_class.from_on:
        raise Refused("These seats are gone already, or the day lies before their beginning. Check the day.")
    held = session.scalars(select(Membership).where(Membership.seat_id.in_(seat.id for seat in seat_class.seats)))
    if any(membership.last_on > until_on for membership in held):
        raise Refused("Someone sits in one of these seats after that day. End their term first, then take it away.")
    seat_class.until_on = until_on
    note(session, Happening.SEAT_CLASS_ENDED, seat_class.body, by=by, now=now, seat_class_id=seat_class.id)
    return seat_class
