"""Makes people, bodies, seats and who holds them, for tests and for the demonstration city."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import count

from sqlalchemy.orm import Session

from consult.bodies.actions import add_body, add_body_type, add_person, add_seat_class, fill_seat
from consult.bodies.actions.setting_up import BodyValues
from consult.bodies.models import Area, Body, BodyType, Membership, Person, Seat, SeatClass
from consult.bodies.rules import (
    Evidence,
    EvidenceKind,
    HowFilled,
    SeatClassValues,
    TermKind,
    TermRule,
    Tier,
)

LONG_AGO = datetime(2024, 9, 2, 9, 0, tzinfo=UTC)
FOUNDED_ON = date(2024, 9, 2)
BY = "system"
_numbers = count(1)
_EVIDENCE = {
    HowFilled.ELECTED: EvidenceKind.COUNT_SHEET,
    HowFilled.NOMINATED: EvidenceKind.NOMINATION,
    HowFilled.EX_OFFICIO: EvidenceKind.OFFICE,
    HowFilled.APPOINTED: EvidenceKind.APPOINTMENT,
    HowFilled.CO_OPTED: EvidenceKind.CO_OPTION,
}


def make_person(session: Session, *, name: str = "", email: str = "", now: datetime = LONG_AGO) -> Person:
    """Make someone who may sit."""
    return add_person(session, name=name or f"Person Number {next(_numbers)}", email=email, by=BY, now=now)


def make_body_type(
    session: Session,
    *,
    key: str = "district_board",
    name: str = "",
    tier: Tier = Tier.DISTRICT,
    term: TermRule | None = None,
    is_council_committee: bool = False,
    now: datetime = LONG_AGO,
) -> BodyType:
    """Make a type of body whose seats last an academic year unless told otherwise; the same key gives the same."""
    return add_body_type(
        session,
        key=key,
        name=name or key.replace("_", " ").capitalize(),
        tier=tier,
        term=term or TermRule(kind=TermKind.ACADEMIC_YEAR, holds_over=True),
        is_council_committee=is_council_committee,
        by=BY,
        now=now,
    )


def make_body(
    session: Session,
    *,
    name: str = "",
    body_type: BodyType | None = None,
    area: Area | None = None,
    founded_on: date = FOUNDED_ON,
    purpose: str = "Brings schools and the people around them together.",
    decides: str = "",
    is_pilot: bool = False,
    pilot_ends_on: date | None = None,
    report_due_on: date | None = None,
    now: datetime = LONG_AGO,
) -> Body:
    """Make a body without seats."""
    values = BodyValues(
        name=name or f"Board {next(_numbers)}",
        purpose=purpose,
        decides=decides,
        founded_on=founded_on,
        is_pilot=is_pilot,
        pilot_ends_on=pilot_ends_on,
        report_due_on=report_due_on,
    )
    kind = body_type or make_body_type(session, now=now)
    return add_body(session, body_type=kind, values=values, area=area, by=BY, now=now)


def make_seat_class(
    session: Session,
    *,
    body: Body | None = None,
    name: str = "Community representative",
    how_filled: HowFilled = HowFilled.ELECTED,
    is_voting: bool = True,
    n_seats: int = 1,
    now: datetime = LONG_AGO,
    **values: object,
) -> SeatClass:
    """Make elected seats with a vote unless told otherwise; other values are those of ``SeatClassValues``."""
    said = SeatClassValues(name=name, how_filled=how_filled, is_voting=is_voting, n_seats=n_seats, **values)  # type: ignore[arg-type]  # the names of SeatClassValues
    return add_seat_class(session, body=body or make_body(session, now=now), values=said, by=BY, now=now)


def make_seat(session: Session, **values: object) -> Seat:
    """Make one seat; the values are those of ``make_seat_class``."""
    return make_seat_class(session, **values).seats[0]  # type: ignore[arg-type]  # the names of make_seat_class


def make_membership(
    session: Session,
    *,
    seat: Seat | None = None,
    person: Person | None = None,
    from_on: date = FOUNDED_ON,
    until_on: date | None = None,
    evidence: Evidence | None = None,
    now: datetime = LONG_AGO,
) -> Membership:
    """Let someone sit in a seat, in the way its class says."""
    held = seat or make_seat(session, now=now)
    how = held.seat_class.how_filled
    return fill_seat(
        session,
        seat=held,
        person=person or make_person(session, now=now),
        from_on=from_on,
        until_on=until_on,
        how=how,
        evidence=evidence or Evidence(kind=_EVIDENCE[how], ref="archive:2024-1"),
        by=BY,
        now=now,
    )
