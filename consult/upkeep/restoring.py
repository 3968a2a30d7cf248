"""Brings a backup back into an empty place, proves it whole, and applies again what was erased since."""

import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import inspect, select
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from consult.audit.actions import record
from consult.audit.queries import verify
from consult.audit.rules import SYSTEM, Happening
from consult.files.models import StoredFile
from consult.files.shelf import remove
from consult.kernel.errors import Refused
from consult.responses.actions.erasing import IMPORTED_FILE
from consult.settings import Settings
from consult.storage.discovery import load_shelf
from consult.storage.engine import Database
from consult.storage.erasures import apply_erasures, erasures_in
from consult.upkeep import migrating
from consult.upkeep.backup import SQLITE_COPY, Manifest, parts_of, read_manifest, run_postgresql_tool


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What came back."""

    manifest: Manifest
    n_erasures: int
    n_events: int


def verify_backup(backup: Path) -> Manifest:
    """Prove that every file of a backup is what it was.

    Raises:
        Refused: a file is missing, damaged or was added.
    """
    manifest = read_manifest(backup)
    promised = {part.path: part for part in manifest.parts}
    found = {part.path: part for part in parts_of(backup)}
    for path in sorted(promised.keys() | found.keys()):
        if path not in found:
            raise Refused(f"The backup is not whole: {path} is missing. Use another backup.")
        if path not in promised:
            raise Refused(f"The backup holds {path}, which its manifest does not name. Use another backup.")
        if promised[path] != found[path]:
            raise Refused(f"The backup is damaged: {path} is not what it was. Use another backup.")
    return manifest


def restore_backup(backup: Path, *, into: Settings, erasures: Path, now: datetime) -> Restored:
    """Bring a proved backup into an empty data folder (and an empty PostgreSQL database), ready to be served.

    Raises:
        Refused: the place is not empty, or the backup is not whole or is of a newer version.
    """
    manifest = verify_backup(backup)
    if manifest.migration not in {None, *migrating.numbers()}:
        raise Refused("The backup was made by a newer version of Consult. Install that version, then restore.")
    _require_empty(into)
    into.data.mkdir(parents=True, exist_ok=True)
    try:
        return _restore(backup, manifest, into, erasures, now=now)
    except BaseException:
        shutil.rmtree(into.data)  # half a restored installation would be taken for a whole one
        raise


def into_folder(settings: Settings, folder: Path) -> Settings:
    """Give the settings of the place to restore into: another data folder, and the SQLite file in it."""
    is_sqlite = settings.database_address.startswith("sqlite")
    return replace(settings, data=folder, database_url="" if is_sqlite else settings.database_url, erasures_path=None)


def _restore(backup: Path, manifest: Manifest, into: Settings, erasures: Path, *, now: datetime) -> Restored:
    if (backup / "files").is_dir():
        shutil.copytree(backup / "files", into.files_folder)
    _bring_database(backup, manifest, into)
    database = Database.at(into.database_address)
    try:
        migrating.upgrade(database.engine)
        n_erasures = _erase_again(database, erasures, manifest, into, now=now)
        n_events = _require_whole_trail(database)
    finally:
        database.close()
    if erasures.is_file():
        shutil.copyfile(erasures, into.erasures_file)
    return Restored(manifest=manifest, n_erasures=n_erasures, n_events=n_events)


def _require_empty(place: Settings) -> None:
    if place.data.exists() and any(place.data.iterdir()):
        raise Refused(f"{place.data} is not empty. Restore into a new folder, look at it, then swap the folders.")
    if not place.database_address.startswith("sqlite"):
        database = Database.at(place.database_address)
        with database.engine.connect() as connection:
            tables = inspect(connection).get_table_names()
        database.close()
        if tables:
            raise Refused("CONSULT_DATABASE_URL names a database that has tables. Make an empty one and name that.")


def _bring_database(backup: Path, manifest: Manifest, into: Settings) -> None:
    address = make_url(into.database_address)
    is_sqlite = address.get_backend_name() == "sqlite"
    if is_sqlite != (manifest.database == SQLITE_COPY):
        raise Refused("The backup is of another kind of database than CONSULT_DATABASE_URL names. Set it to match.")
    if not is_sqlite:
        run_postgresql_tool("pg_restore", address, "--no-owner", "--exit-on-error", str(backup / manifest.database))
        return
    target = Path(str(address.database))
    shutil.copyfile(backup / manifest.database, target)
    with closing(sqlite3.connect(target)) as copied:
        answer = copied.execute("PRAGMA integrity_check").fetchone()[0]
        broken = copied.execute("PRAGMA foreign_key_check").fetchone()
    if answer != "ok" or broken:
        raise Refused("The database in the backup is damaged. Use another backup.")


def _erase_again(database: Database, erasures: Path, manifest: Manifest, into: Settings, *, now: datetime) -> int:
    load_shelf("actions")  # a room's eraser registers itself when its actions are imported
    with database.transaction() as session:
        _remove_files(session, erasures, into)
        n_erasures = apply_erasures(session, erasures, now=now)
        record(
            session,
            Happening.BACKUP_RESTORED,
            stream="installation",
            subject="installation",
            actor=SYSTEM,
            at=now,
            files=len(manifest.parts),
            made_at=manifest.made_at,
        )
    return n_erasures


def _remove_files(session: Session, erasures: Path, into: Settings) -> None:
    """Take the bytes of erased uploads out of the restored folder, while the rows still say which they are."""
    erased = {each.ref_id for each in erasures_in(erasures) if each.kind == IMPORTED_FILE}
    for stored in session.scalars(select(StoredFile).where(StoredFile.id.in_(erased))):
        shared = select(StoredFile.id).where(StoredFile.digest == stored.digest, StoredFile.id.not_in(erased))
        if session.scalar(shared.limit(1)) is None:
            remove(into.files_folder, stored.digest)


def _require_whole_trail(database: Database) -> int:
    with database.transaction(writing=False) as session:
        verdict = verify(session)
    if verdict.first_break is not None:
        broken = verdict.first_break
        raise Refused(f"The audit trail in the backup is broken at {broken.stream} {broken.seq}: {broken.sentence}.")
    return verdict.n_events
