"""Keep a cell of a workbook whole: what its XML may hold, and texts longer than a cell."""

from __future__ import annotations

import re

NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LONGEST_CELL = 32_000
"""Characters that a cell of a workbook holds (32,767 in Excel) with room to spare."""


def without_controls(text: str) -> str:
    """A text as it may stand in the XML of a workbook."""
    return NOT_IN_XML.sub("", text)


def in_parts(text: str) -> list[str]:
    """A text cut into parts that each fit a cell; nothing is left out."""
    return [text[start : start + LONGEST_CELL] for start in range(0, len(text), LONGEST_CELL)] or [""]
