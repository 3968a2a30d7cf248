"""What pages read of uploads: what is being looked over, what stands after the edits, pictures and originals."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.documents.importing.carrying import from_values
from consult.documents.models import DocumentOriginal, DocumentPicture, DocumentUpload, DocumentVersion
from consult.documents.reviewing import Edit, Piece, edited, pieces_of
from consult.documents.rules import ImportedDocument, UploadState, VersionState
from consult.files.models import StoredFile
from consult.kernel.errors import NotFound
from consult.kernel.sentences import sentence_of

_IN_HAND = (UploadState.READING, UploadState.READY, UploadState.REFUSED)


def upload_in_hand(session: Session, *, about: str) -> DocumentUpload | None:
    """The upload that is being read or looked over for something, if there is one."""
    asked = select(DocumentUpload).where(DocumentUpload.about == about, DocumentUpload.state.in_(_IN_HAND))
    return session.scalars(asked.order_by(DocumentUpload.id.desc()).limit(1)).one_or_none()


def read_of(upload: DocumentUpload) -> ImportedDocument:
    """What was read from the file.

    Raises:
        NotFound: it is not read yet.
    """
    if upload.told is None:
        raise NotFound("This file is not read yet. Wait a moment and look again.")
    return from_values(upload.told)


def fault_of(upload: DocumentUpload) -> str:
    """Why the file could not be read, as a sentence that other languages know where it was kept so."""
    told: str = sentence_of(upload.fault_told) if upload.fault_told is not None else upload.fault
    return told


def edits_of(upload: DocumentUpload) -> Sequence[Edit]:
    """The edits so far, in their order."""
    return [Edit.from_json(told) for told in upload.edits]


def pieces_standing(upload: DocumentUpload) -> tuple[Piece, ...]:
    """What stands after all edits."""
    return edited(pieces_of(read_of(upload)), edits_of(upload))


def picture_file(session: Session, *, name: str) -> StoredFile:
    """The stored file of a picture.

    Raises:
        NotFound: no document shows it.
    """
    found = session.scalars(select(StoredFile).join(DocumentPicture).where(DocumentPicture.name == name)).one_or_none()
    if found is None:
        raise NotFound("There is no such picture.")
    return found


def original_of(session: Session, *, version_id: int) -> StoredFile | None:
    """The file that people may download of a published version, if the council offers it."""
    asked = (
        select(StoredFile)
        .join(DocumentOriginal)
        .join(DocumentVersion, DocumentVersion.id == DocumentOriginal.version_id)
        .where(DocumentVersion.id == version_id, DocumentVersion.state == VersionState.PUBLISHED)
    )
    return session.scalars(asked).one_or_none()
