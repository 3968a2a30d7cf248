"""What clerks choose from, and what waits for them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeVar

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from consult.bodies.models import Area, Body, Deputy, ExpressionOfInterest, Membership, Person, Seat, SeatClass
from consult.bodies.queries.showing import held_on
from consult.bodies.rules import BodyStatus, InterestState
from consult.kernel.errors import NotFound
from consult.places.models import District
from consult.storage.paging import Page, page_of

S = TypeVar("S", bound=Select[*tuple[Any, ...]])


def areas(session: Session) -> Sequence[Area]:
    """All areas by kind and name."""
    return session.scalars(select(Area).order_by(Area.kind, Area.name)).all()


def districts_with_wards(session: Session) -> Sequence[District]:
    """All districts by name, each with its wards."""
    return session.scalars(select(District).options(selectinload(District.wards)).order_by(District.name)).all()


def people_called(session: Session, name: str) -> Sequence[tuple[Person, str]]:
    """Those of exactly this name, each with the name of the body they sat on last."""
    found = session.scalars(
        select(Person).where(func.lower(Person.name) == name.strip().lower()).order_by(Person.id).limit(10)
    ).all()
    rows = session.execute(
        select(Membership.person_id, Body.name)
        .join(Body, Body.id == Membership.body_id)
        .where(Membership.person_id.in_([person.id for person in found]))
        .order_by(Membership.from_on)
    ).all()
    last = {row[0]: row[1] for row in rows}
    return [(person, last.get(person.id, "")) for person in found]


def bodies_to_run(session: Session, *, scopes: Collection[str], number: int = 1) -> Page[Body]:
    """One page of the bodies that someone serves: all, or those of their scopes."""
    asked = select(Body).options(joinedload(Body.body_type), joinedload(Body.area))
    return page_of(session, _within(asked, scopes), Body.name.asc(), Body.id.asc(), number=number, size=50)


def seat_history(session: Session, *, seat_id: int) -> Sequence[Membership]:
    """Everyone who held a seat, the latest first."""
    return session.scalars(
        select(Membership)
        .where(Membership.seat_id == seat_id)
        .options(joinedload(Membership.person))
        .order_by(Membership.from_on.desc())
    ).all()


def deputies_of(session: Session, *, seat_id: int) -> Sequence[Deputy]:
    """Everyone who deputised for the holders of a seat, the latest first."""
    return session.scalars(
        select(Deputy)
        .where(Deputy.seat_id == seat_id)
        .options(joinedload(Deputy.person))
        .order_by(Deputy.from_on.desc())
    ).all()


def offers_for(session: Session, *, body_id: int, number: int = 1) -> Page[ExpressionOfInterest]:
    """One page of the offers to sit on a body, new ones first."""
    asked = (
        select(ExpressionOfInterest)
        .join(ExpressionOfInterest.seat_class)
        .where(SeatClass.body_id == body_id)
        .options(joinedload(ExpressionOfInterest.seat_class))
    )
    is_old = ExpressionOfInterest.state != InterestState.NEW
    return page_of(session, asked, is_old.asc(), ExpressionOfInterest.sent_at.desc(), number=number)


def offer_by_id(session: Session, *, body_id: int, offer_id: int) -> ExpressionOfInterest:
    """One offer to sit on a body.

    Raises:
        NotFound: there is none.
    """
    found = session.get(ExpressionOfInterest, offer_id, options=[joinedload(ExpressionOfInterest.seat_class)])
    if found is None or found.seat_class.body_id != body_id:
        raise NotFound("We could not find this offer.")
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What waits for the clerk of a body."""

    body_id: int
    body: str
    n: int
    due_on: date | None = None


def vacancies_waiting(session: Session, *, scopes: Collection[str], day: date) -> list[Waiting]:
    """Bodies with seats that stand empty, and how many; offices are no seats."""
    taken = select(Membership.id).where(Membership.seat_id == Seat.id, held_on(day)).exists()
    asked = (
        select(Body.id, Body.name, func.count())
        .join(SeatClass, SeatClass.body_id == Body.id)
        .join(Seat, Seat.seat_class_id == SeatClass.id)
        .where(Body.status != BodyStatus.CLOSED, ~SeatClass.is_office, ~taken)
        .where(SeatClass.from_on <= day, or_(SeatClass.until_on.is_(None), SeatClass.until_on >= day))
        .group_by(Body.id, Body.name)
        .order_by(func.count().desc(), Body.name)
    )
    return [Waiting(body_id=row[0], body=row[1], n=row[2]) for row in session.execute(_within(asked, scopes))]


def terms_ending(session: Session, *, scopes: Collection[str], day: date, within: timedelta) -> list[Waiting]:
    """Bodies in which terms end soon or have ended with nobody to follow, with the first such day."""
    last = func.coalesce(Membership.until_on, Membership.term_ends_on)
    asked = (
        select(Body.id, Body.name, func.count(), func.min(last))
        .join(Membership, Membership.body_id == Body.id)
        .where(Body.status != BodyStatus.CLOSED, held_on(day), last <= day + within)
        .group_by(Body.id, Body.name)
        .order_by(func.min(last), Body.name)
    )
    return [
        Waiting(body_id=row[0], body=row[1], n=row[2], due_on=row[3]) for row in session.execute(_within(asked, scopes))
    ]


def offers_waiting(session: Session, *, scopes: Collection[str]) -> list[Waiting]:
    """Bodies with offers to sit that nobody has answered."""
    asked = (
        select(Body.id, Body.name, func.count())
        .join(SeatClass, SeatClass.body_id == Body.id)
        .join(ExpressionOfInterest, ExpressionOfInterest.seat_class_id == SeatClass.id)
        .where(ExpressionOfInterest.state == InterestState.NEW)
        .group_by(Body.id, Body.name)
        .order_by(Body.name)
    )
    return [Waiting(body_id=row[0], body=row[1], n=row[2]) for row in session.execute(_within(asked, scopes))]


def reports_owed(session: Session, *, scopes: Collection[str]) -> list[Waiting]:
    """Pilots that have not said what they taught."""
    asked = select(Body.id, Body.name, Body.report_due_on).where(Body.is_pilot, Body.report_given_on.is_(None))
    return [
        Waiting(body_id=row[0], body=row[1], n=1, due_on=row[2])
        for row in session.execute(_within(asked.order_by(Body.report_due_on), scopes))
    ]


def _within(asked: S, scopes: Collection[str]) -> S:
    """Keep to the bodies of some scopes; an empty scope among them means all."""
    if "" in scopes:
        return asked
    numbers = [int(scope.partition(":")[2]) for scope in scopes if scope.startswith("body:")]
    return asked.where(Body.id.in_(numbers))
