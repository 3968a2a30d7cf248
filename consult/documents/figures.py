"""The figures in a document, read back and checked: totals that do not add up, and what is a thousand times off."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from html.parser import HTMLParser
from statistics import median

OUT_OF_LINE = 300
"""Times the middle figure of its column: a slip of three noughts is about 1,000; real columns seldom spread so far."""
FEWEST_TO_COMPARE = 4
FEWEST_IN_WORDS = 3
CLOSE = 20
"""Times: figures in one paragraph that lie further apart speak of different things."""
_IN_WORDS = re.compile(r"([£€$])\s?(\d[\d,]*(?:\.\d+)?)\s?(thousand|million|billion|bn|m|k)?\b", re.IGNORECASE)
_TOTAL = re.compile(r"^\s*(grand |sub-?)?(total|totals|sum|altogether|all|overall)\b", re.IGNORECASE)
_NUMBER = re.compile(r"^[£€$]?\s*([−-]?\d[\d,\s]*(?:\.\d+)?)\s*(%|thousand|million|billion|m|bn|k)?$", re.IGNORECASE)
_TIMES = {"thousand": 3, "k": 3, "million": 6, "m": 6, "billion": 9, "bn": 9}


class Fault(StrEnum):
    """What is odd about a figure."""

    TOTAL_OF_COLUMN = "total_of_column"
    TOTAL_OF_ROW = "total_of_row"
    OUT_OF_LINE = "out_of_line"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number in a table: its value, and by how much rounding may have moved it (same unit)."""

    value: Decimal
    rounding: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell, with its figure when it holds nothing else."""

    text: str
    figure: Figure | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureTable:
    """A table as rows of cells; the first row names the columns when it holds no figures."""

    rows: tuple[tuple[Cell, ...], ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns; empty when the first row already counts something."""
        first = self.rows[0] if self.rows else ()
        return () if any(cell.figure for cell in first) else tuple(cell.text for cell in first)

    @property
    def body(self) -> tuple[tuple[Cell, ...], ...]:
        """The rows below the names."""
        return self.rows[1:] if self.names else self.rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Oddity:
    """One figure to look at: where it stands, what it says, and what the others make of it (a sum, or the middle)."""

    fault: Fault
    row: str
    column: str
    says: str
    expected: Decimal


def read_figure(text: str) -> Figure | None:
    """Read a cell that holds one figure, with thousands, money, percent or millions; ``None`` when it holds words."""
    match = _NUMBER.match(text.strip())
    if match is None:
        return None
    digits = match.group(1).replace(",", "").replace("−", "-")
    times = _TIMES.get((match.group(2) or "").lower(), 0)
    try:
        value = Decimal("".join(digits.split()))
    except InvalidOperation:
        return None
    unit = Decimal(1).scaleb(times + int(value.as_tuple().exponent))
    return Figure(value=value.scaleb(times), rounding=unit / 2)


def read_tables(html: str) -> tuple[FigureTable, ...]:
    """Read every table in sanitised HTML."""
    reader = _TableReader()
    reader.feed(html)
    reader.close()
    return tuple(FigureTable(rows=tuple(rows)) for rows in reader.tables if rows)


def oddities_in(table: FigureTable) -> tuple[Oddity, ...]:
    """What an officer should look at before the document is published, in reading order of the kinds."""
    return (*_columns_that_do_not_add_up(table), *_rows_that_do_not_add_up(table), *_out_of_line(table))


def oddities_in_words(text: str) -> tuple[Oddity, ...]:
    """Sums of money in one paragraph that lie a thousand times from all the others written in the same way.

    “£3.257m, then £2.990m, then £1,330m”: the last is a slip of three noughts.
    """
    alike: dict[tuple[str, str], list[tuple[str, Decimal]]] = {}
    for found in _IN_WORDS.finditer(text):
        figure = read_figure(found.group())
        if figure is not None and figure.value > 0:
            alike.setdefault((found.group(1), (found.group(3) or "").lower()), []).append((found.group(), figure.value))
    odd = []
    for sums in alike.values():
        for place, (says, value) in enumerate(sums):
            others = [other for at, (_says, other) in enumerate(sums) if at != place]
            if len(sums) >= FEWEST_IN_WORDS and max(others) <= min(others) * CLOSE:
                middle = median(others)
                if value >= middle * OUT_OF_LINE or value * OUT_OF_LINE <= middle:
                    odd.append(Oddity(fault=Fault.OUT_OF_LINE, row="", column="", says=says, expected=middle))
    return tuple(odd)


