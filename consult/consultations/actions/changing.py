"""What every change of a consultation shares: the version that was seen, the stage it is allowed in, the event."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from consult.audit.actions import record
from consult.audit.rules import Happening
from consult.consultations.models import Consultation
from consult.consultations.queries.stages import stage_at
from consult.consultations.rules import CONSULTATION_MACHINE, Stage
from consult.kernel.errors import Refused, Stale


def stream_of(consultation: Consultation) -> str:
    """Name the audit stream of a consultation."""
    return f"consultation:{consultation.id}"


def note(
    session: Session,
    happening: Happening,
    consultation: Consultation,
    *,
    actor: str,
    now: datetime,
    subject: str = "",
    **facts: object,
) -> None:
    """Record an event in the consultation's stream."""
    stream = stream_of(consultation)
    record(session, happening, stream=stream, subject=subject or stream, actor=actor, at=now, **facts)


def require_seen(consultation: Consultation, version_seen: int | None) -> None:
    """Refuse a change by someone who looked at an older version; ``None`` is for jobs and makers.

    Raises:
        Stale: someone changed it meanwhile.
    """
    if version_seen is not None and version_seen != consultation.version:
        raise Stale("Someone changed this consultation while you were writing. Your words are below.")


def begin_change(session: Session, consultation: Consultation, *, version_seen: int | None, now: datetime) -> None:
    """Begin to change a draft, and give it its next version.

    Raises:
        Refused: it is no draft any more.
        Stale: someone changed it meanwhile.
    """
    if stage_at(session, consultation, now=now) is not Stage.DRAFT:
        raise Refused("Only a draft can be changed. Take it back to draft first, or extend or withdraw it.")
    require_seen(consultation, version_seen)
    consultation.version += 1


def require_act(session: Session, consultation: Consultation, act: str, *, now: datetime) -> Stage:
    """Return the stage, when the act is allowed in it.

    Raises:
        Refused: the act is not allowed in this stage.
    """
    stage = stage_at(session, consultation, now=now)
    CONSULTATION_MACHINE.after(stage, act)
    return stage
