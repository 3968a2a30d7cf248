"""Write rows as CSV, as a workbook or as JSON, a row at a time: formulas defused, one sheet, nothing hidden."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from consult.kernel.words import defused
from consult.opendata.defusing import in_parts, without_controls
from consult.opendata.shapes import Cell, Shape, T, as_written

ROWS_A_CHUNK = 200
CHUNK = 64 * 1024
PART = "part"
PART_MEANING = "1; or 2 and more where a text is too long for one cell and goes on in the next row."
FOREVER = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)


class ExportFormat(StrEnum):
    """The kinds of file that an export comes as."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"

    @property
    def media_type(self) -> str:
        """What a browser is told."""
        return {
            ExportFormat.CSV: "text/csv; charset=utf-8",
            ExportFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            ExportFormat.JSON: "application/json; charset=utf-8",
        }[self]


def write_rows(shape: Shape[T], things: Iterable[T], kind: ExportFormat) -> Iterator[bytes]:
    """The bytes of a file, in pieces."""
    write = {ExportFormat.CSV: csv_pieces, ExportFormat.XLSX: xlsx_pieces, ExportFormat.JSON: json_pieces}[kind]
    return write(shape, things)


def csv_pieces(shape: Shape[T], things: Iterable[T]) -> Iterator[bytes]:
    """UTF-8 with a mark so that Excel knows it, commas, quotes where needed, CRLF (RFC 4180)."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    buffer.write("\ufeff")
    writer.writerow(shape.heading)
    for number, row in enumerate(shape.rows(things), start=1):
        writer.writerow([_csv_cell(cell) for cell in row])
        if number % ROWS_A_CHUNK == 0:
            yield _emptied(buffer)
    yield _emptied(buffer)


def json_pieces(shape: Shape[T], things: Iterable[T]) -> Iterator[bytes]:
    """One object: the name of the table, what its columns mean, and a row a line; a program runs nothing in it."""
    columns = {field.name: field.meaning for field in shape.fields}
    buffer = io.StringIO()
    head = {"name": shape.name, "about": shape.about, "columns": columns}
    buffer.write(_told(head)[:-1] + ', "rows": [')
    for number, row in enumerate(shape.rows(things), start=1):
        buffer.write(("\n" if number == 1 else ",\n") + _told(dict(zip(shape.heading, row, strict=True))))
        if number % ROWS_A_CHUNK == 0:
            yield _emptied(buffer)
    buffer.write("\n]}\n")
    yield _emptied(buffer)


def _told(value: Any) -> str:
    """JSON as it may also stand within a page: truth stays truth, a day is year-month-day."""
    return json.dumps(value, ensure_ascii=False, default=as_written).replace("<", "\\u003c")


def xlsx_pieces(shape: Shape[T], things: Iterable[T]) -> Iterator[bytes]:
    """A workbook of one sheet, written to a file without a name first, because its end says what its parts are."""
    with tempfile.TemporaryFile() as file:
        _workbook(shape, things).save(file)
        file.seek(0)
        while piece := file.read(CHUNK):
            yield piece


def _workbook(shape: Shape[T], things: Iterable[T]) -> Workbook:
    book = Workbook(write_only=True)
    book.properties.creator = book.properties.title = ""
    book.properties.created = book.properties.modified = FOREVER
    sheet: Any = book.create_sheet(shape.name)
    sheet.append([_text_cell(sheet, name) for name in (*shape.heading, PART)])
    for row in shape.rows(things):
        for number, cells in enumerate(_rows_in_parts([as_written(cell) for cell in row]), start=1):
            sheet.append([*(_xlsx_cell(sheet, cell) for cell in cells), number])
    return book


def _rows_in_parts(row: list[Cell]) -> Iterator[list[Cell]]:
    """The row, and where a text is too long further rows with the same first cell and what is left of the texts."""
    parts = [in_parts(cell) if isinstance(cell, str) else [cell] for cell in row]
    for number in range(max(len(part) for part in parts)):
        cells: list[Cell] = [part[number] if number < len(part) else None for part in parts]
        if number:
            cells[0] = row[0]
        yield cells


def _csv_cell(cell: Cell) -> Cell:
    written = as_written(cell)
    return defused(written.replace("\x00", "")) if isinstance(written, str) else written


def _xlsx_cell(sheet: WriteOnlyWorksheet, cell: Cell) -> Any:
    return _text_cell(sheet, cell) if isinstance(cell, str) else cell


def _text_cell(sheet: WriteOnlyWorksheet, text: str) -> Any:
    """A cell whose kind is said to be text, whatever it begins with."""
    cell = WriteOnlyCell(sheet, value=without_controls(text))
    cell.data_type = "s"
    return cell


def _emptied(buffer: io.StringIO) -> bytes:
    written = buffer.getvalue().encode("utf-8", "replace")
    buffer.seek(0)
    buffer.truncate()
    return written
