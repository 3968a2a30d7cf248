"""What several pages of this room show: a contest in a line, a candidate, the stops of the timetable, turnout."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.elections.models import Contest, Election, Nomination
from consult.elections.queries.vacancies import contests_named, countbacks_numbered
from consult.elections.rules import ContestState
from consult.elections.wording import Standing, standing_of
from consult.kernel.clock import LONDON
from consult.web.filters import london, number, percent, short_day


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """One stop of the timetable."""

    name: str
    when: str
    is_done: bool
    is_current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownContest:
    """A contest in a list."""

    title: str
    href: str
    electorate: str
    seats: int
    standing: Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCandidate:
    """Somebody who stands or stood."""

    number: int | None
    name: str
    statement: str
    interests: str
    proposer: str
    seconder: str
    has_withdrawn: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownTurnout:
    """Who may vote and how many have, by channel; never what they chose."""

    roll: int
    web: int
    hall: int
    post: int
    share: str
    part: float

    @property
    def voted(self) -> int:
        """Everybody who has voted or been handed a paper."""
        return self.web + self.hall + self.post


def contest_shown(contest: Contest, *, now: datetime, on_desk: bool = False) -> ShownContest:
    """Return a contest ready for a list."""
    public = url_for("elections.contest", slug=contest.election.slug, contest_slug=contest.slug)
    return ShownContest(
        title=contest.title,
        href=url_for("elections.contest_desk", contest_id=contest.id) if on_desk else public,
        electorate=contest.electorate,
        seats=contest.seats,
        standing=standing_of(contest, now=now),
    )


def candidate_shown(nomination: Nomination) -> ShownCandidate:
    """Return a candidate as everyone sees one."""
    return ShownCandidate(
        number=nomination.number,
        name=nomination.name,
        statement=nomination.statement,
        interests=nomination.interests,
        proposer=nomination.proposer,
        seconder=nomination.seconder,
        has_withdrawn=nomination.withdrawn_at is not None,
    )


def stops_of(election: Election, *, now: datetime) -> tuple[Stop, ...]:
    """Return the timetable as stops, the next one marked."""
    fixed_at = datetime.combine(election.roll_fixed_on, datetime.min.time(), tzinfo=LONDON)
    stops = [
        (_("Nominations open"), election.nominations_open_at, london(election.nominations_open_at)),
        (_("Nominations close"), election.nominations_close_at, london(election.nominations_close_at)),
        (_("Claims about the roll close"), election.claims_close_at, london(election.claims_close_at)),
        (_("Roll is fixed"), fixed_at, short_day(election.roll_fixed_on)),
        (_("Voting opens"), election.opens_at, london(election.opens_at)),
        (_("Voting closes"), election.closes_at, london(election.closes_at)),
    ]
    done = [at <= now for _name, at, _when in stops]
    return tuple(
        Stop(name=name, when=when, is_done=done[n], is_current=not done[n] and (n == 0 or done[n - 1]))
        for n, (name, _at, when) in enumerate(stops)
    )


def turnout_shown(found: dict[str, int]) -> ShownTurnout:
    """Return turnout with its share of the roll."""
    voted = found["web"] + found["hall"] + found["post"]
    part = voted / found["roll"] if found["roll"] else 0.0
    return ShownTurnout(
        roll=found["roll"],
        web=found["web"],
        hall=found["hall"],
        post=found["post"],
        share=_("%(share)s of %(all)s", share=percent(part), all=number(found["roll"])),
        part=part,
    )


def shows_candidates(contest: Contest) -> bool:
    """Say whether everyone may read who stands: once nominations are settled."""
    return contest.state not in (ContestState.DRAFTED, ContestState.NOMINATIONS)


def evidence_hrefs(session: Session, refs: Collection[str]) -> Mapping[str, str]:
    """Return where the count sheet or the declaration can be read that shows how somebody came to a seat."""
    names = {ref.removeprefix("contest:"): ref for ref in refs if ref.startswith("contest:")}
    numbers = {int(tail) for ref in refs if ref.startswith("countback:") and (tail := ref.partition(":")[2]).isdigit()}
    found = {
        names[each.reference]: url_for(
            "elections.result" if each.state is ContestState.DECLARED else "elections.contest",
            slug=each.election.slug,
            contest_slug=each.slug,
        )
        for each in (contests_named(session, references=names) if names else ())
    }
    for each in countbacks_numbered(session, numbers=numbers) if numbers else ():
        slugs: dict[str, Any] = {"slug": each.contest.election.slug, "contest_slug": each.contest.slug}
        found[f"countback:{each.id}"] = url_for("elections.countback", countback_id=each.id, **slugs)
    return found
