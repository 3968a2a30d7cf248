"""The folder of bytes: each under its SHA-256, written so that a crash leaves either all of it or nothing."""

import hashlib
import os
import tempfile
from pathlib import Path

from consult.kernel.errors import NotFound

_GONE = "This file is missing from the server's disk. Tell the council, who can bring it back from a backup."
_DAMAGED = "This file is damaged on the server's disk. Tell the council, who can bring it back from a backup."


def digest_of(data: bytes) -> str:
    """Compute SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def path_of(folder: Path, digest: str) -> Path:
    """Say where the bytes with this digest lie."""
    return folder / digest[:2] / digest


def put(folder: Path, data: bytes) -> str:
    """Write bytes, synced to disk, and give their digest; bytes that are there already are left alone."""
    digest = digest_of(data)
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
    if not target.is_file():
        raise NotFound(_GONE)
    data = target.read_bytes()
    if digest_of(data) != digest:
        raise NotFound(_DAMAGED)
    return data
