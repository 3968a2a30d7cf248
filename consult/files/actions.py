"""Stores files."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.files import shelf
from consult.files.models import StoredFile
from consult.kernel.words import clean_line

_LONGEST_NAME = 200


def store_file(session: Session, *, folder: Path, data: bytes, name: str, media_type: str, now: datetime) -> StoredFile:
    """Keep a file: its bytes in ``folder`` (``settings.files_folder``), its row in the caller's transaction."""
    stored = StoredFile(
        digest=shelf.put(folder, data),
        name=safe_name(name),
        media_type=media_type,
        size=len(data),
        stored_at=now,
    )
    session.add(stored)
    session.flush()
    return stored


def forget_file(session: Session, *, stored: StoredFile, folder: Path) -> None:
    """Remove a file's row, and its bytes when no other file shares them."""
    same = select(func.count()).where(StoredFile.digest == stored.digest, StoredFile.id != stored.id)
    if not session.scalar(same):
        shelf.path_of(folder, stored.digest).unlink(missing_ok=True)
    session.delete(stored)


def safe_name(name: str) -> str:
    """Give the last part of a file's name, without anything that a path or a header would stumble over."""
    last = clean_line(name.replace("\\", "/")).rsplit("/", 1)[-1]
    kept = "".join(letter for letter in last if letter.isprintable() and letter not in '<>:"|?*;')
    return kept.lstrip(".")[-_LONGEST_NAME:].strip() or "file"
