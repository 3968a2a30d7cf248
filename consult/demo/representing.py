"""Give the city its bodies: ward committees, district groups, boards, who sits in them, and who sat before."""

import random
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from consult.accounts.rules import Role
from consult.bodies.actions import (
    add_body,
    add_body_type,
    add_person,
    add_seat_class,
    change_status,
    fill_seat,
    name_deputy,
    relate_bodies,
    set_up_pattern,
)
from consult.bodies.actions.asking import express_interest
from consult.bodies.actions.setting_up import BodyValues
from consult.bodies.models import Body, Membership, Person, Seat, SeatClass
from consult.bodies.patterns import pattern_by_key
from consult.bodies.rules import (
    SHOWN_BY,
    Evidence,
    EvidenceKind,
    HowFilled,
    RelationKind,
    SeatClassValues,
    TermKind,
    TermRule,
    Tier,
    end_of_academic_year,
)
from consult.demo.reading import CITY
from consult.demo.settling import Settled
from consult.kernel.clock import day_in_london
from consult.places.models import District

_SHARE_EMPTY = 0.09
_SHARE_STAYED = 0.6
_FOR_ELECTIONS = {("Old Wharf ward committee", "Resident"), ("Kilnwood district group", "Governor")}
"""Seats that stand empty until the city's elections fill them."""
_WORDS = {
    EvidenceKind.COUNT_SHEET: "Declared on",
    EvidenceKind.NOMINATION: "Letter of",
    EvidenceKind.OFFICE: "By office since",
    EvidenceKind.APPOINTMENT: "Appointed on",
    EvidenceKind.CO_OPTION: "Co-opted on",
}


@dataclass(slots=True, kw_only=True)
class _Sitting:
    """Draws who sits where, the same every time."""

    session: Session
    by: str
    now: datetime
    draw: random.Random
    names: list[str]
    people: dict[str, Person] = field(default_factory=dict)

    def someone(self, title: str = "") -> Person:
        """Give the next person of the city."""
        name = f"{title}{self.names.pop()}"
        person = add_person(self.session, name=name, by=self.by, now=self.now)
        return self.people.setdefault(name, person)

    def at(self, day: date) -> datetime:
        """Give nine in the morning of a day, and never a moment to come."""
        return min(datetime.combine(day, time(9), tzinfo=UTC), self.now)


def give_bodies(session: Session, *, settled: Settled, now: datetime) -> None:
    """Set up every body of the city with its seats, members, vacancies and history."""
    told = tomllib.loads((CITY / "people.toml").read_text(encoding="utf-8"))
    draw = random.Random("bodies of the city")  # noqa: S311 - nothing secret: the city must come out the same every time
    names = [f"{first} {last}" for first in told["first"] for last in told["last"]]
    draw.shuffle(names)
    sitting = _Sitting(session=session, by=settled.accounts[Role.CLERK].actor, now=now, draw=draw, names=names)
    today = day_in_london(now)
    begins = date(end_of_academic_year(today).year - 1, 9, 1)
    founded = date(begins.year - 2, 9, 1)
    districts = session.scalars(select(District).options(selectinload(District.wards)).order_by(District.name)).all()
    before = _predecessor(sitting, districts, founded=date(founded.year - 7, 11, 6), closed=founded - timedelta(days=1))
    bodies = _today(sitting, districts, before, founded=founded, begins=begins)
    _others(sitting, founded=founded, begins=begins)
    _how_they_do(sitting, bodies, told, begins=begins, today=today)
    _pilot(sitting, bodies, told["pilot"], today=today)


def _predecessor(sitting: _Sitting, districts: Sequence[District], *, founded: date, closed: date) -> Body:
    """Heads alone ran a partnership until the districts and their groups took its place."""
    (board,) = _set_up(sitting, "partnership", districts, founded)
    for begins in (founded, date(closed.year - 1, 11, 6)):
        _fill(sitting, _seats(sitting, board), begins=begins, share_empty=0.04)
    change_status(
        sitting.session,
        body=board,
        act="close",
        why="The district groups and the city board took over its work.",
        from_on=closed,
        by=sitting.by,
        now=sitting.at(closed),
    )
    return board


def _today(
    sitting: _Sitting, districts: Sequence[District], before: Body, *, founded: date, begins: date
) -> dict[str, Body]:
    made = _set_up(sitting, "districts", districts, founded)
    city = made[0]
    _relate(sitting, city, before, founded)
    _fill(sitting, _seats(sitting, city), begins=date(begins.year - 1, 9, 1), share_empty=0.12)
    for body in reversed(made):  # the wards first: whom they elect sits in the districts
        _fill(sitting, _seats(sitting, body), begins=begins, share_empty=_SHARE_EMPTY)
    return {body.name: body for body in made}


def _set_up(sitting: _Sitting, key: str, districts: Sequence[District], founded: date) -> tuple[Body, ...]:
    return set_up_pattern(
        sitting.session,
        pattern=pattern_by_key(key),
        founded_on=founded,
        districts=districts,
        by=sitting.by,
        now=sitting.at(founded),
    )


def _seats(sitting: _Sitting, body: Body) -> Sequence[Seat]:
    return sitting.session.scalars(
        select(Seat)
        .join(Seat.seat_class)
        .where(Seat.body_id == body.id)
        .order_by(SeatClass.is_office, Seat.id)
        .options(selectinload(Seat.seat_class).selectinload(SeatClass.body), selectinload(Seat.memberships))
    ).all()


