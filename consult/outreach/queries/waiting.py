"""Questions about what the record still lacks while people can answer."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from consult.consultations.models import Consultation
from consult.outreach.models import Consultee, Contact
from consult.outreach.rules import Basis
from consult.responses.models import Response


def required_not_asked(session: Session, *, now: datetime) -> list[tuple[Consultation, int]]:
    """Return the open consultations in which a consultee that the law names was not contacted, and how many."""
    was_contacted = select(Contact.id).where(Contact.consultee_id == Consultee.id).exists()
    has_answered = (
        select(Response.id)
        .where(
            Response.consultation_id == Consultee.consultation_id,
            Response.organisation_id == Consultee.organisation_id,
        )
        .exists()
    )
    rows = session.execute(
        select(Consultation, func.count(Consultee.id))
        .join(Consultee, Consultee.consultation_id == Consultation.id)
        .where(
            Consultation.opened_at.is_not(None),
            Consultation.closes_at > now,
            Consultation.withdrawn_at.is_(None),
            Consultee.basis == Basis.LAW,
            Consultee.reason_not_asked == "",
            ~was_contacted,
            ~has_answered,
        )
        .group_by(Consultation.id)
        .order_by(Consultation.closes_at)
        .options(selectinload(Consultation.words))
    ).all()
    return [(consultation, count) for consultation, count in rows]
