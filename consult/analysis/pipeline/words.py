"""Cuts a text into words and words into stems.

Source: the Snowball stemmers (Porter 2001) by way of nltk, which carries them as code and needs no download.
A word is a run of letters with the marks that belong to them, so that Bengali, Gurmukhi, Arabic and Urdu stay whole;
a Chinese or Japanese sign is a word of its own.
"""

import re
import sys
import unicodedata
from functools import cache, lru_cache

from nltk.stem.snowball import SnowballStemmer

from consult.analysis.pipeline.stopwords import stop_words

_STEMMERS = {
    "ar": "arabic",
    "da": "danish",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "hu": "hungarian",
    "it": "italian",
    "nl": "dutch",
    "no": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sv": "swedish",
}


def _marks() -> str:
    """Return the combining marks as a character class, which Python's own letters leave out."""
    points = [point for point in range(0x300, sys.maxunicode) if unicodedata.category(chr(point)) in ("Mn", "Mc")]
    ranges: list[list[int]] = []
    for point in points:
        if ranges and ranges[-1][1] == point - 1:
            ranges[-1][1] = point
        else:
            ranges.append([point, point])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)


_SIGNS = "\u3040-\u30ff\u3400-\u9fff"
_LETTER = rf"(?:[^\W\d_{_SIGNS}]|[{_marks()}])"
_WORD = re.compile(rf"[{_SIGNS}]|{_LETTER}+(?:['·]{_LETTER}+)*|\d+")


_ASCII_WORD = re.compile(r"[a-z]+(?:'[a-z]+)*|\d+")
"""The same for text without any other letter, five times as fast."""


def words(text: str) -> list[str]:
    """Return the words of a normalised text in lower case, in order."""
    said = (_ASCII_WORD if text.isascii() else _WORD).findall(text.lower())
    return [_whole(word) for word in said] if "'" in text else said


def as_written(text: str) -> list[str]:
    """Return the same words with what belongs to them: "people's" and "l'escola" stay as they are."""
    return [str(word) for word in (_ASCII_WORD if text.isascii() else _WORD).findall(text.lower())]


_ELISIONS = frozenset({"l", "d", "s", "n", "m", "t", "c", "j", "qu"})


def _whole(word: str) -> str:
    """Return the word without an English 's or a Romance article: "l'escola" is a school."""
    before, apostrophe, after = word.partition("'")
    if apostrophe and before in _ELISIONS and len(after) > 2:
        return after
    return word.removesuffix("'s")


def stems(text: str, language: str) -> list[str]:
    """Return the stems of the words that carry meaning, in order; of all words where none does ("Nothing at all")."""
    joining, said = stop_words(language), words(text)
    return [stem(word, language) for word in said if word not in joining] or [stem(word, language) for word in said]


@lru_cache(maxsize=200_000)
def stem(word: str, language: str) -> str:
    """Return a word without its endings; itself in a language that has no Snowball stemmer."""
    stemmer = _stemmer(language)
    return str(stemmer.stem(word)) if stemmer else word


@cache
def _stemmer(language: str) -> SnowballStemmer | None:
    return SnowballStemmer(_STEMMERS[language]) if language in _STEMMERS else None
