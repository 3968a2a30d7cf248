"""Finds the phrase that tells most of a theme: two to four words in a row, as somebody wrote them.

A phrase is worth what its terms are worth, over the square root of its length, times the square root of how many wrote
it. Each of its terms is among those that set the theme apart, and two responses or more use it, so that nobody's own
words name what others said. It never begins after the "not" or the "too" that turns it round: "not a good idea" has no
phrase "good idea".
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from math import sqrt

from consult.analysis.pipeline.meaning import Term, alike, marked
from consult.analysis.pipeline.stopwords import stop_words
from consult.analysis.pipeline.words import as_written, words

FEWEST_WORDS, MOST_WORDS = 2, 4
FEWEST_TERMS = 2
TEXTS_LOOKED_AT = 300
"""Texts of one theme, evenly over all of them, that are looked through for a phrase."""
_BETWEEN = re.compile(r"[^\w\s'·-]+|\s-+\s")

Phrase = tuple[str, tuple[Term, ...]]


def telling_phrase(texts: Sequence[tuple[str, str, int]], worth: Mapping[Term, float]) -> Phrase:
    """Return the phrase that tells most, and its terms; nothing where no two telling words stand together.

    Args:
        texts: text, language, how many responses said it.
        worth: what each term that may be in the phrase is worth.
    """
    found: dict[str, tuple[float, tuple[Term, ...]]] = {}
    n_wrote: Counter[str] = Counter()
    for text, language, n_said in texts[:: max(1, len(texts) // TEXTS_LOOKED_AT)]:
        if not stop_words(language):  # without a list of joining words nobody can tell where a phrase ends
            continue
        here: dict[str, tuple[float, tuple[Term, ...]]] = {}
        for part in _BETWEEN.split(text):
            here.update(_phrases(part, language, worth))
        found.update(here)
        n_wrote.update(dict.fromkeys(here, n_said))
    if not found:
        return "", ()
    best = min(found, key=lambda phrase: (-found[phrase][0] * sqrt(n_wrote[phrase]), phrase))
    return best, found[best][1]


def _phrases(part: str, language: str, worth: Mapping[Term, float]) -> dict[str, tuple[float, tuple[Term, ...]]]:
    """Return the phrases in a part of a text between marks, with what they are worth and their terms."""
    written, said = as_written(part), marked(words(part), language)
    found: dict[str, tuple[float, tuple[Term, ...]]] = {}
    for last, (term, _, _) in enumerate(said):
        if term not in worth:
            continue
        terms: list[Term] = []
        begins = last
        for first in range(last, max(last - MOST_WORDS, -1), -1):
            here, _, begun = said[first]
            if here and (here not in worth or any(alike(here, other) for other in terms)):
                break
            if here:
                terms.append(here)
                begins = min(begins, begun)
            fits = last - begins + 1 <= MOST_WORDS and first == begins
            if fits and len(terms) >= FEWEST_TERMS:
                phrase = " ".join(written[first : last + 1])
                found[phrase] = (sum(map(worth.__getitem__, terms)) / sqrt(last - first + 1), tuple(terms))
    return found
