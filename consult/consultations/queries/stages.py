"""Where consultations stand, derived from dates and acts; a list takes two queries however long it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.consultations.models import (
    Consultation,
    PreElectionPeriod,
    PreElectionPermission,
    PublishingPermission,
)
from consult.consultations.rules import Period, Stage, StageFacts, covers, holds_back, stage_of
from consult.storage.memo import read_once


def stage_at(session: Session, consultation: Consultation, *, now: datetime) -> Stage:
    """The stage of one consultation, with pre-election periods looked at again."""
    return stages_at(session, [consultation], now=now)[consultation.id]


def stages_at(session: Session, consultations: Sequence[Consultation], *, now: datetime) -> dict[int, Stage]:
    """The stages of several consultations by their numbers."""
    periods = periods_once(session)
    allowed = _allowed(session, [consultation.id for consultation in consultations]) if periods else set()
    return {
        consultation.id: stage_of(
            stage_facts(consultation, held_back=bool(_holding(consultation, periods, allowed))), now=now
        )
        for consultation in consultations
    }


def holding_periods(session: Session, consultation: Consultation) -> list[PreElectionPeriod]:
    """The pre-election periods that keep a consultation from opening."""
    periods = periods_once(session)
    return _holding(consultation, periods, _allowed(session, [consultation.id]) if periods else set())


def periods_once(session: Session) -> list[PreElectionPeriod]:
    """Every pre-election period by its first day, read once a page."""
    asked = select(PreElectionPeriod).order_by(PreElectionPeriod.starts_on)
    return read_once(session, "periods_once", lambda: list(session.scalars(asked)))


def stage_facts(consultation: Consultation, *, held_back: bool) -> StageFacts:
    """The moments of a consultation that decide its stage."""
    return StageFacts(
        submitted_at=consultation.submitted_at,
        approved_at=consultation.approved_at,
        opens_at=consultation.opens_at,
        closes_at=consultation.closes_at,
        held_back=held_back,
        analysed_at=consultation.analysed_at,
        answered_at=consultation.answered_at,
        withdrawn_at=consultation.withdrawn_at,
    )


def _allowed(session: Session, consultation_ids: list[int]) -> set[tuple[int, int]]:
    rows = session.execute(
        select(PreElectionPermission.consultation_id, PreElectionPermission.period_id).where(
            PreElectionPermission.consultation_id.in_(consultation_ids)
        )
    )
    return {(row.consultation_id, row.period_id) for row in rows}


def _holding(
    consultation: Consultation, periods: list[PreElectionPeriod], allowed: set[tuple[int, int]]
) -> list[PreElectionPeriod]:
    return [
        period
        for period in periods
        if holds_back(
            Period(
                starts_on=period.starts_on,
                ends_on=period.ends_on,
                called_at=period.called_at,
                is_allowed=(consultation.id, period.id) in allowed,
            ),
            opens_at=consultation.opens_at,
        )
    ]


def pre_election_periods(session: Session) -> Sequence[PreElectionPeriod]:
    """Every pre-election period, the latest first."""
    return session.scalars(select(PreElectionPeriod).order_by(PreElectionPeriod.starts_on.desc())).all()


def publishing_held_by(session: Session, consultation_id: int, *, now: datetime) -> list[PreElectionPeriod]:
    """The pre-election periods that run now, and in which nobody with the right has allowed to publish an answer."""
    running = periods_running(session, now=now)
    if not running:
        return []
    allowed = set(
        session.scalars(
            select(PublishingPermission.period_id).where(PublishingPermission.consultation_id == consultation_id)
        )
    )
    return [period for period in running if period.id not in allowed]


def periods_running(session: Session, *, now: datetime) -> list[PreElectionPeriod]:
    """The pre-election periods that run now."""
    return [
        period
        for period in periods_once(session)
        if covers(starts_on=period.starts_on, ends_on=period.ends_on, now=now)
    ]


def publishing_permissions(session: Session, consultation_id: int) -> Sequence[PublishingPermission]:
    """What the monitoring officer allowed to be published in a pre-election period, the oldest first."""
    asked = select(PublishingPermission).where(PublishingPermission.consultation_id == consultation_id)
    return session.scalars(asked.order_by(PublishingPermission.id)).all()
