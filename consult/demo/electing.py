"""Three elections of the city: one declared, one in which people are voting, one that takes nominations.

Every name is invented. The ballots are drawn from a seed, so the city looks the same whenever it is built.
"""

import random
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.accounts.rules import Role
from consult.bodies.models import Body, SeatClass
from consult.demo.makers.elections import Poll, make_contest, make_election, make_nomination, make_poll
from consult.demo.settling import Settled
from consult.elections.actions import (
    Read,
    Voter,
    close_box,
    count_contest,
    decide_nomination,
    declare,
    issue_paper,
    key_in,
    load_roll,
    mark_sent,
    note_found,
    open_box,
    publish_notice,
    record_seed,
)
from consult.elections.actions.seating import seat_the_elected
from consult.elections.models import Contest
from consult.elections.rules import (
    ElectionKind,
    Fate,
    LawfulBasis,
    PaperIssued,
    RollSource,
    Verdict,
)
from consult.kernel.clock import day_in_london

_FIRST = """
Amina Beth Callum Dev Elsie Farid Greta Harun Isla Jamal Kezia Leon Maya Noor Owen Priya Quentin Rosa Samir Tess
Umar Vera Wesley Xenia Yusuf Zara
"""
_LAST = "Abbott Birch Clewer Dale Eastman Fernley Garside Hollins Ingram Jessop Khatun Lowther Mistry Nuttall"
_SEED = "dice 4 1 6 2 2 5 / Old Wharf ward committee"
_N_HALL = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stands:
    """A candidate of the city: what they say, how many like them first, and whom their voters like next."""

    name: str
    says: str
    weight: float
    near: tuple[int, ...]


_OLD_WHARF = (
    _Stands(
        name="Marlene Oduya",
        says="I run the breakfast club at Wharf Lane. I want safer roads at both school gates before anything else.",
        weight=30,
        near=(3, 5),
    ),
    _Stands(
        name="Stephen Tarrant",
        says="Retired bus driver and grandfather of four. Buses that come, so that pupils are not late.",
        weight=19,
        near=(4, 1),
    ),
    _Stands(
        name="Huda Rashid",
        says="Parent and school nurse. Support for children who wait too long for help.",
        weight=17,
        near=(1, 5),
    ),
    _Stands(
        name="Callan Pryce",
        says="I coach the under-tens. Keep the playing field, and open the halls in the evening.",
        weight=13,
        near=(2, 6),
    ),
    _Stands(
        name="Bronagh Keel",
        says="Librarian. Every school with a library, and someone in it.",
        weight=11,
        near=(3, 1),
    ),
    _Stands(
        name="Winston Achebe",
        says="Shopkeeper on Quay Street. Work experience for every fifteen-year-old who asks.",
        weight=7,
        near=(4, 2),
    ),
    _Stands(
        name="Petra Lindqvist",
        says="I have no children at school and pay for schools like everyone. Spend it well and show us how.",
        weight=3,
        near=(6, 4),
    ),
)


def hold_elections(session: Session, *, settled: Settled, code_key: bytes | None, now: datetime) -> None:
    """Hold the city's three elections.

    ``code_key`` is the installation's key for codes; without it codes are drawn from chance and open nothing.
    """
    key = code_key or secrets.token_bytes(32)
    today = now.replace(hour=8, minute=0)
    _declared(session, settled, key=key, opens_at=today - timedelta(days=24), now=now)
    _in_polling(session, settled, key=key, opens_at=today - timedelta(days=2), now=now)
    _taking_nominations(session, settled, opens_at=today + timedelta(days=20))


