"""The register of schools: lists, one school, and the schools whose heads or governors elect."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from consult.bodies.models import Area, NetworkSchool, School, SchoolStatusTime
from consult.bodies.rules import AreaKind, Phase
from consult.kernel.errors import NotFound
from consult.places.models import Organisation, Ward
from consult.storage.paging import Page, page_of


def schools_listed(session: Session, *, words: str = "", phase: Phase | None = None, number: int = 1) -> Page[School]:
    """One page of the schools, by name, with what their rows show."""
    asked = (
        select(School)
        .join(School.organisation)
        .options(
            contains_eager(School.organisation).joinedload(Organisation.ward),
            selectinload(School.statuses).joinedload(SchoolStatusTime.trust),
            selectinload(School.networks).joinedload(NetworkSchool.body),
            selectinload(School.governors),
        )
    )
    if words:
        asked = asked.where(Organisation.name.icontains(words, autoescape=True))
    if phase is not None:
        asked = asked.where(School.phase == phase)
    return page_of(session, asked, Organisation.name.asc(), number=number, size=50)


def school_by_id(session: Session, school_id: int) -> School:
    """One school with everything known of it.

    Raises:
        NotFound: there is none.
    """
    found = session.scalar(
        select(School)
        .where(School.id == school_id)
        .options(
            joinedload(School.organisation).joinedload(Organisation.ward).joinedload(Ward.district),
            selectinload(School.statuses).joinedload(SchoolStatusTime.trust),
            selectinload(School.networks).joinedload(NetworkSchool.body),
            selectinload(School.governors),
        )
    )
    if found is None:
        raise NotFound("We could not find this school.")
    return found


def electorate_schools(
    session: Session, *, day: date, phase: Phase | None = None, area: Area | None = None
) -> Sequence[School]:
    """The schools that are open on a day, of one phase and in one district or ward where that is asked, by name."""
    asked = select(School).join(School.organisation).options(contains_eager(School.organisation))
    asked = asked.where(
        or_(School.opened_on.is_(None), School.opened_on <= day),
        or_(School.closed_on.is_(None), School.closed_on >= day),
    )
    if phase is not None:
        asked = asked.where(School.phase == phase)
    if area is not None and area.kind is AreaKind.WARD:
        asked = asked.where(Organisation.ward_id == area.ward_id)
    elif area is not None and area.kind is AreaKind.DISTRICT:
        asked = asked.join(Organisation.ward).where(Ward.district_id == area.district_id)
    return session.scalars(asked.order_by(Organisation.name)).all()


def schools_in_networks(session: Session, *, day: date) -> tuple[list[tuple[int, str]], set[int]]:
    """The schools open on a day with their names, and the numbers of those that are in a network then."""
    there = [(school.id, school.organisation.name) for school in electorate_schools(session, day=day)]
    inside = session.scalars(
        select(NetworkSchool.school_id).where(
            NetworkSchool.from_on <= day, or_(NetworkSchool.until_on.is_(None), NetworkSchool.until_on >= day)
        )
    )
    return there, set(inside)
