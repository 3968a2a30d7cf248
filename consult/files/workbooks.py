"""Read the first visible sheet of an XLSX workbook; runs in the sandbox, after its packing was looked at."""

from __future__ import annotations

import io
import re
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from types import ModuleType
from typing import Any, cast

from consult.kernel.errors import Invalid

MEGABYTE = 1024 * 1024
MAX_ENTRIES = 2_000
MAX_ENTRY_INFLATED = 400 * MEGABYTE
MAX_INFLATED = 600 * MEGABYTE
FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
SAVE_AGAIN = "Open it in your spreadsheet program and save it again as XLSX or CSV."


def check_workbook(data: bytes) -> None:
    """Look at the packing before anything is unpacked.

    Raises:
        Invalid: too many parts, too large once unpacked, locked, or not an XLSX workbook.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            entries = packed.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise Invalid(f"This spreadsheet is damaged. {SAVE_AGAIN}") from None
    if len(entries) > MAX_ENTRIES:
        raise Invalid(f"This spreadsheet is made of {len(entries):,} parts, which is too many. {SAVE_AGAIN}")
    if (
        max((entry.file_size for entry in entries), default=0) > MAX_ENTRY_INFLATED
        or sum(e.file_size for e in entries) > MAX_INFLATED
    ):
        raise Invalid(
            "This spreadsheet is too large once unpacked. Keep only the sheet with responses, and save it again."
        )
    if any(entry.flag_bits & 1 for entry in entries):
        raise Invalid("This spreadsheet is locked with a password. Save it without one.")
    names = {entry.filename for entry in entries}
    if len(names) < len(entries):
        raise Invalid(f"This spreadsheet holds the same part twice. {SAVE_AGAIN}")
    if "xl/workbook.xml" not in names:
        raise Invalid(_other_package(names))


def _other_package(names: set[str]) -> str:
    if "xl/workbook.bin" in names:
        return "This is a binary workbook (.xlsb). Save it as XLSX or CSV."
    if "content.xml" in names:
        return "This is an OpenDocument file. Save it as XLSX or CSV."
    if "word/document.xml" in names:
        return "This is a Word document, not a table. Choose a CSV, XLSX or JSON Lines file."
    return "This is a packed file, not a spreadsheet. Choose a CSV, XLSX or JSON Lines file."


def workbook_rows(data: bytes) -> Iterator[dict[str, Any]]:
    """Yield ``{"warning": …}`` and ``{"line": n, "cells": […]}`` for the first visible sheet.

    It is called in the sandbox only.

    Raises:
        Invalid: no visible sheet, or a formula whose result was never stored.
    """
    sys.modules.setdefault("numpy", cast("ModuleType", None))  # openpyxl would load it and its memory for nothing
    import openpyxl  # noqa: PLC0415 - heavy, and wanted in the child only

    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if not sheets:
        raise Invalid("This workbook has no sheet that can be seen. Show the sheet with responses, and save it again.")
    if len(book.worksheets) > 1:
        count, title = len(book.worksheets), sheets[0].title
        yield {"warning": f"The workbook has {count} sheets. Only the first that can be seen, “{title}”, is read."}
    part = str(getattr(sheets[0], "_worksheet_path"))  # noqa: B009 - the only tie between a sheet and its part, and untyped
    formulas = _stored_formulas(data, part) if _may_hold_formulas(data) else 0
    if formulas:
        yield {"warning": f"{formulas:,} cells hold formulas. The result that was last stored in each is read."}
    sheets[0].reset_dimensions()
    for line, row in enumerate(sheets[0].iter_rows(values_only=True), start=1):
        cells = [_as_text(value) for value in row]
        if any(cells):
            yield {"line": line, "cells": cells}


def _may_hold_formulas(data: bytes) -> bool:
    """Look for a formula in the sheets' own XML: most workbooks have none, and reading twice is slow."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        for name in packed.namelist():
            if not name.startswith("xl/worksheets/"):
                continue
            with packed.open(name) as part:
                tail = b""
                while chunk := part.read(MEGABYTE):
                    if FORMULA.search(tail + chunk):
                        return True
                    tail = chunk[-40:]
    return False


def _stored_formulas(data: bytes, part: str) -> int:
    """How many formulas the sheet holds; an empty text may be a result, nothing at all is none.

    Raises:
        Invalid: a formula without a stored result, named by its cell.
    """
    from defusedxml.ElementTree import iterparse  # noqa: PLC0415 - in the child only

    found = 0
    with zipfile.ZipFile(io.BytesIO(data)) as packed, packed.open(part) as xml:
        for _, element in iterparse(xml):
            kind = element.tag.rpartition("}")[2]
            if kind == "c":
                inside = {child.tag.rpartition("}")[2]: child for child in element}
                if "f" in inside:
                    found += 1
                    _refuse_without_result(element, inside.get("v"))
            if kind in {"c", "row"}:
                element.clear()
    return found


def _refuse_without_result(cell: Any, result: Any) -> None:
    if result is not None and (result.text or cell.get("t") == "str"):
        return
    name = cell.get("r")
    raise Invalid(
        f"Cell {name} holds a formula without a stored result. "
        "Put values in the place of formulas (copy, then paste values), and save the workbook again."
    )


def _as_text(value: object) -> str:
    """A cell as a person reads it; days and times in the order year, month, day."""
    if value is None or isinstance(value, str):
        return (value or "").replace("\r\n", "\n").replace("_x000D_", "").replace("\x00", "").strip(" ")
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime) and value.time() != time():
        return value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)
