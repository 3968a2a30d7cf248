"""Finds and reads stored files."""

from pathlib import Path

from sqlalchemy.orm import Session

from consult.files import shelf
from consult.files.models import StoredFile
from consult.kernel.errors import NotFound


def stored_file(session: Session, file_id: int) -> StoredFile:
    """Give the row of a file.

    Raises:
        NotFound: there is none.
    """
    found = session.get(StoredFile, file_id)
    if found is None:
        raise NotFound("There is no such file. Check the link that brought you here.")
    return found


def open_file(stored: StoredFile, *, folder: Path) -> bytes:
    """Read the bytes of a file and check that they are what was stored.

    Raises:
        NotFound: they are missing or damaged.
    """
    return shelf.get(folder, stored.digest)
