"""Small pure things done to words: cleaning what was typed, shortening, joining, counting."""

import re
import unicodedata
from collections.abc import Iterable

# Every control character but newline and tab, halves of surrogate pairs, and what is no character at all.
_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")

# A spreadsheet takes a text that begins with = + - @ or their full-width forms for a formula; it skips tabs before one.
STARTS_A_FORMULA = re.compile(r"[\s\x00]*[=+\-@＝＋－﹣−＠\t\r]")

_ADDRESS = re.compile(r"[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,8}[a-z]{2,63}", re.IGNORECASE)


def clean_text(typed: str) -> str:
    """Give what was typed in NFC, with one kind of newline and without null and other control characters.

    Emoji and right-to-left text stay as they are; half a surrogate pair, which no database stores, is dropped.
    """
    lines = typed.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return unicodedata.normalize("NFC", _UNWANTED.sub("", lines)).strip()


def clean_line(typed: str) -> str:
    """Clean a text that stands on one line: as ``clean_text``, with every run of white space made one space."""
    return " ".join(clean_text(typed).split())


def compared(words: str) -> str:
    """Give words as they are compared: without case, signs and spaces."""
    return "".join(letter for letter in words.casefold() if letter.isalnum())


def address_in(text: str) -> str:
    """Find the first email address in a text, or nothing."""
    found = _ADDRESS.search(text)
    return found.group() if found else ""


def defused(text: str) -> str:
    """A text as it may stand in a CSV: with an apostrophe before it where a program would run it."""
    return f"'{text}" if STARTS_A_FORMULA.match(text) else text


def truncate(text: str, length: int) -> str:
    """Shorten a text to at most ``length`` characters, at a word's end, with an ellipsis."""
    if len(text) <= length:
        return text
    cut = text[: max(length - 1, 0)]
    at_word = cut.rsplit(None, 1)[0] if " " in cut else cut
    return at_word.rstrip(" ,;:.–-") + "…"


def join_with_and(words: Iterable[str], *, last: str = "and") -> str:
    """Join words as in a sentence: ``a``, ``a and b``, ``a, b and c``."""
    items = list(words)
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def count_of(number: int, one: str, many: str | None = None) -> str:
    """Say how many: ``1 response``, ``1,204 responses``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def slug_of(text: str, *, longest: int = 60) -> str:
    """Make a part of an address from a title: ``A plan for Ärea 5!`` → ``a-plan-for-area-5``."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return slug if len(slug) <= longest else slug[:longest].rsplit("-", 1)[0].strip("-")
