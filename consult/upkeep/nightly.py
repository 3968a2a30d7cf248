"""The nightly round: a backup, a practice restore that proves it, and room made by letting the oldest go."""

import json
import shutil
import tempfile
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, time
from importlib.metadata import version
from pathlib import Path
from zoneinfo import ZoneInfo

from consult.audit.actions import record
from consult.audit.rules import SYSTEM, Happening
from consult.kernel.clock import LONDON
from consult.settings import Settings
from consult.storage.engine import Database
from consult.upkeep import migrating
from consult.upkeep.backup import Manifest, backups_in, make_backup
from consult.upkeep.restoring import into_folder, restore_backup, verify_backup

PROVED = "proved.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """That a backup was brought back and found whole: which, when, and how much of it was tried."""

    backup: str
    at: datetime
    is_restored: bool  # else only its digests were compared


def is_due(settings: Settings, *, now: datetime) -> bool:
    """Say whether the time of day for the nightly backup has come in London, and nobody has made it yet today."""
    if settings.backup_at is None:
        return False
    local = now.astimezone(LONDON)
    if local.time() < settings.backup_at:
        return False
    begun = datetime.combine(local.date(), time(), tzinfo=LONDON)
    made = [path.name for path in backups_in(settings.backups_folder)]
    return not any(name >= f"consult-{begun.astimezone(ZoneInfo('UTC')):%Y%m%dT%H%M%SZ}" for name in made)


def back_up(settings: Settings, database: Database, *, folder: Path, now: datetime) -> tuple[Path, Manifest]:
    """Make a backup while people go on writing, and record that it was made.

    Raises:
        Refused: the disk is full, or PostgreSQL's own tool is missing.
    """
    place, manifest = make_backup(
        settings,
        folder=folder,
        now=now,
        migration=migrating.current(database.engine),
        version=version("consult-platform"),
    )
    with database.transaction() as session:
        record(
            session,
            Happening.BACKUP_MADE,
            stream="installation",
            subject="installation",
            actor=SYSTEM,
            at=now,
            files=len(manifest.parts),
            size=manifest.size,
        )
    return place, manifest


def prove_backup(settings: Settings, backup: Path, *, now: datetime) -> Proof:
    """Bring a backup back into a folder that is thrown away afterwards, and note that it is whole.

    The copy of a PostgreSQL database is proved by its digests only: to bring it back takes an empty database.

    Raises:
        Refused: it is not whole.
    """
    is_sqlite = settings.database_address.startswith("sqlite")
    if is_sqlite:
        with tempfile.TemporaryDirectory(dir=settings.data, prefix="practice-") as scratch:
            into = replace(into_folder(settings, Path(scratch) / "data"), is_production=False)
            restore_backup(backup, into=into, erasures=settings.erasures_file, now=now)
    else:
        verify_backup(backup)
    proof = Proof(backup=backup.name, at=now, is_restored=is_sqlite)
    note_proof(settings, proof)
    return proof


def note_proof(settings: Settings, proof: Proof) -> None:
    """Keep the last proof beside the backups."""
    settings.backups_folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    values = {"backup": proof.backup, "at": proof.at.isoformat(), "is_restored": proof.is_restored}
    (settings.backups_folder / PROVED).write_text(json.dumps(values), encoding="utf-8")


def last_proof(settings: Settings) -> Proof | None:
    """Read when a backup was last proved whole."""
    with suppress(OSError, ValueError, KeyError):
        values = json.loads((settings.backups_folder / PROVED).read_text(encoding="utf-8"))
        at = datetime.fromisoformat(values["at"])
        return Proof(backup=values["backup"], at=at, is_restored=values["is_restored"])
    return None


def let_old_ones_go(settings: Settings) -> int:
    """Delete the oldest backups but the ``backups_kept`` latest, and count them; the last proved one always stays."""
    proof = last_proof(settings)
    old = backups_in(settings.backups_folder)[settings.backups_kept :]
    gone = [path for path in old if proof is None or path.name != proof.backup]
    for path in gone:
        shutil.rmtree(path)
    return len(gone)
