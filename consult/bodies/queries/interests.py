"""What members declared."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from consult.bodies.models import ItemInterest, Membership, Person, RegisteredInterest
from consult.kernel.errors import NotFound
from consult.storage.paging import Page, page_of


def interests_of(session: Session, *, person_id: int) -> Sequence[RegisteredInterest]:
    """Everything that a person declared, what lasts first."""
    is_over = RegisteredInterest.ended_on.is_not(None)
    return session.scalars(
        select(RegisteredInterest)
        .where(RegisteredInterest.person_id == person_id)
        .order_by(is_over, RegisteredInterest.declared_on.desc(), RegisteredInterest.id)
    ).all()


def item_interests_of(session: Session, *, person_id: int) -> Sequence[ItemInterest]:
    """The interests in single items that a person declared, the latest first, at most fifty."""
    return session.scalars(
        select(ItemInterest)
        .where(ItemInterest.person_id == person_id)
        .options(joinedload(ItemInterest.body))
        .order_by(ItemInterest.on_day.desc(), ItemInterest.id.desc())
        .limit(50)
    ).all()


def item_interests_on(session: Session, *, body_id: int, number: int = 1) -> Page[ItemInterest]:
    """One page of the interests in single items that were declared on a body, the latest first."""
    asked = select(ItemInterest).where(ItemInterest.body_id == body_id).options(joinedload(ItemInterest.person))
    return page_of(session, asked, ItemInterest.on_day.desc(), ItemInterest.id.desc(), number=number)


def registered_on(session: Session, *, body_id: int) -> Sequence[RegisteredInterest]:
    """What those declared who sit or sat on a body and still have it, by last name."""
    sat = select(Membership.person_id).where(Membership.body_id == body_id)
    return session.scalars(
        select(RegisteredInterest)
        .join(RegisteredInterest.person)
        .where(RegisteredInterest.person_id.in_(sat), RegisteredInterest.ended_on.is_(None))
        .options(joinedload(RegisteredInterest.person))
        .order_by(Person.sort_name, RegisteredInterest.id)
    ).all()


def sitters(session: Session, *, body_id: int) -> Sequence[Person]:
    """Everyone who sits or sat on a body, by last name."""
    sat = select(Membership.person_id).where(Membership.body_id == body_id)
    return session.scalars(select(Person).where(Person.id.in_(sat)).order_by(Person.sort_name)).all()


def registered_by_id(session: Session, *, body_id: int, interest_id: int) -> RegisteredInterest:
    """An interest of someone who sits or sat on a body.

    Raises:
        NotFound: there is none.
    """
    found = next((each for each in registered_on(session, body_id=body_id) if each.id == interest_id), None)
    if found is None:
        raise NotFound("We could not find this interest, or it has ended already.")
    return found