def _columns_that_do_not_add_up(table: FigureTable) -> list[Oddity]:
    found, since = [], 0
    for place, row in enumerate(table.body):
        if not row or not _TOTAL.match(row[0].text):
            continue
        above = [one for one in table.body[since:place] if one and not _TOTAL.match(one[0].text)]
        for column in range(1, len(row)):
            parts = [one[column].figure for one in above if column < len(one) and one[column].figure]
            wrong = _differs(row[column], [part for part in parts if part])
            if wrong is not None:
                found.append(_odd(Fault.TOTAL_OF_COLUMN, table, row, column, wrong))
        since = place + 1 if row[0].text.casefold().startswith("sub") else since
    return found


def _rows_that_do_not_add_up(table: FigureTable) -> list[Oddity]:
    totals = [column for column, name in enumerate(table.names) if column > 1 and _TOTAL.match(name)]
    found = []
    for row in table.body:
        for column in totals:
            if column < len(row):
                parts = [cell.figure for cell in row[1:column] if cell.figure]
                wrong = _differs(row[column], parts)
                if wrong is not None:
                    found.append(_odd(Fault.TOTAL_OF_ROW, table, row, column, wrong))
    return found


def _out_of_line(table: FigureTable) -> list[Oddity]:
    found = []
    rows = [row for row in table.body if row and not _TOTAL.match(row[0].text)]
    for column in range(1, max((len(row) for row in rows), default=0)):
        held = [(row, row[column].figure) for row in rows if column < len(row)]
        sized = [(row, figure) for row, figure in held if figure and figure.value > 0]
        if len(sized) < FEWEST_TO_COMPARE:
            continue
        middle = median(figure.value for _, figure in sized)
        found += [
            _odd(Fault.OUT_OF_LINE, table, row, column, middle)
            for row, figure in sized
            if figure.value >= middle * OUT_OF_LINE or figure.value * OUT_OF_LINE <= middle
        ]
    return found


def _differs(total: Cell, parts: Sequence[Figure]) -> Decimal | None:
    """The sum of the parts, when it is further from the total than rounding explains; else ``None``."""
    if total.figure is None or len(parts) < 2:
        return None
    added = sum((part.value for part in parts), start=Decimal(0))
    allowed = total.figure.rounding + sum(part.rounding for part in parts if part.rounding != Decimal("0.5"))
    exact = total.figure.rounding == Decimal("0.5")
    return added if abs(added - total.figure.value) > (allowed if not exact else allowed - Decimal("0.5")) else None


def _odd(fault: Fault, table: FigureTable, row: Sequence[Cell], column: int, expected: Decimal) -> Oddity:
    name = table.names[column] if column < len(table.names) else ""
    return Oddity(fault=fault, row=row[0].text, column=name, says=row[column].text, expected=expected)


class _TableReader(HTMLParser):
    """Collects the words of each cell; a cell that spans columns fills them all, so that columns stay in line."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[tuple[Cell, ...]]] = []
        self._row: list[Cell] = []
        self._words: list[str] | None = None
        self._span = 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self._row = []
        elif tag in {"td", "th"}:
            said = dict(attrs).get("colspan") or "1"
            self._words, self._span = [], min(int(said), 50) if said.isascii() and said.isdigit() else 1

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"} and self._words is not None:
            text = " ".join("".join(self._words).split())
            self._row += [Cell(text=text, figure=read_figure(text)), *[Cell(text="")] * (self._span - 1)]
            self._words = None
        elif tag == "tr" and self.tables and self._row:
            self.tables[-1].append(tuple(self._row))

    def handle_data(self, data: str) -> None:
        if self._words is not None:
            self._words.append(data)
