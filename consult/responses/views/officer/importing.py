"""Importing responses: upload a file, say what its columns mean, look at what would happen, import."""

from __future__ import annotations

from flask import flash
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission
from consult.consultations.models import Consultation
from consult.files.tables import Table
from consult.jobs.actions import enqueue
from consult.jobs.rules import JobState
from consult.kernel.clock import LONDON
from consult.kernel.errors import Invalid, Refused
from consult.responses.actions.importing import describe_columns
from consult.responses.actions.spreadsheets import (
    AT_ONCE_IN_A_REQUEST,
    kept_table,
    make_ready,
    read_as_described,
    store_ready,
    upload_table,
)
from consult.responses.forms.officer.importing import (
    ColumnsForm,
    UploadForm,
    columns_form,
    meanings_chosen,
    meanings_form,
)
from consult.responses.intake_guessing import guess_targets
from consult.responses.intake_mapping import ColumnMapping, Target
from consult.responses.jobs import IMPORT
from consult.responses.models import ImportBatch
from consult.responses.queries.imports import import_batch, import_batches, job_of_import
from consult.responses.queries.things import things_to_fill
from consult.responses.views.officer.blueprint import address, around, bp, go_to, in_hand, scope_of
from consult.responses.views.officer.import_pages import (
    ImportPage,
    UploadsPage,
    batch_row,
    check_page,
    columns_page,
    values_asked,
)
from consult.web.clock import now
from consult.web.guards import needs, require_signed_in
from consult.web.site import current_settings
from consult.web.transaction import session


@bp.route("/imports", methods=["GET", "POST"])
@needs(Permission.IMPORT_RESPONSES, scope=scope_of)
def uploads(consultation_id: int) -> AnyResponse:
    """Show the imports, or take a file."""
    consultation, form = in_hand(consultation_id), UploadForm()
    if form.is_valid_post():
        batch = _upload(consultation, form)
        if batch is not None:
            return go_to("columns", consultation, batch_id=batch.id)
    here = around(consultation, here="uploads")
    return UploadsPage(
        title=_("Import responses to “%(title)s”", title=here.consultation),
        around=here,
        form=form,
        batches=tuple(batch_row(consultation, batch) for batch in import_batches(session(), consultation=consultation)),
    ).answer()


@bp.route("/imports/<int:batch_id>/columns", methods=["GET", "POST"])
@needs(Permission.IMPORT_RESPONSES, scope=scope_of)
def columns(consultation_id: int, batch_id: int) -> AnyResponse:
    """Ask what each column means."""
    consultation = in_hand(consultation_id)
    batch, table = _batch_and_table(consultation, batch_id)
    form = _columns_form(consultation, batch, table)
    fault = ""
    if form.is_valid_post():
        try:
            describe_columns(session(), batch=batch, mapping=form.to_mapping().as_json())
            return go_to("check", consultation, batch_id=batch.id)
        except Invalid as refused:
            fault = refused.sentence
    page = columns_page(consultation, batch, table, form, fault)
    return page.answer(422 if fault else None)


@bp.route("/imports/<int:batch_id>/check", methods=["GET", "POST"])
@needs(Permission.IMPORT_RESPONSES, scope=scope_of)
def check(consultation_id: int, batch_id: int) -> AnyResponse:
    """Show what the import would do, and let the officer say what odd values mean."""
    consultation = in_hand(consultation_id)
    batch, table = _batch_and_table(consultation, batch_id)
    intake = read_as_described(session(), consultation=consultation, batch=batch, table=table, now=now())
    asked = values_asked(intake)
    form = meanings_form(asked, things_to_fill(session(), consultation=consultation))
    if form.is_valid_post():
        _add_meanings(batch, meanings_chosen(form, asked))
        return go_to("check", consultation, batch_id=batch.id)
    return check_page(consultation, batch, table, intake, form).answer()


