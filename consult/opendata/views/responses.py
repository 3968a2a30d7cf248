"""The published responses as a file for anyone."""

from __future__ import annotations

from collections.abc import Iterator

from werkzeug.wrappers import Response as AnyResponse

from consult.consultations.queries import consultation_by_id, consultation_for_reading
from consult.kernel.errors import NotFound
from consult.opendata.response_shapes import PUBLISHED_TEXTS, published_rows
from consult.opendata.views.blueprint import as_download, bp
from consult.opendata.writing import ExportFormat, write_rows
from consult.outcomes.queries.published import are_responses_shown
from consult.storage.engine import Database
from consult.web.clock import now
from consult.web.guards import public
from consult.web.throttle import limited
from consult.web.transaction import database, session


@bp.get("/consultations/<slug>/responses.csv")
@public
@limited("10 per minute")
def responses_csv(slug: str) -> AnyResponse:
    """Send every published text as a spreadsheet."""
    reading = consultation_for_reading(session(), slug=slug, now=now())
    if not are_responses_shown(session(), reading.id):
        raise NotFound("Responses to this consultation are not published, or not yet.")
    kind = ExportFormat.CSV
    return as_download(_pieces(database(), reading.id), name=f"{slug}-{PUBLISHED_TEXTS.name}", kind=kind)


def _pieces(opened: Database, consultation_id: int) -> Iterator[bytes]:
    """Read in a session of its own: the request's ends before the first piece is asked for."""
    with opened.transaction(writing=False) as reading:
        consultation = consultation_by_id(reading, consultation_id)
        yield from write_rows(PUBLISHED_TEXTS, published_rows(reading, consultation=consultation), ExportFormat.CSV)
