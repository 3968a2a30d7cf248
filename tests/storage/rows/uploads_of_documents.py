"""A file that is being read."""

from sqlalchemy.orm import Session

from consult.documents.models import DocumentPicture
from consult.files.models import StoredFile
from tests.conftest import MONDAY_MORNING as NOW
from tests.storage.earlier import insert_into


def rows(session: Session) -> None:
    stored = StoredFile(digest="0" * 64, name="plan.docx", media_type="document/docx", size=1, stored_at=NOW)
    session.add(stored)
    session.flush()
    session.add(DocumentPicture(name=f"{'0' * 64}.png", file_id=stored.id))
    session.flush()
    insert_into(
        session,
        "document_uploads",
        about="consultation:1",
        file_id=stored.id,
        file_name="plan.docx",
        state="reading",
        fault="",
        edits="[]",
        created_at=NOW.replace(tzinfo=None) if session.get_bind().dialect.name == "sqlite" else NOW,
        created_by="system",
    )
