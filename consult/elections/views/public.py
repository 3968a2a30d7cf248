"""Elections as everyone reads of them: the list, an election's notice, a contest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from flask import Response, request, url_for
from flask_babel import gettext as _

from consult.elections.models import Contest, Election, Nomination
from consult.elections.queries.counting import turnout
from consult.elections.queries.reading import published_contest, published_election, published_elections
from consult.elections.rules import ContestState
from consult.elections.views.blueprint import bp
from consult.elections.views.shown import (
    ShownCandidate,
    ShownContest,
    ShownTurnout,
    Stop,
    candidate_shown,
    contest_shown,
    shows_candidates,
    stops_of,
    turnout_shown,
)
from consult.elections.wording import BASES, KINDS, ORDERS, RULES, SOURCES, Standing, standing_of
from consult.storage.paging import Page as Paged
from consult.web.clock import now
from consult.web.guards import public
from consult.web.page import Page
from consult.web.transaction import session

_S = ContestState
_TURNED_OUT = (_S.READY, _S.CLOSED, _S.OPENED, _S.COUNTED, _S.DECLARED)
_PROJECTED = (_S.READY, _S.CLOSED, _S.DECLARED)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownElection:
    """An election in the list."""

    title: str
    href: str
    kind: str
    about: str
    contests: tuple[ShownContest, ...]


@dataclass(frozen=True, kw_only=True)
class ElectionsPage(Page):
    """Every election, the latest first."""

    template: ClassVar[str] = "elections/elections.html"

    elections: tuple[ShownElection, ...]
    paged: Paged[Election]


@dataclass(frozen=True, kw_only=True)
class ElectionPage(Page):
    """The notice of an election."""

    template: ClassVar[str] = "elections/election.html"

    election: Election
    kind: str
    stops: tuple[Stop, ...]
    contests: tuple[ShownContest, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """What somebody can do on a contest's page just now; an empty address for what they cannot."""

    nominate: str = ""
    check_roll: str = ""
    claim: str = ""
    vote: str = ""
    check_receipt: str = ""
    result: str = ""
    projector: str = ""


@dataclass(frozen=True, kw_only=True)
class ContestPage(Page):
    """One contest: where it stands, who stands, how to take part."""

    template: ClassVar[str] = "elections/contest.html"

    contest: Contest
    election_href: str
    standing: Standing
    rule: str
    stops: tuple[Stop, ...]
    ways: Ways
    candidates: tuple[ShownCandidate, ...]
    turnout: ShownTurnout | None
    roll_source: str
    roll_basis: str
    order: str
    elected: tuple[str, ...]
    n_vacant: int


@bp.get("/elections")
@public
def elections() -> Response:
    """List the elections."""
    found = published_elections(session(), number=request.args.get("page", 1, type=int))
    return ElectionsPage(
        title=_("Elections"),
        elections=tuple(
            ShownElection(
                title=each.title,
                href=url_for("elections.election", slug=each.slug),
                kind=str(KINDS[each.kind]),
                about=each.about,
                contests=tuple(contest_shown(contest, now=now()) for contest in each.contests),
            )
            for each in found.items
        ),
        paged=found,
    ).answer()


@bp.get("/elections/<slug>")
@public
def election(slug: str) -> Response:
    """Show the notice of an election."""
    found = published_election(session(), slug)
    return ElectionPage(
        title=found.title,
        election=found,
        kind=str(KINDS[found.kind]),
        stops=stops_of(found, now=now()),
        contests=tuple(contest_shown(each, now=now()) for each in found.contests),
    ).answer()


@bp.get("/elections/<slug>/<contest_slug>")
@public
def contest(slug: str, contest_slug: str) -> Response:
    """Show one contest."""
    found = published_contest(session(), slug, contest_slug)
    is_uncontested = found.state is _S.UNCONTESTED
    candidates = tuple(candidate_shown(each) for each in _listed(found)) if shows_candidates(found) else ()
    elected = tuple(each.name for each in candidates if not each.has_withdrawn) if is_uncontested else ()
    counts = turnout(session(), found) if found.state in _TURNED_OUT else None
    return ContestPage(
        title=found.title,
        contest=found,
        election_href=url_for("elections.election", slug=slug),
        standing=standing_of(found, now=now()),
        rule=str(RULES[found.rule]),
        stops=stops_of(found.election, now=now()),
        ways=_ways(found),
        candidates=candidates,
        turnout=turnout_shown(counts) if counts else None,
        roll_source=str(SOURCES[found.roll_source]) if found.roll_source else "",
        roll_basis=str(BASES[found.roll_basis]) if found.roll_basis else "",
        order=str(ORDERS[found.order_how]) if found.order_how else "",
        elected=elected,
        n_vacant=found.seats - len(elected) if is_uncontested else 0,
    ).answer()


def _listed(contest: Contest) -> list[Nomination]:
    return sorted((each for each in contest.nominations if each.number), key=lambda each: each.number or 0)


def _ways(contest: Contest) -> Ways:
    names: dict[str, Any] = {"slug": contest.election.slug, "contest_slug": contest.slug}
    moment, election = now(), contest.election
    takes_names = contest.state is _S.NOMINATIONS
    is_nominating = takes_names and election.nominations_open_at <= moment < election.nominations_close_at
    is_voting = contest.state is _S.READY and election.opens_at <= moment < election.closes_at
    has_source = contest.roll_source is not None
    takes_claims = has_source and contest.roll_fixed_at is None and moment < election.claims_close_at
    has_roll = has_source and contest.state not in (_S.DECLARED, _S.ABANDONED, _S.UNCONTESTED)
    return Ways(
        nominate=url_for("elections.nominate", **names) if is_nominating else "",
        check_roll=url_for("elections.roll_check", **names) if has_roll else "",
        claim=url_for("elections.claim", **names) if takes_claims else "",
        vote=url_for("elections.booth") if is_voting and contest.by_web else "",
        check_receipt=url_for("elections.receipt_check", **names) if contest.seal_number and contest.by_web else "",
        result=url_for("elections.result", **names) if contest.state is _S.DECLARED else "",
        projector=url_for("elections.projector", **names) if contest.state in _PROJECTED else "",
    )
