"""What comes next for a contest, and all that can be done for it just now, in the order in which it is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _

from consult.elections.actions.nominating import needs_no_poll
from consult.elections.models import Contest
from consult.elections.rules import ContestState, Verdict
from consult.elections.secrecy import HOLDERS
from consult.kernel.clock import LONDON

_S = ContestState
_BEFORE_THE_BOX_CLOSES = (_S.NOMINATIONS, _S.NOMINATED, _S.READY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One step: what to do, where, whether it is done, and whether it can be done now."""

    text: str
    href: str
    is_done: bool
    is_due: bool
    due_at: datetime | None = None


def next_task(contest: Contest, *, now: datetime) -> Task | None:
    """Return the first step that is not done."""
    return next((task for task in tasks_of(contest, now=now) if not task.is_done), None)


def tasks_of(contest: Contest, *, now: datetime) -> tuple[Task, ...]:
    """Return every step from the notice to the declaration."""
    if contest.state in (_S.ABANDONED, _S.UNCONTESTED):
        return ()
    if contest.state is _S.DRAFTED:
        href = url_for("elections.election_desk", election_id=contest.election_id)
        return (_task(_("Publish the notice of election"), href, is_due=True),)
    if contest.state is _S.NOMINATED and needs_no_poll(contest):
        href = _at("nominations_desk", contest)
        return (_task(_("Declare the candidates elected without a vote"), href, is_due=True),)
    return (*_before_voting(contest, now=now), *_voting(contest, now=now), *_after_voting(contest, now=now))


def _before_voting(contest: Contest, *, now: datetime) -> list[Task]:
    election, is_settled = contest.election, contest.state is not _S.NOMINATIONS
    undecided = any(each.verdict is Verdict.UNDECIDED and not each.withdrawn_at for each in contest.nominations)
    nominations = _at("nominations_desk", contest)
    has_closed = now >= election.nominations_close_at
    fixing_day = now.astimezone(LONDON).date() >= election.roll_fixed_on and now >= election.claims_close_at
    tasks = [
        _task(_("Decide each nomination"), nominations, is_done=is_settled, is_due=undecided),
        _task(
            _("Settle the nominations and the order of names"),
            nominations,
            is_done=is_settled,
            is_due=has_closed,
            due_at=election.nominations_close_at,
        ),
        _task(
            _("Put people on the roll"),
            _at("roll_desk", contest),
            is_done=contest.roll_source is not None,
            is_due=is_settled,
        ),
        _task(
            _("Fix the roll"),
            _at("roll_desk", contest),
            is_done=contest.roll_fixed_at is not None,
            is_due=fixing_day,
        ),
    ]
    if contest.by_web:
        has_all = len(contest.holders) == HOLDERS
        keys, slips = _at("keys_desk", contest), _at("codes_desk", contest)
        tasks += [
            _task(_("Name the three key holders"), keys, is_done=has_all, is_due=is_settled),
            _task(_("Make the key"), keys, is_done=bool(contest.public_key), is_due=has_all),
            _task(
                _("Issue the codes"),
                slips,
                is_done=contest.codes_issued,
                is_due=contest.roll_fixed_at is not None,
            ),
        ]
    is_ready = contest.state not in (_S.NOMINATIONS, _S.NOMINATED)
    may_be = contest.roll_fixed_at is not None and (not contest.by_web or (contest.codes_issued and contest.public_key))
    tasks.append(
        _task(
            _("Make the contest ready for voting"),
            _at("closing_desk", contest),
            is_done=is_ready,
            is_due=bool(may_be),
            due_at=election.opens_at,
        )
    )
    return tasks


def _voting(contest: Contest, *, now: datetime) -> list[Task]:
    is_over = now >= contest.election.closes_at
    is_closed = contest.state not in _BEFORE_THE_BOX_CLOSES
    return [
        _task(
            _("Close the box and publish the seal number"),
            _at("closing_desk", contest),
            is_done=is_closed,
            is_due=is_over,
            due_at=contest.election.closes_at,
        )
    ]


def _after_voting(contest: Contest, *, now: datetime) -> list[Task]:  # noqa: ARG001 - as its siblings
    closing, state = _at("closing_desk", contest), contest.state
    order = (_S.CLOSED, _S.OPENED, _S.COUNTED, _S.DECLARED)
    reached = order.index(state) if state in order else -1
    return [
        _task(
            _("Record the seed of the lots"),
            closing,
            is_done=bool(contest.lot_seed) or reached > 1,
            is_due=reached >= 0,
        ),
        _task(_("Open the box with two key holders"), closing, is_done=reached >= 1, is_due=reached == 0),
        _task(
            _("Type in the papers, twice"),
            _at("papers_desk", contest),
            is_done=reached >= 2 or not (contest.on_paper or contest.by_post),
            is_due=reached in (0, 1),
        ),
        _task(_("Count"), closing, is_done=reached >= 2, is_due=reached == 1),
        _task(_("Declare the result"), closing, is_done=reached >= 3, is_due=reached == 2),
    ]


def _at(page: str, contest: Contest) -> str:
    return url_for(f"elections.{page}", contest_id=contest.id)


def _task(text: str, href: str, *, is_done: bool = False, is_due: bool, due_at: datetime | None = None) -> Task:
    return Task(text=text, href=href, is_done=is_done, is_due=is_due and not is_done, due_at=due_at)
