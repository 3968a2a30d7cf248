"""Ask for help to answer, give it, and forget how to reach whoever asked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from consult.audit.actions import record
from consult.audit.rules import RESIDENT, Happening
from consult.consultations.models import Consultation
from consult.kernel.clock import day_in_london
from consult.kernel.errors import Invalid, Refused, Stale
from consult.kernel.words import clean_line, clean_text
from consult.outreach.helping import HelpValues, due_on, require_extra
from consult.outreach.models import HelpRequest
from consult.outreach.queries.record import record_as_it_stands
from consult.outreach.rules import ConsultationKind

REACH_KEPT_FOR = timedelta(days=30)
"""How long after help was given, or the consultation closed, we keep how to reach whoever asked."""


def ask_for_help(
    session: Session,
    *,
    consultation: Consultation,
    values: HelpValues,
    submission_key: str,
    closed_days: Sequence[tuple[date, date]] = (),
    now: datetime,
) -> HelpRequest:
    """Note that someone needs help or another format, and by when it is owed; the same key is the same request.

    Raises:
        Refused: the consultation has closed.
    """
    known = session.scalar(select(HelpRequest).where(HelpRequest.submission_key == submission_key))
    if known is not None:
        return known
    if consultation.closes_at is None or consultation.closes_at <= now or consultation.withdrawn_at is not None:
        raise Refused("Nobody can answer this consultation now. Write to the council if you still need it.")
    asked = HelpRequest(
        consultation_id=consultation.id,
        help=values.help,
        reach=clean_line(values.reach),
        words=clean_text(values.words),
        asked_at=now,
        due_on=due_on(day_in_london(now), closed_days=closed_days),
        submission_key=submission_key,
    )
    session.add(asked)
    session.flush()
    _note(session, asked, actor=RESIDENT, now=now, field="asked", new=asked.help)
    return asked


def answer_help(
    session: Session,
    *,
    request: HelpRequest,
    done_words: str,
    extra_until: date | None,
    closes_on: date | None,
    version_seen: int,
    by_id: int,
    now: datetime,
) -> HelpRequest:
    """Say what was done for someone, and how much extra time they have.

    Raises:
        Stale: someone answered it meanwhile.
        Invalid: the extra time cannot be given.
    """
    if version_seen != request.version:
        raise Stale("Someone else answered this meanwhile. Look at it again.")
    require_extra(extra_until, closes_on=closes_on)
    kind = record_as_it_stands(session, request.consultation_id).kind
    if extra_until is not None and kind is ConsultationKind.SCHOOL_ORGANISATION:
        raise Invalid("The law gives four weeks for this, and nobody can give more. Help the person to answer in time.")
    request.done_words, request.extra_until = clean_text(done_words), extra_until
    request.done_at, request.done_by_id = now, by_id
    request.version += 1
    session.flush()
    _note(session, request, actor=f"account:{by_id}", now=now, field="given", new=request.help)
    return request


def forget_reach(session: Session, *, now: datetime) -> None:
    """Forget how to reach whoever was helped, or asked for a consultation that closed, a time ago."""
    over = select(Consultation.id).where(
        Consultation.closed_at.is_not(None), Consultation.closes_at < now - REACH_KEPT_FOR
    )
    is_old = (HelpRequest.done_at < now - REACH_KEPT_FOR) | HelpRequest.consultation_id.in_(over)
    session.execute(
        update(HelpRequest)
        .where(HelpRequest.reach != "", is_old)
        .values(reach="", words="")
        .execution_options(synchronize_session=False)
    )


def _note(session: Session, request: HelpRequest, *, actor: str, now: datetime, **facts: object) -> None:
    record(
        session,
        Happening.HELP_ASKED if facts["field"] == "asked" else Happening.HELP_GIVEN,
        stream=f"consultation:{request.consultation_id}",
        subject=f"help_request:{request.id}",
        actor=actor,
        at=now,
        **facts,
    )
