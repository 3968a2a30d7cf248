"""Erase the words of a response for good, and keep that it counted."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from consult.audit.actions import record
from consult.audit.rules import RESIDENT, Happening
from consult.files.models import StoredFile
from consult.files.shelf import remove
from consult.jobs.actions import enqueue
from consult.kernel.errors import Invalid, Refused
from consult.kernel.words import clean_text
from consult.post.models import Mail
from consult.responses.actions.contents import forget_equality
from consult.responses.actions.sources import empty_sources
from consult.responses.models import (
    Answer,
    Comment,
    Draft,
    ErasureRequest,
    ImportBatch,
    MailAttachment,
    ReceivedMail,
    Response,
    ResponseContact,
    ResponseRevision,
    SafeguardingConcern,
    ScreenedText,
)
from consult.responses.privacy import ERASURE_MACHINE, ErasureState
from consult.responses.queries.holds import is_held, is_waiting
from consult.settings import Settings
from consult.storage.erasures import Erasure, note_erasure, register_eraser

LEAVE_NO_TRACE = "responses.leave_no_trace"
RESPONSE, IMPORTED_FILE = "response", "imported_file"


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where words lie outside the database: the list of erasures, files, and mails that no server took."""

    erasures: Path
    files: Path
    outbox: Path

    @classmethod
    def of(cls, settings: Settings) -> "Places":
        """The places of an installation."""
        return cls(erasures=settings.erasures_file, files=settings.files_folder, outbox=settings.outbox_folder)


def ask_erasure(
    session: Session, *, response: Response, by_id: int | None, places: Places, now: datetime
) -> ErasureRequest:
    """Erase the words of a response at once; where something holds them, leave it to the data protection officer.

    Raises:
        Refused: it was erased, or asked for, already.
    """
    if response.erased_at is not None:
        raise Refused("The words of this response were erased already.")
    if is_waiting(session, response=response):
        raise Refused("Somebody asked for this already. The data protection officer decides.")
    request = ErasureRequest(response_id=response.id, state=ErasureState.WAITING, asked_at=now, asked_by_id=by_id)
    session.add(request)
    session.flush()
    actor = f"account:{by_id}" if by_id else RESIDENT
    _note(session, Happening.ERASURE_ASKED, response, actor=actor, now=now, request_id=request.id)
    if not is_held(session, response=response):
        _grant(session, request, because="", by_id=by_id, places=places, now=now)
    return request


def decide_erasure(
    session: Session,
    *,
    request: ErasureRequest,
    is_granted: bool,
    because: str,
    by_id: int,
    places: Places,
    now: datetime,
) -> ErasureRequest:
    """Decide, as data protection officer, about words that something holds.

    Raises:
        Invalid: there is no reason.
        Refused: it was decided already.
    """
    why = clean_text(because)
    if not why:
        raise Invalid("Say why. The person is told, and it stays on the record.")
    if request.state is not ErasureState.WAITING:
        raise Refused("This request was decided already.")
    if is_granted:
        return _grant(session, request, because=why, by_id=by_id, places=places, now=now)
    request.state = ERASURE_MACHINE.after(request.state, "refuse")
    request.decided_by_id, request.decided_at, request.decided_because = by_id, now, why
    session.flush()
    facts = {"request_id": request.id, "reason": why[:2000]}
    _note(session, Happening.ERASURE_REFUSED, request.response, actor=f"account:{by_id}", now=now, **facts)
    return request


def _grant(
    session: Session, request: ErasureRequest, *, because: str, by_id: int | None, places: Places, now: datetime
) -> ErasureRequest:
    request.state = ERASURE_MACHINE.after(request.state, "erase")
    request.decided_by_id, request.decided_at, request.decided_because = by_id, now, because
    response = request.response
    _erase_outside(session, response, places=places, now=now)
    note_erasure(places.erasures, Erasure(kind=RESPONSE, ref_id=response.id, at=now))
    erase_words(session, response.id, now)
    actor = f"account:{by_id}" if by_id else RESIDENT
    _note(session, Happening.RESPONSE_ERASED, response, actor=actor, now=now, reason=because[:2000])
    key = f"{LEAVE_NO_TRACE}:{request.id}"
    enqueue(session, LEAVE_NO_TRACE, key=key, now=now)
    return request


def erase_words(session: Session, response_id: int, now: datetime) -> None:
    """Take every word, address and name out of a response; its ticks, group and ward stay, so that it counts."""
    response = session.get(Response, response_id)
    if response is None:
        return
    if response.contact is not None:
        session.execute(delete(Mail).where(func.lower(Mail.to_address) == response.contact.email.lower()))
    forget_equality(session, response=response)
    empty = {"quote": "", "prefix": "", "suffix": "", "suggests_from": None, "starts_at": None, "ends_at": None}
    session.execute(update(Answer).where(Answer.response_id == response_id).values(text=""))
    session.execute(update(Comment).where(Comment.response_id == response_id).values(text="", **empty))
    for table in (ScreenedText, ResponseContact, ResponseRevision):
        session.execute(delete(table).where(table.response_id == response_id))
    session.execute(update(Draft).where(Draft.response_id == response_id).values(body={}))
    session.execute(
        update(SafeguardingConcern).where(SafeguardingConcern.response_id == response_id).values(given="", words="–")
    )
    empty_sources(session, response_id=response_id, now=now)
    response.organisation_name = response.source_reference = response.authority = response.members_asked = ""
    response.organisation_id = response.row_hash = None
    response.erased_at = response.erased_at or now
    session.flush()
    session.expire(response)


def erase_imported_file(session: Session, file_id: int, _now: datetime) -> None:
    """Forget an uploaded file of responses; its bytes are removed by whoever knows the folder."""
    session.execute(update(ImportBatch).where(ImportBatch.file_id == file_id).values(file_id=None, mapping={}))
    session.execute(delete(StoredFile).where(StoredFile.id == file_id))


def _erase_outside(session: Session, response: Response, *, places: Places, now: datetime) -> None:
    """Remove the files that the response came in with, and mails that lie in a folder."""
    for stored in _files_of(session, response):
        note_erasure(places.erasures, Erasure(kind=IMPORTED_FILE, ref_id=stored.id, at=now))
        same = select(func.count()).where(StoredFile.digest == stored.digest, StoredFile.id != stored.id)
        if not session.scalar(same):
            remove(places.files, stored.digest)
        erase_imported_file(session, stored.id, now)
    if response.contact is not None and places.outbox.is_dir():
        address = func.lower(Mail.to_address) == response.contact.email.lower()
        for number in session.scalars(select(Mail.id).where(address)):
            for letter in places.outbox.glob(f"*-{number:06}.eml"):
                letter.unlink(missing_ok=True)


def _files_of(session: Session, response: Response) -> list[StoredFile]:
    """The file that a response was imported from, and those that came with its mail."""
    imported = select(ImportBatch.file_id).where(ImportBatch.id == response.import_batch_id)
    mailed = select(MailAttachment.file_id).join(ReceivedMail).where(ReceivedMail.response_id == response.id)
    return list(session.scalars(select(StoredFile).where(StoredFile.id.in_(imported) | StoredFile.id.in_(mailed))))


def _note(
    session: Session, happening: Happening, response: Response, *, actor: str, now: datetime, **facts: object
) -> None:
    record(
        session,
        happening,
        stream=f"consultation:{response.consultation_id}",
        subject=f"response:{response.id}",
        actor=actor,
        at=now,
        response_id=response.id,
        **facts,
    )


register_eraser(RESPONSE, erase_words)
register_eraser(IMPORTED_FILE, erase_imported_file)
