"""Read text in which cells are parted by commas, semicolons, tabs or bars, with quotation marks around some."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import islice

from consult.kernel.errors import Invalid

DELIMITERS = (",", ";", "\t", "|")
MAX_CELL = 1_000_000
SAMPLE_ROWS = 60


def read_delimited(text: str, *, limit: int) -> tuple[list[tuple[int, list[str]]], str]:
    """Each row with the line on which it begins, and the separator that was found; stops one row after ``limit``.

    Raises:
        Invalid: a quotation mark is never closed or stands where it cannot; the sentence names the line.
    """
    skipped, text, told = _told_separator(text)
    delimiter = told or find_delimiter(text)
    rows = []
    for line, cells in islice(_records(text, delimiter), limit + 1):
        rows.append((line + skipped, cells))
    return rows, delimiter


def find_delimiter(text: str) -> str:
    """The separator with which the first rows agree best; a comma when there is only one column."""
    return max(DELIMITERS, key=lambda delimiter: _agreement(text[:200_000], delimiter))


def _agreement(text: str, delimiter: str) -> tuple[float, int]:
    """How well the rows agree in width when parted by ``delimiter``, and that width; (0, 0) for one column."""
    widths: list[int] = []
    try:
        for _, cells in islice(_records(text, delimiter), SAMPLE_ROWS):
            if any(cell.strip() for cell in cells):
                widths.append(len(cells))
    except Invalid:
        widths = widths or [1]
    head = widths[0] if widths else 1
    if head < 2:
        return 0, 0
    return widths.count(head) / len(widths), head


def _told_separator(text: str) -> tuple[int, str, str]:
    """Excel's own first line ``sep=;`` names the separator and is no row."""
    first, _, rest = text.partition("\n")
    if first.lower().startswith("sep=") and len(first) == 5:
        return 1, rest, first[4]
    return 0, text, ""


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(MAX_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as fault:
        raise Invalid(_fault_sentence(str(fault), line)) from None


def _fault_sentence(fault: str, line: int) -> str:
    if "field larger" in fault:
        return (
            f"A cell on line {line} is longer than {MAX_CELL:,} characters. Look for a quotation mark that stays open."
        )
    if "unexpected end" in fault:
        return f"The quotation mark that opens on line {line} is never closed. Close it and upload the file again."
    return (
        f"Line {line} has a quotation mark in the wrong place. A quotation mark inside a quoted cell must be doubled."
    )
