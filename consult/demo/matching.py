"""Match the themes that a run found with those that the officers of the city would name: pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

NO_THEME = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching:
    """What an officer would do with the themes of a run.

    ``kept`` gives the found theme that becomes each wanted one, ``merged`` the found themes that are put into it
    afterwards, ``missing`` the wanted themes that no found one comes near, and ``rejected`` the found themes whose
    texts belong nowhere.
    """

    kept: dict[str, int]
    merged: dict[str, tuple[int, ...]]
    missing: tuple[str, ...]
    rejected: tuple[int, ...]


def match_themes(found: Mapping[int, Sequence[int]], wanted: Mapping[int, str], *, names: Sequence[str]) -> Matching:
    """Say which found theme is mostly about which wanted one.

    Args:
        found: the texts of each found theme.
        wanted: the key of the theme that each text belongs to; ``none`` for those in no theme.
        names: the keys of all wanted themes, in order.
    """
    about = {theme: _mostly(texts, wanted, names) for theme, texts in found.items()}
    by_name: dict[str, list[int]] = {name: [] for name in names}
    for theme in sorted(found, key=lambda theme: (-_n_of(found[theme], wanted, about[theme]), theme)):
        if about[theme] in by_name:
            by_name[about[theme]].append(theme)
    return Matching(
        kept={name: themes[0] for name, themes in by_name.items() if themes},
        merged={name: tuple(themes[1:]) for name, themes in by_name.items() if len(themes) > 1},
        missing=tuple(name for name, themes in by_name.items() if not themes),
        rejected=tuple(sorted(theme for theme, name in about.items() if name not in by_name)),
    )


def _mostly(texts: Sequence[int], wanted: Mapping[int, str], names: Sequence[str]) -> str:
    counted = Counter(wanted.get(text, NO_THEME) for text in texts)
    order = (*names, NO_THEME)
    return max(order, key=lambda name: (counted[name], -order.index(name))) if counted else NO_THEME


def _n_of(texts: Sequence[int], wanted: Mapping[int, str], name: str) -> int:
    return sum(wanted.get(text, NO_THEME) == name for text in texts)
