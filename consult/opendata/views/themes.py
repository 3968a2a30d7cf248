"""Taking the themes of one question out, for officers: codebook, assignments and history; each time is recorded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from flask import url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission
from consult.analysis.models import Codebook
from consult.analysis.queries.overview import prompt_of
from consult.analysis.queries.themes import codebook_by_id
from consult.audit.actions import record
from consult.audit.rules import Happening
from consult.kernel.errors import NotFound
from consult.opendata.theme_shapes import THEME_TABLES, ThemeTable
from consult.opendata.views.blueprint import TableShown, as_download, bp, read_format, shown_columns
from consult.opendata.views.officer import scope_of
from consult.opendata.writing import ExportFormat, write_rows
from consult.storage.engine import Database
from consult.web.clock import now
from consult.web.guards import actor, needs
from consult.web.page import Page
from consult.web.transaction import database, session


@dataclass(frozen=True, kw_only=True)
class ThemesExportPage(Page):
    """The tables of one question's themes."""

    template: ClassVar[str] = "opendata/themes.html"

    question: str
    board_href: str
    responses_href: str
    tables: tuple[TableShown, ...]


@bp.get("/desk/consultations/<int:consultation_id>/export/themes/<int:codebook_id>")
@needs(Permission.EXPORT, scope=scope_of, fresh=True, proved=True)
def export_themes(consultation_id: int, codebook_id: int) -> AnyResponse:
    """Show what can be taken out of one question's themes, and what each column means."""
    codebook = codebook_by_id(session(), codebook_id, consultation_id=consultation_id)
    return ThemesExportPage(
        title=_("Take out the themes"),
        question=_question(codebook),
        board_href=f"/desk/consultations/{consultation_id}/analysis/{codebook_id}",
        responses_href=url_for("opendata.export", consultation_id=consultation_id),
        tables=tuple(_shown(codebook, table) for table in THEME_TABLES.values()),
    ).answer()


@bp.post("/desk/consultations/<int:consultation_id>/export/themes/<int:codebook_id>/<name>.<kind>")
@needs(Permission.EXPORT, scope=scope_of, fresh=True, proved=True)
def take_out_themes(consultation_id: int, codebook_id: int, name: str, kind: str) -> AnyResponse:
    """Send a table as a file, and record that it was taken."""
    codebook = codebook_by_id(session(), codebook_id, consultation_id=consultation_id)
    wanted, table = read_format(kind), THEME_TABLES.get(name)
    if table is None:
        raise NotFound("There is no such table. Choose one of those on the page.")
    record(
        session(),
        Happening.EXPORT_TAKEN,
        stream=f"consultation:{consultation_id}",
        subject=f"codebook:{codebook.id}",
        actor=actor(),
        at=now(),
        kind=f"{name}.{wanted.value}",
        consultation_id=consultation_id,
    )
    pieces = _pieces(database(), consultation_id, codebook_id, table, wanted)
    return as_download(pieces, name=f"{codebook.consultation.slug}-{name}-{codebook.id}", kind=wanted)


def _pieces(
    opened: Database, consultation_id: int, codebook_id: int, table: ThemeTable, kind: ExportFormat
) -> Iterator[bytes]:
    """Read in a session of its own: the request's ends before the first piece is asked for."""
    with opened.transaction(writing=False) as reading:
        codebook = codebook_by_id(reading, codebook_id, consultation_id=consultation_id)
        yield from write_rows(table.shape, table.rows(reading, codebook), kind)


def _question(codebook: Codebook) -> str:
    if codebook.question is None:
        return _("Comments on the document")
    return prompt_of(codebook.question, codebook.consultation.language)


def _shown(codebook: Codebook, table: ThemeTable) -> TableShown:
    def at(kind: ExportFormat) -> str:
        return url_for(
            "opendata.take_out_themes",
            consultation_id=codebook.consultation_id,
            codebook_id=codebook.id,
            name=table.shape.name,
            kind=kind.value,
        )

    return TableShown(
        name=table.shape.name,
        about=table.shape.about,
        csv_href=at(ExportFormat.CSV),
        xlsx_href=at(ExportFormat.XLSX),
        json_href=at(ExportFormat.JSON),
        columns=shown_columns(table.shape),
    )
