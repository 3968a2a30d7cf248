"""Says which theme of a new run is which theme of the last one, by the texts they share: pure and deterministic."""

from collections.abc import Mapping, Set

SAME_ENOUGH = 0.3
"""The least F1 of two themes that pass for one; under it a theme is a new one."""


def same_themes(found: Mapping[int, Set[int]], known: Mapping[int, Set[int]]) -> dict[int, int]:
    """Return the known theme of each found one, best pairs first, each known theme at most once.

    Only texts that both runs saw are compared: that a theme grew with late responses makes it no other theme.
    """
    seen = set().union(*known.values()) & set().union(*found.values()) if known and found else set()
    pairs = []
    for theme, texts in found.items():
        for earlier, earlier_texts in known.items():
            likeness = _f1(texts & seen, earlier_texts & seen)
            if likeness >= SAME_ENOUGH:
                pairs.append((-likeness, theme, earlier))
    same: dict[int, int] = {}
    for _, theme, earlier in sorted(pairs):
        if theme not in same and earlier not in same.values():
            same[theme] = earlier
    return same


def _f1(one: Set[int], other: Set[int]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 0.0
