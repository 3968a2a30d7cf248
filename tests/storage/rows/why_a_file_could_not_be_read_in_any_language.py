"""A file that could not be read, with the sentence that says why."""

from sqlalchemy.orm import Session

from consult.documents.models import DocumentUpload
from consult.documents.rules import TOO_LARGE, UploadState
from consult.files.models import StoredFile
from consult.kernel.sentences import value_of
from tests.conftest import MONDAY_MORNING as NOW


def rows(session: Session) -> None:
    stored = StoredFile(digest="1" * 64, name="long.pdf", media_type="document/pdf", size=1, stored_at=NOW)
    session.add(stored)
    session.flush()
    session.add(
        DocumentUpload(
            about="consultation:1",
            file_id=stored.id,
            file_name="long.pdf",
            state=UploadState.REFUSED,
            fault=str(TOO_LARGE),
            fault_told=value_of(TOO_LARGE),
            created_at=NOW,
            created_by="system",
        )
    )
