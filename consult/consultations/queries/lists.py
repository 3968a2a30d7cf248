"""Lists of consultations: for anyone by where they stand, and for officers by what they may see."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, selectinload

from consult.consultations.models import Consultation, ConsultationWords, PreElectionPeriod, PreElectionPermission
from consult.consultations.queries.stages import periods_once
from consult.consultations.rules import LONDON
from consult.storage.paging import Page, page_of

A_MINUTE = timedelta(minutes=1)


class PublicFilter(StrEnum):
    """How anyone can narrow the list."""

    OPEN = "open"
    CLOSED = "closed"
    ANSWERED = "answered"


def public_consultations(
    session: Session, *, now: datetime, show: PublicFilter, number: int = 1, size: int = 20, total: int | None = None
) -> Page[Consultation]:
    """One page of what anyone may see: what closes soonest first, or what happened last first.

    ``total`` is what ``counts_for_public`` says, where the page has asked for it already.
    """
    first = {
        PublicFilter.OPEN: Consultation.closes_at.asc(),
        PublicFilter.CLOSED: Consultation.closes_at.desc(),
        PublicFilter.ANSWERED: Consultation.answered_at.desc(),
    }[show]
    asked = select(Consultation).where(_is(show, now, periods_once(session))).options(selectinload(Consultation.words))
    return page_of(session, asked, first, Consultation.id.asc(), number=number, size=size, total=total)


def counts_for_public(session: Session, *, now: datetime) -> dict[PublicFilter, int]:
    """How many consultations each filter shows."""
    periods = periods_once(session)
    row = session.execute(
        select(*(func.count().filter(_is(show, now, periods)).label(show.value) for show in PublicFilter)).select_from(
            Consultation
        )
    ).one()
    return {show: getattr(row, show.value) for show in PublicFilter}


def consultations_for_officers(
    session: Session, *, consultation_ids: Collection[int] | None = None, number: int = 1, size: int = 25
) -> Page[Consultation]:
    """One page of every consultation, or of those named, the newest first."""
    asked: Select[Consultation] = select(Consultation).options(selectinload(Consultation.words))
    if consultation_ids is not None:
        asked = asked.where(Consultation.id.in_(consultation_ids))
    return page_of(session, asked, Consultation.created_at.desc(), Consultation.id.desc(), number=number, size=size)


def titles_of(session: Session, consultation_ids: Collection[int] | None = None) -> dict[int, str]:
    """The titles of consultations by their numbers, all of them when none are named."""
    asked = select(Consultation.id, ConsultationWords.title).join(
        ConsultationWords,
        and_(ConsultationWords.consultation_id == Consultation.id, ConsultationWords.language == Consultation.language),
    )
    if consultation_ids is not None:
        asked = asked.where(Consultation.id.in_(consultation_ids))
    return {row.id: row.title for row in session.execute(asked.order_by(Consultation.id.desc()))}


def unsettled_consultations(session: Session, *, now: datetime) -> Sequence[Consultation]:
    """The approved consultations whose opening or closing has come and is not yet recorded."""
    return session.scalars(
        select(Consultation).where(
            Consultation.approved_at.is_not(None),
            Consultation.withdrawn_at.is_(None),
            or_(
                and_(Consultation.opened_at.is_(None), Consultation.opens_at <= now),
                and_(Consultation.closed_at.is_(None), Consultation.closes_at <= now - A_MINUTE),
            ),
        )
    ).all()


def _is(show: PublicFilter, now: datetime, periods: Sequence[PreElectionPeriod]) -> ColumnElement[bool]:
    """The stage as SQL: it says the same as ``stage_of``, which a test holds it to."""
    has_begun = and_(
        Consultation.approved_at.is_not(None),
        Consultation.withdrawn_at.is_(None),
        Consultation.opens_at <= now,
        *(~_is_held_back_by(period) for period in periods),
    )
    not_answered = Consultation.answered_at.is_(None)
    return {
        PublicFilter.OPEN: and_(has_begun, not_answered, Consultation.closes_at > now - A_MINUTE),
        PublicFilter.CLOSED: and_(has_begun, not_answered, Consultation.closes_at <= now - A_MINUTE),
        PublicFilter.ANSWERED: and_(Consultation.answered_at.is_not(None), Consultation.withdrawn_at.is_(None)),
    }[show]


def _is_held_back_by(period: PreElectionPeriod) -> ColumnElement[bool]:
    allowed = exists().where(
        PreElectionPermission.period_id == period.id, PreElectionPermission.consultation_id == Consultation.id
    )
    return and_(
        Consultation.opens_at >= _midnight(period.starts_on),
        Consultation.opens_at < _midnight(period.ends_on + timedelta(days=1)),
        Consultation.opens_at >= period.called_at,
        ~allowed,
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=LONDON)


def unfinished_consultations(session: Session) -> Sequence[Consultation]:
    """The consultations that are neither answered nor withdrawn, for the desk."""
    return session.scalars(
        select(Consultation)
        .where(Consultation.answered_at.is_(None), Consultation.withdrawn_at.is_(None))
        .options(selectinload(Consultation.words), selectinload(Consultation.approvals))
        .order_by(Consultation.id)
    ).all()
