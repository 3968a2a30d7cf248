"""Suggests a name for a theme: a phrase that people wrote and two words, as critical as people wrote them.

Source: pointwise Kullback-Leibler divergence (Tomokiyo and Hurst 2003) of the share of the theme's responses that use a
term from the share of all others that do. A name never softens: terms keep their negations (``meaning``), and a word of
blame that two in five of the theme's responses use is in the name.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from consult.analysis.pipeline.meaning import Term, alike, marked
from consult.analysis.pipeline.phrases import telling_phrase
from consult.analysis.pipeline.stopwords import BLAME
from consult.analysis.pipeline.words import words

KEYWORDS = 8
NAME_WORDS = 3
TELLING = 40
"""Terms of a theme that may be in its phrase."""
BLAMED_SHARE = 0.4

Counted = Sequence[tuple[str, str, int]]
"""Texts of a theme: text, language, how many responses said it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A suggested name, and up to eight keywords, the most telling first, as people wrote them."""

    name: str
    keywords: tuple[str, ...]


def name_themes(themes: Sequence[Counted]) -> list[Named]:
    """Return a name and keywords for each theme."""
    counted = [_terms(theme) for theme in themes]
    sizes = [sum(n for *_, n in theme) for theme in themes]
    overall: Counter[Term] = Counter()
    for counts, _ in counted:
        overall.update(counts)
    return [
        _named(theme, counts, spelled, _worth(counts, overall, n_here=size, n_elsewhere=sum(sizes) - size))
        for theme, size, (counts, spelled) in zip(themes, sizes, counted, strict=True)
    ]


def _worth(counts: Counter[Term], overall: Counter[Term], *, n_here: int, n_elsewhere: int) -> dict[Term, float]:
    """Return what each term tells of a theme; under zero for one that others use as often.

    Where there is nobody else, what most people say tells most. Half a response is added to the others, so that a term
    which nobody else uses is worth something finite.
    """
    worth: dict[Term, float] = {}
    for term, n in counts.items():
        share = n / max(n_here, 1)
        elsewhere = (overall[term] - n + 0.5) / (n_elsewhere + 1)
        if not n_elsewhere:
            worth[term] = share
        else:
            worth[term] = share * log(share / elsewhere) if share > elsewhere else share - 1
    return worth


def _named(theme: Counted, counts: Counter[Term], spelled: dict[Term, str], worth: dict[Term, float]) -> Named:
    ranked = sorted(worth, key=lambda term: (-worth[term], term))
    keywords = _keywords(counts, ranked, spelled, sum(n for *_, n in theme))
    telling = [term for term in ranked if counts[term] > 1 and worth[term] > 0][:TELLING]
    phrase, terms = telling_phrase(theme, {term: worth[term] for term in telling})
    left = [term for term in keywords[:NAME_WORDS] if not any(alike(term, other) for other in terms)]
    if len(left) == NAME_WORDS:  # a phrase without any of the words that tell most is beside the point
        phrase = ""
    elif phrase:
        more = (term for term in keywords[NAME_WORDS:] if not any(alike(term, other) for other in terms))
        left = [*left, *more][: NAME_WORDS - 1]
    line = ", ".join(([phrase] if phrase else []) + [spelled[term] for term in left])
    return Named(
        name=line[:1].upper() + line[1:] if line else "Without common words",
        keywords=tuple(spelled[term] for term in keywords),
    )


def _terms(theme: Counted) -> tuple[Counter[Term], dict[Term, str]]:
    """Count in how many responses each term stands, and say how it is written most often.

    Someone who repeats a word does not make it a theme. Of two spellings alike, "too slow" and not "slow".
    """
    counts: Counter[Term] = Counter()
    seen: dict[Term, Counter[str]] = {}
    for text, language, weight in theme:
        pairs = [(term, spelling) for term, spelling, _ in marked(words(text), language) if term]
        for term in {term for term, _ in pairs}:
            counts[term] += weight
        for term, spelling in pairs:
            seen.setdefault(term, Counter())[spelling] += weight
    spelled = {
        term: min(forms, key=lambda form: (-forms[form], not form.startswith("too "), len(form), form))
        for term, forms in seen.items()
    }
    return counts, spelled


def _keywords(counts: Counter[Term], ranked: Sequence[Term], spelled: dict[Term, str], n_responses: int) -> list[Term]:
    chosen: list[Term] = []
    for term in ranked:
        if counts[term] < 2 and chosen:
            continue
        if not any(alike(term, other) for other in chosen):
            chosen.append(term)
        if len(chosen) == KEYWORDS:
            break
    return _with_blame(chosen, ranked, counts, spelled, n_responses)


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
