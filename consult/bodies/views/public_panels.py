"""Citizens' panels for everyone: how one was drawn, how to draw it again, and whether it looks like the place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask import Response, request, url_for
from flask_babel import gettext as _

from consult.bodies.lottery import Line, report_of
from consult.bodies.models import Panel
from consult.bodies.queries.panels import drawable, panel_by_slug, panels, pool_of, quotas_of
from consult.bodies.rules import PanelState, PoolState
from consult.bodies.views.blueprint import bp
from consult.bodies.wording import PANEL_STATES
from consult.storage.paging import Page as Cut
from consult.web.caching import kept
from consult.web.filters import london, percent
from consult.web.guards import public
from consult.web.page import Page
from consult.web.transaction import session


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelRow:
    """One panel in a list."""

    name: str
    href: str
    purpose: str
    word: str
    kind: str


@dataclass(frozen=True, kw_only=True)
class PanelsPage(Page):
    """Every panel."""

    template: ClassVar[str] = "bodies/panels.html"

    rows: tuple[PanelRow, ...]
    cut: Cut[Panel]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportLine:
    """One value: what the place, the pool and the panel look like."""

    value: str
    population: str
    pool: str
    panel: str
    quota: str
    share_of_population: float
    share_of_panel: float
    is_met: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPart:
    """One category of the report."""

    category: str
    lines: tuple[ReportLine, ...]


@dataclass(frozen=True, kw_only=True)
class PanelPage(Page):
    """One panel, with everything that is needed to draw it again."""

    template: ClassVar[str] = "bodies/panel.html"

    slug: str
    word: str
    kind: str
    purpose: str
    invited: str
    n_seats: int
    n_pool: int
    seed_source: str
    digest: str
    fixed_at: str
    seed: str
    attempt: int
    drawn_at: str
    is_drawn: bool
    finding: str
    numbers: tuple[int, ...]
    replaced: tuple[int, ...]
    parts: tuple[ReportPart, ...]


@bp.get("/panels")
@public
@kept
def panels_page() -> Response:
    """List every panel."""
    cut = panels(session(), number=request.args.get("page", 1, type=int))
    return PanelsPage(
        title=_("Panels drawn by lot"), rows=tuple(row_of(each, "bodies.panel") for each in cut.items), cut=cut
    ).answer()


@bp.get("/panels/<slug>")
@public
@kept
def panel(slug: str) -> Response:
    """Show one panel; people appear by number only."""
    found = panel_by_slug(session(), slug)
    members = pool_of(session(), panel_id=found.id)
    chosen = sorted((each for each in members if each.state is PoolState.CHOSEN), key=lambda each: each.place or 0)
    is_drawn = found.state in {PanelState.DRAWN, PanelState.FINISHED}
    lines = report_of(drawable(members), {each.number for each in chosen}, quotas_of(found))
    told = PANEL_STATES[found.state]
    return PanelPage(
        title=found.name,
        slug=slug,
        word=str(told.word),
        kind=told.kind,
        purpose=found.purpose,
        invited=found.invited,
        n_seats=found.n_seats,
        n_pool=len(members),
        seed_source=found.seed_source,
        digest=found.pool_digest,
        fixed_at=london(found.fixed_at) if found.fixed_at else "",
        seed=found.seed,
        attempt=found.attempt,
        drawn_at=london(found.drawn_at) if found.drawn_at else "",
        is_drawn=is_drawn,
        finding=_finding(lines) if is_drawn else "",
        numbers=tuple(each.number for each in chosen),
        replaced=tuple(each.number for each in members if each.state is PoolState.LEFT),
        parts=parts_of(lines),
    ).answer()


def row_of(each: Panel, endpoint: str) -> PanelRow:
    """Show a panel in a list, leading to the page for everyone or for its clerk."""
    told = PANEL_STATES[each.state]
    is_public = endpoint == "bodies.panel"
    href = url_for(endpoint, slug=each.slug) if is_public else url_for(endpoint, panel_id=each.id)
    return PanelRow(name=each.name, href=href, purpose=each.purpose, word=str(told.word), kind=told.kind)


def parts_of(lines: tuple[Line, ...]) -> tuple[ReportPart, ...]:
    """Show the report, category by category."""
    categories = dict.fromkeys(line.category for line in lines)
    return tuple(
        ReportPart(category=category, lines=tuple(_line(line) for line in lines if line.category == category))
        for category in categories
    )


def _line(line: Line) -> ReportLine:
    return ReportLine(
        value=line.value,
        population=percent(line.share_of_population),
        pool=f"{line.in_pool} ({percent(line.share_of_pool)})",
        panel=f"{line.in_panel} ({percent(line.share_of_panel)})",
        quota=str(line.least) if line.least == line.most else _("%(a)s to %(b)s", a=line.least, b=line.most),
        share_of_population=line.share_of_population,
        share_of_panel=line.share_of_panel,
        is_met=line.is_met,
    )


def _finding(lines: tuple[Line, ...]) -> str:
    missed = [f"{line.category}: {line.value}" for line in lines if not line.is_met]
    if not missed:
        return _("The panel keeps all %(n)s quotas.", n=len(lines))
    return _("The panel misses these quotas: %(which)s.", which=", ".join(missed))
