"""Questions about help that was asked for: what is owed, to whom, and by when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from consult.consultations.models import Consultation
from consult.kernel.errors import NotFound
from consult.outreach.models import HelpRequest


def help_requests(session: Session, consultation_id: int) -> Sequence[HelpRequest]:
    """Return every request of a consultation: what is owed first, by its day."""
    asked = select(HelpRequest).where(HelpRequest.consultation_id == consultation_id)
    return session.scalars(asked.order_by(HelpRequest.done_at.is_not(None), HelpRequest.due_on, HelpRequest.id)).all()


def help_request_by_id(session: Session, consultation_id: int, number: int) -> HelpRequest:
    """Return one request of a consultation.

    Raises:
        NotFound: there is none.
    """
    found = session.get(HelpRequest, number)
    if found is None or found.consultation_id != consultation_id:
        raise NotFound("We could not find this request.")
    return found


def help_owed(session: Session, *, now: datetime) -> list[tuple[Consultation, int, date]]:
    """Return the consultations in which someone waits for help, how many wait, and the first day it is owed."""
    rows = session.execute(
        select(Consultation, func.count(HelpRequest.id), func.min(HelpRequest.due_on))
        .join(HelpRequest, HelpRequest.consultation_id == Consultation.id)
        .where(HelpRequest.done_at.is_(None), Consultation.closes_at > now)
        .group_by(Consultation.id)
        .order_by(func.min(HelpRequest.due_on))
        .options(selectinload(Consultation.words))
    ).all()
    return [(consultation, count, due_on) for consultation, count, due_on in rows]
