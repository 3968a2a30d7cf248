"""From bytes to characters: encodings as councils' computers save them."""

import unicodedata

from consult.documents.rules import LONGEST_SOURCE
from consult.kernel.errors import Invalid


def read_text(content: bytes) -> str:
    """The characters of a text file, in UTF-8, UTF-16 with its mark, or Windows-1252; null characters are removed.

    Raises:
        Invalid: it holds no words, or it is longer than any document.
    """
    return tidy_source(_decode(content))


def tidy_source(text: str) -> str:
    """Composed characters, one kind of line end and no null characters, so that the same text has the same digest."""
    text = unicodedata.normalize("NFC", text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n"))
    if not text.strip():
        raise Invalid("There are no words in this document. Check that you chose the right file.")
    if len(text) > LONGEST_SOURCE:
        raise Invalid(f"This document is longer than {LONGEST_SOURCE:,} characters. Split it into several documents.")
    return text


def _decode(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")
