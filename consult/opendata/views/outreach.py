"""Who was consulted, as files for anyone."""

from __future__ import annotations

import json

from flask import Response

from consult.consultations.queries import consultation_for_reading
from consult.opendata.outreach_shapes import WHO_WAS_CONSULTED, contacts_of
from consult.opendata.shapes import as_written
from consult.opendata.views.blueprint import as_download, bp
from consult.opendata.writing import ExportFormat, write_rows
from consult.outreach.queries.record import ledger
from consult.web.clock import now
from consult.web.guards import public
from consult.web.transaction import session


@bp.get("/consultations/<slug>/who-was-consulted.csv")
@public
def consulted_csv(slug: str) -> Response:
    """Send the ledger as a spreadsheet."""
    reading = consultation_for_reading(session(), slug=slug, now=now())
    rows = list(contacts_of(ledger(session(), reading.id, named_only=True)))
    pieces = write_rows(WHO_WAS_CONSULTED, rows, ExportFormat.CSV)
    return as_download(iter(list(pieces)), name=f"{slug}-who-was-consulted", kind=ExportFormat.CSV)


@bp.get("/consultations/<slug>/who-was-consulted.json")
@public
def consulted_json(slug: str) -> Response:
    """Send the ledger as data."""
    reading = consultation_for_reading(session(), slug=slug, now=now())
    shape = WHO_WAS_CONSULTED
    rows = [
        dict(zip(shape.heading, (as_written(cell) for cell in shape.row(each)), strict=True))
        for each in contacts_of(ledger(session(), reading.id, named_only=True))
    ]
    told = {"consultation": slug, "about": shape.about, "contacts": rows}
    return Response(json.dumps(told, ensure_ascii=False, indent=1), mimetype="application/json")
