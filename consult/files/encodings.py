"""Find out how the text of an uploaded file is written, and tell apart what is no text at all."""

from __future__ import annotations

import re

from consult.kernel.errors import Invalid

OTHER_KINDS: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"BM", "a picture"),
    (b"II*\x00", "a picture"),
    (b"MM\x00*", "a picture"),
    (b"RIFF", "a picture or a recording"),
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "a letter from a word processor"),
    (b"\x1f\x8b", "a packed file"),
    (b"BZh", "a packed file"),
    (b"7z\xbc\xaf", "a packed file"),
    (b"Rar!", "a packed file"),
    (b"SQLite format 3", "a database"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
)
OLD_OFFICE = b"\xd0\xcf\x11\xe0"
NOT_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
UNUSED_IN_WINDOWS_1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")


def refuse_other_kinds(data: bytes) -> None:
    """Refuse what is plainly no table, and say what it is.

    Raises:
        Invalid: the first bytes are those of a picture, a PDF, an old or locked workbook, a web page …
    """
    if data.startswith(OLD_OFFICE):
        raise Invalid(
            "This is an old Excel file (.xls), or one locked with a password. "
            "Open it in Excel, and save it as .xlsx without a password, or as CSV."
        )
    for magic, what in OTHER_KINDS:
        if data.startswith(magic) and not _reads_as_text(data, magic):
            raise Invalid(f"This file is {what}, whatever its name says. Choose a CSV, XLSX or JSON Lines file.")
    if re.match(rb"\s*(<!doctype html|<html|<\?xml)", data[:200].lstrip(b"\xef\xbb\xbf"), re.IGNORECASE):
        raise Invalid(
            "This file is a web page or XML, not a table. "
            "Open it in your spreadsheet program and save it as XLSX or CSV."
        )


def _reads_as_text(data: bytes, magic: bytes) -> bool:
    """A CSV may begin with the letters BM, MZ or RIFF: two letters prove nothing when no control character follows."""
    return magic in {b"BM", b"MZ", b"RIFF", b"BZh", b"Rar!"} and not re.search(rb"[\x00-\x08\x0e-\x1f]", data[:4096])


def decode_text(data: bytes) -> tuple[str, str, list[str]]:
    """The text, the name of its encoding, and what had to be assumed or left out.

    Raises:
        Invalid: the bytes are no text in UTF-8, UTF-16 or Windows-1252.
    """
    encoding = _encoding_of(data)
    warnings = []
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text, encoding = _as_windows(data), "windows-1252"
    if encoding == "windows-1252":
        warnings.append(
            "This file is not in UTF-8. We read it as Windows-1252: look at accents, £ signs and quotation marks."
        )
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    first = NOT_TEXT.search(text)
    if first is None:
        return text, encoding, warnings
    cleaned, removed = NOT_TEXT.subn("", text)
    if removed > max(20, len(text) // 1000):
        raise Invalid("This file does not hold text that we can read. Choose a CSV, XLSX or JSON Lines file.")
    line = text.count("\n", 0, first.start()) + 1
    warnings.append(f"{removed} unreadable control characters were left out, the first on line {line}.")
    return cleaned, encoding, warnings


def _encoding_of(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if data.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    sample = data[:4000]
    if len(sample) >= 4 and sample.count(0) > len(sample) // 5:
        return "utf-16-le" if sample[1::2].count(0) > sample[0::2].count(0) else "utf-16-be"
    return "utf-8"


def _as_windows(data: bytes) -> str:
    if data.count(0) > len(data) // 1000 or UNUSED_IN_WINDOWS_1252.search(data):
        raise Invalid("This file does not hold text that we can read. Save it as UTF-8 CSV, or choose another file.")
    return data.decode("windows-1252")
