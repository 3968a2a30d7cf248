"""Store the responses of a spreadsheet: by the same rules as the one door, all or nothing, and each row once.

The one door asks the database several things for each response, which is right for one and slow for fifty thousand
while everybody else waits to write. Here the same rules judge every row first, without the database, and what they
gave is then stored in a few long statements (docs/decisions/0050).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any, TypeVar, cast

from sqlalchemy import Table, insert, select
from sqlalchemy.orm import Session

from consult.audit.actions import record
from consult.audit.rules import Happening
from consult.consultations.models import Consultation
from consult.kernel.clock import LONDON
from consult.kernel.errors import Invalid, Refused
from consult.kernel.references import draw_token, hash_code
from consult.kernel.words import clean_line, clean_text
from consult.responses.actions.submit import judge_timeliness, require_complete
from consult.responses.fitting import Asked, require_fit
from consult.responses.intake import Intake, RowRead
from consult.responses.models import Answer, ImportBatch, Pick, Response
from consult.responses.receipts import key_hash, public_number_of, reference_of, secret_code_of
from consult.responses.rules import GivenAnswer, OnBehalfOf, Submitted
from consult.storage.db import Base

T = TypeVar("T")
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Prepared:
    """One row judged by the rules: the columns of its response, and its answers."""

    columns: dict[str, Any]
    answers: tuple[GivenAnswer, ...]


def start_import(
    session: Session,
    *,
    consultation: Consultation,
    file_id: int | None,
    file_name: str,
    file_sha256: str,
    by_id: int | None,
    now: datetime,
) -> ImportBatch:
    """Remember a file that an officer wants to import; nothing of it counts until it is read and confirmed.

    Raises:
        Refused: the intake of the consultation is complete.
    """
    require_open_intake(consultation)
    batch = ImportBatch(
        consultation_id=consultation.id,
        file_id=file_id,
        file_name=file_name,
        file_sha256=file_sha256,
        mapping={},
        created_at=now,
        created_by_id=by_id,
    )
    session.add(batch)
    session.flush()
    return batch


def describe_columns(session: Session, *, batch: ImportBatch, mapping: Mapping[str, Any]) -> ImportBatch:
    """Say what the columns of the file mean.

    Raises:
        Refused: the file was imported already.
    """
    if batch.finished_at is not None:
        raise Refused("This file was imported already. Upload it again to read it in another way.")
    batch.mapping = dict(mapping)
    session.flush()
    return batch


def prepare_rows(
    consultation: Consultation, asked: Asked, intake: Intake, *, batch: ImportBatch, now: datetime
) -> list[Prepared]:
    """Judge every row by the rules of the one door, without the database.

    Raises:
        Invalid: a row has a fault; nothing is stored.
        NotOpenYet: the consultation has no dates yet.
    """
    if intake.faults:
        count = len(intake.faults)
        raise Invalid(f"{count:,} things in this file cannot be read yet. Correct them, or say what they mean.")
    return [_prepare(consultation, asked, row, batch=batch, now=now) for row in intake.rows]


def import_rows(
    session: Session,
    *,
    consultation: Consultation,
    batch: ImportBatch,
    prepared: Sequence[Prepared],
    n_rows: int,
    format_read: str,
    now: datetime,
) -> ImportBatch:
    """Store the prepared rows that are new, in this one transaction; those that came before are only counted.

    Raises:
        Refused: the batch was imported already, or the intake is complete.
        Invalid: a row has the reference of an earlier one and says something else.
    """
    if batch.finished_at is not None:
        raise Refused("This file was imported already. Nothing was added twice.")
    require_open_intake(consultation)
    fresh = _new_rows(session, consultation, prepared)
    _store(session, fresh)
    batch.n_rows, batch.n_added, batch.n_known = n_rows, len(fresh), n_rows - len(fresh)
    batch.finished_at = now
    record(
        session,
        Happening.RESPONSES_IMPORTED,
        stream=f"consultation:{consultation.id}",
        subject=f"import_batch:{batch.id}",
        actor=f"account:{batch.created_by_id}" if batch.created_by_id else "system",
        at=now,
        import_id=batch.id,
        rows=n_rows,
        added=len(fresh),
        skipped=batch.n_known,
        digest=batch.file_sha256,
        format=format_read,
    )
    session.flush()
    return batch


def require_open_intake(consultation: Consultation) -> None:
    """Refuse more responses by other channels once an officer has said that all are in.

    Raises:
        Refused: the intake is complete.
    """
    if consultation.intake_complete_at is not None:
        raise Refused("The intake of this consultation is marked complete. Reopen it before you add more responses.")


def noon_in_london(day: date) -> datetime:
    """The moment that stands for a day on which something was received."""
    return datetime.combine(day, time(12), tzinfo=LONDON)


def _prepare(consultation: Consultation, asked: Asked, row: RowRead, *, batch: ImportBatch, now: datetime) -> Prepared:
    submitted = row.submitted
    received_on = submitted.received_on or now.astimezone(LONDON).date()
    received_at = noon_in_london(received_on)
    require_fit(asked, submitted)
    is_self = submitted.on_behalf_of is OnBehalfOf.SELF
    secret = draw_token()  # a row's key can be guessed from its file, so nobody is given what it opens
    columns = {
        "consultation_id": consultation.id,
        "import_batch_id": batch.id,
        "keyed_by_id": batch.created_by_id,
        "reference": reference_of(submitted.submission_key),
        "secret_hash": hash_code(secret_code_of(secret)),
        "public_number": public_number_of(secret),
        "submission_key": key_hash(submitted.submission_key),
        "channel": submitted.channel,
        "timeliness": judge_timeliness(consultation, submitted, received_at=received_at),
        "received_at": received_at,
        "received_on": received_on,
        "recorded_at": now,
        "row_hash": row.row_hash,
        "source_reference": clean_line(submitted.source_reference),
        "incomplete": bool(require_complete(asked, submitted)),
        **_particulars(submitted, is_self=is_self),
    }
    # cleaned here, because it takes time by the letter and everybody else waits while rows are stored
    given = (replace(answer, text=clean_text(answer.text)) for answer in submitted.answers if not answer.is_empty)
    return Prepared(columns, tuple(given))


def _particulars(submitted: Submitted, *, is_self: bool) -> dict[str, Any]:
    return {
        "group_id": submitted.group_id,
        "ward_id": submitted.ward_id,
        "on_behalf_of": submitted.on_behalf_of,
        "organisation_name": "" if is_self else clean_line(submitted.organisation_name),
        "publish_as": submitted.publish_as,
        "language": submitted.language,
        "claimed_people": submitted.claimed_people,
        "revision": 1,
    }


def _new_rows(session: Session, consultation: Consultation, prepared: Sequence[Prepared]) -> list[Prepared]:
    """The rows that no earlier import brought.

    Raises:
        Invalid: an earlier import brought the same reference with other words.
    """
    rows = session.execute(
        select(Response.row_hash, Response.source_reference).where(
            Response.consultation_id == consultation.id, Response.row_hash.is_not(None)
        )
    ).all()
    known = {row.row_hash for row in rows}
    references = {row.source_reference for row in rows if row.source_reference}
    fresh = [row for row in prepared if row.columns["row_hash"] not in known]
    changed = [row for row in fresh if row.columns["source_reference"] in references]
    if changed:
        first = changed[0].columns["source_reference"]
        raise Invalid(
            f"{len(changed):,} rows have a reference that an earlier import brought with other words, the first is "
            f"“{first[:60]}”. Take those rows out of the file, so that nobody counts twice."
        )
    return fresh


def _store(session: Session, fresh: list[Prepared]) -> None:
    """Insert responses, answers and picks, each in long statements."""
    if not fresh:
        return
    _draw_free_references(session, fresh)
    _insert(session, Response, [row.columns for row in fresh])
    batch_id = fresh[0].columns["import_batch_id"]
    stored = session.execute(select(Response.row_hash, Response.id).where(Response.import_batch_id == batch_id))
    response_ids = {row.row_hash: row.id for row in stored}
    given = [(response_ids[row.columns["row_hash"]], answer) for row in fresh for answer in row.answers]
    _insert(session, Answer, [_answer_columns(response_id, answer) for response_id, answer in given])
    picked = [(response_id, answer) for response_id, answer in given if answer.choice_ids]
    if picked:
        _insert(session, Pick, _picks(picked, _answer_ids(session, batch_id)))


def _insert(session: Session, model: type[Base], rows: list[dict[str, Any]]) -> None:
    """Insert many rows by the table and not by the class, whose way of giving ids back takes time by the square."""
    session.execute(insert(cast("Table", model.__table__)), rows)


def _answer_ids(session: Session, batch_id: int) -> dict[tuple[int, int], int]:
    rows = session.execute(
        select(Answer.response_id, Answer.question_id, Answer.id)
        .join(Response, Response.id == Answer.response_id)
        .where(Response.import_batch_id == batch_id)
    )
    return {(response_id, question_id): answer_id for response_id, question_id, answer_id in rows}


def _picks(picked: list[tuple[int, GivenAnswer]], answer_ids: Mapping[tuple[int, int], int]) -> list[dict[str, Any]]:
    return [
        {"answer_id": answer_ids[response_id, answer.question_id], "choice_id": choice_id, "rank": rank}
        for response_id, answer in picked
        for rank, choice_id in enumerate(answer.choice_ids, start=1)
    ]


def _answer_columns(response_id: int, answer: GivenAnswer) -> dict[str, Any]:
    return {
        "response_id": response_id,
        "question_id": answer.question_id,
        "text": answer.text,
        "scale": answer.scale,
    }


def _draw_free_references(session: Session, fresh: list[Prepared]) -> None:
    """Draw another reference for a row whose first one is taken; it is rare and must not end an import."""
    taken: set[str] = set()
    for some in _in_parts([row.columns["reference"] for row in fresh]):
        taken |= set(session.scalars(select(Response.reference).where(Response.reference.in_(some))))
    for row in fresh:
        attempt = 0
        while row.columns["reference"] in taken:
            attempt += 1
            row.columns["reference"] = reference_of(row.columns["submission_key"], attempt=attempt)
        taken.add(row.columns["reference"])


def _in_parts(things: Iterable[T]) -> Iterator[list[T]]:
    part: list[T] = []
    for thing in things:
        part.append(thing)
        if len(part) == AT_ONCE:
            yield part
            part = []
    if part:
        yield part
