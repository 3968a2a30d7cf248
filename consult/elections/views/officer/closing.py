"""Ready, close, open, seed, count, reconcile, declare, seat: the end of a contest on one page; and a dry run."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission
from consult.elections.actions import (
    close_box,
    count_contest,
    declare,
    make_ready,
    note_found,
    open_box,
    record_seed,
)
from consult.elections.actions.observing import make_observer_link
from consult.elections.actions.seating import names_elected, seat_the_elected
from consult.elections.forms.officer import FoundForm, OpenForm, SeedForm
from consult.elections.models import Contest
from consult.elections.queries.booth import paper_of
from consult.elections.queries.counting import reconciled, turnout
from consult.elections.queries.reading import contest_by_id, observed_contest
from consult.elections.queries.sheets import sheet_of
from consult.elections.rules import ContestState, Reconciled
from consult.elections.trial import dry_run
from consult.elections.views.blueprint import bp
from consult.elections.views.officer.frame import desk_of, me, pressed
from consult.elections.views.result import Told, told_of
from consult.elections.views.shown import ShownTurnout, turnout_shown
from consult.elections.wording import Standing, standing_of
from consult.kernel.clock import LONDON
from consult.kernel.errors import ConsultError, NotFound, Refused
from consult.web.clock import now
from consult.web.guards import needs, public
from consult.web.page import Page
from consult.web.site import current_settings
from consult.web.transaction import roll_back, session

_S = ContestState
TEST_BALLOTS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Acts:
    """Which buttons this page has just now."""

    ready: bool
    close: bool
    seed: bool
    open: bool
    found: bool
    count: bool
    declare: bool
    seat: bool


@dataclass(frozen=True, kw_only=True)
class ClosingPage(Page):
    """The end of a contest."""

    template: ClassVar[str] = "elections/officer/closing.html"

    contest: Contest
    back_href: str
    standing: Standing
    acts: Acts
    table: Reconciled
    faults: tuple[str, ...]
    told: Told | None
    elected: tuple[str, ...]
    observer_link: str
    open_form: OpenForm
    seed_form: SeedForm
    found_form: FoundForm


@dataclass(frozen=True, kw_only=True)
class DryRunPage(Page):
    """A whole count with test ballots."""

    template: ClassVar[str] = "elections/officer/dry_run.html"

    contest: str
    back_href: str
    told: Told | None
    seal: str
    n_sealed: int
    n_proven: int
    has_candidates: bool


@dataclass(frozen=True, kw_only=True)
class ObserverPage(Page):
    """What an observer sees: turnout, the seal, the figures, and after the count the whole sheet."""

    template: ClassVar[str] = "elections/observe.html"

    contest: Contest
    standing: Standing
    turnout: ShownTurnout
    table: Reconciled
    faults: tuple[str, ...]
    told: Told | None


@bp.get("/desk/contests/<int:contest_id>/closing")
@needs(Permission.RUN_ELECTIONS)
def closing_desk(contest_id: int) -> Response:
    """Show the end of a contest."""
    return _page(contest_by_id(session(), contest_id)).answer()


@bp.post("/desk/contests/<int:contest_id>/closing/<act>")
@needs(Permission.RUN_ELECTIONS, fresh=True, proved=True)
def closed_step(contest_id: int, act: str) -> AnyResponse:
    """Take one of the steps that need no form."""
    contest = contest_by_id(session(), contest_id)
    step = _steps(contest).get(act)
    if step is None:
        raise NotFound("There is no such step.")
    do, done = step
    return pressed(do, done=done, back=desk_of(contest, "closing_desk"))


@bp.post("/desk/contests/<int:contest_id>/seed")
@needs(Permission.RUN_ELECTIONS)
def recorded_seed(contest_id: int) -> AnyResponse:
    """Record the seed of the lots."""
    contest, form = contest_by_id(session(), contest_id), SeedForm()
    if not form.is_valid_post():
        return _page(contest, seed_form=form).answer()
    try:
        record_seed(session(), contest=contest, seed=form.seed.data, by_id=me(), now=now())
    except ConsultError as wrong:
        form.refuse("seed", wrong.sentence)
        return _page(contest, seed_form=form).answer()
    return redirect(desk_of(contest, "closing_desk"), 303)


@bp.post("/desk/contests/<int:contest_id>/open")
@needs(Permission.RUN_ELECTIONS, fresh=True, proved=True)
def opened_box(contest_id: int) -> AnyResponse:
    """Open the box with the codes of two key holders."""
    contest, form = contest_by_id(session(), contest_id), OpenForm()
    if not form.is_valid_post():
        return _page(contest, open_form=form).answer()
    typed = {1: form.code_1.data, 2: form.code_2.data, 3: form.code_3.data}
    codes = {number: code for number, code in typed.items() if code}
    try:
        open_box(session(), contest=contest, codes=codes, by_id=me(), now=now())
    except Refused as wrong:
        roll_back()
        form.refuse("code_1", wrong.sentence)
        return _page(contest_by_id(session(), contest_id), open_form=form).answer()
    flash(_("The box is open. Every ballot fits its receipt."), "success")
    return redirect(desk_of(contest, "closing_desk"), 303)


@bp.post("/desk/contests/<int:contest_id>/found")
@needs(Permission.RUN_ELECTIONS)
def found_papers(contest_id: int) -> AnyResponse:
    """Write down how many papers lay in the box."""
    contest, form = contest_by_id(session(), contest_id), FoundForm()
    if not form.is_valid_post():
        return _page(contest, found_form=form).answer()
    try:
        note_found(session(), contest=contest, hall_found=form.found.number or 0, explained=form.explained.data)
    except ConsultError as wrong:
        form.refuse("found", wrong.sentence)
        return _page(contest, found_form=form).answer()
    return redirect(desk_of(contest, "closing_desk"), 303)


@bp.post("/desk/contests/<int:contest_id>/observers")
@needs(Permission.RUN_ELECTIONS)
def made_observer_link(contest_id: int) -> Response:
    """Make the observers' link and show it once; an older one ends."""
    contest = contest_by_id(session(), contest_id)
    link = make_observer_link(session(), contest=contest)
    address = current_settings().base_url + url_for("elections.observe", link=link)
    return _page(contest, observer_link=address).answer()


