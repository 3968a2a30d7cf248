"""Ballot papers from the box: typed in twice by two people; where they differ, somebody settles it and says why."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from consult.audit.rules import Happening
from consult.elections.actions.noting import note
from consult.elections.models import Contest, PaperBallot
from consult.elections.queries.booth import paper_of
from consult.elections.rules import ContestState, Fate, PaperIssued
from consult.kernel.errors import Invalid, Refused
from consult.kernel.words import clean_line


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What somebody reads on a paper; the reason says why it is spoilt or rejected."""

    fate: Fate
    preferences: tuple[int, ...] = ()
    reason: str = ""

    def __post_init__(self) -> None:
        if self.fate is Fate.VALID and not self.preferences:
            raise Invalid("A valid paper has at least a first choice. Choose “blank” if nothing is marked.")
        if self.fate is not Fate.VALID and self.preferences:
            raise Invalid("Only a valid paper has choices. Clear them, or choose “valid”.")
        if self.fate in (Fate.SPOILT, Fate.REJECTED) and not self.reason.strip():
            raise Invalid("Say why the paper does not count.")

    def as_data(self) -> dict[str, Any]:
        """Return this as it is stored."""
        reason = clean_line(self.reason) if self.fate in (Fate.SPOILT, Fate.REJECTED) else ""
        return {"fate": self.fate.value, "preferences": list(self.preferences), "reason": reason}


def read_from(data: dict[str, Any]) -> Read:
    """Return what was stored."""
    return Read(fate=Fate(data["fate"]), preferences=tuple(data["preferences"]), reason=data["reason"])


def key_in(
    session: Session, *, contest: Contest, number: int, came_by: PaperIssued, read: Read, by_id: int
) -> PaperBallot:
    """Type in one paper, under the number written on it: first one person, then another.

    Raises:
        Refused: the poll is not closed, the count is done, or the same person types a paper in twice.
        Invalid: the paper names somebody who does not stand, or came another way for the first person.
    """
    _require_closed(contest)
    _require_on_paper(contest, read)
    if number < 1:
        raise Invalid("Papers are numbered from 1.")
    known = session.scalar(_numbered(contest, number))
    if known is None:
        first = PaperBallot(contest_id=contest.id, number=number, came_by=came_by, first=read.as_data())
        first.first_by_id = by_id
        session.add(first)
        session.flush()
        return first
    if known.second is not None:
        if known.second_by_id == by_id and known.second == read.as_data():
            return known  # the button was pressed twice
        raise Refused(f"Paper {number} has been typed in twice already.")
    if known.first_by_id == by_id:
        if known.first == read.as_data():
            return known
        raise Refused(f"You typed paper {number} in yourself. Somebody else has to type it in the second time.")
    if known.came_by is not came_by:
        raise Invalid("The first person said that this paper came another way. Look at the paper again.")
    known.second, known.second_by_id = read.as_data(), by_id
    if known.first == known.second:
        known.settled = known.first
    session.flush()
    return known


def settle(
    session: Session, *, contest: Contest, paper: PaperBallot, read: Read, reason: str, by_id: int, now: datetime
) -> PaperBallot:
    """Settle what a paper says where two people read it differently; the difference is logged.

    Raises:
        Refused: both read it alike, or the count is done.
        Invalid: the reason is missing.
    """
    _require_closed(contest)
    _require_on_paper(contest, read)
    if paper.second is None:
        raise Refused("This paper has been typed in only once.")
    if paper.settled is not None:
        raise Refused("This paper is settled.")
    if not reason.strip():
        raise Invalid("Say how you decided, such as “the 1 beside Bo is clear under a light”.")
    paper.settled, paper.settled_by_id, paper.settled_note = read.as_data(), by_id, clean_line(reason)
    session.flush()
    facts = {"number": paper.number, "reason": paper.settled_note[:200]}
    note(session, Happening.PAPER_SETTLED, contest, by=f"account:{by_id}", now=now, **facts)
    return paper


def note_found(session: Session, *, contest: Contest, hall_found: int, explained: str) -> Contest:
    """Write down how many papers from the hall lay in the box, and what became of those that did not.

    Raises:
        Refused: the poll is not closed, or the count is done.
        Invalid: the number is below zero.
    """
    _require_closed(contest)
    if hall_found < 0:
        raise Invalid("Enter how many papers lay in the box, 0 if none.")
    contest.hall_found, contest.explained = hall_found, clean_line(explained)
    contest.version += 1
    session.flush()
    return contest


def _numbered(contest: Contest, number: int) -> Select[PaperBallot]:
    return select(PaperBallot).where(PaperBallot.contest_id == contest.id, PaperBallot.number == number)


def _require_closed(contest: Contest) -> None:
    if contest.state not in (ContestState.CLOSED, ContestState.OPENED):
        raise Refused("Papers are typed in after the poll is closed and before the count.")


def _require_on_paper(contest: Contest, read: Read) -> None:
    n_candidates = len(paper_of(contest).names)
    if any(not 1 <= number <= n_candidates for number in read.preferences):
        raise Invalid(f"There are {n_candidates} candidates on this paper.")
    if len(set(read.preferences)) != len(read.preferences):
        raise Invalid("A candidate can have one place only on a valid paper.")
