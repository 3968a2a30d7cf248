"""Who says a theme more often and who less: shares with intervals, and tests corrected for many comparisons. Pure.

Shares carry Wilson's interval (1927; scipy's ``proportion_ci``), which stays between 0 and 1 and holds for small
numbers. Each category is compared with all the others together by Fisher's exact test (1922), and the p-values of the
whole table are corrected by Holm's step-down method (1979): the chance that even one "said more by" of the table is
mere luck is at most one in twenty. All of it describes those who answered. They chose to, so it says nothing of the
population, however narrow an interval is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

FALSE_ALARMS = 0.05
"""The chance of even one false "said more by" or "said less by" in a table."""
_Z = 1.959963984540054  # the normal quantile of a 95 per cent interval


class Leaning(StrEnum):
    """How a category stands to all the others together."""

    MORE = "more"
    LESS = "less"
    ALIKE = "alike"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """How many of a category say a theme: ``n`` of ``base``, the others ``n_others`` of ``base_others``."""

    n: int
    base: int
    n_others: int
    base_others: int
    low: float
    high: float
    p: float
    leaning: Leaning

    @property
    def share(self) -> float:
        """Which part of the category says it."""
        return self.n / self.base if self.base else 0.0

    @property
    def share_of_others(self) -> float:
        """Which part of all the others says it."""
        return self.n_others / self.base_others if self.base_others else 0.0


def wilson(n: int, base: int) -> tuple[float, float]:
    """Return the 95 per cent interval of a share (Wilson 1927); from 0 to 1 where there is nobody."""
    if not base:
        return 0.0, 1.0
    share, spread = n / base, _Z * _Z / base
    middle = (share + spread / 2) / (1 + spread)
    half = _Z / (1 + spread) * sqrt(share * (1 - share) / base + spread / (4 * base))
    return min(max(middle - half, 0.0), share), max(min(middle + half, 1.0), share)  # floats may cross by a hair


def holm(p_values: Sequence[float]) -> list[float]:
    """Return the p-values corrected for their number (Holm 1979), in the order given."""
    order = sorted(range(len(p_values)), key=lambda place: (p_values[place], place))
    corrected, least = [0.0] * len(p_values), 0.0
    for rank, place in enumerate(order):
        least = max(least, min((len(p_values) - rank) * p_values[place], 1.0))
        corrected[place] = least
    return corrected


def break_down(counts: Mapping[int, Mapping[str, int]], bases: Mapping[str, int]) -> dict[int, dict[str, Cell]]:
    """Compare each category with all the others, theme by theme.

    Args:
        counts: by theme, how many responses of each category say it.
        bases: how many responses there are of each category.

    Returns:
        By theme and category, in the order of ``bases``; corrected over all of them together.

    Raises:
        ValueError: more say a theme than there are.
    """
    total = sum(bases.values())
    raw: list[tuple[int, str, int, int, int, int, float]] = []
    for theme, by_category in counts.items():
        said = sum(by_category.values())
        for category, base in bases.items():
            n = by_category.get(category, 0)
            if n > base:
                raise ValueError(f"{n} of {base} in {category!r} cannot say a theme")
            others = (said - n, total - base)
            raw.append((theme, category, n, base, *others, fisher(n, base, *others)))
    corrected = holm([row[-1] for row in raw])
    table: dict[int, dict[str, Cell]] = {theme: {} for theme in counts}
    for (theme, category, n, base, n_others, base_others, _), p in zip(raw, corrected, strict=True):
        low, high = wilson(n, base)
        table[theme][category] = Cell(
            n=n,
            base=base,
            n_others=n_others,
            base_others=base_others,
            low=low,
            high=high,
            p=p,
            leaning=leaning_of(n, base, n_others, base_others, p),
        )
    return table


def fisher(n: int, base: int, n_others: int, base_others: int) -> float:
    """Return the p-value of Fisher's exact test of one category against all others; 1 where one of them is empty."""
    if not base or not base_others:
        return 1.0
    from scipy.stats import fisher_exact  # noqa: PLC0415 - scipy takes a second to load; only a breakdown needs it

    return min(float(fisher_exact([[n, base - n], [n_others, base_others - n_others]]).pvalue), 1.0)


def leaning_of(n: int, base: int, n_others: int, base_others: int, p: float) -> Leaning:
    """Return how a category stands to all others, given its corrected p-value."""
    if p >= FALSE_ALARMS:
        return Leaning.ALIKE
    return Leaning.MORE if n * base_others > n_others * base else Leaning.LESS
