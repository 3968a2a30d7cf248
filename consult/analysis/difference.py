"""What a run, or responses that came later, would change in a codebook: two pictures and how they differ. Pure."""

from collections import Counter
from collections.abc import Mapping, Set
from dataclasses import dataclass
from enum import StrEnum

MOVES_SHOWN = 1_000
"""More moves than a person would read; their number is exact all the same."""


class Fate(StrEnum):
    """What becomes of a theme."""

    GAINED = "gained"
    LOST = "lost"
    GROWN = "grown"
    SHRUNK = "shrunk"
    SAME = "same"


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """The standing themes of a codebook by number with their names, and the themes that each text is in."""

    names: Mapping[int, str]
    themes_of: Mapping[int, Set[int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeChange:
    """One theme, before and after. ``theme`` is the number it has now; ``None`` for one that is not there yet."""

    theme: int | None
    name: str
    fate: Fate
    before: int
    after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One text whose themes change, by their names; no name: it is in no theme. ``is_new``: it was not there before."""

    text: int
    before: tuple[str, ...]
    after: tuple[str, ...]
    is_new: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Everything that would change. ``moves`` are the first thousand of ``n_moves``, texts that are new first."""

    themes: tuple[ThemeChange, ...]
    moves: tuple[Move, ...]
    n_moves: int
    n_new: int
    n_new_unthemed: int


def difference(before: Picture, after: Picture) -> Difference:
    """Return how two pictures differ: every theme of either, and every text whose themes are not the same."""
    moves = [
        Move(
            text=text,
            before=_names(before, text),
            after=_names(after, text),
            is_new=text not in before.themes_of,
        )
        for text in sorted(before.themes_of.keys() | after.themes_of.keys())
        if text not in before.themes_of or before.themes_of[text] != after.themes_of.get(text, frozenset())
    ]
    new = [move for move in moves if move.is_new]
    moves.sort(key=lambda move: (not move.is_new, move.text))
    return Difference(
        themes=_theme_changes(before, after),
        moves=tuple(moves[:MOVES_SHOWN]),
        n_moves=len(moves) - len(new),
        n_new=len(new),
        n_new_unthemed=sum(not move.after for move in new),
    )


def _names(picture: Picture, text: int) -> tuple[str, ...]:
    return tuple(sorted(picture.names[theme] for theme in picture.themes_of.get(text, ()) if theme in picture.names))


def _theme_changes(before: Picture, after: Picture) -> tuple[ThemeChange, ...]:
    was, now = _sizes(before), _sizes(after)
    changes = [
        ThemeChange(
            theme=theme if theme in before.names else None,
            name=after.names.get(theme) or before.names[theme],
            fate=_fate(theme, before, after, was[theme], now[theme]),
            before=was[theme],
            after=now[theme],
        )
        for theme in before.names.keys() | after.names.keys()
    ]
    order = list(Fate)
    return tuple(sorted(changes, key=lambda change: (order.index(change.fate), -change.after, change.name)))


def _sizes(picture: Picture) -> Counter[int]:
    return Counter(theme for themes in picture.themes_of.values() for theme in themes)


def _fate(theme: int, before: Picture, after: Picture, was: int, now: int) -> Fate:
    if theme not in before.names:
        return Fate.GAINED
    if theme not in after.names:
        return Fate.LOST
    return Fate.GROWN if now > was else Fate.SHRUNK if now < was else Fate.SAME
