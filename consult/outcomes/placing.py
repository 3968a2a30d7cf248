"""How much may stand beside a published text about whoever wrote it: the pure part.

A group, a ward and a month together can tell who someone is. So each is told only where it leaves at least ten people
in the same place: first the group; the ward beside it only if ten of that group answered from there; the month only if
ten of those did so in that month; and those of whom it is not told must be ten as well. Filters use the same places,
so that what a page does not say, no filter tells.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from consult.outcomes.suppression import SMALLEST_SHOWN

T = TypeVar("T")
NOT_SAID = 0
Cell = tuple[int, int, date]
"""Group, ward and first day of the month in which it came; 0 where it was not said."""
Shown = tuple[int | None, int | None, date | None]
"""The same as far as it may be told."""


@dataclass(frozen=True, slots=True)
class Places:
    """What may be told of each cell in which somebody answered."""

    shown: Mapping[Cell, Shown]

    @property
    def groups(self) -> tuple[int, ...]:
        """The groups that may be told."""
        return tuple(sorted({group for group, _ward, _month in self.shown.values() if group is not None}))

    @property
    def wards(self) -> tuple[int, ...]:
        """The wards that may be told beside some group."""
        return tuple(sorted({ward for _group, ward, _month in self.shown.values() if ward is not None}))

    @property
    def months(self) -> tuple[date, ...]:
        """The months that may be told, in order."""
        return tuple(sorted({month for _group, _ward, month in self.shown.values() if month is not None}))

    def cells(self, *, group: int | None, ward: int | None, month: date | None) -> tuple[Cell, ...]:
        """Return the cells of which everything that is asked for may be told."""
        asked = (group, ward, month)
        return tuple(
            cell
            for cell, told in self.shown.items()
            if all(want is None or want == have for want, have in zip(asked, told, strict=True))
        )


def place(counts: Mapping[Cell, int]) -> Places:
    """Say of each cell what may be told, given how many people answered in each.

    Args:
        counts: every response that counts, published or not: who could have written a text are all of them.
    """
    group = _told(counts, parent=lambda _cell: (), child=lambda cell: cell[0])
    ward = _told(counts, parent=lambda cell: (group[cell],), child=lambda cell: cell[1])
    month = _told(counts, parent=lambda cell: (group[cell], ward[cell]), child=lambda cell: cell[2])
    return Places({cell: (group[cell], ward[cell], month[cell]) for cell in counts})


def _told(
    counts: Mapping[Cell, int], *, parent: Callable[[Cell], Hashable], child: Callable[[Cell], T]
) -> dict[Cell, T | None]:
    """Say which part of its place may be told of each cell; those of whom it is not told are ten too, or nobody.

    Where one pupil is left among many parents, to say nothing of one text would say that it is the pupil's. So the
    smallest parts are told of nobody either, until those left together are enough.
    """
    sums: dict[Hashable, Counter[T]] = {}
    for cell, count in counts.items():
        sums.setdefault(parent(cell), Counter())[child(cell)] += count
    told = {place: _large_enough(parts) for place, parts in sums.items()}
    return {cell: child(cell) if child(cell) in told[parent(cell)] else None for cell in counts}


def _large_enough(parts: Counter[T]) -> set[T]:
    told = sorted(
        (part for part, n in parts.items() if part != NOT_SAID and n >= SMALLEST_SHOWN), key=lambda part: parts[part]
    )
    left = parts.total() - sum(parts[part] for part in told)
    while told and 0 < left < SMALLEST_SHOWN:
        left += parts[told.pop(0)]
    return set(told)