@bp.get("/desk/contests/<int:contest_id>/dry-run")
@needs(Permission.RUN_ELECTIONS)
def dry_run_page(contest_id: int) -> Response:
    """Run a whole count with test ballots; nothing of it is kept."""
    contest = contest_by_id(session(), contest_id)
    has_candidates = any(each.number for each in contest.nominations)
    seed = request.args.get("seed") or secrets.token_hex(4)
    trial = None
    if has_candidates:
        trial = dry_run(paper_of(contest), rule=contest.rule, n_ballots=TEST_BALLOTS, seed=seed)
    return DryRunPage(
        title=_("Dry run with test ballots"),
        contest=contest.title,
        back_href=desk_of(contest),
        told=told_of(contest, trial.sheet) if trial else None,
        seal=trial.seal if trial else "",
        n_sealed=trial.n_sealed if trial else 0,
        n_proven=trial.n_proven if trial else 0,
        has_candidates=has_candidates,
    ).answer()


@bp.get("/observe/<link>")
@public
def observe(link: str) -> Response:
    """Show an observer what may be seen now."""
    contest = observed_contest(session(), link)
    is_counted = contest.state in (_S.COUNTED, _S.DECLARED)
    table = reconciled(session(), contest)
    return ObserverPage(
        title=_("For observers: %(contest)s", contest=contest.title),
        contest=contest,
        standing=standing_of(contest, now=now()),
        turnout=turnout_shown(turnout(session(), contest)),
        table=table,
        faults=table.faults if is_counted else (),
        told=told_of(contest, sheet_of(contest)) if is_counted else None,
    ).answer()


def _steps(contest: Contest) -> dict[str, tuple[Callable[[], object], str]]:
    asked: dict[str, Any] = {"contest": contest, "by_id": me(), "now": now()}
    today = now().astimezone(LONDON).date()
    return {
        "ready": (lambda: make_ready(session(), **asked), _("Ready. People can vote between the hours of the poll.")),
        "close": (lambda: close_box(session(), **asked), _("The box is sealed and the seal number published.")),
        "count": (lambda: count_contest(session(), **asked), _("Counted. Check the figures before you declare.")),
        "declare": (lambda: declare(session(), **asked), _("The result is declared.")),
        "seat": (
            lambda: seat_the_elected(session(), contest=contest, from_on=today, by=f"account:{me()}", now=now()),
            _("The elected have their seats from today."),
        ),
    }


def _page(
    contest: Contest,
    *,
    open_form: OpenForm | None = None,
    seed_form: SeedForm | None = None,
    found_form: FoundForm | None = None,
    observer_link: str = "",
) -> ClosingPage:
    state, table = contest.state, reconciled(session(), contest)
    is_counted = state in (_S.COUNTED, _S.DECLARED)
    return ClosingPage(
        title=_("Close, open, count, declare"),
        contest=contest,
        back_href=desk_of(contest),
        standing=standing_of(contest, now=now()),
        acts=Acts(
            ready=state is _S.NOMINATED,
            close=state is _S.READY and now() >= contest.election.closes_at,
            seed=state in (_S.CLOSED, _S.OPENED),
            open=state is _S.CLOSED,
            found=state in (_S.CLOSED, _S.OPENED) and (contest.on_paper or contest.by_post),
            count=state is _S.OPENED,
            declare=state is _S.COUNTED,
            seat=state in (_S.DECLARED, _S.UNCONTESTED) and contest.seat_class_id is not None,
        ),
        table=table,
        faults=table.faults if is_counted else (),
        told=told_of(contest, sheet_of(contest)) if is_counted else None,
        elected=names_elected(contest),
        observer_link=observer_link,
        open_form=open_form or OpenForm(formdata=None),
        seed_form=seed_form or SeedForm(formdata=None, seed=contest.lot_seed),
        found_form=found_form or FoundForm(formdata=None, found=contest.hall_found, explained=contest.explained),
    )
