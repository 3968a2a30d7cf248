"""Where comments gather: a picture of the margin, with its table, for everyone and for officers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission
from consult.consultations.queries import title_of
from consult.documents.queries import ReadingDocument, ReadingParagraph, document_for_reading
from consult.kernel.errors import NotFound
from consult.margin.queries.heat import HeatRow, gathered, heat_of
from consult.margin.views.blueprint import bp, in_hand, scope_of, version_in_hand
from consult.margin.wording import PURPOSES_SHORT
from consult.responses.queries.answering import consultation_to_answer
from consult.responses.queries.beside import are_comments_shown
from consult.responses.rules import Purpose
from consult.web.caching import kept
from consult.web.clock import now
from consult.web.filters import in_a_row, number
from consult.web.guards import needs, public
from consult.web.page import Page
from consult.web.transaction import session

STEP = 14
WIDTH = 300
LEAST = 3
NAMED = 4
"""Paragraphs that the finding names; where more share the top, none stands out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarginBar:
    """One paragraph in the picture: where it stands in the document, and how many comments it has."""

    y: int
    width: float
    number: str
    n: int
    opens_part: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatTableRow:
    """One row of the table."""

    number: str
    href: str
    cells: tuple[str, ...]
    total: int


@dataclass(frozen=True, kw_only=True)
class HeatPage(Page):
    """Where comments gather."""

    template: ClassVar[str] = "margin/heat.html"

    about: str
    back: str
    finding: str
    bars: tuple[MarginBar, ...]
    height: int
    columns: tuple[str, ...]
    rows: tuple[HeatTableRow, ...]
    groups: tuple[str, ...]
    group_rows: tuple[HeatTableRow, ...]


@dataclass(frozen=True, kw_only=True)
class OfficerHeatPage(HeatPage):
    """The same for officers, by group too."""

    template: ClassVar[str] = "margin/heat_for_officers.html"


@bp.get("/consultations/<slug>/document/where-comments-gather")
@public
@kept
def heat(slug: str) -> AnyResponse:
    """Show everyone where comments gather, while an officer lets everyone read them; never by group."""
    asked = consultation_to_answer(session(), slug=slug, now=now())
    if asked.document_version_id is None or not are_comments_shown(session(), consultation_id=asked.id):
        raise NotFound(_("The comments on this document are not shown."))
    reading = document_for_reading(session(), version_id=asked.document_version_id)
    rows = heat_of(gathered(session(), consultation_id=asked.id, version_id=reading.version_id))
    address = url_for("respond.document", slug=slug)
    return HeatPage(
        title=_("Where comments gather"),
        about=reading.title,
        back=address,
        finding=_finding(rows),
        bars=_bars(reading, rows),
        height=_height(reading),
        columns=tuple(str(PURPOSES_SHORT[purpose]) for purpose in _purposes(rows)),
        rows=_by_purpose(rows, address),
        groups=(),
        group_rows=(),
    ).answer()


@bp.get("/desk/consultations/<int:consultation_id>/margin/heat")
@needs(Permission.READ_RESPONSES, scope=scope_of)
def heat_for_officers(consultation_id: int) -> AnyResponse:
    """Show officers where comments gather, by purpose and by group."""
    consultation = in_hand(consultation_id)
    reading = document_for_reading(session(), version_id=version_in_hand(consultation).id)
    rows = heat_of(gathered(session(), consultation_id=consultation_id, version_id=reading.version_id))
    address = url_for("respond.document", slug=consultation.slug)
    groups = sorted({group for row in rows for group in row.by_group})
    return OfficerHeatPage(
        title=_("Where comments gather"),
        about=title_of(consultation),
        back=url_for("margin.overview", consultation_id=consultation_id),
        finding=_finding(rows),
        bars=_bars(reading, rows),
        height=_height(reading),
        columns=tuple(str(PURPOSES_SHORT[purpose]) for purpose in _purposes(rows)),
        rows=_by_purpose(rows, address),
        groups=tuple(group or _("Group not said") for group in groups),
        group_rows=tuple(_table_row(row, address, [row.by_group.get(group, 0) for group in groups]) for row in rows),
    ).answer()


def _finding(rows: Sequence[HeatRow]) -> str:
    if not rows:
        return _("Nobody has commented on the document yet.")
    most = max(row.n for row in rows)
    busiest = [row.number for row in rows if row.n == most]
    if len(busiest) > NAMED:
        return ngettext(
            "Comments are spread over the document: no paragraph has more than %(num)s.",
            "Comments are spread over the document: no paragraph has more than %(num)s.",
            most,
        )
    return ngettext(
        "Paragraph %(numbers)s has the most comments: %(most)s.",
        "Paragraphs %(numbers)s have the most comments: %(most)s each.",
        len(busiest),
        numbers=in_a_row(busiest),
        most=number(most),
    )


def _purposes(rows: Sequence[HeatRow]) -> list[Purpose]:
    return [purpose for purpose in Purpose if any(purpose in row.by_purpose for row in rows)]


def _by_purpose(rows: Sequence[HeatRow], address: str) -> tuple[HeatTableRow, ...]:
    purposes = _purposes(rows)
    return tuple(_table_row(row, address, [row.by_purpose.get(purpose, 0) for purpose in purposes]) for row in rows)


def _table_row(row: HeatRow, address: str, counts: Sequence[int]) -> HeatTableRow:
    cells = tuple(str(count) if count else "–" for count in counts)
    return HeatTableRow(number=row.number, href=f"{address}#{row.identity}", cells=cells, total=row.n)


def _bars(reading: ReadingDocument, rows: Sequence[HeatRow]) -> tuple[MarginBar, ...]:
    """One bar a paragraph, from the top of the document to its end; paragraphs without comments stay empty."""
    heat = {row.identity: row for row in rows}
    opening = {section.paragraphs[0].identity for section in reading.parts if section.paragraphs}
    return tuple(
        _bar(place, paragraph, heat.get(paragraph.identity), opens_part=place > 0 and paragraph.identity in opening)
        for place, paragraph in enumerate(reading.paragraphs)
    )


def _bar(place: int, paragraph: ReadingParagraph, row: HeatRow | None, *, opens_part: bool) -> MarginBar:
    width = round(max(LEAST, row.share * WIDTH), 1) if row else 0.0
    return MarginBar(y=place * STEP, width=width, number=paragraph.number, n=row.n if row else 0, opens_part=opens_part)


def _height(reading: ReadingDocument) -> int:
    return max(len(reading.paragraphs), 1) * STEP
