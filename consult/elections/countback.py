"""Counting back: who takes a seat that fell empty, from the same ballots and by the same rule. Pure.

The whole contest is counted once more as if the member who left, and those who no longer want to sit, had never stood.
Of those who win then, the first who does not sit already takes the seat. Nobody who sits loses a seat by it.
"""

from collections.abc import Iterable
from dataclasses import replace

from consult.elections.ballots import Contest, Papers, Rule
from consult.elections.count import CountSheet, count
from consult.elections.lots import Draw


def counted_back(
    contest: Contest,
    papers: Iterable[Papers],
    *,
    left: int,
    unwilling: frozenset[int],
    rule: Rule,
    lots: Draw,
) -> CountSheet:
    """Count a contest again without the member who left and without those who do not want the seat.

    Raises:
        TieNeedsLot: only a lot can decide, and ``lots`` draws none.
    """
    without = replace(contest, withdrawn=contest.withdrawn | unwilling | {left})
    return count(without, papers, rule=rule, lots=lots)


def who_follows(sheet: CountSheet, *, sitting: frozenset[int], ron: frozenset[int]) -> int | None:
    """Return who takes the seat: the first who wins and does not sit; nobody where "re-open nominations" does."""
    first = next((number for number in sheet.elected if number not in sitting), None)
    return None if first in ron else first
