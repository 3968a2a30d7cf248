"""Find the paragraph that a comment of the city is about, by its words."""

from collections.abc import Sequence


def paragraph_at(texts: Sequence[str], words: str) -> int:
    """The place of the one paragraph that begins with these words, or else of the one that holds them.

    Raises:
        LookupError: no paragraph fits, or more than one.
    """
    places = [place for place, text in enumerate(texts) if text.startswith(words)]
    places = places or [place for place, text in enumerate(texts) if words in text]
    if len(places) != 1:
        raise LookupError(f"{words!r} is found in {len(places)} paragraphs")
    return places[0]
