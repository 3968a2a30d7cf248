"""The published words as a table for anyone: the same as the page shows, and no more about anybody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from consult.consultations.models import Consultation
from consult.opendata.shapes import Field, Shape
from consult.outcomes.queries.published import Published, every_published, public_themes
from consult.places.queries import stakeholder_groups, wards
from consult.responses.queries.exporting import questions_exported


@dataclass(frozen=True, slots=True)
class PublishedRow:
    """One published text with its names."""

    text: Published
    question: str
    group: str
    ward: str
    points: str


PUBLISHED_TEXTS: Shape[PublishedRow] = Shape(
    name="published-responses",
    about="The words of responses that a person screened and their writers let us publish, without who they are.",
    fields=(
        Field("number", "The published number of the response; it tells nobody who wrote it.", lambda r: r.text.number),
        Field("question", "What was asked; empty for a comment on the document.", lambda r: r.question),
        Field("paragraph", "The paragraph that a comment is about.", lambda r: r.text.paragraph),
        Field("text", "The words, with what could tell who someone is hidden.", lambda r: r.text.text),
        Field("main_points", "The main points that it belongs to.", lambda r: r.points),
        Field("organisation", "The organisation, where it let us name it.", lambda r: r.text.organisation),
        Field("stakeholder_group", "The capacity, where at least ten people share it.", lambda r: r.group),
        Field("ward", "The ward, where at least ten people of that capacity share it.", lambda r: r.ward),
        Field(
            "month",
            "The first day of the month in which it came, where at least ten people share all of this.",
            lambda r: r.text.month,
        ),
    ),
)


def published_rows(session: Session, *, consultation: Consultation, is_shown: bool = True) -> Iterator[PublishedRow]:
    """Return every published text of a consultation with its names; all that may be, where ``is_shown`` is false."""
    questions = {each.id: each.prompt for each in questions_exported(session, consultation=consultation)}
    themes = public_themes(session, consultation.id)
    groups = {each.id: each.name for each in stakeholder_groups(session)}
    places = {each.id: each.name for each in wards(session)}
    for text in every_published(session, consultation.id, is_shown=is_shown):
        yield PublishedRow(
            text=text,
            question=questions.get(text.question_id or 0, ""),
            group=groups.get(text.group_id or 0, ""),
            ward=places.get(text.ward_id or 0, ""),
            points="; ".join(themes[each] for each in text.theme_ids if each in themes),
        )
