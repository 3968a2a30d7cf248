"""Who sits on a body on a day, counted, and which groups with a stake in what it decides have no voting seat: pure.

Counted are seats with and without a vote and those that stand empty. An office, such as the chair, is held by someone
who sits already, so it is no seat more; and a deputy sits only for a holder, so is never one more either.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from consult.bodies.rules import EvidenceKind, HowFilled, Phase


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Someone who holds a seat on the day that is looked at."""

    membership_id: int
    person_id: int
    name: str
    from_on: date
    term_ends_on: date | None
    until_on: date | None
    holds_over: bool
    how_filled: HowFilled
    evidence_kind: EvidenceKind
    evidence_ref: str
    on_behalf_of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatOnDay:
    """One seat on the day that is looked at, with its holder, if it has one."""

    seat_id: int
    seat_class_id: int
    name: str
    group_id: int | None
    group: str
    electorate: str
    phase: Phase | None
    area: str
    nominating_body_id: int | None
    how_filled: HowFilled
    is_voting: bool
    is_office: bool
    exception: str
    rule: str
    holder: Holder | None
    deputy: str = ""

    @property
    def is_vacant(self) -> bool:
        """Say whether nobody holds it."""
        return self.holder is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many seats a body has on a day; vacant seats are among both kinds."""

    voting: int = 0
    voting_vacant: int = 0
    other: int = 0
    other_vacant: int = 0

    @property
    def seats(self) -> int:
        """All seats."""
        return self.voting + self.other

    @property
    def vacant(self) -> int:
        """Seats that nobody holds."""
        return self.voting_vacant + self.other_vacant

    @property
    def members(self) -> int:
        """Seats that someone holds."""
        return self.seats - self.vacant


class Voice(StrEnum):
    """What say a group has on a body."""

    VOTES = "votes"
    SEAT_IS_EMPTY = "seat_is_empty"  # it has voting seats, and nobody sits in any of them
    LISTENS = "listens"  # it has seats, without a vote
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stake:
    """A group that what a body decides touches."""

    group_id: int
    group: str
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """What say a group with a stake has."""

    stake: Stake
    voice: Voice
    n_voting: int


def counts_of(seats: Iterable[SeatOnDay]) -> Counts:
    """Count the seats of one body; offices are no seats."""
    voting = voting_vacant = other = other_vacant = 0
    for seat in seats:
        if seat.is_office:
            continue
        if seat.is_voting:
            voting, voting_vacant = voting + 1, voting_vacant + seat.is_vacant
        else:
            other, other_vacant = other + 1, other_vacant + seat.is_vacant
    return Counts(voting=voting, voting_vacant=voting_vacant, other=other, other_vacant=other_vacant)


def says(stakes: Sequence[Stake], seats: Sequence[SeatOnDay]) -> tuple[Say, ...]:
    """Say for each group with a stake whether it votes here, in the order of the stakes."""
    return tuple(_say(stake, [seat for seat in seats if seat.group_id == stake.group_id]) for stake in stakes)


def without_a_vote(stakes: Sequence[Stake], seats: Sequence[SeatOnDay]) -> tuple[Say, ...]:
    """Give the groups with a stake that have no voting seat at all."""
    return tuple(said for said in says(stakes, seats) if said.voice in {Voice.LISTENS, Voice.NONE})


def _say(stake: Stake, seats: Sequence[SeatOnDay]) -> Say:
    theirs = [seat for seat in seats if not seat.is_office]
    voting = [seat for seat in theirs if seat.is_voting]
    if voting:
        voice = Voice.SEAT_IS_EMPTY if all(seat.is_vacant for seat in voting) else Voice.VOTES
    else:
        voice = Voice.LISTENS if theirs else Voice.NONE
    return Say(stake=stake, voice=voice, n_voting=len(voting))
