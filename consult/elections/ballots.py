"""What a count is given: a contest, its candidates and the papers, alike ones together."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Rule(StrEnum):
    """How papers are counted; it is named before nominations open."""

    SCOTTISH = "scottish-wigm-5dp"
    """As in the Scottish Local Government Elections Order 2011: weighted inclusive Gregory, five decimal places."""
    ALTERNATIVE_VOTE = "av"
    """The same count with one seat."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contest:
    """One poll: who stands for how many seats. Candidates are numbered from 1, in the order of ``names``."""

    id: str
    names: tuple[str, ...]
    seats: int
    withdrawn: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        if self.seats < 1:
            raise ValueError("A contest fills at least one seat")
        if not self.names:
            raise ValueError("A contest has at least one candidate")
        strangers = [number for number in self.withdrawn if not 1 <= number <= len(self.names)]
        if strangers:
            raise ValueError(f"Candidate {strangers[0]} cannot withdraw: there are {len(self.names)} candidates")

    @property
    def standing(self) -> tuple[int, ...]:
        """The numbers of those who stand and did not withdraw."""
        return tuple(number for number in range(1, len(self.names) + 1) if number not in self.withdrawn)

    def name(self, candidate: int) -> str:
        """Return what candidate number ``candidate`` is called on the ballot paper."""
        return self.names[candidate - 1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Papers:
    """Ballot papers that are alike: how many, and whom they put first, second, …; none for a blank paper."""

    number: int
    preferences: tuple[int, ...]

    def __post_init__(self) -> None:
        if self.number < 1:
            raise ValueError("There is at least one paper of a kind")
        if len(set(self.preferences)) != len(self.preferences):
            raise ValueError("A paper names no candidate twice")


def gathered(papers: Iterable[Papers]) -> tuple[Papers, ...]:
    """Return the same papers with equal ones together, in the order of their preferences."""
    numbers: dict[tuple[int, ...], int] = {}
    for each in papers:
        numbers[each.preferences] = numbers.get(each.preferences, 0) + each.number
    return tuple(Papers(number=numbers[preferences], preferences=preferences) for preferences in sorted(numbers))
