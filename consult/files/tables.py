"""Read a table that somebody made elsewhere: CSV, XLSX or JSON in, headings and rows of text out.

Nothing is guessed silently: what was assumed stands in ``Table.warnings``, and what cannot be read is refused with the
line that is wrong. The kind is judged by the content and not by the name.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from consult.files.bundles import bundle_rows, check_bundle, is_bundle
from consult.files.delimited import read_delimited
from consult.files.elsewhere import lay_out
from consult.files.encodings import decode_text, refuse_other_kinds
from consult.files.rows import Row
from consult.files.sandbox import Limits, parse_apart
from consult.files.workbooks import check_workbook, workbook_rows
from consult.kernel.errors import Invalid

MAX_BYTES = 60 * 1024 * 1024
MAX_ROWS = 100_000
MAX_COLUMNS = 500


class TableKind(StrEnum):
    """The ways in which a table may come."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON_LINES = "jsonl"
    BUNDLE = "bundle"  # a packed folder of JSON, a folder a question


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Headings and rows, all text; ``encoding`` and ``delimiter`` are what was found, and empty for a workbook."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    kind: TableKind
    encoding: str = ""
    delimiter: str = ""
    warnings: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if any(len(row.cells) != len(self.columns) for row in self.rows):
            raise ValueError("Every row of a table has as many cells as there are columns.")


def read_table(
    data: bytes,
    name: str,
    *,
    heading_row: int = 1,
    most_rows: int = MAX_ROWS,
    most_bytes: int = MAX_BYTES,
    keep_blank: bool = False,
) -> Table:
    """Read a table from the bytes of a file; ``heading_row`` says which of the filled rows holds the headings.

    What comes over the web keeps to ``MAX_ROWS`` and ``MAX_BYTES``; a command at the machine itself may allow more.
    ``keep_blank`` keeps rows of a CSV file that hold nothing, where each is a person who may have left all blank;
    those at the end are left out all the same, and a warning says how many.

    Raises:
        Invalid: the file is empty, too large, not a table, or has a fault; the sentence names the line.
    """
    if not data.strip(b"\x00 \t\r\n"):
        raise Invalid("This file is empty. Choose the file that holds the responses.")
    if len(data) > most_bytes:
        raise Invalid(
            f"This file is larger than {most_bytes // (1024 * 1024)} MB. Split it and upload the parts one by one."
        )
    if data.startswith(b"PK\x03\x04"):
        return _read_bundle(data) if is_bundle(data) else _read_workbook(data, heading_row)
    refuse_other_kinds(data)
    text, encoding, warnings = decode_text(data)
    if _is_json_lines(text, name):
        return _read_json(text, name, encoding, warnings, most_rows)
    return _read_csv(text, encoding, warnings, heading_row, most_rows, keep_blank=keep_blank)


def _read_csv(
    text: str, encoding: str, warnings: list[str], heading_row: int, most_rows: int, *, keep_blank: bool
) -> Table:
    rows, delimiter = read_delimited(text, limit=most_rows + heading_row)
    columns, body = _with_headings(
        rows, heading_row, warnings, ragged_is_a_fault=True, most_rows=most_rows, keep_blank=keep_blank
    )
    return Table(
        columns=columns, rows=body, kind=TableKind.CSV, encoding=encoding, delimiter=delimiter, warnings=tuple(warnings)
    )


def _read_workbook(data: bytes, heading_row: int) -> Table:
    check_workbook(data)
    rows: list[Row] = []
    warnings: list[str] = []
    for told in parse_apart(workbook_rows, data, limits=Limits(memory_mb=1024, cpu_seconds=90, wall_seconds=180)):
        if "warning" in told:
            warnings.append(told["warning"])
            continue
        rows.append(Row(told["line"], tuple(told["cells"])))
        _refuse_too_many(len(rows) - heading_row)
    columns, body = _with_headings(rows, heading_row, warnings, ragged_is_a_fault=False)
    return Table(columns=columns, rows=body, kind=TableKind.XLSX, warnings=tuple(warnings))


