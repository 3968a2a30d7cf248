"""The parts of a text that are hidden in public, and the text that is left."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum


class PersonalData(StrEnum):
    """What kind of thing could tell who someone is."""

    EMAIL = "email"
    PHONE = "phone"
    POSTCODE = "postcode"
    ADDRESS = "address"
    NAME = "name"
    NATIONAL_INSURANCE = "national_insurance"
    NHS_NUMBER = "nhs_number"
    VEHICLE = "vehicle"
    BANK = "bank"
    BIRTH_DATE = "birth_date"
    HANDLE = "handle"
    OTHER = "other"


SHOWN_INSTEAD = {
    PersonalData.EMAIL: "[email address removed]",
    PersonalData.PHONE: "[phone number removed]",
    PersonalData.POSTCODE: "[postcode removed]",
    PersonalData.ADDRESS: "[address removed]",
    PersonalData.NAME: "[name removed]",
    PersonalData.NATIONAL_INSURANCE: "[National Insurance number removed]",
    PersonalData.NHS_NUMBER: "[NHS number removed]",
    PersonalData.VEHICLE: "[number plate removed]",
    PersonalData.BANK: "[bank details removed]",
    PersonalData.BIRTH_DATE: "[date of birth removed]",
    PersonalData.HANDLE: "[account name removed]",
    PersonalData.OTHER: "[removed]",
}


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters ``starts_at`` up to, not with, ``ends_at`` of a text, and what they are."""

    starts_at: int
    ends_at: int
    kind: PersonalData

    def __post_init__(self) -> None:
        if not 0 <= self.starts_at < self.ends_at:
            raise ValueError(f"A span from {self.starts_at} to {self.ends_at} does not hold at least one character.")


def public_text(text: str, spans: Iterable[Span]) -> str:
    """The text with each span replaced by words that say what was removed; spans that overlap become one.

    Raises:
        ValueError: a span ends after the text does, so it was made for another text.
    """
    pieces: list[str] = []
    read = 0
    for span in merge_spans(spans):
        if span.ends_at > len(text):
            raise ValueError("A span ends after its text; it was made for another text.")
        pieces += [text[read : span.starts_at], SHOWN_INSTEAD[span.kind]]
        read = span.ends_at
    return "".join([*pieces, text[read:]])


def merge_spans(spans: Iterable[Span]) -> Iterator[Span]:
    """Spans in order, where those that overlap have become one with the kind of the first."""
    held: Span | None = None
    for span in sorted(spans):
        if held is None:
            held = span
        elif span.starts_at < held.ends_at:
            held = Span(held.starts_at, max(held.ends_at, span.ends_at), held.kind)
        else:
            yield held
            held = span
    if held is not None:
        yield held


def spans_of_words(text: str, words: str) -> tuple[Span, ...]:
    """Every place in which ``words`` stand in ``text`` as whole words, whatever their case; what an officer adds."""
    wanted = words.split()
    if not wanted:
        return ()
    gaps = r"\s+".join(re.escape(word) for word in wanted)
    pattern = re.compile(rf"(?<!\w){gaps}(?!\w)", re.IGNORECASE)
    return tuple(Span(match.start(), match.end(), PersonalData.OTHER) for match in pattern.finditer(text))
