"""Says which language a text is in, for texts that do not say it themselves.

Source: py3langid (Lui and Baldwin's langid.py model), restricted to languages spoken in UK cities and a few neighbours.
A short text is not enough to tell: it takes the language that most of the others have.
"""

from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

LANGUAGES = ("en", "cy", "ur", "pa", "bn", "ar", "pl", "ro", "so", "fr", "es", "pt", "de", "it", "zh", "gu", "hi", "ca")
LONG_ENOUGH = 60
_SURE_SHARE = 0.95


@cache
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    known = set(identifier.nb_classes)
    identifier.set_languages([code for code in LANGUAGES if code in known])
    return identifier


def detect(texts: Sequence[str], stated: Sequence[str | None]) -> tuple[str, ...]:
    """Return a two-letter code per text: as stated, else as recognised, else as most of the texts are."""
    long = [text for text, code in zip(texts, stated, strict=True) if code is None and len(text) >= LONG_ENOUGH]
    if any(code is None for code in stated):
        sample = Counter(_recognise(text) for text in long[:: max(1, len(long) // 200)])
    else:
        sample = Counter()
    usual = min(sample, key=lambda code: (-sample[code], code)) if sample else "en"
    all_alike = not sample or sample[usual] >= _SURE_SHARE * sample.total()
    return tuple(_code(text, code, usual, all_alike=all_alike) for text, code in zip(texts, stated, strict=True))


def _code(text: str, stated: str | None, usual: str, *, all_alike: bool) -> str:
    if stated is not None:
        return stated.split("-")[0].split("_")[0].lower()
    if all_alike and text.isascii():
        return usual
    return _recognise(text) if len(text) >= LONG_ENOUGH else usual


@lru_cache(maxsize=10_000)
def _recognise(text: str) -> str:
    return str(_identifier().classify(text[:500])[0])
