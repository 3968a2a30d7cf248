"""Papers typed in twice by two people, and differences settled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission
from consult.elections.actions import key_in, settle
from consult.elections.actions.papers import read_from
from consult.elections.forms.booth import MarkedForm
from consult.elections.forms.officer import PaperForm, SettlePaperForm
from consult.elections.models import Contest, PaperBallot
from consult.elections.queries.booth import paper_of
from consult.elections.queries.reading import contest_by_id, papers_page
from consult.elections.rules import ContestState, Fate
from consult.elections.views.blueprint import bp
from consult.elections.views.officer.frame import desk_of, me
from consult.elections.wording import FATES
from consult.kernel.errors import ConsultError, NotFound
from consult.storage.paging import Page as Paged
from consult.web.clock import now
from consult.web.filters import in_a_row
from consult.web.guards import may, needs
from consult.web.page import Page
from consult.web.transaction import session


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperRow:
    """A paper in the list: never what one person read before the other has."""

    number: int
    word: str
    kind: str
    href: str


@dataclass(frozen=True, kw_only=True)
class PapersPage(Page):
    """Typing in papers."""

    template: ClassVar[str] = "elections/officer/papers.html"

    contest: Contest
    back_href: str
    names: tuple[tuple[int, str], ...]
    typed: dict[int, str]
    may_type: bool
    rows: tuple[PaperRow, ...]
    paged: Paged[PaperBallot]
    values: dict[str, int]
    form: PaperForm


@dataclass(frozen=True, kw_only=True)
class SettlePage(Page):
    """One paper that two people read differently."""

    template: ClassVar[str] = "elections/officer/settle.html"

    contest: str
    back_href: str
    first: str
    second: str
    form: SettlePaperForm


@bp.get("/desk/contests/<int:contest_id>/papers")
@needs(Permission.KEY_IN_BALLOTS)
def papers_desk(contest_id: int) -> Response:
    """Show what was typed in, and a paper to type in."""
    return _page(contest_by_id(session(), contest_id), PaperForm()).answer()


@bp.post("/desk/contests/<int:contest_id>/papers")
@needs(Permission.KEY_IN_BALLOTS)
def keyed_paper(contest_id: int) -> AnyResponse:
    """Type in one paper."""
    contest, form = contest_by_id(session(), contest_id), PaperForm()
    if not form.is_valid_post():
        return _page(contest, form).answer()
    try:
        preferences = MarkedForm(formdata=None).to_preferences(len(paper_of(contest).names))
        number, came_by, read = form.to_read(preferences)
        paper = key_in(session(), contest=contest, number=number, came_by=came_by, read=read, by_id=me())
    except ConsultError as wrong:
        form.refuse("number", wrong.sentence)
        return _page(contest, form).answer()
    flash(_("Paper %(number)s is typed in. The next one, please.", number=paper.number), "success")
    return redirect(desk_of(contest, "papers_desk"), 303)


@bp.get("/desk/contests/<int:contest_id>/papers/<int:number>")
@needs(Permission.RUN_ELECTIONS)
def settle_paper(contest_id: int, number: int) -> Response:
    """Show how two people read one paper."""
    contest = contest_by_id(session(), contest_id)
    return _settle_page(contest, _paper(contest, number), SettlePaperForm()).answer()


@bp.post("/desk/contests/<int:contest_id>/papers/<int:number>")
@needs(Permission.RUN_ELECTIONS)
def settled_paper(contest_id: int, number: int) -> AnyResponse:
    """Say which reading is right, and why."""
    contest, form = contest_by_id(session(), contest_id), SettlePaperForm()
    paper = _paper(contest, number)
    if not form.is_valid_post():
        return _settle_page(contest, paper, form).answer()
    chosen = paper.second if form.which.data == "second" and paper.second else paper.first
    try:
        read, reason = read_from(chosen), form.reason.data
        settle(session(), contest=contest, paper=paper, read=read, reason=reason, by_id=me(), now=now())
    except ConsultError as wrong:
        form.refuse("reason", wrong.sentence)
        return _settle_page(contest, paper, form).answer()
    return redirect(desk_of(contest, "papers_desk"), 303)


def _paper(contest: Contest, number: int) -> PaperBallot:
    paged = papers_page(session(), contest, number=1, asked_for=number)
    if not paged.items:
        raise NotFound("No paper with this number has been typed in.")
    return paged.items[0]


def _page(contest: Contest, form: PaperForm) -> PapersPage:
    paged = papers_page(session(), contest, number=request.args.get("page", 1, type=int))
    has_names = any(each.number for each in contest.nominations)
    paper = paper_of(contest) if has_names else None
    may_settle = may(Permission.RUN_ELECTIONS)
    return PapersPage(
        title=_("Type in papers"),
        contest=contest,
        back_href=desk_of(contest) if may_settle else "",
        names=tuple((number, paper.name(number)) for number in range(1, len(paper.names) + 1)) if paper else (),
        typed={int(k[6:]): v for k, v in request.form.items() if k.startswith("place-") and k[6:].isdigit()},
        may_type=contest.state in (ContestState.CLOSED, ContestState.OPENED),
        rows=tuple(_row(contest, each, may_settle=may_settle) for each in paged.items),
        paged=paged,
        values={"contest_id": contest.id},
        form=form,
    )


def _row(contest: Contest, paper: PaperBallot, *, may_settle: bool) -> PaperRow:
    differs = paper.second is not None and paper.settled is None
    if paper.settled is not None:
        word, kind = _("Settled"), "good"
    elif differs:
        word, kind = _("Read differently: settle it"), "bad"
    else:
        word, kind = _("Typed in once"), "warn"
    href = url_for("elections.settle_paper", contest_id=contest.id, number=paper.number)
    return PaperRow(number=paper.number, word=word, kind=kind, href=href if differs and may_settle else "")


def _settle_page(contest: Contest, paper: PaperBallot, form: SettlePaperForm) -> SettlePage:
    return SettlePage(
        title=_("Paper %(number)s", number=paper.number),
        contest=contest.title,
        back_href=desk_of(contest, "papers_desk"),
        first=_in_words(contest, paper.first),
        second=_in_words(contest, paper.second) if paper.second else "",
        form=form,
    )


def _in_words(contest: Contest, data: dict[str, Any]) -> str:
    read, paper = read_from(data), paper_of(contest)
    if read.fate is Fate.VALID:
        return in_a_row([f"{place}. {paper.name(each)}" for place, each in enumerate(read.preferences, start=1)])
    return f"{FATES[read.fate]} {read.reason}".strip()
