"""The blueprint that the pages of this room hang on, and how a file is sent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response

from consult.kernel.errors import NotFound
from consult.opendata.shapes import Shape
from consult.opendata.writing import PART, PART_MEANING, ExportFormat

bp = Blueprint("opendata", __name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnShown:
    """One column and what it means."""

    name: str
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TableShown:
    """One table that can be taken: where, and what its columns mean."""

    name: str
    about: str
    csv_href: str
    xlsx_href: str
    json_href: str
    columns: tuple[ColumnShown, ...]


def shown_columns(shape: Shape[Any]) -> tuple[ColumnShown, ...]:
    """The documentation of a shape's columns."""
    fields = tuple(ColumnShown(name=field.name, meaning=field.meaning) for field in shape.fields)
    return (*fields, ColumnShown(name=f"{PART} (XLSX)", meaning=PART_MEANING))


def read_format(written: str) -> ExportFormat:
    """The kind of file that an address names.

    Raises:
        NotFound: we make no such file.
    """
    if written not in set(ExportFormat):
        raise NotFound("We do not make this kind of file. Choose CSV, XLSX or JSON.")
    return ExportFormat(written)


def as_download(pieces: Iterator[bytes], *, name: str, kind: ExportFormat) -> Response:
    """Send a file piece by piece, to be kept and never opened in the page."""
    response = Response(pieces, mimetype=kind.media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind.value}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
