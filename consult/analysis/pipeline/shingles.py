"""Turns texts into the hashes of their word 3-shingles, and each text's hashes into a sketch: the smallest of them.

Source: shingling after Broder 1997; bottom-k sketches after Cohen and Kaplan 2007. A block of texts is hashed at once,
because numpy is a hundred times faster over many words than over a few.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from consult.analysis.pipeline.hashing import Hashes, combine, hash_of_word

SKETCH = 32
NO_HASH = np.uint64(0xFFFFFFFFFFFFFFFF)
"""Fills a sketch that has fewer than 32 hashes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shingled:
    """The shingles of some texts. ``values``: ascending and once within each text, which begins at ``begins[i]``."""

    values: Hashes
    begins: NDArray[np.int64]

    def of(self, text: int) -> Hashes:
        """Return (n,) the hashes of one text, ascending."""
        return self.values[self.begins[text] : self.begins[text + 1]]

    def owners(self) -> NDArray[np.int64]:
        """Return (n,) whose each hash is."""
        return np.repeat(np.arange(len(self.begins) - 1), np.diff(self.begins))


def shingle_all(folded: Sequence[str]) -> Shingled:
    """Return the shingles of folded texts: the hashes of all runs of three words, each once."""
    spoken = [text.split() for text in folded]
    lengths = np.fromiter(map(len, spoken), dtype=np.int64, count=len(spoken))
    words = np.fromiter(map(hash_of_word, chain.from_iterable(spoken)), dtype=np.uint64, count=int(lengths.sum()))
    whose = np.repeat(np.arange(len(spoken)), lengths)
    whole = whose[:-2] == whose[2:]  # a run that begins in one text and ends in the next is nobody's
    values, owners = combine(words[:-2], words[1:-1], words[2:])[whole], whose[:-2][whole]
    order = np.lexsort((values, owners))
    values, owners = values[order], owners[order]
    new = np.ones(len(values), dtype=bool)
    new[1:] = (values[1:] != values[:-1]) | (owners[1:] != owners[:-1])
    begins = np.searchsorted(owners[new], np.arange(len(spoken) + 1))
    return Shingled(values=values[new], begins=begins)


def shingles(words: Sequence[str]) -> Hashes:
    """Return (n,) the hashes of all runs of three words of one text, ascending, each once."""
    return shingle_all([" ".join(words)]).values


def sketch_all(folded: Sequence[str]) -> Hashes:
    """Return (n_texts, 32) the smallest shingles of each text in order, filled up with ``NO_HASH``."""
    found = shingle_all(folded)
    owners = found.owners()
    rank = np.arange(len(owners)) - found.begins[owners]
    sketches = np.full((len(folded), SKETCH), NO_HASH)
    kept = rank < SKETCH
    sketches[owners[kept], rank[kept]] = found.values[kept]
    return sketches


def n_shared(one: Hashes, other: Hashes) -> int:
    """Return how many hashes two texts have in common."""
    if len(one) > len(other):
        one, other = other, one
    if not len(one):
        return 0
    places = np.minimum(np.searchsorted(other, one), len(other) - 1)
    return int((other[places] == one).sum())
