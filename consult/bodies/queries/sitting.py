"""What is known of one member: where they sit and sat."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from consult.bodies.models import Membership, Seat, SeatClass


def memberships_of(session: Session, *, person_id: int) -> Sequence[Membership]:
    """Every seat that a person holds or held, the latest first, each with its body; one query."""
    return session.scalars(
        select(Membership)
        .where(Membership.person_id == person_id)
        .options(
            joinedload(Membership.seat).joinedload(Seat.seat_class).joinedload(SeatClass.body),
            joinedload(Membership.organisation),
        )
        .order_by(Membership.from_on.desc(), Membership.id.desc())
    ).all()
