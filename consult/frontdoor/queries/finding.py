"""Finds consultations by the words of their titles and summaries, and what is published inside them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session, aliased, selectinload

from consult.analysis.models import Codebook, Theme
from consult.consultations.models import Consultation, ConsultationWords
from consult.documents.models import DocumentVersion, Paragraph
from consult.frontdoor.rules import Finds
from consult.outcomes.models import Commitment
from consult.storage.paging import Page, page_of
from consult.storage.search import search

BEST = 10  # of each kind
_LOOKED_AT = 200
_EXCERPT = 220
LONGEST_SEARCH = 200
MOST_WORDS = 8


def consultations_with(session: Session, sought: str, *, now: datetime, number: int = 1) -> Page[Consultation]:
    """Return one page of those consultations, open or past, in whose title or summary every word occurs."""
    asked = select(Consultation).where(_seen_by_anyone(now))
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Inside:
    """Something published inside a consultation that was found: a paragraph, a main point or a promise.

    ``key`` is the paragraph's identity, the theme's number or the promise's reference; ``excerpt`` is the text around
    the first word that was found.
    """

    kind: Finds
    key: str
    slug: str
    about: str
    title: str
    excerpt: str


def found_inside(session: Session, sought: str, *, now: datetime) -> dict[Finds, tuple[Inside, ...]]:
    """Return the best of each kind, of consultations that anyone may see; four queries however much there is."""
    words = words_sought(sought)
    if not words:
        return {}
    best = search(session, sought, kinds=list(Finds), limit=_LOOKED_AT)
    of_kind = {kind: [each for each in best if each.kind == kind] for kind in Finds}
    places = {
        kind: {row.id: row for row in session.execute(_PLACES[kind]([each.ref_id for each in found], now))}
        for kind, found in of_kind.items()
    }
    titles = _titles(session, {row.consultation_id for rows in places.values() for row in rows.values()})
    return {
        kind: tuple(
            Inside(
                kind=kind,
                key=str(row.key),
                slug=row.slug,
                about=titles.get(row.consultation_id, ""),
                title=each.title,
                excerpt=excerpt_of(each.body, words, at_most=_EXCERPT),
            )
            for each, row in [(each, places[kind][each.ref_id]) for each in found if each.ref_id in places[kind]][:BEST]
        )
        for kind, found in of_kind.items()
        if places[kind]
    }


def _seen_by_anyone(now: datetime) -> ColumnElement[bool]:
    return and_(
        Consultation.approved_at.is_not(None), Consultation.opens_at <= now, Consultation.withdrawn_at.is_(None)
    )


def _paragraphs(numbers: Sequence[int], now: datetime) -> Select[Any]:
    attached = aliased(DocumentVersion)
    return (
        select(Paragraph.id, Paragraph.identity.label("key"))
        .add_columns(Consultation.slug, Consultation.id.label("consultation_id"))
        .join(DocumentVersion, DocumentVersion.id == Paragraph.version_id)
        .join(attached, attached.document_id == DocumentVersion.document_id)
        .join(Consultation, Consultation.document_version_id == attached.id)
        .where(Paragraph.id.in_(numbers), _seen_by_anyone(now))
    )


def _points(numbers: Sequence[int], now: datetime) -> Select[Any]:
    return (
        select(Theme.id, Theme.id.label("key"))
        .add_columns(Consultation.slug, Consultation.id.label("consultation_id"))
        .join(Codebook, Codebook.id == Theme.codebook_id)
        .join(Consultation, Consultation.id == Codebook.consultation_id)
        .where(Theme.id.in_(numbers), _seen_by_anyone(now))
    )


def _promises(numbers: Sequence[int], now: datetime) -> Select[Any]:
    return (
        select(Commitment.id, Commitment.reference.label("key"))
        .add_columns(Consultation.slug, Consultation.id.label("consultation_id"))
        .join(Consultation, Consultation.id == Commitment.consultation_id)
        .where(Commitment.id.in_(numbers), _seen_by_anyone(now))
    )


_PLACES: dict[Finds, Callable[[Sequence[int], datetime], Select[Any]]] = {
    Finds.PARAGRAPH: _paragraphs,
    Finds.POINT: _points,
    Finds.PROMISE: _promises,
}


def _titles(session: Session, consultations: set[int]) -> dict[int, str]:
    asked = select(ConsultationWords.consultation_id, ConsultationWords.title).where(
        ConsultationWords.consultation_id.in_(consultations)
    )
    rows = session.execute(asked.order_by(ConsultationWords.id.desc()))
    return {row.consultation_id: row.title for row in rows}


def excerpt_of(text: str, words: Sequence[str], *, at_most: int) -> str:
    """Return the part of a text around the first of these words, whole words only, with dots where it was cut."""
    flat = " ".join(text.split())
    if len(flat) <= at_most:
        return flat
    folded = flat.casefold()
    places = [place for place in (folded.find(word.casefold()) for word in words) if place >= 0]
    begin = max(min(places, default=0) - at_most // 4, 0)
    begin = flat.rfind(" ", 0, begin) + 1 if begin else 0
    end = flat.rfind(" ", begin, begin + at_most) if begin + at_most < len(flat) else len(flat)
    return f"{'… ' if begin else ''}{flat[begin:end]}{' …' if end < len(flat) else ''}"


def words_sought(typed: str) -> tuple[str, ...]:
    """Return the first few words of what was typed, without what no database keeps."""
    return tuple(typed[:LONGEST_SEARCH].replace("\x00", " ").split())[:MOST_WORDS]
