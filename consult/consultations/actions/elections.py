"""Pre-election periods: the monitoring officer calls them, and may allow an opening or an answer all the same."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.audit.actions import record
from consult.audit.rules import Happening
from consult.consultations.actions.changing import note
from consult.consultations.models import (
    Consultation,
    PreElectionPeriod,
    PreElectionPermission,
    PublishingPermission,
)
from consult.kernel.errors import Invalid
from consult.kernel.words import clean_line, clean_text


def call_pre_election_period(
    session: Session, *, name: str, starts_on: date, ends_on: date, by_id: int, now: datetime
) -> PreElectionPeriod:
    """Call a pre-election period; what is due to open in it waits, what is open stays open.

    Raises:
        Invalid: it has no name, or ends before it starts.
    """
    called = clean_line(name)
    if not called or ends_on < starts_on:
        raise Invalid("Name the election, and give a last day that is not before the first.")
    period = PreElectionPeriod(name=called, starts_on=starts_on, ends_on=ends_on, called_by_id=by_id, called_at=now)
    session.add(period)
    session.flush()
    record(
        session,
        Happening.PRE_ELECTION_PERIOD_CALLED,
        stream="pre_election",
        subject=f"pre_election_period:{period.id}",
        actor=f"account:{by_id}",
        at=now,
        name=called,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    return period


def allow_opening(
    session: Session,
    *,
    consultation: Consultation,
    period: PreElectionPeriod,
    reason: str,
    by_id: int,
    now: datetime,
) -> PreElectionPermission:
    """Let a consultation open although a pre-election period covers its opening.

    Raises:
        Invalid: there is no reason.
    """
    why = clean_text(reason)
    if not why:
        raise Invalid("Say why it may open all the same.")
    known = next((given for given in consultation.pre_election_permissions if given.period_id == period.id), None)
    if known is not None:
        return known
    given = PreElectionPermission(period_id=period.id, by_id=by_id, at=now, reason=why)
    consultation.pre_election_permissions.append(given)
    session.flush()
    note(
        session,
        Happening.CONSULTATION_ALLOWED,
        consultation,
        actor=f"account:{by_id}",
        now=now,
        reason=why[:2000],
        period_id=period.id,
    )
    return given


def allow_publishing(
    session: Session,
    *,
    consultation: Consultation,
    period: PreElectionPeriod,
    reason: str,
    by_id: int,
    now: datetime,
) -> PublishingPermission:
    """Let the council publish what it answers to a consultation although a pre-election period runs.

    Raises:
        Invalid: there is no reason.
    """
    why = clean_text(reason)
    if not why:
        raise Invalid("Say why it may be published all the same.")
    known = session.scalar(
        select(PublishingPermission).where(
            PublishingPermission.consultation_id == consultation.id, PublishingPermission.period_id == period.id
        )
    )
    if known is not None:
        return known
    given = PublishingPermission(consultation_id=consultation.id, period_id=period.id, by_id=by_id, at=now, reason=why)
    session.add(given)
    session.flush()
    note(
        session,
        Happening.PUBLISHING_ALLOWED,
        consultation,
        actor=f"account:{by_id}",
        now=now,
        reason=why[:2000],
        period_id=period.id,
    )
    return given
