"""Adding people who sit or stand, and the areas that bodies and electorates cover."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.audit.actions import record
from consult.audit.rules import Happening
from consult.bodies.models import Area, Person
from consult.bodies.rules import AreaKind
from consult.kernel.errors import Invalid
from consult.kernel.words import clean_line
from consult.places.models import District, Ward

_TITLES = {"mr", "mrs", "ms", "miss", "mx", "dr", "cllr", "councillor", "rev", "sir", "dame", "professor", "prof"}


def add_person(session: Session, *, name: str, email: str = "", by: str, now: datetime) -> Person:
    """Add someone who sits, stands or deputises; they need no account.

    Raises:
        Invalid: they have no name.
    """
    called = clean_line(name)
    if not called:
        raise Invalid("Enter the person’s name.")
    person = Person(name=called, sort_name=sort_name_of(called), email=clean_line(email).lower(), created_at=now)
    session.add(person)
    session.flush()
    _note(session, Happening.PERSON_ADDED, person, by=by, now=now)
    return person


def change_person(session: Session, *, person: Person, name: str, email: str, by: str, now: datetime) -> Person:
    """Put right what someone is called or how to reach them.

    Raises:
        Invalid: the name is gone.
    """
    called = clean_line(name)
    if not called:
        raise Invalid("Enter the person’s name.")
    person.name, person.sort_name, person.email = called, sort_name_of(called), clean_line(email).lower()
    session.flush()
    _note(session, Happening.PERSON_CHANGED, person, by=by, now=now)
    return person


def add_area(
    session: Session, *, kind: AreaKind, name: str, code: str | None = None, parent: Area | None = None
) -> Area:
    """Add an area that is no ward or district, such as a locality or a constituency of members.

    Raises:
        Invalid: it has no name.
    """
    called = clean_line(name)
    if not called:
        raise Invalid("Enter a name for the area.")
    area = Area(kind=kind, name=called, code=code, parent=parent)
    session.add(area)
    session.flush()
    return area


def area_of_district(session: Session, district: District) -> Area:
    """Give the area of a district, made when it is first needed."""
    found = session.scalar(select(Area).where(Area.district_id == district.id))
    if found is not None:
        return found
    area = Area(kind=AreaKind.DISTRICT, name=district.name, code=district.code, district=district)
    session.add(area)
    session.flush()
    return area


def area_of_ward(session: Session, ward: Ward) -> Area:
    """Give the area of a ward, inside its district's, made when it is first needed."""
    found = session.scalar(select(Area).where(Area.ward_id == ward.id))
    if found is not None:
        return found
    parent = area_of_district(session, ward.district)
    area = Area(kind=AreaKind.WARD, name=ward.name, code=ward.code, ward=ward, parent=parent)
    session.add(area)
    session.flush()
    return area


def sort_name_of(name: str) -> str:
    """Give a name as lists are ordered by it: the last word first, without titles."""
    words = [word for word in name.split() if word.strip(".").lower() not in _TITLES] or name.split()
    return " ".join((words[-1], *words[:-1])).casefold()


def _note(session: Session, happening: Happening, person: Person, *, by: str, now: datetime) -> None:
    record(session, happening, stream="people", subject=f"person:{person.id}", actor=by, at=now, person_id=person.id)
