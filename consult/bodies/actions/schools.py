"""Bringing the register of schools up to date from a table: all lines or none."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from consult.audit.actions import record
from consult.audit.rules import Happening
from consult.bodies.models import Body, Governors, NetworkSchool, School, SchoolStatusTime
from consult.bodies.register import Fault, Known, SchoolRow, read_register
from consult.bodies.rules import BodyStatus
from consult.files.tables import Table
from consult.places.models import Organisation, Ward
from consult.places.rules import OrganisationKind

_LONG_AGO = date(1900, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """How an import went: with any fault, nothing was stored."""

    n_rows: int
    n_new: int = 0
    faults: tuple[Fault, ...] = ()


@dataclass(slots=True, kw_only=True)
class _Work:
    session: Session
    as_of: date
    organisations: dict[str, Organisation]
    schools: dict[int, School]
    by_urn: dict[str, School]
    wards: dict[str, Ward]
    networks: dict[str, Body]
    new: list[School] = field(default_factory=list)


def import_schools(session: Session, *, table: Table, as_of: date, digest: str, by: str, now: datetime) -> Imported:
    """Take over what a table says of schools; a status or network that changed begins on ``as_of`` or as it says."""
    work = _prepare(session, as_of)
    known = Known(wards=work.wards.keys(), networks=work.networks.keys())
    rows, faults = read_register(table.columns, ((row.line, row.cells) for row in table.rows), known)
    if faults:
        return Imported(n_rows=len(table.rows), faults=faults)
    for row in rows:
        _take(work, row)
    session.flush()
    facts = {"rows": len(rows), "added": len(work.new), "digest": digest}
    record(session, Happening.SCHOOLS_IMPORTED, stream="schools", subject="schools", actor=by, at=now, **facts)
    return Imported(n_rows=len(rows), n_new=len(work.new))


def _prepare(session: Session, as_of: date) -> _Work:
    """Read in six queries what lines may name, however many there are."""
    schools = session.scalars(
        select(School).options(
            selectinload(School.statuses), selectinload(School.governors), selectinload(School.networks)
        )
    ).all()
    bodies = session.scalars(select(Body).where(Body.status != BodyStatus.CLOSED)).all()
    return _Work(
        session=session,
        as_of=as_of,
        organisations={each.name.lower(): each for each in session.scalars(select(Organisation))},
        schools={school.organisation_id: school for school in schools},
        by_urn={school.urn: school for school in schools if school.urn},
        wards={ward.name.lower(): ward for ward in session.scalars(select(Ward))},
        networks={body.name.lower(): body for body in bodies},
    )


def _take(work: _Work, row: SchoolRow) -> None:
    school = _school(work, row)
    school.phase, school.opened_on, school.closed_on = row.phase, row.opened_on, row.closed_on
    if row.urn:
        school.urn = row.urn
    if row.ward:
        school.organisation.ward = work.wards[row.ward.lower()]
    _take_status(work, school, row)
    if row.governors:
        school.governors[:] = _governors(work, school, row)
    _take_network(work, school, row)


def _school(work: _Work, row: SchoolRow) -> School:
    """Find the school by its number or name, or add it; a known number with another name is a school renamed."""
    known = work.by_urn.get(row.urn) if row.urn else None
    if known is not None:
        known.organisation.name = row.name
        return known
    organisation = _organisation(work, row.name, OrganisationKind.SCHOOL)
    found = work.schools.get(organisation.id)
    if found is not None:
        return found
    made = School(organisation=organisation, phase=row.phase)
    work.session.add(made)
    work.new.append(made)
    return made


def _organisation(work: _Work, name: str, kind: OrganisationKind) -> Organisation:
    found = work.organisations.get(name.lower())
    if found is None:
        found = Organisation(name=name, kind=kind)
        work.session.add(found)
        work.session.flush()  # the school needs its number
        work.organisations[name.lower()] = found
    return found


def _take_status(work: _Work, school: School, row: SchoolRow) -> None:
    """Add what kind of school it is where that is new; what it was before stays."""
    trust = _organisation(work, row.trust, OrganisationKind.TRUST) if row.trust else None
    last = school.statuses[-1] if school.statuses else None
    if last is not None and last.status is row.status and last.trust_id == (trust.id if trust else None):
        return
    first = row.opened_on or _LONG_AGO
    since = row.status_since or (work.as_of if last is not None else first)
    same_day = next((each for each in school.statuses if each.from_on == since), None)
    if same_day is not None:
        same_day.status, same_day.trust = row.status, trust
        return
    school.statuses.append(SchoolStatusTime(status=row.status, trust=trust, from_on=since))


def _governors(work: _Work, school: School, row: SchoolRow) -> Sequence[Governors]:
    held = {each.route: each for each in school.governors}
    found = []
    for route, n in row.governors.items():
        each = held.get(route) or Governors(route=route)
        each.n, each.counted_on = n, work.as_of
        found.append(each)
    return found


def _take_network(work: _Work, school: School, row: SchoolRow) -> None:
    wanted = work.networks[row.network.lower()] if row.network else None
    current = [each for each in school.networks if each.until_on is None]
    if wanted is not None and any(each.body_id == wanted.id for each in current):
        return
    for each in current if wanted is not None else ():
        if each.from_on < work.as_of:
            each.until_on = work.as_of - timedelta(days=1)
        else:
            school.networks.remove(each)
    if wanted is not None:
        school.networks.append(NetworkSchool(body=wanted, from_on=work.as_of))
