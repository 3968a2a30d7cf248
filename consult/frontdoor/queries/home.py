"""What stands on the first page: what is open, what is being read, and what came of the last one that was answered."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, raiseload

from consult.consultations.queries import (
    ListedConsultation,
    PublicFilter,
    counts_for_public,
    public_consultations,
)
from consult.consultations.rules import end_of_minute
from consult.kernel.freezing import from_json
from consult.outcomes.frozen import EditionBody
from consult.outcomes.models import Commitment, Edition
from consult.outcomes.queries.answering import commitments_of
from consult.outcomes.rules import EditionState

MOST_OPEN = 50
MOST_BEING_READ = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A consultation as one line of a list."""

    slug: str
    title: str
    summary: str
    closes_at: datetime
    answer_due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """The last consultation that the council answered: its latest edition and how its promises stand."""

    edition: EditionBody
    published_at: datetime
    commitments: tuple[Commitment, ...]


def open_and_being_read(
    session: Session, *, language: str, now: datetime
) -> tuple[tuple[Listed, ...], tuple[Listed, ...]]:
    """Return what is open, the soonest to close first, and what is closed and unanswered, the latest first."""
    counts = counts_for_public(session, now=now)
    is_open, being_read = (
        public_consultations(session, now=now, show=show, language=language, size=size, total=counts[show])
        for show, size in ((PublicFilter.OPEN, MOST_OPEN), (PublicFilter.CLOSED, MOST_BEING_READ))
    )
    return tuple(map(_listed, is_open.items)), tuple(map(_listed, being_read.items))


def last_answered(session: Session) -> Answered | None:
    """Return the latest edition of the consultation that was answered last."""
    edition = session.scalar(
        select(Edition)
        .where(Edition.state == EditionState.PUBLISHED)
        .order_by(Edition.published_at.desc(), Edition.id.desc())
        .limit(1)
        .options(raiseload("*"))
    )
    if edition is None or edition.published_at is None:
        return None
    return Answered(
        edition=from_json(EditionBody, edition.body),
        published_at=edition.published_at,
        commitments=tuple(commitments_of(session, edition.consultation_id)),
    )


def _listed(row: ListedConsultation) -> Listed:
    return Listed(
        slug=row.slug,
        title=row.title,
        summary=row.summary,
        closes_at=row.closes_at,
        answer_due_at=end_of_minute(row.closes_at) + timedelta(weeks=row.answer_within_weeks),
    )
