"""What a person decides about one text that may be published: which words are hidden, and whether it may be shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from consult.kernel.errors import Invalid
from consult.responses.redaction import Span, find_personal_data, spans_of_words
from consult.responses.rules import RefusedFor

LEASE = timedelta(minutes=20)
"""How long one person may have a text before it is offered to the next."""
SHORT_ENOUGH = 700
"""Characters of a text that may be confirmed together with others on one page, because it can be seen whole."""
MOST_TOGETHER = 20
TELL_AFTER = timedelta(minutes=30)
"""How long a refusal rests before its writer is told, so that a slip can be put right first."""
READ_CONCERNS_WITHIN = timedelta(hours=4)
"""How soon the safeguarding officer should have read what was passed on: within the working day."""
MOST_ALIKE = 5000
"""Copies of one text that are decided with it in one press."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreeningChoice:
    """What a person decided: ``hidden`` are the machine's spans that stay, by place; ``words`` are further ones."""

    is_public: bool
    kept_places: frozenset[tuple[int, int]] = frozenset()
    words_to_hide: tuple[str, ...] = ()
    refused_for: RefusedFor = RefusedFor.OTHER
    reason: str = ""
    alike_too: bool = False

    def __post_init__(self) -> None:
        if not self.is_public and not self.reason.strip():
            raise Invalid("Enter why this text is not published.")


def may_be_confirmed_together(text: str) -> bool:
    """Whether a text is short enough to be seen whole beside others, and holds nothing that the machine marks."""
    return len(text) <= SHORT_ENOUGH and not find_personal_data(text)


def officer_spans(text: str, words_to_hide: Iterable[str]) -> tuple[Span, ...]:
    """The places of the words that an officer wants hidden.

    Raises:
        Invalid: some of them do not stand in the text, and nothing would be hidden.
    """
    found: list[Span] = []
    for words in words_to_hide:
        if not words.strip():
            continue
        places = spans_of_words(text, words)
        if not places:
            raise Invalid(f"“{words.strip()[:80]}” does not stand in this text. Copy the words to hide from it.")
        found += places
    return tuple(found)


def is_free(*, claimed_by: int | None, claimed_until: datetime | None, asking: int, now: datetime) -> bool:
    """Whether this person may take the text: nobody has it, they have it themselves, or the time of another is over."""
    return claimed_by is None or claimed_by == asking or claimed_until is None or claimed_until <= now
