"""What the queue does for responses."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import text

from consult.accounts.queries import accounts_who_may
from consult.accounts.rules import Permission
from consult.consultations.models import Consultation
from consult.jobs.context import JobContext
from consult.jobs.registry import every_minute, job
from consult.kernel.errors import NotFound
from consult.post.actions import queue_mail
from consult.responses.actions.concerns import TELL_OF_CONCERN
from consult.responses.actions.drafts import forget_old_drafts
from consult.responses.actions.erasing import LEAVE_NO_TRACE
from consult.responses.actions.screening import TELL_REFUSED
from consult.responses.actions.sources import forget_emptied
from consult.responses.actions.spreadsheets import make_ready, store_ready
from consult.responses.actions.telling import tell_refused
from consult.responses.models import ImportBatch, Response
from consult.responses.queries.concerns import concern_by_id

IMPORT = "responses.import"
_HELD_WORDS = (
    "answers",
    "comments",
    "screened_texts",
    "response_contacts",
    "response_revisions",
    "mails",
    "search_entries",
    "received_mails",
    "meeting_points",
    "second_keyings",
    "petitions",
)


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


@job(TELL_REFUSED)
def tell_of_refusal(context: JobContext, *, response_id: int) -> Mapping[str, Any]:
    """Tell a person that words of theirs are not published, once the decision has rested."""
    with context.session() as session:
        response = session.get(Response, response_id)
        link = f"{context.settings.base_url}/moderation"
        told = tell_refused(session, response=response, link=link, now=context.now()) if response else 0
        return {"told": told}


@job(TELL_OF_CONCERN)
def tell_of_concern(context: JobContext, *, concern_id: int) -> None:
    """Tell the safeguarding officers that something waits; what it is, they read after signing in."""
    with context.session() as session:
        concern = concern_by_id(session, concern_id)
        for account in accounts_who_may(session, Permission.READ_CONCERNS):
            queue_mail(
                session,
                to=account.email,
                subject=_("Please read this today: somebody may be at risk"),
                template="concern_waits",
                values={"link": f"{context.settings.base_url}/desk/safeguarding/{concern.id}"},
                now=context.now(),
            )


@job(LEAVE_NO_TRACE)
def leave_no_trace(context: JobContext) -> None:
    """Empty what the database keeps beside its tables, once words were erased.

    SQLite: the write-ahead log is copied into the file and cut to nothing; deleted rows are zeroed by
    ``secure_delete``. PostgreSQL: the tables that held words are written anew without their dead rows.
    """
    with context.database.transaction(writing=True) as session:
        forget_emptied(session, folder=context.settings.files_folder)
    if not context.database.stands_alone:
        return  # inside one transaction nothing is in any log yet
    if context.database.is_sqlite:
        raw = context.database.engine.raw_connection()
        try:
            raw.cursor().execute("INSERT INTO search_words (search_words) VALUES ('rebuild')")  # it keeps old words
            raw.commit()
            raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            raw.close()
        return
    with context.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for table in _HELD_WORDS:
            connection.execute(text(f"VACUUM FULL {table}"))


@every_minute("responses.forget_drafts")
def forget_drafts(context: JobContext) -> None:
    """Delete the unsent responses that nobody came back to."""
    with context.session() as session:
        forget_old_drafts(session, now=context.now())
