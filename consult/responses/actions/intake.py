"""Say that everything people sent by other channels has come in, or that more may come after all."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.audit.actions import record
from consult.audit.rules import Happening
from consult.consultations.models import Consultation
from consult.consultations.rules import end_of_minute
from consult.kernel.errors import Invalid, Refused
from consult.responses.models import Response
from consult.responses.rules import Timeliness


def complete_intake(session: Session, *, consultation: Consultation, actor: str, now: datetime) -> Consultation:
    """Record that all responses by other channels are in; until then an analysis is provisional.

    Raises:
        Refused: people can still answer, or it is complete already.
    """
    if consultation.closes_at is None or now < end_of_minute(consultation.closes_at):
        raise Refused("People can still answer. Mark the intake complete once the consultation has closed.")
    if consultation.intake_complete_at is not None:
        raise Refused("The intake is marked complete already.")
    consultation.intake_complete_at = now
    record(
        session,
        Happening.INTAKE_COMPLETED,
        stream=f"consultation:{consultation.id}",
        subject=f"consultation:{consultation.id}",
        actor=actor,
        at=now,
        responses=_count(session, consultation),
        late=_count(session, consultation, late_only=True),
    )
    session.flush()
    return consultation


def reopen_intake(
    session: Session, *, consultation: Consultation, reason: str, actor: str, now: datetime
) -> Consultation:
    """Take more responses by other channels after all.

    Raises:
        Refused: it is not complete, or the council has answered.
        Invalid: there is no reason.
    """
    if consultation.intake_complete_at is None:
        raise Refused("The intake is open already.")
    if consultation.answered_at is not None:
        raise Refused("The council has answered this consultation, so no more responses can be added to it.")
    if not reason.strip():
        raise Invalid("Enter why more responses are added.")
    consultation.intake_complete_at = None
    record(
        session,
        Happening.INTAKE_REOPENED,
        stream=f"consultation:{consultation.id}",
        subject=f"consultation:{consultation.id}",
        actor=actor,
        at=now,
        reason=reason.strip(),
    )
    session.flush()
    return consultation


def _count(session: Session, consultation: Consultation, *, late_only: bool = False) -> int:
    counted = select(func.count()).where(Response.consultation_id == consultation.id, Response.withdrawn_at.is_(None))
    if late_only:
        counted = counted.where(Response.timeliness == Timeliness.LATE)
    return session.scalar(counted) or 0
