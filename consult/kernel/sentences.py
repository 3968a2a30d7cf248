"""Sentences for people that a room without pages makes: English as they stand, with what another language needs beside.

A lower room knows no catalogue. It raises ``Invalid(Sentence("This has %(n)s pages.", n=12))``; whoever shows it looks
the pattern up and puts the same parts into it. Sentences cross processes and are kept in tables as plain values.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

Part = str | int


class Sentence(str):
    """A sentence whose pattern can be looked up; as text it is the English one. Whole numbers get their thousands."""

    __slots__ = ("parts", "pattern")

    pattern: str
    parts: Mapping[str, Part]

    def __new__(cls, pattern: str, /, **parts: Part) -> Self:
        """Put the parts into the pattern; a part may be a sentence of its own."""
        made = super().__new__(
            cls, pattern % {name: written(part) for name, part in parts.items()} if parts else pattern
        )
        made.pattern, made.parts = pattern, parts
        return made

    @classmethod
    def of(cls, words: str) -> Sentence:
        """The same sentence; words without parts become one."""
        return words if isinstance(words, Sentence) else cls(words)

    def __reduce__(self) -> tuple[Any, ...]:
        """A copy has the same pattern and parts."""
        return sentence_of, (value_of(self),)


def written(part: Part) -> str:
    """A part as English writes it."""
    return f"{part:,}" if isinstance(part, int) else str(part)


def value_of(sentence: Part) -> Any:
    """A sentence as a plain value; what is none stays as it is."""
    if not isinstance(sentence, Sentence):
        return sentence
    return [sentence.pattern, {name: value_of(part) for name, part in sentence.parts.items()}]


def sentence_of(value: Any) -> Any:
    """What ``value_of`` made a plain value of."""
    if not isinstance(value, list):
        return value
    pattern, parts = value
    return Sentence(pattern, **{name: sentence_of(part) for name, part in parts.items()})
