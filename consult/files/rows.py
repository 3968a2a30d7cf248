"""One row of a table, as every reader of tables gives it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One row: where it began in the file, and its cells in the order of the columns."""

    line: int
    cells: tuple[str, ...]