def _read_bundle(data: bytes) -> Table:
    check_bundle(data)
    columns: tuple[str, ...] = ()
    rows: list[Row] = []
    for told in parse_apart(bundle_rows, data, limits=Limits(memory_mb=1536, cpu_seconds=90, wall_seconds=180)):
        if "columns" in told:
            columns = tuple(heading.strip() for heading in told["columns"])
            continue
        rows.append(Row(told["line"], tuple(told["cells"])))
        _refuse_too_many(len(rows))
    if not rows:
        raise Invalid("This packed folder holds no response.")
    _check_headings(columns, rows, 1)
    return Table(columns=columns, rows=tuple(rows), kind=TableKind.BUNDLE)


def _with_headings(
    rows: Iterable[Row | tuple[int, list[str]]],
    heading_row: int,
    warnings: list[str],
    *,
    ragged_is_a_fault: bool,
    most_rows: int = MAX_ROWS,
    keep_blank: bool = False,
) -> tuple[tuple[str, ...], tuple[Row, ...]]:
    """Part the headings from the rows below them, and check that they fit each other."""
    filled = [row if isinstance(row, Row) else Row(row[0], tuple(row[1])) for row in rows]
    filled = (
        _without_blank(filled, heading_row, warnings) if keep_blank else [row for row in filled if _trimmed(row.cells)]
    )
    if len(filled) < heading_row:
        raise Invalid("This file has no row of headings. Add one line with a name for each column.")
    known = lay_out(filled) if heading_row == 1 else None
    head, body = (known.head, known.body) if known else (filled[heading_row - 1], filled[heading_row:])
    warnings += known.warnings if known else []
    if not body:
        raise Invalid("This file has headings but no rows below them. Add the responses, or choose another file.")
    _refuse_too_many(len(body), most_rows)
    width = _width(head, body, ragged_is_a_fault=ragged_is_a_fault)
    columns = tuple(cell.strip() for cell in head.cells[:width])
    columns += ("",) * (width - len(columns))
    kept = _check_headings(columns, body, head.line)
    if len(kept) < len(columns):
        warnings.append("Columns without a heading and without any text were left out.")
    return tuple(columns[i] for i in kept), tuple(Row(row.line, _pick(row.cells, kept)) for row in body)


def _without_blank(rows: list[Row], heading_row: int, warnings: list[str]) -> list[Row]:
    """The filled rows, and the blank ones that stand between filled ones below the headings."""
    places = [place for place, row in enumerate(rows) if _trimmed(row.cells)]
    if len(places) < heading_row:
        return [rows[place] for place in places]
    last = places[-1] + 1
    n_left_out = sum(1 for row in rows[last:] if row.cells)
    if n_left_out:
        warnings.append(f"{n_left_out:,} blank rows at the end were left out.")
    heads, below = places[:heading_row], rows[places[heading_row - 1] + 1 : last]
    return [*(rows[place] for place in heads), *(row for row in below if row.cells)]


def _width(head: Row, body: list[Row], *, ragged_is_a_fault: bool) -> int:
    """How many columns the table has; a delimited file must have as many cells in each row as there are headings."""
    width = _trimmed(head.cells)
    full = len(head.cells)
    widest = max(_trimmed(row.cells) for row in body)
    if ragged_is_a_fault:
        wrong = [row for row in body if len(row.cells) < width or _trimmed(row.cells) > full]
        if wrong:
            raise Invalid(_ragged_sentence(wrong, full))
        return max(width, min(full, widest))
    return max(width, widest)


def _ragged_sentence(wrong: list[Row], expected: int) -> str:
    first = wrong[0]
    others = f" {len(wrong) - 1:,} more lines have the same fault." if len(wrong) > 1 else ""
    return (
        f"Line {first.line} has {len(first.cells)} cells, but there are {expected} headings. "
        f"Look for a missing or extra separator or quotation mark on that line.{others}"
    )


