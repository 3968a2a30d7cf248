"""The seats that a contest fills, as the bodies room knows them."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from consult.bodies.models import Body, Membership, SeatClass
from consult.bodies.rules import HowFilled


def electable_classes(session: Session) -> list[tuple[str, str]]:
    """Return the seat classes that are filled by election, as choices: id and words."""
    asked = (
        select(SeatClass, Body.name)
        .join(Body, Body.id == SeatClass.body_id)
        .where(SeatClass.how_filled == HowFilled.ELECTED, SeatClass.until_on.is_(None))
        .order_by(Body.name, SeatClass.name)
    )
    return [(str(each.id), f"{body}: {each.name}") for each, body in session.execute(asked)]


def seat_class_by_id(session: Session, chosen: str) -> SeatClass | None:
    """Return the seat class that was chosen in a form, or nothing."""
    if not (chosen or "").isdigit():
        return None
    return session.get(SeatClass, int(chosen), options=[selectinload(SeatClass.body), selectinload(SeatClass.seats)])


def bodies_as_choices(session: Session) -> list[tuple[str, str]]:
    """Return every body as a choice: id and name."""
    return [(str(number), name) for number, name in session.execute(select(Body.id, Body.name).order_by(Body.name))]


def voting_members(session: Session, chosen: str, *, day: date) -> tuple[str, ...]:
    """Return the names of those who have a vote in the chosen body on a day, for a chair or an indirect election."""
    if not (chosen or "").isdigit():
        return ()
    asked = select(Membership).where(Membership.body_id == int(chosen), Membership.is_voting)
    found = session.scalars(asked.options(selectinload(Membership.person)))
    return tuple(sorted({each.person.name for each in found if each.holds_on(day)}))
