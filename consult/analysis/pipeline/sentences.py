"""Says where the sentences of a text lie, by its punctuation in any script; no model and no list of abbreviations."""

import re

from consult.analysis.pipeline.normalise import LONGEST_READ
from consult.analysis.pipeline.words import words

FEWEST_WORDS = 3
MOST_SENTENCES = 40
_END = re.compile(r"(?:[.!?;…]+[\"')\]”’]*(?=\s)|[۔।。！？]|\n)\s*[•*–-]?\s*")


def sentences(given: str) -> list[tuple[int, int]]:
    """Return where the sentences of three or more words lie in a text, [] when there are fewer than two."""
    cuts = [0, *(match.end() for match in _END.finditer(given, 0, LONGEST_READ)), min(len(given), LONGEST_READ)]
    parts: list[tuple[int, int]] = []
    begin = 0
    for end in cuts[1:]:
        if len(words(given[begin:end])) >= FEWEST_WORDS:
            parts.append(_trimmed(given, begin, end))
            begin = end
    if parts and begin < cuts[-1]:
        parts[-1] = _trimmed(given, parts[-1][0], cuts[-1])
    return parts[:MOST_SENTENCES] if len(parts) > 1 else []


def _trimmed(given: str, begin: int, end: int) -> tuple[int, int]:
    slice_ = given[begin:end]
    return begin + len(slice_) - len(slice_.lstrip()), begin + len(slice_.rstrip())
