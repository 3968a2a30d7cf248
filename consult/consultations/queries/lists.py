"""Lists of consultations: for anyone by where they stand, and for officers by what they may see."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Integer, Select, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import Session, aliased, selectinload

from consult.consultations.models import Consultation, ConsultationWords, PreElectionPermission
from consult.consultations.queries.stages import periods_once
from consult.kernel.clock import LONDON
from consult.storage.paging import Page, page_of, page_within

A_MINUTE = timedelta(minutes=1)


class PublicFilter(StrEnum):
    """How anyone can narrow the list."""

    OPEN = "open"
    CLOSED = "closed"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedConsultation:
    """One line of a list that anyone may read."""

    id: int
    slug: str
    title: str
    summary: str
    closes_at: datetime
    answered_at: datetime | None
    answer_within_weeks: int


def public_consultations(
    session: Session,
    *,
    now: datetime,
    show: PublicFilter,
    language: str = "",
    number: int = 1,
    size: int = 20,
    total: int | None = None,
) -> Page[ListedConsultation]:
    """One page of what anyone may see: what closes soonest first, or what happened last first.

    Each is told in ``language``, or in its own where it is not translated. ``total`` is what ``counts_for_public``
    says, where the page has asked for it already.
    """
    periods, moments = _periods_of(session), _moments(now)
    if total is None:
        total = counts_for_public(session, now=now)[show]
    number, size = page_within(number, size=size, total=total)
    values = {**moments, "language": language, "size": size, "offset": (number - 1) * size}
    rows = session.execute(_list_of(show, periods), values).mappings()
    items = [ListedConsultation(**row) for row in rows]
    return Page(items=items, number=number, size=size, total=total)


def counts_for_public(session: Session, *, now: datetime) -> dict[PublicFilter, int]:
    """How many consultations each filter shows."""
    row = session.execute(_counts(_periods_of(session)), _moments(now)).one()
    return dict(zip(PublicFilter, row, strict=True))


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


@dataclass(frozen=True, slots=True)
class _Period:
    """What of a pre-election period decides about lists; the statements below are kept under it."""

    id: int
    starts_on: date
    ends_on: date
    called_at: datetime


def _periods_of(session: Session) -> tuple[_Period, ...]:
    return tuple(_Period(each.id, each.starts_on, each.ends_on, each.called_at) for each in periods_once(session))


def _moments(now: datetime) -> dict[str, datetime]:
    return {"now": now, "a_minute_ago": now - A_MINUTE}


@lru_cache(maxsize=64)
def _counts(periods: tuple[_Period, ...]) -> Select[*tuple[Any, ...]]:
    """The statement that counts, made once: to write it takes longer than to run it."""
    counts = [func.count().filter(_is(show, periods)) for show in PublicFilter]
    return select(*counts).select_from(Consultation)


@lru_cache(maxsize=64)
def _list_of(show: PublicFilter, periods: tuple[_Period, ...]) -> Select[*tuple[Any, ...]]:
    """The statement that lists, made once: each consultation in the language asked for, or else in its own."""
    wanted, own = aliased(ConsultationWords), aliased(ConsultationWords)
    first = {
        PublicFilter.OPEN: Consultation.closes_at.asc(),
        PublicFilter.CLOSED: Consultation.closes_at.desc(),
        PublicFilter.ANSWERED: Consultation.answered_at.desc(),
    }[show]
    is_wanted = and_(wanted.consultation_id == Consultation.id, wanted.language == bindparam("language"))
    is_own = and_(own.consultation_id == Consultation.id, own.language == Consultation.language)
    told = [func.coalesce(wanted.title, own.title, "").label("title")]
    told += [func.coalesce(wanted.summary, own.summary, "").label("summary")]
    facts = [Consultation.id, Consultation.slug, Consultation.closes_at, Consultation.answered_at]
    return (
        select(*facts, Consultation.answer_within_weeks, *told)
        .outerjoin(wanted, is_wanted)
        .outerjoin(own, is_own)
        .where(_is(show, periods))
        .order_by(first, Consultation.id.asc())
        .limit(bindparam("size", type_=Integer))
        .offset(bindparam("offset", type_=Integer))
    )


def _is(show: PublicFilter, periods: Sequence[_Period]) -> ColumnElement[bool]:
    """The stage as SQL: it says the same as ``stage_of``, which a test holds it to."""
    has_begun = and_(
        Consultation.approved_at.is_not(None),
        Consultation.withdrawn_at.is_(None),
        Consultation.opens_at <= bindparam("now"),
        *(~_is_held_back_by(period) for period in periods),
    )
    not_answered = Consultation.answered_at.is_(None)
    a_minute_ago: BindParameter[datetime] = bindparam("a_minute_ago")
    return {
        PublicFilter.OPEN: and_(has_begun, not_answered, Consultation.closes_at > a_minute_ago),
        PublicFilter.CLOSED: and_(has_begun, not_answered, Consultation.closes_at <= a_minute_ago),
        PublicFilter.ANSWERED: and_(Consultation.answered_at.is_not(None), Consultation.withdrawn_at.is_(None)),
    }[show]


def _is_held_back_by(period: _Period) -> ColumnElement[bool]:
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
