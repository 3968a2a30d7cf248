"""Questions about workshops and drop-ins: what is planned, how many places are left, who came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from consult.kernel.errors import NotFound
from consult.outreach.models import Booking, Workshop, WorkshopAttendance


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """One workshop with how many places are booked and how many people came."""

    workshop: Workshop
    n_booked: int
    n_came: int

    @property
    def n_left(self) -> int | None:
        """Places that can still be booked; ``None`` where nobody has to book."""
        return None if self.workshop.places is None else max(0, self.workshop.places - self.n_booked)


def workshops_of(session: Session, consultation_id: int) -> tuple[Planned, ...]:
    """Every workshop of a consultation, the first one first, in one query."""
    booked = (
        select(func.coalesce(func.sum(Booking.n_people), 0))
        .where(Booking.workshop_id == Workshop.id, Booking.released_at.is_(None))
        .scalar_subquery()
    )
    came = (
        select(func.coalesce(func.sum(WorkshopAttendance.n_people), 0))
        .where(WorkshopAttendance.workshop_id == Workshop.id)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Workshop, booked, came)
        .where(Workshop.consultation_id == consultation_id)
        .order_by(Workshop.starts_at, Workshop.id)
    )
    return tuple(Planned(workshop=workshop, n_booked=int(n), n_came=int(there)) for workshop, n, there in rows)


def has_workshops(session: Session, consultation_id: int) -> bool:
    """Say whether anything is planned."""
    return session.scalar(select(Workshop.id).where(Workshop.consultation_id == consultation_id).limit(1)) is not None


def workshop_by_id(session: Session, consultation_id: int, workshop_id: int) -> Workshop:
    """One workshop with its bookings and who came.

    Raises:
        NotFound: there is none.
    """
    found = session.get(
        Workshop,
        workshop_id,
        options=[
            selectinload(Workshop.bookings),
            selectinload(Workshop.attendances).joinedload(WorkshopAttendance.group),
        ],
    )
    if found is None or found.consultation_id != consultation_id:
        raise NotFound("We could not find this workshop. Check the link that brought you here.")
    return found


def still_to_come(planned: Sequence[Planned], *, now: datetime) -> tuple[Planned, ...]:
    """Those that people can still come to."""
    return tuple(each for each in planned if each.workshop.ends_at > now and not each.workshop.cancelled_because)
