"""Find what could tell who someone is in a text, and build the text that may be published without it.

The rules are for the United Kingdom and for English. They find much and never all: a person reads every text before it
is published. No pattern repeats a repetition, and each starts at a letter, digit or sign that is rare or known, so that
no text, however it was made, can keep the site busy.
"""

from __future__ import annotations

from collections.abc import Iterator

from consult.responses.personal_mentions import find_birth_dates, find_mentions
from consult.responses.personal_names import find_beside_words
from consult.responses.personal_numbers import find_numbers, is_nhs_number
from consult.responses.spans import SHOWN_INSTEAD, PersonalData, Span, merge_spans, public_text, spans_of_words

__all__ = [
    "SHOWN_INSTEAD",
    "PersonalData",
    "Span",
    "find_personal_data",
    "is_nhs_number",
    "merge_spans",
    "public_text",
    "spans_of_words",
]

# Only the 26 letters are made small: "İ" becomes two letters in Python, and every place after it would be wrong.
_SMALL_LETTERS = {capital: capital + 32 for capital in range(ord("A"), ord("Z") + 1)}


def find_personal_data(text: str) -> tuple[Span, ...]:
    """The spans that the rules find, in order and without overlap; of two that meet, the first and longer one stays."""
    small = text.translate(_SMALL_LETTERS)
    found = [*find_numbers(text, small), *find_beside_words(text, small)]
    found += find_mentions(text, found)
    found += find_birth_dates(text, [span for span in found if span.kind is PersonalData.NAME])
    return tuple(_without_overlap(found))


def _without_overlap(found: list[Span]) -> Iterator[Span]:
    last = 0
    for span in sorted(found, key=lambda span: (span.starts_at, -span.ends_at)):
        if span.starts_at >= last:
            yield span
        elif span.ends_at > last:
            yield Span(last, span.ends_at, span.kind)
        last = max(last, span.ends_at)
