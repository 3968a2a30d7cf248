"""Makes elections, for tests and for the demonstration city: each step through the actions, in one line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.elections.actions import (
    Nominated,
    Receipt,
    Voter,
    add_contest,
    cast_ballot,
    close_box,
    code_of,
    count_contest,
    decide_nomination,
    draft_election,
    draw_holder_code,
    draw_nonce,
    fix_roll,
    give_nomination,
    issue_codes,
    load_roll,
    make_key,
    make_ready,
    name_holders,
    open_box,
    publish_notice,
    record_seed,
    settle_nominations,
)
from consult.elections.ballots import Rule
from consult.elections.models import Contest, Election, Nomination, RollEntry
from consult.elections.rules import (
    ContestAsked,
    ElectionKind,
    LawfulBasis,
    Notice,
    OrderHow,
    RollSource,
    Timetable,
    Verdict,
)

KEY = b"a key of the makers, for tests and the demonstration"
SEED = "dice 4 1 6 2 2 5"
_numbers = count(1)
_NOMINATORS = (
    ("Hetty Marlow", "Joaquim Vance"),
    ("Nadia Brightwell", "Col Ferris"),
    ("Edmund Tackley", "Sunita Garrod"),
    ("Morag Penfold", "Ibrahim Sallow"),
    ("Lettice Oram", "Pavel Dunmore"),
    ("Gwilym Astley", "Rukhsana Peel"),
    ("Dorrie Hanbury", "Tobias Wick"),
)  # invented: who puts candidates forward, and who supports that


def timetable_around(opens_at: datetime) -> Timetable:
    """Make a timetable whose voting opens then, for a week; nominations are open for the fortnight before."""
    return Timetable(
        nominations_open_at=opens_at - timedelta(days=28),
        nominations_close_at=opens_at - timedelta(days=14),
        claims_close_at=opens_at - timedelta(days=9),
        roll_fixed_on=(opens_at - timedelta(days=7)).date(),
        opens_at=opens_at,
        closes_at=opens_at + timedelta(days=7),
    )


def make_election(
    session: Session,
    *,
    by_id: int,
    opens_at: datetime,
    now: datetime | None = None,
    title: str = "Community representatives",
    about: str = "Choose who speaks for you on the ward committee for the coming school year.",
    kind: ElectionKind = ElectionKind.ORDINARY,
) -> Election:
    """Draft an election that opens then; nobody sees it yet."""
    notice = Notice(
        title=title,
        kind=kind,
        about=about,
        lot_source="Six dice, thrown before the observers once the box is sealed",
        challenge_to="the monitoring officer",
        challenge_by=(opens_at + timedelta(days=21)).date(),
        destroy_on=(opens_at + timedelta(days=120)).date(),
    )
    drafted_at = now or opens_at - timedelta(days=35)
    timetable = timetable_around(opens_at)
    return draft_election(session, notice=notice, timetable=timetable, by_id=by_id, now=drafted_at)


def make_contest(
    session: Session,
    *,
    election: Election,
    by_id: int,
    seats: int = 2,
    title: str = "Parents of Moseley",
    electorate: str = "Parents and carers of children at schools in the ward",
    rule: Rule = Rule.SCOTTISH,
    ron: bool = False,
    ron_forces_poll: bool = False,
    reference: str = "",
    by_post: bool = True,
) -> Contest:
    """Add a contest to an election."""
    asked = ContestAsked(
        title=title,
        reference=reference or f"contest.{next(_numbers)}.{election.slug}",
        electorate=electorate,
        seats=seats,
        rule=rule,
        ron=ron,
        ron_forces_poll=ron_forces_poll,
        ron_most_vacant=1,
        by_web=True,
        on_paper=True,
        by_post=by_post,
    )
    return add_contest(session, election=election, asked=asked, by_id=by_id, now=election.created_at)


def make_nomination(
    session: Session, *, contest: Contest, name: str, statement: str = "", consents: bool = True, interests: str = ""
) -> Nomination:
    """Put someone forward on the second day of nominations."""
    number = next(_numbers)
    proposer, seconder = _NOMINATORS[number % len(_NOMINATORS)]
    given = Nominated(
        name=name,
        statement=statement or f"I have lived here for years and will listen. {name}",
        interests=interests,
        proposer=proposer,
        seconder=seconder,
        email="",
        consents=consents,
    )
    at = contest.election.nominations_open_at + timedelta(days=1)
    made = give_nomination(
        session, contest=contest, given=given, submission_key=f"made-{number}", by="resident", now=at
    )
    return made.nomination


@dataclass
class Poll:
    """A contest at work: who holds which key code, and who has which voting code."""

    contest: Contest
    key: bytes = KEY
    holder_codes: dict[int, str] = field(default_factory=dict)
    entries: list[RollEntry] = field(default_factory=list)

    def code(self, place: int) -> str:
        """The code of the voter at a place of the roll, from 0."""
        return code_of(self.contest, self.entries[place], key=self.key)

    def cast(self, session: Session, place: int, *preferences: int, now: datetime | None = None) -> Receipt:
        """Let the voter at a place of the roll vote on the web, an hour after the opening."""
        at = now or self.contest.election.opens_at + timedelta(hours=1)
        code, nonce = self.code(place), draw_nonce()
        return cast_ballot(session, code=code, preferences=preferences, nonce=nonce, key=self.key, now=at)


def make_poll(
    session: Session,
    *,
    contest: Contest,
    by_id: int,
    names: Sequence[str] = ("Ann Lee", "Bo Khan", "Cy Adams"),
    n_voters: int = 20,
    voters: Sequence[Voter] = (),
    key: bytes = KEY,
    order: Sequence[str] = (),
    statements: Sequence[str] = (),
) -> Poll:
    """Take a contest from its notice to the moment at which people can vote."""
    election = contest.election
    if election.published_at is None:
        publish_notice(session, election=election, by_id=by_id, now=election.nominations_open_at - timedelta(days=1))
    decided_at = election.nominations_close_at + timedelta(hours=1)
    given = [
        make_nomination(session, contest=contest, name=name, statement=said)
        for name, said in zip(names, statements or [""] * len(names), strict=True)
    ]
    for nomination in given:
        decide_nomination(session, nomination=nomination, verdict=Verdict.VALID, reason="", by_id=by_id, now=decided_at)
    session.refresh(contest, ["nominations"])
    drawn = [next(each.id for each in given if each.name == name) for name in order or names]
    settle_nominations(session, contest=contest, order_how=OrderHow.DRAWN, drawn=drawn, by_id=by_id, now=decided_at)
    named = list(voters) or [
        Voter(name=f"Voter {number:05}", detail=f"WB1 {number}AA", email=f"voter{number}@example.org")
        for number in range(1, n_voters + 1)
    ]
    source, basis = RollSource.SCHOOL_RECORDS, LawfulBasis.PUBLIC_TASK
    load_roll(session, contest=contest, voters=named, source=source, basis=basis, by_id=by_id, now=decided_at)
    return ready(session, contest=contest, by_id=by_id, key=key)


def ready(session: Session, *, contest: Contest, by_id: int, key: bytes = KEY) -> Poll:
    """Fix the roll, make the key, issue codes and make a contest ready."""
    fixed_at = contest.election.opens_at - timedelta(days=2)
    fix_roll(session, contest=contest, by_id=by_id, now=fixed_at)
    holders = [("Rosa Turner", "Returning officer"), ("Sam Field", "Scrutineer"), ("Tess Moor", "Scrutineer")]
    named = name_holders(session, contest=contest, people=holders, by_id=by_id, now=fixed_at)
    codes = {each.holder.number: draw_holder_code(session, holder=each.holder) for each in named}
    session.refresh(contest, ["holders"])
    make_key(session, contest=contest, by_id=by_id, now=fixed_at)
    issue_codes(session, contest=contest, key=key, by_id=by_id, now=fixed_at)
    make_ready(session, contest=contest, by_id=by_id, now=fixed_at)
    asked = select(RollEntry).where(RollEntry.contest_id == contest.id).order_by(RollEntry.name)
    return Poll(contest=contest, key=key, holder_codes=codes, entries=list(session.scalars(asked)))


def make_counted(session: Session, *, poll: Poll, by_id: int, seed: str = SEED) -> Contest:
    """Close, open and count a contest on the evening of its last day."""
    contest, at = poll.contest, poll.contest.election.closes_at + timedelta(minutes=5)
    close_box(session, contest=contest, by_id=by_id, now=at)
    record_seed(session, contest=contest, seed=seed, by_id=by_id, now=at + timedelta(minutes=10))
    codes = dict(list(poll.holder_codes.items())[:2])
    open_box(session, contest=contest, codes=codes, by_id=by_id, now=at + timedelta(minutes=20))
    count_contest(session, contest=contest, by_id=by_id, now=at + timedelta(minutes=30))
    session.refresh(contest, ["counted"])
    return contest
