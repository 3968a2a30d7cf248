"""Running a citizens' panel, for clerks: quotas, pool, seed, draw, replacement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission
from consult.bodies.actions.panels import (
    draw,
    finish_panel,
    fix_pool,
    read_pool,
    replace_member,
    set_quotas,
    set_up_panel,
)
from consult.bodies.forms.panels import PanelForm, PoolForm, PressForm, QuotasForm, SeedForm
from consult.bodies.lottery import report_of
from consult.bodies.models import Panel, PoolMember
from consult.bodies.queries.panels import chosen_page, drawable, panel_by_id, panels, pool_of, quotas_of
from consult.bodies.register import Fault
from consult.bodies.rules import PanelState, PoolState
from consult.bodies.views.blueprint import bp
from consult.bodies.views.officer_body import ActPage, tried
from consult.bodies.views.public_panels import PanelRow, ReportPart, parts_of, row_of
from consult.files.tables import read_table
from consult.kernel.errors import Invalid, Refused
from consult.storage.paging import Page as Cut
from consult.web.clock import now
from consult.web.forms import Form
from consult.web.guards import actor, needs
from consult.web.page import Page
from consult.web.transaction import session

MOST_FAULTS = 50


@dataclass(frozen=True, kw_only=True)
class DeskPanelsPage(Page):
    """Every panel, for clerks."""

    template: ClassVar[str] = "bodies/desk_panels.html"

    rows: tuple[PanelRow, ...]
    cut: Cut[Panel]


@dataclass(frozen=True, kw_only=True)
class DeskPanelPage(Page):
    """One panel for its clerk: what comes next."""

    template: ClassVar[str] = "bodies/desk_panel.html"

    panel_id: int
    slug: str
    n_pool: int
    n_seats: int
    has_quotas: bool
    is_collecting: bool
    is_fixed: bool
    is_drawn: bool
    seed_source: str
    digest: str
    members: tuple[PoolMember, ...]
    cut: Cut[PoolMember]
    parts: tuple[ReportPart, ...]
    form: PressForm


@dataclass(frozen=True, kw_only=True)
class PoolPage(Page):
    """Takes a file with a pool, and says line by line what is wrong with it."""

    template: ClassVar[str] = "bodies/pool.html"

    form: PoolForm
    back: str
    back_words: str
    categories: tuple[str, ...]
    faults: tuple[tuple[int, str], ...]


@bp.get("/desk/panels")
@needs(Permission.MANAGE_BODIES)
def desk_panels() -> AnyResponse:
    """List the panels."""
    cut = panels(session(), number=request.args.get("page", 1, type=int))
    rows = tuple(row_of(each, "bodies.desk_panel") for each in cut.items)
    return DeskPanelsPage(title=_("Panels drawn by lot"), rows=rows, cut=cut).answer()


@bp.route("/desk/panels/new", methods=["GET", "POST"])
@needs(Permission.MANAGE_BODIES)
def new_panel() -> AnyResponse:
    """Set a panel up."""
    form = PanelForm()
    made: list[Panel] = []

    def act() -> None:
        made.append(set_up_panel(session(), values=form.to_values(), by=actor(), now=now()))

    if form.is_valid_post() and tried(form, "n_seats", act):
        return _done(made[0].id, _("The panel is set up. Say now what it should look like."))
    return ActPage(
        title=_("Set up a panel"),
        form=form,
        fields=("name", "purpose", "n_seats", "invited", "seed_source"),
        back=url_for("bodies.desk_panels"),
        back_words=_("Panels drawn by lot"),
        lead="",
        button=_("Set it up"),
    ).answer()


@bp.get("/desk/panels/<int:panel_id>")
@needs(Permission.MANAGE_BODIES)
def desk_panel(panel_id: int) -> AnyResponse:
    """Show a panel to its clerk."""
    return _hub(panel_by_id(session(), panel_id)).answer()


@bp.route("/desk/panels/<int:panel_id>/quotas", methods=["GET", "POST"])
@needs(Permission.MANAGE_BODIES)
def quotas(panel_id: int) -> AnyResponse:
    """Say what a panel should look like."""
    panel = panel_by_id(session(), panel_id)
    told = [f"{q.category}: {q.value} = {q.population} ({q.least}-{q.most})" for q in panel.quotas]
    form = QuotasForm(lines="\n".join(told))

    def act() -> object:
        said = form.to_quotas(panel.n_seats)
        return set_quotas(session(), panel=panel, quotas=said, by=actor(), now=now())

    if form.is_valid_post() and tried(form, "lines", act):
        return _done(panel_id, _("The quotas are set, in proportion where you said nothing else."))
    return _act_page(panel, form, ("lines",), _("What the panel should look like"), _("Set these quotas")).answer()


@bp.route("/desk/panels/<int:panel_id>/pool", methods=["GET", "POST"])
@needs(Permission.MANAGE_BODIES)
def pool(panel_id: int) -> AnyResponse:
    """Read those who said that they would serve."""
    panel, form = panel_by_id(session(), panel_id), PoolForm()
    faults = _read_pool(panel, form) if form.is_valid_post() else None
    if faults == ():
        return _done(panel_id, _("The pool is read."))
    return PoolPage(
        title=_("Read the pool"),
        form=form,
        back=url_for("bodies.desk_panel", panel_id=panel_id),
        back_words=panel.name,
        categories=tuple(dict.fromkeys(quota.category for quota in panel.quotas)),
        faults=tuple((fault.line, fault.sentence) for fault in (faults or ())[:MOST_FAULTS]),
    ).answer()


@bp.post("/desk/panels/<int:panel_id>/fix")
@needs(Permission.MANAGE_BODIES)
def fixed(panel_id: int) -> AnyResponse:
    """Fix the pool."""
    panel, form = panel_by_id(session(), panel_id), PressForm()
    fix_pool(session(), panel=panel, version_seen=form.version_seen, by=actor(), now=now())
    return _done(panel_id, _("The pool is fixed, and everyone can see its seal number. Now wait for the seed."))


@bp.route("/desk/panels/<int:panel_id>/draw", methods=["GET", "POST"])
@needs(Permission.MANAGE_BODIES)
def drawing(panel_id: int) -> AnyResponse:
    """Draw the panel."""
    panel = panel_by_id(session(), panel_id)
    form = SeedForm(version=str(panel.version))

    def act() -> object:
        seen = form.version_seen
        return draw(session(), panel=panel, seed=form.seed.data, version_seen=seen, by=actor(), now=now())

    if form.is_valid_post() and tried(form, "seed", act):
        return _done(panel_id, _("The panel is drawn. Everyone can draw it again with the seed."))
    lead = _("The seed comes from: %(source)s.", source=panel.seed_source)
    return _act_page(panel, form, ("version", "seed"), _("Draw the panel"), _("Draw"), lead=lead).answer()


@bp.post("/desk/panels/<int:panel_id>/members/<int:number>/replace")
@needs(Permission.MANAGE_BODIES)
def replaced(panel_id: int, number: int) -> AnyResponse:
    """Let someone go and draw who takes their place; pressed twice it is refused, for they are gone."""
    panel = panel_by_id(session(), panel_id)
    successor = replace_member(session(), panel=panel, number=number, by=actor(), now=now())
    return _done(panel_id, _("Number %(old)s left. Number %(new)s was drawn.", old=number, new=successor.number))


@bp.post("/desk/panels/<int:panel_id>/finish")
@needs(Permission.MANAGE_BODIES)
def finished(panel_id: int) -> AnyResponse:
    """End a panel and delete the names of its pool."""
    panel, form = panel_by_id(session(), panel_id), PressForm()
    finish_panel(session(), panel=panel, version_seen=form.version_seen, by=actor(), now=now())
    return _done(panel_id, _("The panel has ended. The names and contacts of the pool are deleted."))


def _hub(panel: Panel) -> DeskPanelPage:
    members = pool_of(session(), panel_id=panel.id)
    chosen = {each.number for each in members if each.state is PoolState.CHOSEN}
    cut = chosen_page(session(), panel_id=panel.id, number=request.args.get("page", 1, type=int))
    return DeskPanelPage(
        title=panel.name,
        panel_id=panel.id,
        slug=panel.slug,
        n_pool=len(members),
        n_seats=panel.n_seats,
        has_quotas=bool(panel.quotas),
        is_collecting=panel.state is PanelState.COLLECTING,
        is_fixed=panel.state is PanelState.POOL_FIXED,
        is_drawn=panel.state is PanelState.DRAWN,
        seed_source=panel.seed_source,
        digest=panel.pool_digest,
        members=tuple(cut.items),
        cut=cut,
        parts=parts_of(report_of(drawable(members), chosen, quotas_of(panel))),
        form=PressForm(formdata=None, version=str(panel.version)),
    )


def _read_pool(panel: Panel, form: PoolForm) -> tuple[Fault, ...] | None:
    """Read a file; nothing where it is no table, else what is wrong with it, which may be nothing at all."""
    data = form.file.data
    try:
        table = read_table(data.read(), data.filename or "")
        faults = read_pool(session(), panel=panel, table=table, by=actor(), now=now())
    except (Invalid, Refused) as wrong:
        form.refuse("file", wrong.sentence)
        return None
    if faults:
        form.refuse("file", _("Nothing was stored. Mend the lines below, then upload the file again."))
    return faults


def _done(panel_id: int, sentence: str) -> AnyResponse:
    flash(sentence)
    return redirect(url_for("bodies.desk_panel", panel_id=panel_id), 303)


def _act_page(panel: Panel, form: Form, names: tuple[str, ...], title: str, button: str, *, lead: str = "") -> ActPage:
    back = url_for("bodies.desk_panel", panel_id=panel.id)
    return ActPage(title=title, form=form, fields=names, back=back, back_words=panel.name, lead=lead, button=button)
