"""What happens to a consultation once it is approved: opening, closing, more time, withdrawal, delays."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from consult.audit.rules import SYSTEM, Happening
from consult.consultations.actions.changing import note, require_act, require_seen
from consult.consultations.models import Consultation, Extension
from consult.consultations.queries.stages import stage_at
from consult.consultations.rules import Stage
from consult.kernel.errors import Invalid
from consult.kernel.words import clean_line, clean_text


def record_opening(session: Session, *, consultation: Consultation, now: datetime) -> Consultation:
    """Note that a consultation was seen to be open; whether it is open is derived."""
    if consultation.opened_at is None:
        consultation.opened_at = now
        session.flush()
        due_at = consultation.opens_at
        note(session, Happening.CONSULTATION_OPENED, consultation, actor=SYSTEM, now=now, due_at=due_at)
    return consultation


def record_closing(session: Session, *, consultation: Consultation, now: datetime) -> Consultation:
    """Note that a consultation was seen to be closed."""
    if consultation.closed_at is None:
        consultation.closed_at = now
        session.flush()
        due_at = consultation.closes_at
        note(session, Happening.CONSULTATION_CLOSED, consultation, actor=SYSTEM, now=now, due_at=due_at)
    return consultation


def record_held_back(session: Session, *, consultation: Consultation, period_id: int, now: datetime) -> None:
    """Note that a consultation would have opened and waits for the monitoring officer."""
    note(session, Happening.CONSULTATION_HELD_BACK, consultation, actor=SYSTEM, now=now, period_id=period_id)


def extend_consultation(
    session: Session,
    *,
    consultation: Consultation,
    closes_at: datetime,
    reason: str,
    by_id: int,
    now: datetime,
    version_seen: int | None = None,
) -> Extension:
    """Give people more time, with the reason that everyone is told.

    Raises:
        Invalid: the new time is not later, or there is no reason.
        Refused: it is not open.
    """
    require_act(session, consultation, "extend", now=now)
    require_seen(consultation, version_seen)
    why, later, before = clean_text(reason), closes_at.replace(second=0, microsecond=0), consultation.closes_at
    if before is None or later <= before:
        raise Invalid("The new closing time must be later than the old one.")
    if not why:
        raise Invalid("Say why people get more time.")
    extension = Extension(from_closes_at=before, to_closes_at=later, reason=why, by_id=by_id, at=now)
    consultation.extensions.append(extension)
    consultation.closes_at = later
    consultation.version += 1
    session.flush()
    note(
        session,
        Happening.CONSULTATION_EXTENDED,
        consultation,
        actor=f"account:{by_id}",
        now=now,
        reason=why[:2000],
        old_closes_at=before,
        closes_at=later,
    )
    return extension


def withdraw_consultation(
    session: Session, *, consultation: Consultation, reason: str, actor: str, now: datetime
) -> Consultation:
    """End a consultation for good, with the reason that everyone is told.

    Raises:
        Invalid: there is no reason.
        Refused: it is answered already.
    """
    stage = require_act(session, consultation, "withdraw", now=now)
    why = clean_text(reason)
    if not why:
        raise Invalid("Say why it is withdrawn.")
    consultation.withdrawn_at, consultation.withdrawn_reason = now, why
    session.flush()
    note(session, Happening.CONSULTATION_WITHDRAWN, consultation, actor=actor, now=now, reason=why[:2000], stage=stage)
    return consultation


def declare_waiting(
    session: Session, *, consultation: Consultation, waiting_on: str, actor: str, now: datetime
) -> Consultation:
    """Say in public whom a delayed consultation waits on; an empty name says that it waits no longer."""
    on = clean_line(waiting_on)
    if on == consultation.waiting_on:
        return consultation
    consultation.waiting_on = on
    consultation.waiting_since = now if on else None
    session.flush()
    note(session, Happening.WAITING_DECLARED, consultation, actor=actor, now=now, waiting_on=on[:2000])
    return consultation


def mark_analysed(session: Session, *, consultation: Consultation, actor: str, now: datetime, themes: int) -> None:
    """Note that the themes of every question are confirmed; called by the analysis room.

    While people can still answer, themes are provisional and this notes nothing.
    """
    is_closed = stage_at(session, consultation, now=now) is Stage.CLOSED
    if is_closed and consultation.analysed_at is None:
        consultation.analysed_at = now
        session.flush()
        note(session, Happening.CONSULTATION_ANALYSED, consultation, actor=actor, now=now, themes=themes)


def mark_answered(session: Session, *, consultation: Consultation, actor: str, now: datetime, edition: int) -> None:
    """Note that the first "you said, we did" is published; called by the outcomes room.

    Raises:
        Refused: people can still answer.
    """
    if consultation.answered_at is None:
        require_act(session, consultation, "answer", now=now)
        consultation.answered_at = now
        consultation.waiting_on, consultation.waiting_since = "", None
        session.flush()
        note(session, Happening.CONSULTATION_ANSWERED, consultation, actor=actor, now=now, edition=edition)
