"""From bytes to characters: encodings as councils' computers save them."""

import re
import unicodedata

from consult.documents.rules import LONGEST_SOURCE
from consult.kernel.errors import Invalid
from consult.kernel.sentences import Sentence

MOST_BLOCKS = 10_000
_BETWEEN_BLOCKS = re.compile(r"\n[ \t]*\n(?=\S)")


def read_text(content: bytes) -> str:
    """The characters of a text file, in UTF-8, UTF-16 with its mark, or Windows-1252; null characters are removed.

    Raises:
        Invalid: it holds no words, or it is longer than any document.
    """
    return tidy_source(characters_of(content))


def tidy_source(text: str) -> str:
    """Composed characters, one kind of line end and no null characters, so that the same text has the same digest."""
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


def characters_of(content: bytes) -> str:
    """The characters behind bytes, in UTF-8, UTF-16 with its mark, or else Windows-1252."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")
