"""Who said what, for anyone: the published points told apart by group, place, channel or ticked answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from flask import Response, url_for
from flask_babel import gettext as _

from consult.analysis.breakdown import Cell, Leaning
from consult.analysis.rules import Dimension
from consult.analysis.wording import DIMENSIONS, SCALE_STEPS, YES_NO
from consult.consultations.rules import QuestionKind
from consult.kernel.errors import NotFound
from consult.kernel.freezing import from_json
from consult.outcomes.frozen import Breakdown, EditionBody, FindingsBody, FoundTheme, Section
from consult.outcomes.leanings import compared
from consult.outcomes.queries.editions import edition_numbered, findings_numbered, published_consultation
from consult.outcomes.views.blueprint import bp
from consult.outcomes.wording import CHANNELS
from consult.responses.rules import Channel
from consult.web.caching import kept
from consult.web.filters import number, percent
from consult.web.guards import public
from consult.web.page import Page
from consult.web.site import Link
from consult.web.transaction import session


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryRow:
    """One category of one point; no picture where its base is not shown."""

    label: str
    words: str
    has_share: bool
    share: float
    low: float
    high: float
    interval: str
    leaning: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PointTable:
    """One point, told apart."""

    anchor: str
    name: str
    words: str
    sentences: tuple[str, ...]
    rows: tuple[CategoryRow, ...]
    not_shown: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionTables:
    """The points of one question."""

    anchor: str
    heading: str
    base: tuple[str, ...]
    findings: tuple[str, ...]
    tables: tuple[PointTable, ...]


@dataclass(frozen=True, kw_only=True)
class WhoSaidWhatPage(Page):
    """Published points by group, place, channel or ticked answer."""

    template: ClassVar[str] = "outcomes/who_said_what.html"

    back: str
    back_words: str
    ways: tuple[Link, ...]
    by: str
    sections: tuple[SectionTables, ...]


@bp.get("/consultations/<slug>/findings/<int:number>/who-said-what", defaults={"way": ""})
@bp.get("/consultations/<slug>/findings/<int:number>/who-said-what/<way>")
@public
@kept
def who_said_what_in_findings(slug: str, number: int, way: str) -> Response:
    """Show who said what in some findings."""
    consultation = published_consultation(session(), slug)
    body = from_json(FindingsBody, findings_numbered(session(), consultation.id, number).body)
    back = url_for("outcomes.findings", slug=slug, number=number)
    words = _("What people said: %(title)s", title=body.asked.title)
    return _page(body.sections, f"{back}/who-said-what", way, back=back, back_words=words)


@bp.get("/consultations/<slug>/editions/<int:number>/who-said-what", defaults={"way": ""})
@bp.get("/consultations/<slug>/editions/<int:number>/who-said-what/<way>")
@public
@kept
def who_said_what_in_edition(slug: str, number: int, way: str) -> Response:
    """Show who said what in an edition."""
    consultation = published_consultation(session(), slug)
    body = from_json(EditionBody, edition_numbered(session(), consultation.id, number).body)
    back = url_for("outcomes.edition", slug=slug, number=number)
    words = _("You said, we did: %(title)s", title=body.asked.title)
    return _page(body.sections, f"{back}/who-said-what", way, back=back, back_words=words)


def _page(sections: Sequence[Section], here: str, way: str, *, back: str, back_words: str) -> Response:
    offered = _offered(sections)
    if not offered or (way and way not in offered):
        raise NotFound("We did not publish this breakdown. Choose one of those on the page.")
    chosen = way or next(iter(offered))
    wanted = offered[chosen]
    return WhoSaidWhatPage(
        title=_("Who said what"),
        back=back,
        back_words=back_words,
        ways=tuple(
            Link(text=_way_words(each), href=f"{here}/{key}", is_current=key == chosen) for key, each in offered.items()
        ),
        by=_way_words(wanted),
        sections=tuple(
            _section(section, breakdown, place)
            for place, section in enumerate(sections, start=1)
            for breakdown in section.breakdowns
            if breakdown.key == wanted.key
        ),
    ).answer()


def _offered(sections: Sequence[Section]) -> dict[str, Breakdown]:
    """Every way there is, by its name in the address; ticked answers are numbered in the order of their questions."""
    found: dict[str, Breakdown] = {}
    for section in sections:
        for breakdown in section.breakdowns:
            if breakdown.key not in {each.key for each in found.values()}:
                is_ticked = breakdown.dimension is Dimension.CLOSED_ANSWER
                n_ticked = sum(name.startswith("answer-") for name in found)
                found[f"answer-{n_ticked + 1}" if is_ticked else breakdown.dimension.value] = breakdown
    return found


def _way_words(breakdown: Breakdown) -> str:
    if breakdown.question:
        return _("answer to “%(question)s”", question=breakdown.question)
    return str(DIMENSIONS[breakdown.dimension])


def _section(section: Section, breakdown: Breakdown, place: int) -> SectionTables:
    themes = {theme.id: theme for theme in section.themes}
    sizes = {theme.id: theme.n for theme in section.themes}
    cells = compared(breakdown, base=section.base, sizes=sizes)
    tables = tuple(
        _table(section, breakdown, themes[figures.theme_id], cells[figures.theme_id])
        for figures in sorted(breakdown.themes, key=lambda each: list(themes).index(each.theme_id))
    )
    return SectionTables(
        anchor=f"question-{place}",
        heading=section.question or _("What people said about the document"),
        base=tuple(
            _("%(label)s: about %(n)s", label=_category_words(breakdown, figure.category), n=number(figure.about))
            for figure in breakdown.base
            if figure.about is not None
        ),
        findings=tuple(f"{table.name}: {sentence}" for table in tables for sentence in table.sentences),
        tables=tables,
    )


def _table(section: Section, breakdown: Breakdown, theme: FoundTheme, cells: dict[str, Cell]) -> PointTable:
    figures = next(each.figures for each in breakdown.themes if each.theme_id == theme.id)
    hidden = [_category_words(breakdown, figure.category) for figure in figures if figure.about is None]
    return PointTable(
        anchor=f"point-{theme.id}",
        name=theme.name,
        words=_(
            "%(n)s of %(base)s responses (%(share)s)",
            n=number(theme.n),
            base=number(section.base),
            share=percent(theme.n / section.base if section.base else 0),
        ),
        sentences=tuple(
            _sentence(_category_words(breakdown, category), cell)
            for category, cell in cells.items()
            if cell.leaning is not Leaning.ALIKE
        ),
        rows=tuple(
            _row(_category_words(breakdown, figure.category), figure.about, cells.get(figure.category))
            for figure in figures
            if figure.about is not None
        ),
        not_shown=_("Numbers too small to show: %(names)s.", names=", ".join(hidden)) if hidden else "",
    )


def _category_words(breakdown: Breakdown, category: str) -> str:
    if category == "":
        return _("Did not say")
    if breakdown.dimension is Dimension.CHANNEL:
        return str(CHANNELS[Channel(category)])
    if breakdown.kind is QuestionKind.SCALE:
        return str(SCALE_STEPS[int(category)])
    return str(YES_NO[int(category)]) if breakdown.kind is QuestionKind.YES_NO else category


def _sentence(label: str, cell: Cell) -> str:
    shares = {"label": label, "share": percent(cell.share), "others": percent(cell.share_of_others)}
    if cell.leaning is Leaning.MORE:
        return _("said more by “%(label)s”: about %(share)s, against about %(others)s of all others.", **shares)
    return _("said less by “%(label)s”: about %(share)s, against about %(others)s of all others.", **shares)


def _row(label: str, about: int, cell: Cell | None) -> CategoryRow:
    if cell is None:
        words = _("about %(n)s", n=number(about))
        return CategoryRow(
            label=label, words=words, has_share=False, share=0, low=0, high=0, interval="", leaning="", kind="plain"
        )
    told = {Leaning.MORE: _("said more by"), Leaning.LESS: _("said less by"), Leaning.ALIKE: ""}
    return CategoryRow(
        label=label,
        words=_(
            "about %(n)s of about %(base)s (%(share)s)",
            n=number(cell.n),
            base=number(cell.base),
            share=percent(cell.share),
        ),
        has_share=True,
        share=cell.share,
        low=cell.low,
        high=cell.high,
        interval=_("%(low)s to %(high)s", low=percent(cell.low), high=percent(cell.high)),
        leaning=told[cell.leaning],
        kind="good" if cell.leaning is Leaning.MORE else "info",
    )
