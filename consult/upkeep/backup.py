"""Makes a backup while people go on writing: the database as of one moment, every file, and a manifest of digests."""

import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import file_digest
from pathlib import Path

from sqlalchemy.engine import URL, make_url

from consult.files.shelf import bring_down
from consult.kernel.errors import Refused
from consult.settings import Settings

MANIFEST = "manifest.json"
SQLITE_COPY = "consult.sqlite3"
POSTGRESQL_COPY = "consult.pgdump"
_FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One file of a backup."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a backup holds, so that it can be proved whole."""

    made_at: datetime
    database: str
    migration: str | None
    version: str
    parts: tuple[Part, ...]

    @property
    def size(self) -> int:
        """Add up the bytes of all parts."""
        return sum(part.size for part in self.parts)

    def as_text(self) -> str:
        """Write the manifest as JSON."""
        values = {"format": _FORMAT, **asdict(self), "made_at": self.made_at.isoformat()}
        return json.dumps(values, indent=2, ensure_ascii=False) + "\n"


def make_backup(
    settings: Settings, *, folder: Path, now: datetime, migration: str | None, version: str
) -> tuple[Path, Manifest]:
    """Write a backup into a new folder under ``folder`` and give its place and manifest.

    A backup that was interrupted keeps the ending ``.partial`` and is never taken for a whole one.

    Raises:
        Refused: the database's own tool for copies is missing, or the disk is full.
    """
    target = folder / f"consult-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    partial = target.with_name(target.name + ".partial")
    if target.exists():
        raise Refused(f"{target} exists already. Wait a second and make the backup again.")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True, mode=0o700)
    try:
        database = copy_database(settings, partial)
        _copy_files(settings.files_folder, partial / "files")
        bring_down(settings.files_folder, partial / "files")
        parts = tuple(parts_of(partial))
        manifest = Manifest(made_at=now, database=database, migration=migration, version=version, parts=parts)
        _write_synced(partial / MANIFEST, manifest.as_text())
    except OSError as error:
        raise Refused(f"The backup could not be written ({error.strerror}). Free some space and try again.") from error
    partial.rename(target)
    return target, manifest


def read_manifest(backup: Path) -> Manifest:
    """Read the manifest of a backup.

    Raises:
        Refused: there is none, or it cannot be read.
    """
    try:
        values = json.loads((backup / MANIFEST).read_text(encoding="utf-8"))
        return Manifest(
            made_at=datetime.fromisoformat(values["made_at"]),
            database=values["database"],
            migration=values["migration"],
            version=values["version"],
            parts=tuple(Part(**part) for part in values["parts"]),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Refused(f"{backup} is not a backup of Consult: its {MANIFEST} cannot be read.") from error


def backups_in(folder: Path) -> list[Path]:
    """List the whole backups in a folder, the latest first."""
    return sorted((path.parent for path in folder.glob(f"consult-*Z/{MANIFEST}")), reverse=True)


def parts_of(folder: Path) -> Iterator[Part]:
    """Describe every file in a backup but its manifest."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name != MANIFEST:
            with path.open("rb") as file:
                digest = file_digest(file, "sha256").hexdigest()
            yield Part(path=path.relative_to(folder).as_posix(), size=path.stat().st_size, sha256=digest)


def copy_database(settings: Settings, folder: Path) -> str:
    """Copy the database as of one moment, without making anyone wait, and give the copy's name."""
    address = make_url(settings.database_address)
    if address.get_backend_name() == "sqlite":
        _copy_sqlite(Path(str(address.database)), folder / SQLITE_COPY)
        return SQLITE_COPY
    run_postgresql_tool("pg_dump", address, "--format=custom", f"--file={folder / POSTGRESQL_COPY}")
    return POSTGRESQL_COPY


def run_postgresql_tool(tool: str, address: URL, *arguments: str) -> None:
    """Run one of PostgreSQL's own tools on our database; the password goes by the environment, not by the line.

    Raises:
        Refused: the tool is missing or fails.
    """
    found = shutil.which(tool)
    if found is None:
        raise Refused(f"{tool} is missing. Install PostgreSQL's client (Debian: apt-get install postgresql-client).")
    line = [found, f"--dbname={address.database}", *arguments]
    line += [f"--host={address.host}"] if address.host else []
    line += [f"--port={address.port}"] if address.port else []
    line += [f"--username={address.username}"] if address.username else []
    environment = os.environ | ({"PGPASSWORD": str(address.password)} if address.password else {})
    done = subprocess.run(line, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - no shell
    if done.returncode:
        raise Refused(f"{tool} failed: {done.stderr.strip().splitlines()[-1] if done.stderr.strip() else 'no reason'}")


def _copy_sqlite(source: Path, target: Path) -> None:
    if not source.is_file():
        raise Refused(f"There is no database at {source}. Run consult migrate first.")
    with (
        closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as reading,
        closing(sqlite3.connect(target)) as writing,
    ):
        reading.backup(writing)  # all pages in one step: one moment of the database, and in WAL no writer waits
        writing.execute("PRAGMA journal_mode = DELETE")  # one file, with nothing left beside it


def _copy_files(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns(".new-*"))


def _write_synced(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
