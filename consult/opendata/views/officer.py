"""Taking the responses of one consultation out, for officers; each time is recorded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import func, select
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission, consultation_scope
from consult.audit.actions import record
from consult.audit.rules import Happening
from consult.consultations.models import Consultation
from consult.consultations.queries import consultation_by_id, title_of
from consult.kernel.errors import NotFound
from consult.opendata.exports import officer_shapes, responses_file
from consult.opendata.views.blueprint import TableShown, as_download, bp, read_format, shown_columns
from consult.opendata.writing import ExportFormat
from consult.responses.models import Response
from consult.storage.engine import Database
from consult.web.clock import now
from consult.web.guards import actor, needs
from consult.web.page import Page
from consult.web.transaction import database, session


def scope_of(consultation_id: int, **_others: Any) -> str:
    """The scope in which the right must be held."""
    return consultation_scope(consultation_id)


@dataclass(frozen=True, kw_only=True)
class ExportPage(Page):
    """The tables that an officer may take out."""

    template: ClassVar[str] = "opendata/export.html"

    consultation: str
    home: str
    tables: tuple[TableShown, ...]


@bp.get("/desk/consultations/<int:consultation_id>/export")
@needs(Permission.EXPORT, scope=scope_of, fresh=True, proved=True)
def export(consultation_id: int) -> AnyResponse:
    """Show what can be taken out, and what each column means."""
    consultation = consultation_by_id(session(), consultation_id)
    return ExportPage(
        title=_("Take out the responses to “%(title)s”", title=title_of(consultation)),
        consultation=title_of(consultation),
        home=f"/desk/consultations/{consultation.id}",
        tables=tuple(
            TableShown(
                name=shape.name,
                about=shape.about,
                csv_href=_address(consultation, shape.name, ExportFormat.CSV),
                xlsx_href=_address(consultation, shape.name, ExportFormat.XLSX),
                json_href=_address(consultation, shape.name, ExportFormat.JSON),
                columns=shown_columns(shape),
            )
            for shape in officer_shapes(session(), consultation=consultation)
        ),
    ).answer()


@bp.post("/desk/consultations/<int:consultation_id>/export/<name>.<kind>")
@needs(Permission.EXPORT, scope=scope_of, fresh=True, proved=True)
def take_out(consultation_id: int, name: str, kind: str) -> AnyResponse:
    """Send a table as a file, and record that it was taken; a repeat is another taking and is recorded too."""
    consultation = consultation_by_id(session(), consultation_id)
    wanted = read_format(kind)
    known = {shape.name for shape in officer_shapes(session(), consultation=consultation)}
    if name not in known:
        raise NotFound("There is no such table. Choose one of those on the page.")
    _record(consultation, name, wanted)
    pieces = _pieces(database(), consultation.id, name, wanted)
    return as_download(pieces, name=f"{consultation.slug}-{name}", kind=wanted)


def _pieces(opened: Database, consultation_id: int, name: str, kind: ExportFormat) -> Iterator[bytes]:
    """Read in a session of its own: the request's ends before the first piece is asked for."""
    with opened.transaction(writing=False) as reading:
        consultation = consultation_by_id(reading, consultation_id)
        yield from responses_file(reading, consultation=consultation, name=name, kind=kind)


def _record(consultation: Consultation, name: str, kind: ExportFormat) -> None:
    rows = session().scalar(
        select(func.count()).where(Response.consultation_id == consultation.id, Response.withdrawn_at.is_(None))
    )
    record(
        session(),
        Happening.EXPORT_TAKEN,
        stream=f"consultation:{consultation.id}",
        subject=f"consultation:{consultation.id}",
        actor=actor(),
        at=now(),
        kind=f"{name}.{kind.value}",
        consultation_id=consultation.id,
        rows=rows or 0,
    )


def _address(consultation: Consultation, name: str, kind: ExportFormat) -> str:
    return url_for("opendata.take_out", consultation_id=consultation.id, name=name, kind=kind.value)