def _check_headings(columns: tuple[str, ...], body: list[Row], line: int) -> list[int]:
    """The positions of the columns to keep; refuses headings that are missing or given twice."""
    if len(columns) > MAX_COLUMNS:
        raise Invalid(f"This file has {len(columns):,} columns, more than {MAX_COLUMNS}. Take out what is not needed.")
    kept = []
    for position, heading in enumerate(columns):
        if heading:
            kept.append(position)
            continue
        used = next((row.line for row in body if position < len(row.cells) and row.cells[position].strip()), None)
        if used is not None:
            raise Invalid(
                f"Column {position + 1} has no heading on line {line}, but text on line {used}. Give it a heading."
            )
    counts = Counter(heading.casefold() for heading in columns if heading)
    twice = [heading for heading, count in counts.items() if count > 1]
    if twice:
        shown = next(heading for heading in columns if heading.casefold() == twice[0])
        raise Invalid(
            f"The heading “{shown[:80]}” stands more than once on line {line}. Give each column a name of its own."
        )
    return kept


def _pick(cells: tuple[str, ...], kept: list[int]) -> tuple[str, ...]:
    return tuple(cells[i] if i < len(cells) else "" for i in kept)


def _trimmed(cells: tuple[str, ...]) -> int:
    """How many cells there are up to the last one that holds something."""
    return next((i for i in range(len(cells), 0, -1) if cells[i - 1].strip()), 0)


def _refuse_too_many(count: int, most: int = MAX_ROWS) -> None:
    if count > most:
        raise Invalid(f"This file has more than {most:,} rows. Split it and upload the parts one by one.")


def _is_json_lines(text: str, name: str) -> bool:
    start = text.lstrip()
    if name.lower().endswith((".jsonl", ".ndjson", ".json")):
        return True
    return start.startswith("{") and start[1:].lstrip()[:1] in {'"', "}"}


def _read_json(text: str, name: str, encoding: str, warnings: list[str], most_rows: int) -> Table:
    is_list = text.lstrip().startswith("[") and not name.lower().endswith((".jsonl", ".ndjson"))
    objects = list(_json_list(text, most_rows) if is_list else _json_objects(text, most_rows))
    if not objects:
        raise Invalid('This file has no lines of JSON. Put one object on each line, such as {"answer": "Yes"}.')
    columns = tuple(dict.fromkeys(key for _, given in objects for key in given))
    if len(columns) > MAX_COLUMNS:
        raise Invalid(f"These lines use {len(columns):,} names, more than {MAX_COLUMNS}. Take out what is not needed.")
    _check_headings(tuple(key.strip() for key in columns) or ("",), [], objects[0][0])
    rows = tuple(Row(line, tuple(_as_text(given.get(key)) for key in columns)) for line, given in objects)
    if not any(column.strip() for column in columns):
        raise Invalid('These lines hold no named values. Put a name before each value, such as {"answer": "Yes"}.')
    return Table(
        columns=tuple(column.strip() for column in columns),
        rows=rows,
        kind=TableKind.JSON_LINES,
        encoding=encoding,
        warnings=tuple(warnings),
    )


def _json_objects(text: str, most_rows: int) -> Iterator[tuple[int, dict[str, Any]]]:
    count = 0
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            given = json.loads(line)
        except (ValueError, RecursionError):
            raise Invalid(f"Line {number} is not JSON. Each line must hold one object of its own.") from None
        if not isinstance(given, dict):
            raise Invalid(
                f'Line {number} is not an object with names and values. Each line must look like {{"answer": "Yes"}}.'
            )
        count += 1
        _refuse_too_many(count, most_rows)
        yield number, given


def _json_list(text: str, most_rows: int) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of one list of JSON; what is nested once in them becomes columns of its own."""
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        raise Invalid(
            "This file is not a whole list of JSON. Export it again, or put one object on each line."
        ) from None
    _refuse_too_many(len(told), most_rows)
    for number, given in enumerate(told, start=1):
        if not isinstance(given, dict):
            raise Invalid(f"Item {number} of the list is not an object with names and values.")
        flat: dict[str, Any] = {}
        for name, value in given.items():
            is_nested = isinstance(value, dict)
            flat |= {f"{name} - {inner}": said for inner, said in value.items()} if is_nested else {name: value}
        yield number, flat


def _as_text(value: object) -> str:
    """A value of JSON as a person would have typed it in a cell."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\x00", "")
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "; ".join(_as_text(part) for part in value)
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    return str(value)
