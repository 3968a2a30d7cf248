"""Suggests a name for a theme: the three words that set it apart, with the words that turn a meaning round kept.

Source: c-TF-IDF (Grootendorst 2022, BERTopic): frequency in the theme, times log(1 + mean theme length / frequency over
all). "not safe" counts as one word, because a name that says "safe" would say the opposite of what people said.
"""

from collections import Counter
from collections.abc import Sequence
from math import log

from consult.analysis.pipeline.stopwords import NEGATIONS, stop_words
from consult.analysis.pipeline.words import stem, words

KEYWORDS = 8
NAME_WORDS = 3
_COLLOCATED_SHARE = 0.6

Term = str
Counted = Sequence[tuple[str, str, int]]
"""Texts of a theme: text, language, how many responses said it."""


def name_themes(themes: Sequence[Counted]) -> list[tuple[str, ...]]:
    """Return up to eight keywords per theme, the most telling first, as people wrote them."""
    counted = [_terms(theme) for theme in themes]
    spelled = _spellings(themes)
    overall: Counter[Term] = Counter()
    for counts in counted:
        overall.update(counts)
    mean_length = sum(overall.values()) / max(len(themes), 1)
    return [_keywords(counts, overall, mean_length, spelled) for counts in counted]


def suggested_name(keywords: Sequence[str]) -> str:
    """Return the first three keywords as a line, or a plain label where there is no word to show."""
    line = ", ".join(keywords[:NAME_WORDS])
    return line[:1].upper() + line[1:] if line else "Without common words"


def _term_pairs(text: str, language: str) -> list[tuple[Term, str]]:
    """Return (term, spelling) of the meaningful words in order; a negation joins the word that follows it."""
    joining = stop_words(language)
    pairs: list[tuple[Term, str]] = []
    negation: str | None = None
    for word in words(text):
        if word in NEGATIONS:
            negation = word
        elif word not in joining and len(word) > 1 and not word.isdigit():
            term, spelling = stem(word, language), word
            pairs.append((f"not {term}", f"{negation} {word}") if negation else (term, spelling))
            negation = None
    return pairs


def _terms(theme: Counted) -> Counter[Term]:
    """Count in how many responses each term stands: someone who repeats a word does not make it a theme."""
    counts: Counter[Term] = Counter()
    for text, language, weight in theme:
        for term in {term for term, _ in _term_pairs(text, language)}:
            counts[term] += weight
    return counts


def _spellings(themes: Sequence[Counted]) -> dict[Term, str]:
    """Return each term as it is written most often; of two alike, the shorter."""
    seen: dict[Term, Counter[str]] = {}
    for theme in themes:
        for text, language, weight in theme:
            for term, spelling in _term_pairs(text, language):
                seen.setdefault(term, Counter())[spelling] += weight
    return {term: min(forms, key=lambda form: (-forms[form], len(form), form)) for term, forms in seen.items()}


def _keywords(
    counts: Counter[Term], overall: Counter[Term], mean_length: float, spelled: dict[Term, str]
) -> tuple[str, ...]:
    total = max(sum(counts.values()), 1)
    score = {term: n / total * log(1 + mean_length / overall[term]) for term, n in counts.items()}
    chosen: list[Term] = []
    for term in sorted(score, key=lambda term: (-score[term], term)):
        if counts[term] < 2 and chosen:
            continue
        if not any(term.removeprefix("not ") == other.removeprefix("not ") for other in chosen):
            chosen.append(term)
        if len(chosen) == KEYWORDS:
            break
    return tuple(spelled[term] for term in chosen)
