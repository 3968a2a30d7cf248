"""Suggests how a theme could be cut into smaller ones: pure, the same for the same texts."""

from collections.abc import Sequence
from dataclasses import dataclass

from consult.analysis.pipeline import Options, Text, find_themes

MOST_TEXTS = 2_000
MOST_PARTS = 6
_FINER = (1.0, 1.5, 2.2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part that could be a theme of its own: a name from its words, its texts, and words that show it."""

    name: str
    texts: tuple[int, ...]
    quote: str


def suggest_cut(texts: Sequence[tuple[int, str]]) -> tuple[Part, ...]:
    """Return the parts that the texts of a theme fall into, the largest first; nothing where they are all of a piece.

    Each text is in one part. The largest part would keep the theme's name, so that any other can be split off.
    """
    if len(texts) > MOST_TEXTS:
        return ()
    words = [Text(id=str(number), text=said) for number, said in texts]
    for granularity in _FINER:
        found = find_themes(words, Options(granularity=granularity))
        members: dict[int, list[int]] = {theme.key: [] for theme in found.themes}
        for placement in found.placements:
            if placement.assignments:
                members[placement.assignments[0].theme].append(int(placement.response_id))
        parts = [
            Part(name=theme.name, texts=tuple(sorted(members[theme.key])), quote=theme.quotes[0].text)
            for theme in found.themes
            if members[theme.key] and theme.quotes
        ]
        if len(parts) > 1:
            return tuple(sorted(parts, key=lambda part: (-len(part.texts), part.texts)))[:MOST_PARTS]
    return ()
