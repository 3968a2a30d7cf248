"""Filling a seat that fell empty from the ballots of the contest that filled it, where its notice allows that."""

import hashlib
from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy.orm import Session

from consult.audit.rules import Happening
from consult.bodies.actions import add_person, fill_seat
from consult.bodies.models import Membership, Seat
from consult.bodies.rules import Evidence, EvidenceKind, HowFilled
from consult.elections.actions.noting import note
from consult.elections.blt import write_blt
from consult.elections.countback import counted_back, who_follows
from consult.elections.lots import TieNeedsLot, lots_from, no_lots
from consult.elections.models import Contest, Countback
from consult.elections.queries.booth import paper_of, ron_numbers
from consult.elections.queries.counting import papers_in
from consult.elections.queries.vacancies import sitting_numbers
from consult.elections.rules import ContestState
from consult.kernel.errors import Refused


def require_countback(contest: Contest, *, day: date) -> None:
    """Refuse to count back where the notice does not allow it, or does no more.

    Raises:
        Refused: it is not allowed, too late, or the contest had no count.
    """
    if contest.state is not ContestState.DECLARED or contest.counted is None:
        raise Refused("There are no ballots to count back: this seat was not filled by a count.")
    if contest.countback_until is None:
        raise Refused("The notice of that election does not allow a countback. Hold a by-election, or co-opt somebody.")
    if day > contest.countback_until:
        raise Refused("The last day for a countback has passed. Hold a by-election, or co-opt somebody.")


def count_back(
    session: Session,
    *,
    contest: Contest,
    left: Membership,
    seat: Seat,
    unwilling: Collection[int],
    day: date,
    by: str,
    now: datetime,
) -> Countback:
    """Count the ballots back, keep what came of it, and give the seat to whoever follows until the old term ends.

    Args:
        session: one that may write.
        contest: the contest by which the member who left came to the seat.
        left: that member's time in the seat.
        seat: the seat that stands empty.
        unwilling: the numbers of candidates who do not want the seat.
        day: from which it is filled.
        by: the actor, such as ``account:7``.
        now: the moment.

    Raises:
        Refused: the notice allows no countback, the seat is taken, or only a lot can decide and no seed is recorded.
    """
    require_countback(contest, day=day)
    paper, ron = paper_of(contest), ron_numbers(contest)
    gone = next((number for number in paper.standing if paper.name(number) == left.person.name), None)
    if gone is None:
        raise Refused("Nobody of this name stood in that contest. Hold a by-election, or co-opt somebody.")
    draw = lots_from(contest.lot_seed, contest=contest.reference) if contest.lot_seed else no_lots
    try:
        refused = frozenset(unwilling) - ron
        sheet = counted_back(
            paper, papers_in(session, contest), left=gone, unwilling=refused, rule=contest.rule, lots=draw
        )
    except TieNeedsLot as tie:
        raise Refused("Candidates are level, only a lot can decide, and no seed was drawn for this contest.") from tie
    sitting = sitting_numbers(session, contest, day=day)
    if contest.counted:  # it keeps the seats that it left empty then, and does not take this one too
        sitting |= ron & frozenset(contest.counted.sheet["winners_in_order"])
    follows = who_follows(sheet, sitting=sitting, ron=ron)
    made = Countback(
        contest_id=contest.id,
        left_number=gone,
        unwilling=sorted(refused),
        follows=follows,
        blt=write_blt(sheet.contest, sheet.used),
        blank=sheet.blank,
        counted_at=now,
    )
    session.add(made)
    session.flush()
    if follows is not None:
        fill_seat(
            session,
            seat=seat,
            person=add_person(session, name=paper.name(follows), by=by, now=now),
            from_on=day,
            until_on=left.term_ends_on,
            how=HowFilled.ELECTED,
            evidence=Evidence(kind=EvidenceKind.COUNT_SHEET, ref=f"countback:{made.id}"),
            by=by,
            now=now,
        )
    digest = hashlib.sha256(made.blt.encode()).hexdigest()
    facts = {"countback_id": made.id, "elected": follows or 0, "digest": digest}
    note(session, Happening.BALLOTS_COUNTED_BACK, contest, by=by, now=now, **facts)
    return made
