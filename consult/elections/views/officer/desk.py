"""The returning officer's list of elections, one election, and the desk of one contest with what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from flask import Response, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.accounts.models import Account
from consult.accounts.rules import Permission, WaitingItem, may
from consult.elections.models import Contest, Election
from consult.elections.queries.counting import turnout
from consult.elections.queries.reading import (
    all_elections,
    contest_by_id,
    election_by_id,
    n_without_code,
    unfinished_contests,
)
from consult.elections.rules import ContestState
from consult.elections.views.blueprint import bp
from consult.elections.views.officer.next import Task, next_task, tasks_of
from consult.elections.views.shown import ShownContest, ShownTurnout, Stop, contest_shown, stops_of, turnout_shown
from consult.elections.wording import RULES, Standing, standing_of
from consult.storage.paging import Page as Paged
from consult.web.clock import now
from consult.web.guards import needs
from consult.web.page import Page
from consult.web.transaction import session

_S = ContestState


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskElection:
    """An election in the officer's list."""

    title: str
    href: str
    is_published: bool
    contests: tuple[ShownContest, ...]


@dataclass(frozen=True, kw_only=True)
class ElectionsDeskPage(Page):
    """Every election, drafts too."""

    template: ClassVar[str] = "elections/officer/elections.html"

    elections: tuple[DeskElection, ...]
    paged: Paged[Election]


@dataclass(frozen=True, kw_only=True)
class ElectionDeskPage(Page):
    """One election: its notice, its contests, and publishing it."""

    template: ClassVar[str] = "elections/officer/election.html"

    election: Election
    public_href: str
    stops: tuple[Stop, ...]
    contests: tuple[ShownContest, ...]


@dataclass(frozen=True, kw_only=True)
class ContestDeskPage(Page):
    """One contest: what comes next, everything that can be done, who has had no code, turnout."""

    template: ClassVar[str] = "elections/officer/contest.html"

    contest: Contest
    election_href: str
    public_href: str
    standing: Standing
    rule: str
    stops: tuple[Stop, ...]
    tasks: tuple[Task, ...]
    task: Task | None
    turnout: ShownTurnout
    post_issued: int
    post_rejected: int
    n_without_code: int
    may_abandon: bool


@bp.get("/desk/elections")
@needs(Permission.RUN_ELECTIONS)
def elections_desk() -> Response:
    """List every election."""
    found = all_elections(session(), number=request.args.get("page", 1, type=int))
    return ElectionsDeskPage(
        title=_("Elections"),
        elections=tuple(
            DeskElection(
                title=each.title,
                href=url_for("elections.election_desk", election_id=each.id),
                is_published=each.published_at is not None,
                contests=tuple(contest_shown(contest, now=now(), on_desk=True) for contest in each.contests),
            )
            for each in found.items
        ),
        paged=found,
    ).answer()


@bp.get("/desk/elections/<int:election_id>")
@needs(Permission.RUN_ELECTIONS)
def election_desk(election_id: int) -> Response:
    """Show one election to its returning officer."""
    found = election_by_id(session(), election_id)
    return ElectionDeskPage(
        title=found.title,
        election=found,
        public_href=url_for("elections.election", slug=found.slug) if found.published_at else "",
        stops=stops_of(found, now=now()),
        contests=tuple(contest_shown(each, now=now(), on_desk=True) for each in found.contests),
    ).answer()


@bp.get("/desk/contests/<int:contest_id>")
@needs(Permission.RUN_ELECTIONS)
def contest_desk(contest_id: int) -> Response:
    """Show one contest and what comes next."""
    found = contest_by_id(session(), contest_id)
    counts = turnout(session(), found)
    names: dict[str, Any] = {"slug": found.election.slug, "contest_slug": found.slug}
    return ContestDeskPage(
        title=found.title,
        contest=found,
        election_href=url_for("elections.election_desk", election_id=found.election_id),
        public_href=url_for("elections.contest", **names) if found.election.published_at else "",
        standing=standing_of(found, now=now()),
        rule=str(RULES[found.rule]),
        stops=stops_of(found.election, now=now()),
        tasks=tasks_of(found, now=now()),
        task=next_task(found, now=now()),
        turnout=turnout_shown(counts),
        post_issued=counts["post_issued"],
        post_rejected=counts["post_rejected"],
        n_without_code=n_without_code(session(), found) if found.roll_fixed_at else 0,
        may_abandon=found.state not in (_S.DECLARED, _S.UNCONTESTED, _S.ABANDONED, _S.DRAFTED),
    ).answer()


def waiting_for(session: Session, account: Account, now: datetime) -> Sequence[WaitingItem]:
    """Return what elections ask of this person: the next step of each contest."""
    if not may(account.grants, Permission.RUN_ELECTIONS):
        return _papers_waiting(session) if may(account.grants, Permission.KEY_IN_BALLOTS) else []
    items = []
    for contest in unfinished_contests(session):
        task = next_task(contest, now=now)
        if task is not None and task.is_due:
            items.append(WaitingItem(text=task.text, href=task.href, about=contest.title, due_at=task.due_at))
    return items


def _papers_waiting(session: Session) -> list[WaitingItem]:
    """Return the contests whose papers wait for somebody to type them in, for those who do nothing else here."""
    return [
        WaitingItem(
            text=_("Type in ballot papers"),
            href=url_for("elections.papers_desk", contest_id=contest.id),
            about=contest.title,
        )
        for contest in unfinished_contests(session)
        if contest.state in (_S.CLOSED, _S.OPENED) and (contest.on_paper or contest.by_post)
    ]
