"""Questions about the words that were published: which fit what somebody looks for, and what stands beside each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, and_, extract, func, or_, select, tuple_
from sqlalchemy.orm import Session, joinedload

from consult.analysis.models import Assignment, Codebook, Theme
from consult.analysis.rules import ThemeState
from consult.documents.models import Paragraph
from consult.outcomes.models import Edition, Findings
from consult.outcomes.placing import NOT_SAID, Places, Shown, place
from consult.outcomes.rules import EditionState
from consult.responses.finding import PUBLISHED_TEXT
from consult.responses.models import Answer, Response, ResponsesShown, ScreenedText
from consult.responses.queries.figures import counted_in_time
from consult.responses.queries.quotable import may_be_public
from consult.responses.rules import PublishAs
from consult.storage.paging import Page, page_of
from consult.storage.search import matching

AT_ONCE = 500
ABOUT_DOCUMENT = -1
"""Stands for a question where comments on paragraphs are asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What somebody looks for; nothing of it narrows nothing."""

    words: str = ""
    question_id: int | None = None
    theme_id: int | None = None
    group_id: int | None = None
    ward_id: int | None = None
    month: date | None = None
    number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """One text as anyone may read it, with as much about its writer as leaves ten people in the same place."""

    text_id: int
    number: str
    text: str
    question_id: int | None
    paragraph: str
    organisation: str
    group_id: int | None
    ward_id: int | None
    month: date | None
    theme_ids: tuple[int, ...]


def are_responses_shown(session: Session, consultation_id: int) -> bool:
    """Say whether everyone may read the screened words."""
    return session.get(ResponsesShown, consultation_id) is not None


def places_of(session: Session, consultation_id: int) -> Places:
    """Return what may be told of whom, from every response that counts."""
    year, month = extract("year", Response.received_on), extract("month", Response.received_on)
    group, ward = func.coalesce(Response.group_id, NOT_SAID), func.coalesce(Response.ward_id, NOT_SAID)
    rows = session.execute(
        select(group, ward, year, month, func.count())
        .where(Response.consultation_id == consultation_id, counted_in_time())
        .group_by(group, ward, year, month)
    )
    return place({(row[0], row[1], date(int(row[2]), int(row[3]), 1)): row[4] for row in rows})


def published_page(
    session: Session, consultation_id: int, sought: Sought, *, places: Places, number: int = 1, size: int = 25
) -> Page[Published]:
    """Return one page of what fits, in an order that says nothing of when it came; a constant number of queries."""
    asked = _fitting(session, consultation_id, sought, places).options(*_WHOLE)
    order = (Response.public_number.asc(), ScreenedText.id.asc())
    shown = page_of(session, asked, *order, number=number, size=size)
    items = _all_told(session, shown.items, places)
    return Page(items=items, number=shown.number, size=shown.size, total=shown.total)


def every_published(session: Session, consultation_id: int, *, is_shown: bool = True) -> Iterator[Published]:
    """Return all that is published, a part at a time so that memory stays small.

    Args:
        session: to read with; what it has read is let go of after each part.
        consultation_id: whose.
        is_shown: false to return what may be published, also where no officer has published it yet.
    """
    places = places_of(session, consultation_id)
    number = 1
    while True:
        asked = _fitting(session, consultation_id, Sought(), places, is_shown=is_shown).options(*_WHOLE)
        ordered = asked.order_by(Response.public_number, ScreenedText.id)
        rows = session.scalars(ordered.limit(AT_ONCE).offset((number - 1) * AT_ONCE)).all()
        yield from _all_told(session, rows, places)
        if len(rows) < AT_ONCE:
            return
        number += 1
        session.expunge_all()


def public_themes(session: Session, consultation_id: int) -> dict[int, str]:
    """Return the names of the main points that everyone may know: confirmed, not hidden, and told in public already."""
    findings = select(Findings.id).where(Findings.consultation_id == consultation_id).exists()
    is_out = and_(Edition.consultation_id == consultation_id, Edition.state == EditionState.PUBLISHED)
    edition = select(Edition.id).where(is_out).exists()
    rows = session.execute(
        select(Theme.id, Theme.name)
        .join(Codebook, Codebook.id == Theme.codebook_id)
        .where(
            Codebook.consultation_id == consultation_id,
            Theme.state == ThemeState.CONFIRMED,
            Theme.hidden_reason == "",
            or_(findings, edition),
        )
        .order_by(Theme.name)
    )
    return {row.id: row.name for row in rows}


_WHOLE = (
    joinedload(ScreenedText.response),
    joinedload(ScreenedText.answer),
    joinedload(ScreenedText.comment),
)


def _fitting(
    session: Session, consultation_id: int, sought: Sought, places: Places, *, is_shown: bool = True
) -> Select[ScreenedText]:
    asked = (
        select(ScreenedText)
        .join(Response, Response.id == ScreenedText.response_id)
        .where(ScreenedText.consultation_id == consultation_id, *may_be_public())
    )
    if is_shown:
        asked = asked.join(ResponsesShown, ResponsesShown.consultation_id == ScreenedText.consultation_id)
    if sought.number:
        asked = asked.where(Response.public_number == sought.number)
    if sought.question_id == ABOUT_DOCUMENT:
        asked = asked.where(ScreenedText.comment_id.is_not(None))
    elif sought.question_id is not None:
        of_question = select(Answer.id).where(
            Answer.id == ScreenedText.answer_id, Answer.question_id == sought.question_id
        )
        asked = asked.where(of_question.exists())
    if sought.theme_id is not None:
        same = or_(Assignment.answer_id == ScreenedText.answer_id, Assignment.comment_id == ScreenedText.comment_id)
        in_theme = select(Assignment.id).where(Assignment.theme_id == sought.theme_id, same)
        asked = asked.where(in_theme.exists())
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    found = matching(sought.words, kind=PUBLISHED_TEXT, is_sqlite=is_sqlite)
    if found is not None:
        asked = asked.where(ScreenedText.id.in_(found))
    return _in_places(asked, sought, places)


def _in_places(asked: Select[ScreenedText], sought: Sought, places: Places) -> Select[ScreenedText]:
    """Keep those whose group, ward or month is asked for, as far as it may be told of them."""
    if sought.group_id is None and sought.ward_id is None and sought.month is None:
        return asked
    cells = places.cells(group=sought.group_id, ward=sought.ward_id, month=sought.month)
    pairs = sorted({(group, ward) for group, ward, _month in cells})
    who = tuple_(func.coalesce(Response.group_id, NOT_SAID), func.coalesce(Response.ward_id, NOT_SAID))
    asked = asked.where(who.in_(pairs), counted_in_time())
    if sought.month is not None:
        asked = asked.where(Response.received_on >= sought.month, Response.received_on < _next_month(sought.month))
    return asked


def _next_month(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _themes_of(session: Session, rows: Sequence[ScreenedText]) -> dict[tuple[int | None, int | None], list[int]]:
    answers = [row.answer_id for row in rows if row.answer_id is not None]
    comments = [row.comment_id for row in rows if row.comment_id is not None]
    found: dict[tuple[int | None, int | None], list[int]] = {}
    placed = session.execute(
        select(Assignment.answer_id, Assignment.comment_id, Assignment.theme_id)
        .where(or_(Assignment.answer_id.in_(answers), Assignment.comment_id.in_(comments)))
        .order_by(Assignment.main.desc(), Assignment.theme_id)
    )
    for answer_id, comment_id, theme_id in placed:
        found.setdefault((answer_id, comment_id), []).append(theme_id)
    return found


def _all_told(session: Session, rows: Sequence[ScreenedText], places: Places) -> list[Published]:
    themes = _themes_of(session, rows)
    about = {row.comment.paragraph_id for row in rows if row.comment is not None}
    numbered = session.execute(select(Paragraph.id, Paragraph.number).where(Paragraph.id.in_(about)))
    numbers = {row.id: row.number for row in numbered}
    return [_told(row, places, themes, numbers) for row in rows]


def _told(
    row: ScreenedText,
    places: Places,
    themes: Mapping[tuple[int | None, int | None], list[int]],
    numbers: Mapping[int, str],
) -> Published:
    response = row.response
    day = response.received_on
    cell = (response.group_id or NOT_SAID, response.ward_id or NOT_SAID, date(day.year, day.month, 1))
    unknown: Shown = (None, None, None)
    group, ward, month = places.shown.get(cell, unknown)
    is_named = response.publish_as is PublishAs.WITH_ORGANISATION_NAME
    return Published(
        text_id=row.id,
        number=response.public_number,
        text=row.public_text,
        question_id=row.answer.question_id if row.answer else None,
        paragraph=numbers.get(row.comment.paragraph_id, "?") if row.comment else "",
        organisation=response.organisation_name if is_named else "",
        group_id=group,
        ward_id=ward,
        month=month,
        theme_ids=tuple(dict.fromkeys(themes.get((row.answer_id, row.comment_id), ()))),
    )
