"""Keep a cell from being run: a spreadsheet takes a text that begins with an equals sign for a formula."""

from __future__ import annotations

import re

# = + - @ and their full-width forms begin a formula; tab and carriage return are skipped before one.
STARTS_A_FORMULA = re.compile(r"[\s\x00]*[=+\-@＝＋－﹣−＠\t\r]")
NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LONGEST_CELL = 32_000
"""Characters that a cell of a workbook holds (32,767 in Excel) with room to spare."""


def defused(text: str) -> str:
    """A text as it may stand in a CSV: with an apostrophe before it where a program would run it."""
    return f"'{text}" if STARTS_A_FORMULA.match(text) else text


def without_controls(text: str) -> str:
    """A text as it may stand in the XML of a workbook."""
    return NOT_IN_XML.sub("", text)


def in_parts(text: str) -> list[str]:
    """A text cut into parts that each fit a cell; nothing is left out."""
    return [text[start : start + LONGEST_CELL] for start in range(0, len(text), LONGEST_CELL)] or [""]
