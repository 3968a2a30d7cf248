"""Erasures, kept outside the database too, so that a restored backup has them applied again.

Each line of the file names a kind of thing and its number, never whose it was. A room that erases registers how
under the kind, and notes each erasure here before it commits: a note too many erases what someone asked to have
erased; a note too few would bring it back.
"""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.orm import Session

Eraser = Callable[[Session, int, datetime], None]
_erasers: dict[str, Eraser] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """That one thing was erased, and when."""

    kind: str
    ref_id: int
    at: datetime


def register_eraser(kind: str, eraser: Eraser) -> None:
    """Say how a thing of this kind is erased; erasing it a second time must do no harm."""
    _erasers[kind] = eraser


def note_erasure(path: Path, erasure: Erasure) -> None:
    """Append one erasure to the file and sync it to disk."""
    line = json.dumps({"kind": erasure.kind, "id": erasure.ref_id, "at": erasure.at.astimezone(UTC).isoformat()})
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(line + "\n")
        file.flush()
        os.fsync(file.fileno())


def erasures_in(path: Path) -> list[Erasure]:
    """Read every erasure that was ever noted.

    Raises:
        ValueError: a line cannot be read; guessing would risk bringing back what was erased.
    """
    if not path.is_file():
        return []
    return [_read(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def apply_erasures(session: Session, path: Path, *, now: datetime) -> int:
    """Erase again everything that the file names, and count it.

    Raises:
        ValueError: nobody knows how to erase one of the kinds.
    """
    noted = erasures_in(path)
    unknown = {erasure.kind for erasure in noted} - set(_erasers)
    if unknown:
        raise ValueError(f"this version of Consult cannot erase: {', '.join(sorted(unknown))}")
    for erasure in noted:
        _erasers[erasure.kind](session, erasure.ref_id, now)
    return len(noted)


def _read(line: str) -> Erasure:
    values = json.loads(line)
    return Erasure(kind=values["kind"], ref_id=int(values["id"]), at=datetime.fromisoformat(values["at"]))
