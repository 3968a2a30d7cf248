"""From an uploaded spreadsheet to stored responses: keep the table, read it as described, import it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.consultations.models import Consultation
from consult.files.actions import store_file
from consult.files.kept_tables import MEDIA_TYPE, dump_table, load_table
from consult.files.queries import open_file, stored_file
from consult.files.tables import Table, read_table
from consult.kernel.clock import LONDON
from consult.kernel.errors import Invalid, NotFound
from consult.responses.actions.importing import (
    Prepared,
    describe_columns,
    import_rows,
    prepare_rows,
    start_import,
)
from consult.responses.intake import Intake, read_intake
from consult.responses.intake_guessing import guess_targets
from consult.responses.intake_mapping import ColumnMapping
from consult.responses.models import ImportBatch, Response
from consult.responses.queries.asked import asked_by
from consult.responses.queries.things import things_to_fill

AT_ONCE_IN_A_REQUEST = 5_000
"""Rows that are imported while the officer waits; more than that are a job with progress."""


@dataclass(frozen=True, slots=True)
class ReadyImport:
    """A file that has been read and judged, and only waits to be stored."""

    intake: Intake
    prepared: list[Prepared]
    format_read: str


def upload_table(
    session: Session,
    *,
    consultation: Consultation,
    folder: Path,
    data: bytes,
    name: str,
    heading_row: int,
    by_id: int,
    now: datetime,
) -> ImportBatch:
    """Read an uploaded file as a table, keep the table, and wait for an officer to say what its columns mean.

    Raises:
        Invalid: it is no table that we can read; the sentence says why and where.
        Refused: the intake is complete.
    """
    table = read_table(data, name, heading_row=heading_row)
    kept = store_file(session, folder=folder, data=dump_table(table), name=name, media_type=MEDIA_TYPE, now=now)
    digest = hashlib.sha256(data).hexdigest()
    return start_import(
        session,
        consultation=consultation,
        file_id=kept.id,
        file_name=kept.name,
        file_sha256=digest,
        by_id=by_id,
        now=now,
    )


def kept_table(session: Session, *, batch: ImportBatch, folder: Path) -> Table:
    """The table of an import, as it was read.

    Raises:
        NotFound: it is not kept any more.
    """
    if batch.file_id is None:
        raise NotFound("This file is not kept any more. Upload it again.")
    return load_table(open_file(stored_file(session, batch.file_id), folder=folder))


def read_as_described(
    session: Session, *, consultation: Consultation, batch: ImportBatch, table: Table, now: datetime
) -> Intake:
    """What the rows say, by the description of the columns that the batch carries.

    Raises:
        Invalid: the columns have not been described yet.
    """
    mapping = ColumnMapping.from_json(batch.mapping)
    things = things_to_fill(session, consultation=consultation)
    return read_intake(table, mapping, things, today=now.astimezone(LONDON).date(), slug=consultation.slug)


def count_known(session: Session, *, consultation: Consultation, intake: Intake) -> int:
    """How many of these rows an earlier import brought already."""
    known = set(
        session.scalars(
            select(Response.row_hash).where(Response.consultation_id == consultation.id, Response.row_hash.is_not(None))
        )
    )
    return sum(row.row_hash in known for row in intake.rows)


def make_ready(
    session: Session, *, consultation: Consultation, batch: ImportBatch, folder: Path, now: datetime
) -> ReadyImport:
    """Read and judge every row; it only reads, so that nobody else waits while a large file is looked at.

    Raises:
        Invalid: a row has a fault.
    """
    table = kept_table(session, batch=batch, folder=folder)
    return _ready(session, consultation, batch, table, now=now)


def store_ready(
    session: Session, *, consultation: Consultation, batch: ImportBatch, ready: ReadyImport, now: datetime
) -> ImportBatch:
    """Store what is ready, in one transaction."""
    return import_rows(
        session,
        consultation=consultation,
        batch=batch,
        prepared=ready.prepared,
        n_rows=len(ready.intake.rows) + ready.intake.n_repeated,
        format_read=ready.format_read,
        now=now,
    )


def import_file(
    session: Session,
    *,
    consultation: Consultation,
    data: bytes,
    name: str,
    mapping: Mapping[str, Any],
    by_id: int | None,
    now: datetime,
    heading_row: int = 1,
) -> ImportBatch:
    """Import a whole file at once, for the command line: nothing of the file itself is kept.

    Args:
        session: one that may write; the caller commits.
        consultation: the one it answers.
        data: the bytes of the file.
        name: its name.
        mapping: as ``ColumnMapping.as_json`` gives it; ``targets`` that are left out are guessed from the headings,
            and ``received_on`` falls back to today.
        by_id: the account that imports, or nobody.
        now: the moment of recording.
        heading_row: which of the filled rows holds the headings.

    Raises:
        Invalid: a line cannot be read; the sentence names the first ones.
        Refused: the intake is complete.
    """
    table = read_table(data, name, heading_row=heading_row)
    digest = hashlib.sha256(data).hexdigest()
    batch = start_import(
        session, consultation=consultation, file_id=None, file_name=name, file_sha256=digest, by_id=by_id, now=now
    )
    full = _full_mapping(session, consultation, table, mapping, now=now)
    describe_columns(session, batch=batch, mapping=full.as_json())
    ready = _ready(session, consultation, batch, table, now=now)
    return store_ready(session, consultation=consultation, batch=batch, ready=ready, now=now)


def _full_mapping(
    session: Session, consultation: Consultation, table: Table, given: Mapping[str, Any], *, now: datetime
) -> ColumnMapping:
    guessed = guess_targets(table.columns, things_to_fill(session, consultation=consultation))
    strangers = set(given.get("targets", {})) - set(table.columns)
    if strangers:
        raise Invalid(f"The file has no column “{min(strangers)}”. Its columns are: {', '.join(table.columns)[:400]}.")
    targets = {heading: str(target) for heading, target in guessed.items()} | dict(given.get("targets", {}))
    today = now.astimezone(LONDON).date().isoformat()
    return ColumnMapping.from_json({"received_on": today} | dict(given) | {"targets": targets})


def _ready(
    session: Session, consultation: Consultation, batch: ImportBatch, table: Table, *, now: datetime
) -> ReadyImport:
    intake = read_as_described(session, consultation=consultation, batch=batch, table=table, now=now)
    if intake.faults:
        first = "; ".join(f"line {fault.line}, {fault.heading}: {fault.sentence}" for fault in intake.faults[:5])
        raise Invalid(f"{len(intake.faults):,} things in this file cannot be read. {first}")
    prepared = prepare_rows(consultation, asked_by(session, consultation), intake, batch=batch, now=now)
    return ReadyImport(intake, prepared, table.kind.value)
