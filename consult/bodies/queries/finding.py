"""Finding one body, seat or person, and the lists that officers choose from."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from consult.bodies.models import Area, Body, BodyStake, BodyType, Membership, Person, Seat, SeatClass
from consult.kernel.errors import NotFound
from consult.storage.paging import Page, page_of


def body_by_id(session: Session, body_id: int) -> Body:
    """The body with this number, with its type, area, status changes and stakes.

    Raises:
        NotFound: there is none.
    """
    return _body(session.scalar(_whole_bodies().where(Body.id == body_id)))


def body_by_slug(session: Session, slug: str) -> Body:
    """The body at this address, as ``body_by_id`` gives it.

    Raises:
        NotFound: there is none.
    """
    return _body(session.scalar(_whole_bodies().where(Body.slug == slug)))


def bodies_on(session: Session, day: date) -> Sequence[Body]:
    """All bodies that were there on a day, the widest area first, then by name."""
    return session.scalars(
        select(Body)
        .where(Body.founded_on <= day, or_(Body.closed_on.is_(None), Body.closed_on >= day))
        .options(joinedload(Body.body_type), joinedload(Body.area))
        .order_by(Body.name)
    ).all()


def bodies_with(session: Session, words: Sequence[str], *, most: int = 10) -> Sequence[Body]:
    """Bodies that are not closed in whose name or purpose every word occurs, by name; one query."""
    asked = select(Body).where(Body.closed_on.is_(None))
    for word in words:
        asked = asked.where(
            or_(Body.name.icontains(word, autoescape=True), Body.purpose.icontains(word, autoescape=True))
        )
    return session.scalars(asked.order_by(Body.name).limit(most)).all()


def body_names(session: Session) -> dict[int, str]:
    """The names of all bodies by their numbers, in their order."""
    return dict(session.execute(select(Body.id, Body.name).order_by(Body.name)).all())


def body_types(session: Session) -> Sequence[BodyType]:
    """All types of body by name."""
    return session.scalars(select(BodyType).order_by(BodyType.name)).all()


def seat_by_id(session: Session, seat_id: int) -> Seat:
    """The seat with this number, with its class, body and everyone who ever held it.

    Raises:
        NotFound: there is none.
    """
    found = session.scalar(
        select(Seat)
        .where(Seat.id == seat_id)
        .options(
            joinedload(Seat.seat_class).joinedload(SeatClass.body).joinedload(Body.body_type),
            selectinload(Seat.memberships).joinedload(Membership.person),
        )
    )
    if found is None:
        raise NotFound("We could not find this seat.")
    return found


def seat_class_by_id(session: Session, seat_class_id: int) -> SeatClass:
    """The class of seats with this number, with its body and seats.

    Raises:
        NotFound: there is none.
    """
    found = session.scalar(
        select(SeatClass)
        .where(SeatClass.id == seat_class_id)
        .options(
            joinedload(SeatClass.body).joinedload(Body.body_type),
            joinedload(SeatClass.area),
            joinedload(SeatClass.group),
            selectinload(SeatClass.seats),
        )
    )
    if found is None:
        raise NotFound("We could not find these seats.")
    return found


def vacant_seats(session: Session, *, seat_class: SeatClass, day: date) -> tuple[Seat, ...]:
    """The seats of a class that nobody holds on a day, in their order; one held over counts as held."""
    held = session.scalars(
        select(Membership).where(Membership.seat_id.in_([seat.id for seat in seat_class.seats]))
    ).all()
    taken = {membership.seat_id for membership in held if membership.holds_on(day)}
    return tuple(seat for seat in seat_class.seats if seat.id not in taken)


def person_by_id(session: Session, person_id: int) -> Person:
    """The person with this number.

    Raises:
        NotFound: there is none.
    """
    found = session.get(Person, person_id)
    if found is None:
        raise NotFound("We could not find this person.")
    return found


def people(session: Session, *, words: str = "", number: int = 1, size: int = 50) -> Page[Person]:
    """One page of all people whose names hold some words, by last name."""
    asked = select(Person)
    if words:
        asked = asked.where(Person.name.icontains(words, autoescape=True))
    return page_of(session, asked, Person.sort_name.asc(), Person.id.asc(), number=number, size=size)


def area_by_id(session: Session, area_id: int) -> Area:
    """The area with this number.

    Raises:
        NotFound: there is none.
    """
    found = session.get(Area, area_id)
    if found is None:
        raise NotFound("We could not find this area.")
    return found


def _whole_bodies() -> Select[Body]:
    return select(Body).options(
        joinedload(Body.body_type),
        joinedload(Body.area),
        selectinload(Body.status_changes),
        selectinload(Body.stakes).joinedload(BodyStake.group),
    )


def _body(found: Body | None) -> Body:
    if found is None:
        raise NotFound("We could not find this body. Check the address, or look for it in the list of bodies.")
    return found