def _fill(sitting: _Sitting, seats: Iterable[Seat], *, begins: date, share_empty: float) -> None:
    """Let people sit, leave some seats empty, and give offices to those who sit already."""
    sat: list[Person] = []
    for seat in seats:
        kind = seat.seat_class
        if kind.is_office:
            free = [person for person in sat if person not in _officers(seat)]
            if free:
                _sit(sitting, seat, free[0], begins)
            continue
        if kind.how_filled is not HowFilled.EX_OFFICIO and sitting.draw.random() < share_empty:
            continue
        if (kind.body.name, kind.name) in _FOR_ELECTIONS:
            continue
        person = _same_again(sitting, seat) or sitting.someone("Cllr " if kind.for_councillors else "")
        _sit(sitting, seat, person, begins)
        sat.append(person)


def _same_again(sitting: _Sitting, seat: Seat) -> Person | None:
    before: list[Membership] = list(seat.memberships)
    return before[-1].person if before and sitting.draw.random() < _SHARE_STAYED else None


def _officers(seat: Seat) -> list[Person]:
    """Those who hold another office of the body already; the chair is not the vice-chair too."""
    return [held.person for held in seat.memberships]


def _sit(sitting: _Sitting, seat: Seat, person: Person, begins: date) -> None:
    how = seat.seat_class.how_filled
    kind = min(SHOWN_BY[how])
    fill_seat(
        sitting.session,
        seat=seat,
        person=person,
        from_on=begins,
        how=how,
        evidence=Evidence(kind=kind, ref=f"archive:{_WORDS[kind]} {begins.day} {begins:%B %Y}"),
        by=sitting.by,
        now=sitting.at(begins),
    )


def _relate(sitting: _Sitting, city: Body, before: Body, founded: date) -> None:
    relate_bodies(
        sitting.session,
        from_body=city,
        to_body=before,
        kind=RelationKind.REPLACES,
        from_on=founded,
        by=sitting.by,
        now=sitting.at(founded),
    )


def _others(sitting: _Sitting, *, founded: date, begins: date) -> None:
    """The scrutiny committee, the Schools Forum and a trust stand beside the boards."""
    for key, share_empty in (("parent-governors", 0.0), ("schools-forum", 0.15), ("cooperative-trust", 0.3)):
        (body,) = _set_up(sitting, key, (), founded)
        _fill(sitting, _seats(sitting, body), begins=begins, share_empty=share_empty)


def _how_they_do(
    sitting: _Sitting, bodies: dict[str, Body], told: dict[str, Any], *, begins: date, today: date
) -> None:
    """Some are stretched, one is dormant; some seats have deputies, and somebody offers to sit."""
    since = min(begins + timedelta(days=40), today)
    for state, notes in told["doing"].items():
        for name, why in notes.items():
            change_status(
                sitting.session,
                body=bodies[name],
                act=f"call_{state}",
                why=why,
                from_on=since,
                by=sitting.by,
                now=sitting.at(since),
            )
    for seat in list(_seats(sitting, bodies["City education board"]))[:4]:
        if seat.memberships:
            name_deputy(
                sitting.session, seat=seat, person=sitting.someone(), from_on=begins, by=sitting.by, now=sitting.now
            )
    _offers(sitting, bodies, told["offer"])


def _offers(sitting: _Sitting, bodies: dict[str, Body], offers: Iterable[dict[str, str]]) -> None:
    for number, offer in enumerate(offers):
        seats = _seats(sitting, bodies[offer["body"]])
        seat = next(seat for seat in seats if seat.seat_class.name == offer["seat"])
        express_interest(
            sitting.session,
            seat_class=seat.seat_class,
            name=offer["name"],
            contact=offer["contact"],
            why=offer["why"],
            submission_key=f"city-{number}",
            now=sitting.now - timedelta(days=3),
        )


def _pilot(sitting: _Sitting, bodies: dict[str, Body], told: dict[str, str], *, today: date) -> None:
    """A pilot of one year that owes a report."""
    group, since = bodies["Foxholt district group"], today - timedelta(days=200)
    at = sitting.at(since)
    kind = add_body_type(
        sitting.session,
        key="area_partnership",
        name="Area partnership",
        tier=Tier.DISTRICT,
        term=TermRule(kind=TermKind.MONTHS, months=12),
        source="The agreement of its partners.",
        by=sitting.by,
        now=at,
    )
    values = BodyValues(
        founded_on=since,
        is_pilot=True,
        pilot_ends_on=since + timedelta(days=365),
        report_due_on=since + timedelta(days=425),
        **told,
    )
    pilot = add_body(sitting.session, body_type=kind, values=values, area=group.area, by=sitting.by, now=at)
    for name in ("Families", "Health visitors", "Schools"):
        seats = SeatClassValues(name=name, how_filled=HowFilled.NOMINATED, is_voting=True, n_seats=2)
        made = add_seat_class(sitting.session, body=pilot, values=seats, by=sitting.by, now=at)
        _fill(sitting, made.seats, begins=since, share_empty=0.2)
    kind_of = RelationKind.WORKS_WITH
    relate_bodies(sitting.session, from_body=pilot, to_body=group, kind=kind_of, from_on=since, by=sitting.by, now=at)
