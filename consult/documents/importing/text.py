"""From bytes to characters: encodings as councils' computers save them."""

import re
import unicodedata

from consult.documents.rules import LONGEST_SOURCE
from consult.kernel.errors import Invalid
from consult.kernel.sentences import Sentence

MOST_BLOCKS = 10_000
LONGEST_LOOK = 100_000
MOST_UNPRINTED = 20
"""One letter in so many may be a control character: a text has next to none, a picture one in ten."""
_PRINT_NOTHING = re.compile("[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f-\x9f\ufffd]")
_BETWEEN_BLOCKS = re.compile(r"\n[ \t]*\n(?=\S)")


def read_text(content: bytes) -> str:
    """The characters of a text file, in UTF-8, UTF-16 with its mark, or Windows-1252; null characters are removed.

    Raises:
        Invalid: it holds no words, is no text, or is longer than any document.
    """
    return tidy_source(characters_of(content))


def tidy_source(text: str) -> str:
    """Composed characters, one kind of line end and no null characters, so that the same text has the same digest."""
    _require_words(text)
    text = unicodedata.normalize("NFC", text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n"))
    if not text.strip():
        raise Invalid("There are no words in this document. Check that you chose the right file.")
    if len(text) > LONGEST_SOURCE:
        raise Invalid(
            Sentence(
                "This document is longer than %(n)s characters. Split it into several documents.", n=LONGEST_SOURCE
            )
        )
    if len(_BETWEEN_BLOCKS.findall(text)) > MOST_BLOCKS:
        raise Invalid(
            Sentence("This document has more than %(n)s paragraphs. Split it into several documents.", n=MOST_BLOCKS)
        )
    return text


def _require_words(text: str) -> None:
    """Refuse what is no text at all: a picture or a program holds letters by chance, among many that print nothing."""
    if len(_PRINT_NOTHING.findall(text[:LONGEST_LOOK])) * MOST_UNPRINTED > min(len(text), LONGEST_LOOK):
        raise Invalid("This file does not hold words that we can read. Check that you chose the right file.")


def characters_of(content: bytes) -> str:
    """The characters behind bytes, in UTF-8, UTF-16 with its mark, or else Windows-1252."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")
