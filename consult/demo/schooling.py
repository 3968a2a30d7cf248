"""Give the city its register of schools, a network for each district, and what members declared."""

import tomllib
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.accounts.rules import Role
from consult.bodies.actions import add_body, add_body_type, add_person, add_seat_class, fill_seat, relate_bodies
from consult.bodies.actions.interests import declare_interest, record_item_interest
from consult.bodies.actions.schools import import_schools
from consult.bodies.actions.setting_up import BodyValues
from consult.bodies.models import Body, BodyType, Membership
from consult.bodies.rules import (
    Conduct,
    Evidence,
    EvidenceKind,
    HowFilled,
    InterestNature,
    RelationKind,
    SeatClassValues,
    TermKind,
    TermRule,
    Tier,
)
from consult.demo.reading import CITY
from consult.demo.settling import Settled
from consult.files.rows import Row
from consult.files.tables import Table, TableKind

_PHASES = {"nursery", "primary", "secondary", "special"}
_CHAIRS = ("Prue", "Rhys", "Selma", "Taro", "Una", "Vaughan", "Willa", "Xanthe", "Yann", "Zofia")
_COLUMNS = (
    *("name", "phase", "status", "ward", "status since", "trust", "network"),
    *("parents elected", "staff elected", "appointed", "co-opted", "by office", "vacant"),
)


def give_schools(session: Session, *, settled: Settled, since: date, now: datetime) -> None:
    """Set up a network in each district and read the register, as an officer would from a spreadsheet."""
    clerk = settled.accounts[Role.CLERK].actor
    networks = _networks(session, by=clerk, since=since, now=now)
    told = tomllib.loads((CITY / "organisations.toml").read_text(encoding="utf-8"))["organisation"]
    schools = [each for each in told if each[2] in _PHASES]
    districts = {ward.name: ward.district.name for ward in settled.wards.values()}
    rows = tuple(
        Row(line, _cells(line, each, networks.get(districts[each[3]], "")))
        for line, each in enumerate(schools, start=2)
    )
    table = Table(columns=_COLUMNS, rows=rows, kind=TableKind.CSV)
    done = import_schools(session, table=table, as_of=since, digest="of the city", by=clerk, now=now)
    assert not done.faults, done.faults  # noqa: S101 - the files of the city are ours
    _declare(session, by=clerk, now=now)


def _cells(line: int, told: list[str], network: str) -> tuple[str, ...]:
    """Fill a row; every third school is an academy, and a few are in no network."""
    _key, name, phase, ward = told
    is_academy = "Academy" in name or (line % 3 == 0 and phase != "nursery")
    church = "Catholic" in name or "Church" in name
    status = "academy" if is_academy else "voluntary aided" if church else "community"
    trust = ("Wendle Learning Trust", "Kilnbrook Schools Trust")[line % 2] if is_academy else ""
    governors = ("1", "1", "7", "1", "1", "1") if is_academy else ("3", "1", "1", "5", "1", str(line % 3))
    begun = "2019-09-01" if is_academy else ""
    return (name, phase, status, ward, begun, trust, "" if line % 9 == 0 else network, *governors)


def _networks(session: Session, *, by: str, since: date, now: datetime) -> dict[str, str]:
    """Set up a network of schools in each district that sends its chair to the district's group."""
    kind = add_body_type(
        session,
        key="network",
        name="Locality network",
        tier=Tier.LOCALITY,
        term=TermRule(kind=TermKind.ACADEMIC_YEAR, holds_over=True),
        description="Schools near one another that work together.",
        source="What the schools of a district agreed.",
        by=by,
        now=now,
    )
    groups = session.scalars(
        select(Body).join(Body.body_type).where(BodyType.key == "district_group").order_by(Body.name)
    ).all()
    return {
        group.area.name: _network(session, kind, group, f"{first} Ellisborough", by=by, since=since, now=now)
        for group, first in zip(groups, _CHAIRS, strict=True)
        if group.area
    }


def _network(session: Session, kind: BodyType, group: Body, chair: str, *, by: str, since: date, now: datetime) -> str:
    place = group.area.name if group.area else ""
    purpose = f"The schools of {place} learn from each other and speak with one voice."
    values = BodyValues(name=f"{place} schools network", purpose=purpose, founded_on=since)
    body = add_body(session, body_type=kind, values=values, area=group.area, by=by, now=now)
    how = RelationKind.REPORTS_TO
    relate_bodies(session, from_body=body, to_body=group, kind=how, from_on=since, by=by, now=now)
    electorate = "One vote for each school of the network, cast by its headteacher"
    elected = HowFilled.ELECTED
    own = SeatClassValues(name="Chair of the network", how_filled=elected, is_voting=True, electorate=electorate)
    above = SeatClassValues(
        name="Schools network",
        how_filled=HowFilled.NOMINATED,
        is_voting=True,
        electorate="The network sends its chair",
        nominating_body_id=body.id,
    )
    person = add_person(session, name=chair, by=by, now=now)
    seats = (
        (body, own, Evidence(kind=EvidenceKind.COUNT_SHEET, ref="archive:Declared by the network’s clerk")),
        (group, above, Evidence(kind=EvidenceKind.NOMINATION, ref="archive:Letter of the network")),
    )
    for on, said, evidence in seats if place != "Tollgate" else seats[:1]:
        made = add_seat_class(session, body=on, values=said, from_on=since, by=by, now=now)
        fill_seat(
            session,
            seat=made.seats[0],
            person=person,
            from_on=since,
            how=said.how_filled,
            evidence=evidence,
            by=by,
            now=now,
        )
    return body.name


def _declare(session: Session, *, by: str, now: datetime) -> None:
    """Some who sit on the city's board declare what they have to do with it."""
    board = session.scalars(select(Body).where(Body.slug == "city-education-board")).one()
    asked = select(Membership).where(Membership.body_id == board.id).order_by(Membership.id.desc()).limit(8)
    people = list(dict.fromkeys(membership.person for membership in session.scalars(asked)))
    day = (now - timedelta(days=30)).date()
    said = (
        (InterestNature.EMPLOYMENT, "Works for Wendle Learning Trust"),
        (InterestNature.MEMBERSHIP, "Trustee of the Eastmoor Play Association"),
        (InterestNature.FAMILY, "A sister teaches at Ropewalk High School"),
    )
    for person, (nature, interest) in zip(people, said, strict=False):
        declare_interest(session, person=person, nature=nature, interest=interest, declared_on=day, by=by, now=now)
    record_item_interest(
        session,
        body=board,
        person=people[0],
        item="Contract for speech and language support",
        on_day=day,
        interest="Works for Wendle Learning Trust, which bid for it",
        conduct=Conduct.LEFT,
        by=by,
        now=now,
    )
