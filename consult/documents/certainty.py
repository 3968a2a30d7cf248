"""Which paragraphs of one version are, beyond doubt, paragraphs of the next: the only ones that carry comments over.

``comparison`` says what probably became of each paragraph, for people to read. This says less and never guesses:

1. A text that stands once in each version, and that no other text is like, is the same paragraph, moved or not.
2. A text that another one is like, or that stands several times, is the same paragraph only where the whole run between
   the nearest texts of the first kind reads the same in both versions.

Whatever is left is for a person. So a comment may wait although nothing happened to its words; it never jumps.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from math import ceil

from consult.documents.sanitising import tidy_text

ALIKE = 0.75
"""Share of words in common, in any order, from which two texts may be taken for each other after an edit."""
ALIKE_WHEN_SHORT = 0.5
SHORT = 4
"""Words; of two texts as short as this, one changed word makes half of the difference."""
_SHARED_AT_LEAST = ALIKE / (2 - ALIKE)
"""Of its own words, a text shares at least this part with any text that it is alike to."""


def certain_places(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """Give the new place of every old paragraph that lives on beyond doubt (plain texts in; old place → new place).

    The same texts always give the same places; it takes a second for a thousand paragraphs.
    """
    old_texts, new_texts = [tidy_text(text) for text in old], [tidy_text(text) for text in new]
    doubtful = _doubtful(old_texts, new_texts)
    place_in_new = {text: place for place, text in enumerate(new_texts)}
    certain = {
        place: place_in_new[text]
        for place, text in enumerate(old_texts)
        if text not in doubtful and text in place_in_new
    }
    return certain | _in_same_run(old_texts, new_texts, certain)


def _in_same_run(old: Sequence[str], new: Sequence[str], certain: Mapping[int, int]) -> dict[int, int]:
    """Doubtful texts whose whole run, from one certain neighbour to the next, reads the same in both versions."""
    fixed_old = [-1, *sorted(certain), len(old)]
    in_new = {-1: -1, **certain, len(old): len(new)}
    found: dict[int, int] = {}
    for before, after in pairwise(fixed_old):
        start, end = in_new[before], in_new[after]
        if start < end and old[before + 1 : after] == new[start + 1 : end]:
            found |= {before + step: start + step for step in range(1, after - before)}
    return found


def _doubtful(old: Sequence[str], new: Sequence[str]) -> set[str]:
    """The texts that could be taken for another one: they stand several times, or another is like them."""
    several = {text for texts in (old, new) for text, n in Counter(texts).items() if n > 1}
    return several | _with_look_alike({*old, *new})


def _with_look_alike(texts: Iterable[str]) -> set[str]:
    words_of = {text: sorted(text.casefold().split()) for text in texts}
    n_everywhere = Counter(word for words in words_of.values() for word in set(words))
    by_rare_word: defaultdict[str, list[str]] = defaultdict(list)
    found: set[str] = set()
    for text, words in sorted(words_of.items()):
        rare = _rarest(words, n_everywhere)
        others = {other for word in rare for other in by_rare_word[word]}
        alike = [other for other in others if _are_alike(words, words_of[other])]
        if alike:
            found |= {text, *alike}
        for word in rare:
            by_rare_word[word].append(text)
    return found


def _rarest(words: Sequence[str], n_everywhere: Mapping[str, int]) -> set[str]:
    """So many of a text's rarest words that every text alike to it has one of them among its own rarest too."""
    if len(words) <= 3 * SHORT:  # so long may a text be that a short one is half of
        return set(words)
    ranked = sorted(words, key=lambda word: (n_everywhere[word], word))
    return set(ranked[: len(words) - ceil(_SHARED_AT_LEAST * len(words)) + 1])


def _are_alike(first: Sequence[str], second: Sequence[str]) -> bool:
    shared = (Counter(first) & Counter(second)).total()
    share = 2 * shared / max(len(first) + len(second), 1)
    return share >= (ALIKE_WHEN_SHORT if min(len(first), len(second)) <= SHORT else ALIKE)
