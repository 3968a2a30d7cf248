"""Finds consultations by the words of their titles and summaries."""

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, selectinload

from consult.consultations.models import Consultation, ConsultationWords
from consult.storage.paging import Page, page_of

LONGEST_SEARCH = 200
MOST_WORDS = 8


def consultations_with(session: Session, sought: str, *, now: datetime, number: int = 1) -> Page[Consultation]:
    """Return one page of those consultations, open or past, in whose title or summary every word occurs."""
    asked = select(Consultation).where(
        Consultation.approved_at.is_not(None), Consultation.opens_at <= now, Consultation.withdrawn_at.is_(None)
    )
    for word in words_sought(sought):
        occurs = or_(
            ConsultationWords.title.icontains(word, autoescape=True),
            ConsultationWords.summary.icontains(word, autoescape=True),
        )
        asked = asked.where(Consultation.words.any(occurs))
    return page_of(
        session,
        asked.options(selectinload(Consultation.words)),
        Consultation.closes_at.desc(),
        Consultation.id.desc(),
        number=number,
    )


def words_sought(typed: str) -> tuple[str, ...]:
    """Return the first few words of what was typed, without what no database keeps."""
    return tuple(typed[:LONGEST_SEARCH].replace("\x00", " ").split())[:MOST_WORDS]
