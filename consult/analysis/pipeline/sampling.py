"""Chooses which units are clustered: the responses, not their sentences, and a fair sample when there are too many.

Sentences and whatever else is not clustered go to the nearest theme afterwards: that was measured to be better than
clustering the sentences too, except where there are so few responses that the sentences are needed as evidence. A
sample is fair to every stratum and keeps every campaign; it is chosen by content: the same for the same responses.
"""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from consult.analysis.pipeline.hashing import hash64
from consult.analysis.pipeline.units import Unit

MOST_CLUSTERED = 5_000
FEW_RESPONSES = 150
_A_CAMPAIGN = 3


def choose_sample(units: Sequence[Unit], *, seed: int) -> NDArray[np.int64]:
    """Return the positions of at most 5,000 units in order: campaigns first, then the strata in turn."""
    roots = [number for number, unit in enumerate(units) if unit.is_root]
    if len(roots) < FEW_RESPONSES:
        return np.arange(len(units))
    if len(roots) <= MOST_CLUSTERED:
        return np.array(roots, dtype=np.int64)
    strata: dict[str, list[int]] = defaultdict(list)
    for number in roots:
        strata[units[number].stratum or ""].append(number)
    ranked: list[tuple[bool, int, str, int]] = []
    for stratum, numbers in strata.items():
        numbers.sort(key=lambda number: (hash64(f"{seed}\n{units[number].text}"), number))
        ranked.extend(
            (len(units[number].owners) < _A_CAMPAIGN, turn, stratum, number) for turn, number in enumerate(numbers)
        )
    return np.array(sorted(number for *_, number in sorted(ranked)[:MOST_CLUSTERED]), dtype=np.int64)
