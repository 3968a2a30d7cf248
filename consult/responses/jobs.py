"""What the queue does for responses."""

from collections.abc import Mapping
from typing import Any

from consult.consultations.models import Consultation
from consult.jobs.context import JobContext
from consult.jobs.registry import every_minute, job
from consult.kernel.errors import NotFound
from consult.responses.actions.drafts import forget_old_drafts
from consult.responses.actions.spreadsheets import make_ready, store_ready
from consult.responses.models import ImportBatch

IMPORT = "responses.import"


@job(IMPORT)
def import_spreadsheet(context: JobContext, *, batch_id: int) -> Mapping[str, Any]:
    """Import a large spreadsheet: read and judge it without making anyone wait, then store it in one transaction."""
    folder = context.settings.files_folder
    with context.reading() as session:
        batch = session.get(ImportBatch, batch_id)
        if batch is None:
            raise NotFound("This import is gone. Upload the file again.")
        if batch.finished_at is not None:
            return {"added": batch.n_added}
        consultation = session.get_one(Consultation, batch.consultation_id)
        ready = make_ready(session, consultation=consultation, batch=batch, folder=folder, now=context.now())
    total = len(ready.prepared)
    context.progress(0, total, f"{total:,} responses were read and are being stored.")
    with context.session() as session:
        batch = session.get_one(ImportBatch, batch_id)
        consultation = session.get_one(Consultation, batch.consultation_id)
        if batch.finished_at is None:
            store_ready(session, consultation=consultation, batch=batch, ready=ready, now=context.now())
        return {"added": batch.n_added}


@every_minute("responses.forget_drafts")
def forget_drafts(context: JobContext) -> None:
    """Delete the unsent responses that nobody came back to."""
    with context.session() as session:
        forget_old_drafts(session, now=context.now())
