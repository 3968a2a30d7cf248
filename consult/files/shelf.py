"""The folder of bytes: each under its SHA-256, written so that a crash leaves either all of it or nothing.

Where an installation keeps its files elsewhere (an object store), the folder only names them: it may hold what a backup
brought back, and is read when the store lacks something.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from consult.kernel.errors import NotFound

_GONE = "This file is missing from the server's disk. Tell the council, who can bring it back from a backup."
_DAMAGED = "This file is damaged on the server's disk. Tell the council, who can bring it back from a backup."


class Elsewhere(Protocol):
    """Another place for bytes than the folder."""

    def put(self, digest: str, data: bytes) -> None:
        """Keep bytes under their digest."""

    def pieces(self, digest: str) -> Iterator[bytes]:
        """Read them piece by piece."""

    def remove(self, digest: str) -> None:
        """Take them away."""

    def digests(self) -> Iterator[str]:
        """Name everything that is kept."""


_elsewhere: dict[Path, Elsewhere] = {}


def keep_elsewhere(folder: Path, place: Elsewhere | None) -> None:
    """Keep what is put into this folder in another place from now on, or in the folder itself again."""
    if place is None:
        _elsewhere.pop(folder, None)
    else:
        _elsewhere[folder] = place


def digest_of(data: bytes) -> str:
    """Compute SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def path_of(folder: Path, digest: str) -> Path:
    """Say where the bytes with this digest lie."""
    return folder / digest[:2] / digest


def put(folder: Path, data: bytes) -> str:
    """Write bytes, synced to disk, and give their digest; bytes that are there already are left alone."""
    digest = digest_of(data)
    if folder in _elsewhere:
        _elsewhere[folder].put(digest, data)
        return digest
    target = path_of(folder, digest)
    if target.exists() and target.stat().st_size == len(data):
        return digest
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".new-", delete=False) as new:
        new.write(data)
        new.flush()
        os.fsync(new.fileno())
    Path(new.name).replace(target)
    return digest


def get(folder: Path, digest: str) -> bytes:
    """Read bytes and check that they are what they were.

    Raises:
        NotFound: they are missing or damaged.
    """
    target = path_of(folder, digest)
    if folder in _elsewhere and not target.is_file():
        data = b"".join(_elsewhere[folder].pieces(digest))
    elif target.is_file():
        data = target.read_bytes()
    else:
        raise NotFound(_GONE)
    if digest_of(data) != digest:
        raise NotFound(_DAMAGED)
    return data


def remove(folder: Path, digest: str) -> None:
    """Take bytes away, wherever they are; what is not there is gone already."""
    path_of(folder, digest).unlink(missing_ok=True)
    if folder in _elsewhere:
        _elsewhere[folder].remove(digest)


def bring_down(folder: Path, into: Path) -> int:
    """Write what is kept elsewhere into a folder, a piece at a time, and count the files; none where all is here.

    Raises:
        NotFound: something is damaged.
    """
    n = 0
    for digest in _elsewhere[folder].digests() if folder in _elsewhere else ():
        target, found = path_of(into, digest), hashlib.sha256()
        if target.exists():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as file:
            for piece in _elsewhere[folder].pieces(digest):
                file.write(piece)
                found.update(piece)
            file.flush()
            os.fsync(file.fileno())
        if found.hexdigest() != digest:
            raise NotFound(_DAMAGED)
        n += 1
    return n
