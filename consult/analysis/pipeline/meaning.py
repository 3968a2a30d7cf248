"""Says which words of a text carry meaning, and joins a negation with the word that it is about.

"Not safe" and "not enough" count as one term, because a name that says "safe" would say the opposite; "too slow" stays
too slow. Source: negation tagging (Das and Chen 2001), with windows of three words.
"""

from collections.abc import Sequence

from consult.analysis.pipeline.stopwords import NEGATIONS, stop_words
from consult.analysis.pipeline.words import stem

FARTHEST_NEGATED = 3
"""Words from a negation to the word it is about: "not at all safe"."""
LONGEST_ENDING = 2
LACKS = frozenset({"lack", "lacking"})
OPINIONS = frozenset({"think", "believe", "know", "see", "mind", "feel"})

Term = str
Marked = tuple[Term, str, int]
"""The term that a word stands for, "" for a word that only joins; its spelling; where what belongs to it begins."""


def marked(said: Sequence[str], language: str) -> list[Marked]:
    """Return what each word of a text stands for, in order."""
    joining = stop_words(language)
    found: list[Marked] = []
    negated_at, too_at = -1, -1
    for place, word in enumerate(said):
        since = place - negated_at if negated_at >= 0 else 0
        term: Marked = ("", word, place)
        if word in NEGATIONS:
            negated_at = place
        elif word == "enough" and since == 1:
            term, negated_at = ("not enough", "not enough", negated_at), -1
        elif word in OPINIONS and since == 1:
            negated_at = -1  # who does not think that it is safe has an opinion, and no negated word
        elif word not in joining and len(word) > 1 and not word.isdigit():
            term = _marked(said, place, language, negated_at if 0 < since <= FARTHEST_NEGATED else -1, too_at)
            negated_at = -1
        too_at = place if word == "too" else -1
        found.append(term)
    return found


def _marked(said: Sequence[str], place: int, language: str, negated_at: int, too_at: int) -> Marked:
    word = said[place]
    term = stem(word, language)
    if negated_at >= 0:
        negation = said[negated_at]
        return f"not {term}", f"{negation} of {word}" if negation in LACKS else f"{negation} {word}", negated_at
    return (term, f"too {word}", too_at) if too_at >= 0 else (term, word, place)


def alike(term: Term, other: Term) -> bool:
    """Whether two terms are one word to a reader: "bus" and "buses", "safe" and "not safe"."""
    one, two = sorted((term.removeprefix("not "), other.removeprefix("not ")), key=len)
    return two.startswith(one) and len(two) - len(one) <= LONGEST_ENDING and (len(one) > LONGEST_ENDING or one == two)