def _declared(session: Session, settled: Settled, *, key: bytes, opens_at: datetime, now: datetime) -> Contest:
    by_id, clerk = settled.by(Role.RETURNING_OFFICER), settled.by(Role.CLERK)
    election = make_election(
        session,
        by_id=by_id,
        opens_at=opens_at,
        title="Old Wharf ward committee: community representatives",
        about="Two people from Old Wharf speak for parents and neighbours on the ward committee this school year.",
    )
    contest = make_contest(
        session,
        election=election,
        by_id=by_id,
        seats=2,
        title="Community representatives of Old Wharf",
        electorate="Parents, carers and residents of Old Wharf who signed up",
        reference="ward.old-wharf.community-rep",
    )
    poll = make_poll(
        session,
        contest=contest,
        by_id=by_id,
        names=[each.name for each in _OLD_WHARF],
        statements=[each.says for each in _OLD_WHARF],
        voters=_people(280, place="OW"),
        key=key,
    )
    ballots = _marked(_OLD_WHARF, 190, seed="Old Wharf")
    _vote(session, poll, ballots[_N_HALL:], first=_N_HALL)
    for entry in poll.entries[:_N_HALL]:
        issue_paper(session, contest=contest, entry=entry, how=PaperIssued.HALL, key=key)
    _count(session, poll, ballots[:_N_HALL], by_id=by_id, clerk=clerk)
    declared_at = election.closes_at + timedelta(hours=2)
    declare(session, contest=contest, by_id=by_id, now=declared_at)
    contest.seat_class = _seats(session, "Old Wharf ward committee", "Resident")
    by = settled.accounts[Role.RETURNING_OFFICER].actor
    seat_the_elected(session, contest=contest, from_on=day_in_london(declared_at), by=by, now=now)
    return contest


def _seats(session: Session, body: str, name: str) -> SeatClass:
    """The seats of one kind on one body, which stand empty for these elections."""
    return session.scalars(
        select(SeatClass).join(SeatClass.body).where(Body.name == body, SeatClass.name == name)
    ).one()


def _count(session: Session, poll: Poll, papers: Sequence[tuple[int, ...]], *, by_id: int, clerk: int) -> None:
    """Close, type the papers in twice, open and count."""
    contest, at = poll.contest, poll.contest.election.closes_at + timedelta(minutes=5)
    close_box(session, contest=contest, by_id=by_id, now=at)
    reads = [Read(fate=Fate.VALID, preferences=marked) for marked in papers[:-2]]
    reads += [Read(fate=Fate.BLANK), Read(fate=Fate.SPOILT, reason="two first choices")]
    for who in (by_id, clerk):
        for number, read in enumerate(reads, start=1):
            key_in(session, contest=contest, number=number, came_by=PaperIssued.HALL, read=read, by_id=who)
    note_found(session, contest=contest, hall_found=len(reads), explained="")
    record_seed(session, contest=contest, seed=_SEED, by_id=by_id, now=at + timedelta(minutes=20))
    codes = {1: poll.holder_codes[1], 3: poll.holder_codes[3]}
    open_box(session, contest=contest, codes=codes, by_id=by_id, now=at + timedelta(minutes=40))
    count_contest(session, contest=contest, by_id=by_id, now=at + timedelta(minutes=50))
    session.refresh(contest, ["counted"])


def _in_polling(session: Session, settled: Settled, *, key: bytes, opens_at: datetime, now: datetime) -> None:
    by_id = settled.by(Role.RETURNING_OFFICER)
    election = make_election(
        session,
        by_id=by_id,
        opens_at=opens_at,
        title="Northgate district board: parent seats",
        about="Parents of Northgate choose two of their own for the district board.",
    )
    contest = make_contest(
        session,
        election=election,
        by_id=by_id,
        seats=2,
        title="Parents of Northgate",
        electorate="Parents and carers of pupils at schools in Northgate",
        reference="district.northgate.parents",
        ron=True,
    )
    poll = make_poll(
        session,
        contest=contest,
        by_id=by_id,
        names=("Ceri Holloway", "Idris Banks", "Maud Ferreira", "Tomasz Wren"),
        statements=(
            "Mother of three at two schools. I ask the questions that nobody answers.",
            "Night-shift nurse. Meetings at hours when parents can come.",
            "I want every parent to hear what was decided, in their own language.",
            "Joiner. Warm classrooms before new signs.",
        ),
        voters=_people(120, place="NG"),
        key=key,
    )
    sent_at = opens_at - timedelta(days=1)
    ids = [entry.id for entry in poll.entries[:-7]]  # seven have no letter yet, and stand on the desk's list
    by = f"account:{by_id}"
    mark_sent(session, contest=contest, entry_ids=ids, how="post", on=sent_at.date(), by=by, now=sent_at)
    at = min(now, election.closes_at - timedelta(hours=1)) - timedelta(hours=1)
    marked = _marked(_OLD_WHARF[:4], 41, seed="Northgate")
    for place, choices in enumerate(marked):
        poll.cast(session, place, *choices, now=at)


