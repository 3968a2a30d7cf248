"""Lots that anyone can draw again: a published seed and SHA-256 decide, and no person or machine can lean on them.

The seed's source is announced before the poll and its value recorded after the box is sealed, so nobody can choose it
to suit a result.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256


class Purpose(StrEnum):
    """What a lot decides: who is excluded, whose surplus goes first, or who takes the last seat."""

    EXCLUDE = "exclude"
    SURPLUS = "surplus"
    LAST_SEAT = "last seat"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """One drawing of lots in one stage: between whom, what for, and whom it chose."""

    stage: int
    purpose: Purpose
    candidates: tuple[int, ...]
    chosen: int


class TieNeedsLot(Exception):
    """Raised when candidates were level at every stage and no seed was given to draw lots with."""

    def __init__(self, *, stage: int, purpose: Purpose, candidates: tuple[int, ...]) -> None:
        self.stage, self.purpose, self.candidates = stage, purpose, candidates
        super().__init__(f"A lot must decide between candidates {candidates} in stage {stage}")


Draw = Callable[[int, Purpose, tuple[int, ...]], int]
"""Draws one lot: stage, purpose and the tied candidates in ascending order; returns the chosen one."""


def no_lots(stage: int, purpose: Purpose, tied: tuple[int, ...]) -> int:
    """Refuse to draw.

    Raises:
        TieNeedsLot: always.
    """
    raise TieNeedsLot(stage=stage, purpose=purpose, candidates=tied)


def lots_from(seed: str, *, contest: str) -> Draw:
    """Return the drawing of lots that a published seed gives in one contest."""

    def draw(stage: int, purpose: Purpose, tied: tuple[int, ...]) -> int:
        return order(tied, seed=seed, contest=contest, stage=stage, purpose=purpose)[0]

    return draw


def order(tied: Sequence[int], *, seed: str, contest: str, stage: int, purpose: Purpose) -> list[int]:
    """Return the tied candidates in the order of their lots; the first is the one excluded, transferred or elected."""
    return sorted(
        tied, key=lambda candidate: hash_of(candidate, seed=seed, contest=contest, stage=stage, purpose=purpose)
    )


def hash_of(candidate: int, *, seed: str, contest: str, stage: int, purpose: Purpose) -> str:
    """Return one candidate's lot: SHA-256 of seed, contest, stage, purpose and candidate, a line feed between each."""
    return sha256("\n".join((seed, contest, str(stage), purpose.value, str(candidate))).encode()).hexdigest()
