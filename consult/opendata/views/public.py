"""What was published, as files for anyone: the tables behind each edition of "You said, we did"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from flask import request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from consult.consultations.queries import consultation_for_reading
from consult.kernel.errors import NotFound
from consult.kernel.freezing import from_json
from consult.opendata.exports import PUBLIC_TABLES, public_file
from consult.opendata.views.blueprint import TableShown, as_download, bp, read_format, shown_columns
from consult.opendata.writing import ExportFormat
from consult.outcomes.frozen import EditionBody
from consult.outcomes.models import Edition
from consult.outcomes.queries.editions import edition_numbered, edition_numbers
from consult.web.clock import now
from consult.web.guards import public
from consult.web.page import Page
from consult.web.transaction import session


@dataclass(frozen=True, kw_only=True)
class DataPage(Page):
    """The tables behind one edition."""

    template: ClassVar[str] = "opendata/data.html"

    consultation: str
    home: str
    edition: int
    published_at: datetime | None
    seal: str
    tables: tuple[TableShown, ...]
    json_href: str
    others: tuple[tuple[int, str], ...]


@bp.get("/consultations/<slug>/data")
@public
def data(slug: str) -> AnyResponse:
    """Show the files of the latest edition, or of the one that the address asks for."""
    reading = consultation_for_reading(session(), slug, now=now())
    edition = _edition(reading.id)
    others = edition_numbers(session(), reading.id)
    return DataPage(
        title=_("Data about “%(title)s”", title=reading.title),
        consultation=reading.title,
        home=f"/consultations/{slug}",
        edition=edition.number,
        published_at=edition.published_at,
        seal=edition.sha256,
        tables=tuple(
            TableShown(
                name=name,
                about=table.shape.about,
                csv_href=_address(slug, name, ExportFormat.CSV, edition),
                xlsx_href=_address(slug, name, ExportFormat.XLSX, edition),
                json_href=_address(slug, name, ExportFormat.JSON, edition),
                columns=shown_columns(table.shape),
            )
            for name, table in PUBLIC_TABLES.items()
        ),
        json_href=f"/consultations/{slug}/editions/{edition.number}.json",
        others=tuple(
            (number, url_for("opendata.data", slug=slug, edition=number))
            for number, _published in others
            if number != edition.number
        ),
    ).answer()


@bp.get("/consultations/<slug>/data/<name>.<kind>")
@public
def table(slug: str, name: str, kind: str) -> AnyResponse:
    """Send one table of an edition."""
    reading = consultation_for_reading(session(), slug, now=now())
    edition, wanted = _edition(reading.id), read_format(kind)
    body = from_json(EditionBody, edition.body)
    pieces = public_file(body, name=name, kind=wanted)
    return as_download(pieces, name=f"{slug}-{name}-{edition.number}", kind=wanted)


def _edition(consultation_id: int) -> Edition:
    """The edition that the address asks for, or the latest.

    Raises:
        NotFound: nothing has been published.
    """
    numbers = [number for number, _published in edition_numbers(session(), consultation_id)]
    if not numbers:
        raise NotFound("Nothing has been published about this consultation yet. Come back later.")
    return edition_numbered(session(), consultation_id, request.args.get("edition", numbers[0], type=int))


def _address(slug: str, name: str, kind: ExportFormat, edition: Edition) -> str:
    return url_for("opendata.table", slug=slug, name=name, kind=kind.value, edition=edition.number)
