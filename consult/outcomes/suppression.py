"""Keeps people from being found in a breakdown: small numbers are left out, the others are rounded.

Only breakdowns (by group, place or characteristic) are treated so; totals and the sizes of themes stay exact. The
three steps are the usual ones of official statistics: *primary* suppression of every number under ten,
*complementary* suppression of further numbers until the hidden ones together cannot be told from the exact total,
and rounding of what is left to the nearest five, so that it cannot be subtracted exactly.
"""

from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

SMALLEST_SHOWN = 10
ROUNDED_TO = 5

K = TypeVar("K", bound=Hashable)


def suppressed(counts: Mapping[K, int]) -> dict[K, int | None]:
    """Make one breakdown fit to publish beside its exact total.

    Args:
        counts: exact numbers of people by cell; together they are the total. Leave out the cells that everyone
            knows to be empty (a group from which nobody responded at all), or they hide others for nothing.

    Returns:
        For each cell the number rounded to five, or ``None`` where it is not shown.

    Raises:
        ValueError: a count is below nought.
    """
    if any(count < 0 for count in counts.values()):
        raise ValueError("a count of people is never below nought")
    hidden = hidden_cells(list(counts.values()))
    return {key: None if place in hidden else rounded(count) for place, (key, count) in enumerate(counts.items())}


def rounded(count: int) -> int:
    """Round a number of people to the nearest five."""
    return ROUNDED_TO * round(count / ROUNDED_TO)


def hidden_cells(counts: Sequence[int]) -> set[int]:
    """Choose the places that are not shown: the small ones, then the smallest others until they cover each other."""
    by_size = sorted(range(len(counts)), key=lambda place: (counts[place], place))
    hidden = {place for place in by_size if counts[place] < SMALLEST_SHOWN}
    if not hidden:
        return hidden
    for place in by_size:
        if len(hidden) > 1 and sum(counts[hid] for hid in hidden) >= SMALLEST_SHOWN:
            break
        hidden.add(place)
    return hidden