@bp.post("/imports/<int:batch_id>/import")
@needs(Permission.IMPORT_RESPONSES, scope=scope_of)
def bring_in(consultation_id: int, batch_id: int) -> AnyResponse:
    """Import the file: at once when it is small, else as a job with progress."""
    consultation = in_hand(consultation_id)
    batch = import_batch(session(), consultation=consultation, batch_id=batch_id)
    table = kept_table(session(), batch=batch, folder=current_settings().files_folder)
    if batch.finished_at is not None:
        raise Refused("This file was imported already. Nothing was added twice.")
    if len(table.rows) > AT_ONCE_IN_A_REQUEST:
        enqueue(session(), IMPORT, key=f"{IMPORT}:{batch.id}", args={"batch_id": batch.id}, now=now())
    else:
        folder = current_settings().files_folder
        ready = make_ready(session(), consultation=consultation, batch=batch, folder=folder, now=now())
        store_ready(session(), consultation=consultation, batch=batch, ready=ready, now=now())
        flash(_added(batch))
    return go_to("one_import", consultation, batch_id=batch.id)


@bp.get("/imports/<int:batch_id>")
@needs(Permission.IMPORT_RESPONSES, scope=scope_of)
def one_import(consultation_id: int, batch_id: int) -> AnyResponse:
    """Show what an import did, or how far it is."""
    consultation = in_hand(consultation_id)
    batch = import_batch(session(), consultation=consultation, batch_id=batch_id)
    job = job_of_import(session(), batch=batch)
    return ImportPage(
        title=_("Import of %(name)s", name=batch.file_name),
        around=around(consultation, here="uploads"),
        is_finished=batch.finished_at is not None,
        n_rows=batch.n_rows,
        n_added=batch.n_added,
        n_known=batch.n_known,
        is_running=job is not None and job.state in {JobState.WAITING, JobState.RUNNING},
        done=job.progress_done if job else 0,
        total=job.progress_total if job else 0,
        sentence=(job.progress_sentence if job else "") or _("The file is being read."),
        fault=job.fault if job is not None and job.state is JobState.FAILED else "",
        check_href=address("check", consultation, batch_id=batch.id),
        list_href=address("listing", consultation),
    ).answer()


def _upload(consultation: Consultation, form: UploadForm) -> ImportBatch | None:
    """Take the file; a file that is no table is told beside the field."""
    upload = form.file.upload
    if upload is None:
        return None
    try:
        return upload_table(
            session(),
            consultation=consultation,
            folder=current_settings().files_folder,
            data=upload.read(),
            name=upload.filename or "file",
            heading_row=form.heading_row.number or 1,
            by_id=require_signed_in().account_id,
            now=now(),
        )
    except Invalid as refused:
        form.refuse("file", refused.sentence)
        return None


def _batch_and_table(consultation: Consultation, batch_id: int) -> tuple[ImportBatch, Table]:
    batch = import_batch(session(), consultation=consultation, batch_id=batch_id)
    if batch.finished_at is not None:
        raise Refused("This file was imported already. Upload it again to read it in another way.")
    return batch, kept_table(session(), batch=batch, folder=current_settings().files_folder)


def _columns_form(consultation: Consultation, batch: ImportBatch, table: Table) -> ColumnsForm:
    things = things_to_fill(session(), consultation=consultation)
    guessed = guess_targets(table.columns, things)
    if batch.mapping:
        chosen = batch.mapping["targets"]
        guessed = {heading: Target.read(chosen[heading]) for heading in table.columns}
    return columns_form(table.columns, things, guessed=guessed, today=now().astimezone(LONDON).date())


def _add_meanings(batch: ImportBatch, chosen: dict[str, dict[str, str]]) -> None:
    mapping = dict(batch.mapping)
    meanings = {target: dict(cells) for target, cells in mapping.get("meanings", {}).items()}
    for target, cells in chosen.items():
        meanings[target] = meanings.get(target, {}) | cells
    checked = ColumnMapping.from_json(mapping | {"meanings": meanings})
    describe_columns(session(), batch=batch, mapping=checked.as_json())


def _added(batch: ImportBatch) -> str:
    if not batch.n_added:
        return _("Nothing was added: every row of this file was imported before.")
    return ngettext("%(num)s response was added.", "%(num)s responses were added.", batch.n_added)