def _taking_nominations(session: Session, settled: Settled, *, opens_at: datetime) -> None:
    by_id = settled.by(Role.RETURNING_OFFICER)
    election = make_election(
        session,
        by_id=by_id,
        opens_at=opens_at,
        title="By-election: governor seat on the Kilnwood district group",
        about="A governor has moved away. Governors of the Kilnwood schools choose who follows.",
        kind=ElectionKind.BY_ELECTION,
    )
    contest = make_contest(
        session,
        election=election,
        by_id=by_id,
        seats=1,
        title="Governors of Kilnwood",
        electorate="Governors of schools in Kilnwood",
        reference="district.kilnwood.governor",
        ron=True,
        ron_forces_poll=True,
    )
    contest.seat_class = _seats(session, "Kilnwood district group", "Governor")
    publish_notice(session, election=election, by_id=by_id, now=election.nominations_open_at - timedelta(days=1))
    first = make_nomination(session, contest=contest, name="Alun Threlkeld", statement="Twelve years a governor.")
    make_nomination(session, contest=contest, name="Sadia Moss", consents=False, interests="Works for a trust here.")
    decided_at = election.nominations_open_at + timedelta(days=2)
    decide_nomination(session, nomination=first, verdict=Verdict.VALID, reason="", by_id=by_id, now=decided_at)
    source, basis = RollSource.MEMBERSHIP, LawfulBasis.PUBLIC_TASK
    voters = _people(64, place="KW")
    load_roll(session, contest=contest, voters=voters, source=source, basis=basis, by_id=by_id, now=decided_at)


def _people(number: int, *, place: str) -> list[Voter]:
    """Invent people for a roll, each with a member's number."""
    chance = random.Random(place)  # noqa: S311 - invented names, not a lot
    names = [(chance.choice(_FIRST.split()), chance.choice(_LAST.split())) for _ in range(number)]
    return [
        Voter(name=f"{first} {last}", detail=f"{place}{at:04}", email=f"{place.lower()}{at:04}@example.org")
        for at, (first, last) in enumerate(names, start=1)
    ]


def _marked(stands: Sequence[_Stands], number: int, *, seed: str) -> list[tuple[int, ...]]:
    """Draw ballots: a first choice by weight, then mostly those who are near it, cut where people stop."""
    chance = random.Random(seed)  # noqa: S311 - invented ballots, not a lot
    found = []
    for _ in range(number):
        marked = [chance.choices(range(1, len(stands) + 1), weights=[each.weight for each in stands])[0]]
        near = [each for each in stands[marked[0] - 1].near if each <= len(stands)]
        chance.shuffle(near)
        others = [each for each in range(1, len(stands) + 1) if each not in (*near, *marked)]
        chance.shuffle(others)
        marked += near + others
        found.append(tuple(marked[: chance.choices(range(1, len(stands) + 1))[0]]))
    return found


def _vote(session: Session, poll: Poll, ballots: Sequence[tuple[int, ...]], *, first: int) -> None:
    for place, marked in enumerate(ballots, start=first):
        poll.cast(session, place, *marked)
