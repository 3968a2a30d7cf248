"""The seats that a contest fills, as the bodies room knows them."""

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from consult.bodies.models import Body, SeatClass
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
