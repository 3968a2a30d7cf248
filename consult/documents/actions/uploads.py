"""What becomes of an uploaded file: taken, read apart, edited with every edit undoable, approved or set aside."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.audit.actions import record
from consult.audit.rules import SYSTEM, Happening
from consult.documents.importing.carrying import as_values
from consult.documents.importing.kinds import format_of
from consult.documents.models import DocumentOriginal, DocumentPicture, DocumentUpload, DocumentVersion
from consult.documents.queries.uploads import pieces_standing, read_of
from consult.documents.reviewing import Edit, document_of, edited
from consult.documents.rules import LONGEST_FILE, TOO_LARGE, UPLOAD_MACHINE, ImportedDocument, UploadState
from consult.files.actions import store_file
from consult.files.models import StoredFile
from consult.jobs.actions import enqueue
from consult.kernel.errors import Invalid, Refused, Stale
from consult.kernel.sentences import Sentence, value_of

READ = "documents.read"
MOST_EDITS = 2_000
_MEDIA = {"png": "image/png", "jpg": "image/jpeg"}


def take_upload(
    session: Session, *, folder: Path, data: bytes, name: str, about: str, by: str, now: datetime
) -> DocumentUpload:
    """Keep an uploaded file and order that it is read; what was being looked over for the same thing is set aside.

    Raises:
        Invalid: it is too large, or of a kind that nothing here reads.
    """
    if len(data) > LONGEST_FILE:
        raise Invalid(TOO_LARGE)
    form = format_of(data, name=name)
    unsettled = select(DocumentUpload).where(DocumentUpload.about == about, DocumentUpload.state.in_(UNSETTLED))
    for standing in session.scalars(unsettled).all():
        set_upload_aside(session, upload=standing, by=by, now=now)
    stored = store_file(session, folder=folder, data=data, name=name, media_type=f"document/{form.value}", now=now)
    upload = DocumentUpload(about=about, file_id=stored.id, file_name=stored.name, created_at=now, created_by=by)
    session.add(upload)
    session.flush()
    facts = {"format": form.value, "size": stored.size, "digest": stored.digest}
    _record(session, Happening.DOCUMENT_UPLOADED, upload, by=by, now=now, **facts)
    enqueue(session, READ, key=f"{READ}:{upload.id}", args={"upload_id": upload.id}, now=now)
    return upload


UNSETTLED = (UploadState.READING, UploadState.READY, UploadState.REFUSED)


def keep_what_was_read(
    session: Session,
    *,
    upload: DocumentUpload,
    document: ImportedDocument,
    cleaned: bytes | None,
    folder: Path,
    now: datetime,
) -> DocumentUpload:
    """Store what the reader made of the file, its pictures, and the file without what it says of its makers."""
    upload.told = list(as_values(replace(document, pictures=(), source="")))
    upload.state = UPLOAD_MACHINE.after(upload.state, "be_read")
    keep_pictures(session, document=document, folder=folder, now=now)
    if cleaned is not None:
        name, media_type = upload.file_name, "application/octet-stream"
        clean = store_file(session, folder=folder, data=cleaned, name=name, media_type=media_type, now=now)
        upload.clean_file_id = clean.id
    session.flush()
    facts = {
        "paragraphs": document.n_paragraphs,
        "pictures": len(document.pictures),
        "warnings": len(document.warnings),
    }
    _record(session, Happening.UPLOAD_READ, upload, by=SYSTEM, now=now, **facts)
    return upload


def keep_pictures(session: Session, *, document: ImportedDocument, folder: Path, now: datetime) -> None:
    """Store the pictures of a document that are not here yet."""
    for picture in document.pictures:
        if session.get(DocumentPicture, picture.name) is None:
            media_type = _MEDIA[picture.name.rpartition(".")[2]]
            kept = store_file(
                session, folder=folder, data=picture.data, name=picture.name, media_type=media_type, now=now
            )
            session.add(DocumentPicture(name=picture.name, file_id=kept.id))
            session.flush()


def refuse_upload(session: Session, *, upload: DocumentUpload, sentence: str, now: datetime) -> DocumentUpload:
    """Note in one sentence why the file could not be read."""
    upload.state = UPLOAD_MACHINE.after(upload.state, "be_refused")
    upload.fault, upload.fault_told = str(sentence), value_of(Sentence.of(sentence))
    session.flush()
    _record(session, Happening.UPLOAD_REFUSED, upload, by=SYSTEM, now=now)
    return upload


def edit_upload(session: Session, *, upload: DocumentUpload, edit: Edit, version_seen: int) -> DocumentUpload:
    """Add an edit to those of an upload that is being looked over.

    Raises:
        Invalid: the edit does not fit what stands there.
        Stale: someone edited it meanwhile.
        Refused: it is not being looked over.
    """
    _require_open(upload, version_seen)
    if upload.version >= MOST_EDITS:
        raise Refused(
            Sentence("There are %(n)s edits already. Change the file itself and upload it again.", n=MOST_EDITS)
        )
    edited(pieces_standing(upload), [edit])
    upload.edits = [*upload.edits, edit.as_json()]
    session.flush()
    return upload


def undo_edit(session: Session, *, upload: DocumentUpload, version_seen: int) -> DocumentUpload:
    """Take the last edit back.

    Raises:
        Stale: someone edited it meanwhile.
        Refused: there is nothing to undo, or it is not being looked over.
    """
    _require_open(upload, version_seen)
    if not upload.edits:
        raise Refused("There is nothing to undo.")
    upload.edits = upload.edits[:-1]
    session.flush()
    return upload


def approve_upload(
    session: Session, *, upload: DocumentUpload, title: str, version_seen: int, by: str, now: datetime
) -> ImportedDocument:
    """Approve what stands, and give it as a document to make a version of.

    Raises:
        Invalid: no paragraph is left, or a picture has no description.
        Stale: someone edited it meanwhile.
        Refused: it is not being looked over.
    """
    _require_open(upload, version_seen)
    document = document_of(pieces_standing(upload), read=read_of(upload), title=title)
    upload.state = UPLOAD_MACHINE.after(upload.state, "approve")
    session.flush()
    _record(session, Happening.UPLOAD_APPROVED, upload, by=by, now=now, edits=len(upload.edits))
    return document


def set_upload_aside(session: Session, *, upload: DocumentUpload, by: str, now: datetime) -> DocumentUpload:
    """Stop looking an upload over; the document that stood before stays.

    Raises:
        Refused: it is approved or set aside already.
    """
    upload.state = UPLOAD_MACHINE.after(upload.state, "set_aside")
    session.flush()
    _record(session, Happening.UPLOAD_SET_ASIDE, upload, by=by, now=now)
    return upload


def offer_original(
    session: Session, *, version: DocumentVersion, upload: DocumentUpload, by: str, now: datetime
) -> None:
    """Let people download the file that a version was read from, without what it said of its makers.

    Raises:
        Refused: this file could not be written anew.
    """
    if upload.clean_file_id is None:
        raise Refused("This file cannot be offered: what it says of its makers could not be taken out.")
    offered = session.get_one(StoredFile, upload.clean_file_id)
    session.add(DocumentOriginal(version_id=version.id, file_id=offered.id))
    session.flush()
    facts = {"version_id": version.id, "digest": offered.digest}
    _record(session, Happening.ORIGINAL_OFFERED, upload, by=by, now=now, **facts)


def _require_open(upload: DocumentUpload, version_seen: int) -> None:
    if upload.state is not UploadState.READY:
        raise Refused("This upload is not being looked over any more. Go back to the document.")
    if version_seen != upload.version:
        raise Stale("Someone changed this document while you were looking at it. Nothing was saved.")


def _record(
    session: Session, happening: Happening, upload: DocumentUpload, *, by: str, now: datetime, **facts: object
) -> None:
    """Record it in the stream of what the upload is about, so that its history tells it."""
    subject = f"document_upload:{upload.id}"
    record(session, happening, stream=upload.about, subject=subject, actor=by, at=now, upload_id=upload.id, **facts)
