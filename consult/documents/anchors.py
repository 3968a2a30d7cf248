"""Where a comment holds on to a document: identity first, then the exact quote; never by likeness.

A look-alike paragraph would catch a comment that was matched by likeness alone, so nothing here guesses: a quote that
is not found exactly leaves the comment on its paragraph, and an identity that is gone leaves it lost, for a person.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from consult.documents.sanitising import tidy_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """What a comment remembers: the paragraph's identity, and perhaps the words chosen in it with their position.

    ``starts_at`` and ``ends_at`` count characters of the paragraph's plain text; ``prefix`` and ``suffix`` are a few
    characters around the quote (W3C TextQuoteSelector), which tell two places with the same words apart.
    """

    identity: str
    quote: str = ""
    prefix: str = ""
    suffix: str = ""
    starts_at: int | None = None
    ends_at: int | None = None

    def __post_init__(self) -> None:
        """Refuse a span that ends before it starts, or that has only one end."""
        if (self.starts_at is None) != (self.ends_at is None):
            raise ValueError("A span has both ends or none.")
        if self.starts_at is not None and self.ends_at is not None and not 0 <= self.starts_at < self.ends_at:
            raise ValueError("A span starts at 0 or later, and ends after it starts.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an anchor was found; without a span it is the whole paragraph."""

    identity: str
    starts_at: int | None = None
    ends_at: int | None = None
    quote_is_lost: bool = False


def find_place(anchor: Anchor, texts: Mapping[str, str]) -> Place | None:
    """Find an anchor among paragraphs (identity → plain text); ``None`` when its paragraph is gone."""
    text = texts.get(anchor.identity)
    if text is None:
        return None
    quote = tidy_text(anchor.quote)
    if not quote:
        return Place(identity=anchor.identity)
    start = _start_of(quote, anchor, text)
    if start is None:
        return Place(identity=anchor.identity, quote_is_lost=True)
    return Place(identity=anchor.identity, starts_at=start, ends_at=start + len(quote))


def _start_of(quote: str, anchor: Anchor, text: str) -> int | None:
    """Where the quote stands: at its old position, else its only place, else the only place between the same words."""
    starts = _all_starts(quote, text)
    if anchor.starts_at in starts:
        return anchor.starts_at
    if len(starts) == 1:
        return starts[0]
    fitting = [start for start in starts if _fits(anchor, text, start, start + len(quote))]
    return fitting[0] if len(fitting) == 1 else None


def _all_starts(quote: str, text: str) -> list[int]:
    starts, found = [], text.find(quote)
    while found >= 0:
        starts.append(found)
        found = text.find(quote, found + 1)
    return starts


def _fits(anchor: Anchor, text: str, start: int, end: int) -> bool:
    if not (anchor.prefix or anchor.suffix):
        return False
    before, after = tidy_text(anchor.prefix), tidy_text(anchor.suffix)
    return text[:start].rstrip().endswith(before) and text[end:].lstrip().startswith(after)
