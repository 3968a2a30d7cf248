"""Finds what someone added to a template: their own sentences, or their own words within a sentence of it.

A sentence is someone's own when fewer than half of its word 3-shingles are the template's. Where there is no such
sentence, a run of six words or more that no shingle of the template covers is: people put their own words before a
full stop too.
"""

import re

import numpy as np

from consult.analysis.pipeline.hashing import Hashes, combine, hash_of_word
from consult.analysis.pipeline.likeness import is_added
from consult.analysis.pipeline.normalise import folded, normalise
from consult.analysis.pipeline.sentences import sentences
from consult.analysis.pipeline.shingles import shingles

FEWEST_OWN_WORDS = 6
_WORD = re.compile(r"[^\W\d_]+")

Part = tuple[int, int]
"""From which character of a text as given to which."""


def added_parts(given: str, template: Hashes) -> list[Part]:
    """Return where someone's own words lie in a near copy of a template, given by its shingles."""
    own = [
        part
        for part in sentences(given)
        if is_added(shingles(folded(normalise(given[slice(*part)])).split()), template)
    ]
    return own or _own_runs(given, template)


def _own_runs(given: str, template: Hashes) -> list[Part]:
    """Return the runs of words that are in no shingle of the template."""
    words = list(_WORD.finditer(given))
    covered = np.zeros(len(words) + 2, dtype=bool)
    if len(words) >= 3:
        hashes = np.array([hash_of_word(match.group().casefold()) for match in words], dtype=np.uint64)
        known = np.isin(combine(hashes[:-2], hashes[1:-1], hashes[2:]), template)
        for place in range(3):
            covered[place : place + len(known)] |= known
    edges = np.flatnonzero(np.diff(np.concatenate([[True], covered[: len(words)], [True]]).astype(np.int8)))
    runs = [(begin, end) for begin, end in edges.reshape(-1, 2).tolist() if end - begin >= FEWEST_OWN_WORDS]
    return [(words[begin].start(), words[end - 1].end()) for begin, end in runs]
