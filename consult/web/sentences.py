"""Sentences that rooms without pages made, told in the language of whoever reads them."""

from __future__ import annotations

from flask_babel import gettext

from consult.kernel.sentences import Part, Sentence
from consult.web.filters import number


def told(sentence: str) -> str:
    """Tell a sentence in the language of this request; where no catalogue knows it, in English."""
    if not isinstance(sentence, Sentence):
        return gettext(sentence) if sentence else ""
    parts = {name: _part(part) for name, part in sentence.parts.items()}
    pattern = gettext(sentence.pattern)
    try:
        return pattern % parts if parts else pattern
    except (KeyError, ValueError, TypeError):  # a translation may name a part that there is not
        return str(sentence)


def told_if_ours(words: str) -> str:
    """The same, but words that somebody wrote stay as they were written."""
    return told(words) if isinstance(words, Sentence) else words


def _part(part: Part) -> str:
    return number(part) if isinstance(part, int) else told_if_ours(part)
