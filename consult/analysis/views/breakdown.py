"""Who says what more often, and who less: a question's themes by group, place, channel or ticked answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask import request
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission
from consult.analysis.breakdown import Cell, Leaning, break_down
from consult.analysis.models import Codebook, Theme
from consult.analysis.queries.breakdowns import Tabled, Way, tabled, way_named, ways_to_break_down
from consult.analysis.queries.overview import prompt_of
from consult.analysis.rules import Dimension
from consult.analysis.views.blueprint import Around, address, around, bp, codebook_in_hand, scope_of
from consult.analysis.views.shown import share_words
from consult.analysis.wording import CHANNELS, DIMENSIONS, SCALE_STEPS, YES_NO
from consult.consultations.rules import QuestionKind
from consult.responses.rules import Channel
from consult.web.filters import percent
from consult.web.guards import needs
from consult.web.page import Page
from consult.web.site import Link
from consult.web.transaction import session


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One category of one theme, with its share and interval, each from 0 to 1."""

    label: str
    words: str
    share: float
    low: float
    high: float
    interval: str
    leaning: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeTable:
    """One theme, broken down."""

    anchor: str
    name: str
    href: str
    words: str
    sentences: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, kw_only=True)
class BreakdownPage(Page):
    """Every theme of one question, broken down in one way."""

    template: ClassVar[str] = "analysis/breakdown.html"

    around: Around
    ways: tuple[Link, ...]
    by: str
    compared_words: str
    findings: tuple[str, ...]
    tables: tuple[ThemeTable, ...]


@bp.get("/<int:codebook_id>/breakdown")
@needs(Permission.ANALYSE, scope=scope_of)
def breakdown(consultation_id: int, codebook_id: int) -> AnyResponse:
    """Show each theme by the categories that the address asks for."""
    codebook = codebook_in_hand(consultation_id, codebook_id)
    ways = ways_to_break_down(session(), codebook)
    way = way_named(ways, request.args.get("by", ""))
    found = tabled(session(), codebook, way)
    cells = break_down(found.counts, found.bases)
    tables = tuple(_table(codebook, way, found, theme, cells[theme.id]) for theme in found.themes)
    return BreakdownPage(
        title=_("Who said what"),
        around=around(codebook, here="breakdown"),
        ways=tuple(
            Link(
                text=_words_of(codebook, each),
                href=address("breakdown", codebook, by=each.key),
                is_current=each == way,
            )
            for each in ways
        ),
        by=_words_of(codebook, way),
        compared_words=_compared_words(len(found.themes) * len(found.bases)),
        findings=tuple(f"{table.name}: {sentence}" for table in tables for sentence in table.sentences),
        tables=tables,
    ).answer()


def _compared_words(n: int) -> str:
    return ngettext("%(num)s comparison", "%(num)s comparisons", n)


def _words_of(codebook: Codebook, way: Way) -> str:
    if way.question is None:
        return str(DIMENSIONS[way.dimension])
    return _("answer to “%(question)s”", question=prompt_of(way.question, codebook.consultation.language))


def _table(codebook: Codebook, way: Way, found: Tabled, theme: Theme, cells: dict[str, Cell]) -> ThemeTable:
    n = sum(found.counts[theme.id].values())
    return ThemeTable(
        anchor=f"theme-{theme.id}",
        name=theme.name,
        href=address("theme", codebook, theme_id=theme.id),
        words=share_words(n, found.total),
        sentences=tuple(
            _sentence(category_words(way, category), cell)
            for category, cell in cells.items()
            if cell.leaning is not Leaning.ALIKE
        ),
        rows=tuple(_row(category_words(way, category), cell) for category, cell in cells.items()),
    )


def category_words(way: Way, category: str) -> str:
    """Return what a category of a breakdown is called; nobody is left nameless."""
    if category == "":
        return _("Did not say")
    if way.dimension is Dimension.CHANNEL:
        return str(CHANNELS[Channel(category)])
    kind = way.question.kind if way.question is not None else None
    if kind is QuestionKind.SCALE:
        return str(SCALE_STEPS[int(category)])
    return str(YES_NO[int(category)]) if kind is QuestionKind.YES_NO else category


def _sentence(label: str, cell: Cell) -> str:
    shares = {"label": label, "share": percent(cell.share), "others": percent(cell.share_of_others)}
    if cell.leaning is Leaning.MORE:
        return _("said more by “%(label)s”: %(share)s, against %(others)s of all others.", **shares)
    return _("said less by “%(label)s”: %(share)s, against %(others)s of all others.", **shares)


def _row(label: str, cell: Cell) -> Row:
    told = {Leaning.MORE: _("said more by"), Leaning.LESS: _("said less by"), Leaning.ALIKE: ""}
    return Row(
        label=label,
        words=share_words(cell.n, cell.base),
        share=cell.share,
        low=cell.low,
        high=cell.high,
        interval=_("%(low)s to %(high)s", low=percent(cell.low), high=percent(cell.high)),
        leaning=told[cell.leaning],
        kind="good" if cell.leaning is Leaning.MORE else "info",
    )
