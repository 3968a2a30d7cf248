"""Suggests a name for a theme: the three words that set it apart, as critical as people wrote them.

Source: c-TF-IDF (Grootendorst 2022, BERTopic): frequency in the theme, times log(1 + mean theme length / frequency over
all). A name never softens: "not safe" and "not enough" count as one word, because a name that says "safe" would say the
opposite; "too slow" stays too slow; and a word of blame that two in five of the theme's responses use is in the name.
"""

from collections import Counter
from collections.abc import Sequence
from math import log

from consult.analysis.pipeline.stopwords import BLAME, NEGATIONS, stop_words
from consult.analysis.pipeline.words import stem, words

KEYWORDS = 8
NAME_WORDS = 3
FARTHEST_NEGATED = 3
"""Words from a negation to the word it is about: "not at all safe"."""
LONGEST_ENDING = 2
BLAMED_SHARE = 0.4
LACKS = frozenset({"lack", "lacking"})
OPINIONS = frozenset({"think", "believe", "know", "see", "mind", "feel"})

Term = str
Counted = Sequence[tuple[str, str, int]]
"""Texts of a theme: text, language, how many responses said it."""


def name_themes(themes: Sequence[Counted]) -> list[tuple[str, ...]]:
    """Return up to eight keywords per theme, the most telling first, as people wrote them."""
    counted = [_terms(theme) for theme in themes]
    overall: Counter[Term] = Counter()
    for counts, _ in counted:
        overall.update(counts)
    mean_length = sum(overall.values()) / max(len(themes), 1)
    return [
        _keywords(counts, overall, mean_length, spelled, sum(n for *_, n in theme))
        for theme, (counts, spelled) in zip(themes, counted, strict=True)
    ]


def suggested_name(keywords: Sequence[str]) -> str:
    """Return the first three keywords as a line, or a plain label where there is no word to show."""
    line = ", ".join(keywords[:NAME_WORDS])
    return line[:1].upper() + line[1:] if line else "Without common words"


def _term_pairs(text: str, language: str) -> list[tuple[Term, str]]:
    """Return (term, spelling) of the meaningful words in order; a negation joins the word it is about."""
    joining = stop_words(language)
    pairs: list[tuple[Term, str]] = []
    negation, since, too = "", 0, ""
    for word in words(text):
        since += 1
        if word in NEGATIONS:
            negation, since = word, 0
        elif word == "enough" and negation and since == 1:
            pairs.append(("not enough", "not enough"))
            negation = ""
        elif word in OPINIONS and since == 1:
            negation = ""  # who does not think that it is safe has an opinion, and no negated word
        elif word not in joining and len(word) > 1 and not word.isdigit():
            pairs.append(_pair(word, language, negation if since <= FARTHEST_NEGATED else "", too))
            negation = ""
        too = "too" if word == "too" else ""
    return pairs


def _pair(word: str, language: str, negation: str, too: str) -> tuple[Term, str]:
    term = stem(word, language)
    if negation:
        return f"not {term}", f"{negation} of {word}" if negation in LACKS else f"{negation} {word}"
    return term, f"{too} {word}".strip()


def _terms(theme: Counted) -> tuple[Counter[Term], dict[Term, str]]:
    """Count in how many responses each term stands, and say how it is written most often.

    Someone who repeats a word does not make it a theme. Of two spellings alike, "too slow" and not "slow".
    """
    counts: Counter[Term] = Counter()
    seen: dict[Term, Counter[str]] = {}
    for text, language, weight in theme:
        pairs = _term_pairs(text, language)
        for term in {term for term, _ in pairs}:
            counts[term] += weight
        for term, spelling in pairs:
            seen.setdefault(term, Counter())[spelling] += weight
    spelled = {
        term: min(forms, key=lambda form: (-forms[form], not form.startswith("too "), len(form), form))
        for term, forms in seen.items()
    }
    return counts, spelled


def _keywords(
    counts: Counter[Term], overall: Counter[Term], mean_length: float, spelled: dict[Term, str], n_responses: int
) -> tuple[str, ...]:
    total = max(sum(counts.values()), 1)
    score = {term: n / total * log(1 + mean_length / overall[term]) for term, n in counts.items()}
    chosen: list[Term] = []
    ranked = sorted(score, key=lambda term: (-score[term], term))
    for term in ranked:
        if counts[term] < 2 and chosen:
            continue
        if not any(_alike(term, other) for other in chosen):
            chosen.append(term)
        if len(chosen) == KEYWORDS:
            break
    return tuple(spelled[term] for term in _with_blame(chosen, ranked, counts, spelled, n_responses))


def _alike(term: Term, other: Term) -> bool:
    """Whether two terms are one word to a reader: "bus" and "buses", "safe" and "not safe"."""
    one, two = sorted((term.removeprefix("not "), other.removeprefix("not ")), key=len)
    return two.startswith(one) and len(two) - len(one) <= LONGEST_ENDING and (len(one) > LONGEST_ENDING or one == two)


def _with_blame(
    chosen: list[Term], ranked: Sequence[Term], counts: Counter[Term], spelled: dict[Term, str], n_responses: int
) -> list[Term]:
    """Return the terms with the first word of blame that many use among those that make the name."""
    often = [
        term
        for term in ranked
        if counts[term] >= max(2, BLAMED_SHARE * n_responses)
        and (term.startswith("not ") or not BLAME.isdisjoint((spelled[term], *spelled[term].split())))
    ]
    if not often or not set(chosen[:NAME_WORDS]).isdisjoint(often):
        return chosen
    kept = [term for term in chosen if term != often[0]]
    return [*kept[: NAME_WORDS - 1], often[0], *kept[NAME_WORDS - 1 :]][:KEYWORDS]
