"""Looks at an installation and says, line by line, what is right, what is wrong, and what to do about it."""

import os
import shutil
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from consult.jobs.models import Job
from consult.jobs.queries import job_counts
from consult.jobs.rules import JobState
from consult.kernel.errors import ConsultError
from consult.kernel.words import count_of
from consult.post.models import Mail
from consult.post.queries import mail_counts
from consult.post.rules import MailState
from consult.settings import Settings
from consult.storage.engine import Database
from consult.upkeep import migrating
from consult.upkeep.backup import backups_in, read_manifest
from consult.upkeep.nightly import last_proof
from consult.web.assets import is_built

SMALLEST_FREE_SHARE = 0.05
OLDEST_BACKUP = timedelta(hours=26)  # a day, and a little for a late night
LONGEST_WAIT = timedelta(minutes=15)
OLDEST_PROOF = timedelta(days=32)
_PATIENCE_SECONDS = 5


class Verdict(StrEnum):
    """How one thing stands."""

    GOOD = "good"
    WATCH = "watch"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What was found about one thing, and what to do when it is not good."""

    about: str
    verdict: Verdict
    sentence: str


def check_installation(settings: Settings, *, now: datetime) -> Iterator[Finding]:
    """Look at the data folder, the disk, the database, the migrations, the jobs, the mail and the backups."""
    yield _settings(settings)
    yield _assets()
    yield _folder(settings)
    yield _disk(settings)
    yield from _database(settings, now)
    yield _mail_server(settings)
    yield _backups(settings, now)
    yield _proof(settings, now)


def look_at_installation(session: Session, settings: Settings, *, now: datetime) -> Iterator[Finding]:
    """Look at what a page can look at in no time: not at every row, and at no other machine."""
    yield _settings(settings)
    yield _disk(settings)
    yield _jobs(session, now)
    yield _mails(session, now)
    yield _backups(settings, now)
    yield _proof(settings, now)


def _good(about: str, sentence: str) -> Finding:
    return Finding(about=about, verdict=Verdict.GOOD, sentence=sentence)


def _watch(about: str, sentence: str) -> Finding:
    return Finding(about=about, verdict=Verdict.WATCH, sentence=sentence)


def _wrong(about: str, sentence: str) -> Finding:
    return Finding(about=about, verdict=Verdict.WRONG, sentence=sentence)


def _settings(settings: Settings) -> Finding:
    if not settings.is_production:
        return _watch("settings", "CONSULT_DEMO is set: this is a demonstration, not an installation for the public.")
    return _good("settings", f"complete, for {settings.base_url}.")


def _assets() -> Finding:
    if not is_built():
        return _wrong("styles and scripts", "they are missing. In a checkout run ./do assets; else install again.")
    return _good("styles and scripts", "built.")


def _folder(settings: Settings) -> Finding:
    if not settings.data.is_dir():
        return _wrong("data folder", f"{settings.data} does not exist. Make it, and run consult migrate.")
    if not os.access(settings.data, os.R_OK | os.W_OK | os.X_OK):
        return _wrong("data folder", f"{settings.data} cannot be written. Give it to the user that runs Consult.")
    if settings.is_production and settings.data.stat().st_mode & 0o007:
        return _watch("data folder", f"{settings.data} can be read by every user here. Run chmod o-rwx {settings.data}")
    return _good("data folder", f"{settings.data} can be written.")


def _disk(settings: Settings) -> Finding:
    existing = next(path for path in (settings.data, *settings.data.parents) if path.exists())
    usage = shutil.disk_usage(existing)
    share, free = usage.free / usage.total, usage.free / 1024**3
    if share < SMALLEST_FREE_SHARE:
        return _wrong("disk", f"only {share:.0%} ({free:.1f} GB) is free. Free some space before people lose theirs.")
    return _good("disk", f"{share:.0%} ({free:.1f} GB) is free.")


def _database(settings: Settings, now: datetime) -> Iterator[Finding]:
    if not settings.database_url and not (settings.data / "consult.sqlite3").is_file():
        yield _wrong("database", "there is none yet. Run consult migrate.")
        return
    database = Database.at(settings.database_address)
    try:
        yield _whole(database)
        yield _migrations(database)
        with database.transaction(writing=False) as session:
            for look in (_jobs, _mails):
                yield look(session, now)
    except (SQLAlchemyError, OSError) as error:
        yield _wrong("database", f"it cannot be used ({type(error).__name__}). Look at CONSULT_DATABASE_URL.")
    finally:
        database.close()


def _whole(database: Database) -> Finding:
    with database.transaction(writing=False) as session:
        if not database.is_sqlite:
            session.execute(text("SELECT 1"))
            return _good("database", "PostgreSQL answers.")
        answer = session.scalar(text("PRAGMA quick_check"))
        broken = session.execute(text("PRAGMA foreign_key_check")).first()
    if answer != "ok" or broken:
        return _wrong("database", "SQLite finds damage in it. Stop Consult and restore the last good backup.")
    return _good("database", "SQLite finds no damage in it.")


def _migrations(database: Database) -> Finding:
    current, head = migrating.current(database.engine), migrating.head()
    if current == head:
        return _good("migrations", f"at the last one, {head}.")
    if current is not None and current not in migrating.numbers():
        return _wrong("migrations", f"the database is at {current}, newer than this Consult. Install the newer one.")
    return _wrong("migrations", f"the database is at {current or 'none'} and should be at {head}. Run consult migrate.")


def _jobs(session: Session, now: datetime) -> Finding:
    late = select(Job.id).where(Job.state == JobState.WAITING, Job.not_before < now - LONGEST_WAIT).limit(1)
    if session.scalar(late) is not None:
        return _wrong(
            "jobs", "work has waited for over a quarter of an hour. Is consult serve or consult work running?"
        )
    failed = job_counts(session)[JobState.FAILED]
    if failed:
        return _watch("jobs", f"{count_of(failed, 'job')} failed for good. Their pages say why.")
    return _good("jobs", "none waits too long and none failed.")


def _mails(session: Session, now: datetime) -> Finding:
    late = select(Mail.id).where(Mail.state == MailState.WAITING, Mail.not_before < now - LONGEST_WAIT).limit(1)
    if session.scalar(late) is not None:
        return _wrong("mails", "a mail has waited for over a quarter of an hour. Look at the mail server's settings.")
    failed = mail_counts(session)[MailState.FAILED]
    if failed:
        return _watch("mails", f"{count_of(failed, 'mail')} could not be sent in the last 30 days.")
    return _good("mails", "none waits too long and none failed.")


def _mail_server(settings: Settings) -> Finding:
    if settings.notify_api_key:
        return _good("mail server", f"mails go through {settings.notify_base_url}.")
    if not settings.mail_host:
        return _watch("mail server", f"none is set; mails are written to {settings.outbox_folder}.")
    try:
        with socket.create_connection((settings.mail_host, settings.mail_port), timeout=_PATIENCE_SECONDS):
            return _good("mail server", f"{settings.mail_host} answers.")
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return _wrong("mail server", f"{settings.mail_host}:{settings.mail_port} does not answer ({reason}).")


def _backups(settings: Settings, now: datetime) -> Finding:
    not_good: Callable[[str, str], Finding] = _wrong if settings.is_production else _watch
    found = backups_in(settings.backups_folder)
    if not found:
        return not_good("backups", f"there is none in {settings.backups_folder}. Run consult backup, each night.")
    try:
        age = now - read_manifest(found[0]).made_at
    except ConsultError as error:
        return not_good("backups", error.sentence)
    hours = int(age.total_seconds() // 3600)
    if age > OLDEST_BACKUP:
        return not_good("backups", f"the last one is {count_of(hours, 'hour')} old. Run consult backup, each night.")
    return _good("backups", f"the last one is {count_of(hours, 'hour')} old; keep a copy on another machine.")


def _proof(settings: Settings, now: datetime) -> Finding:
    proof = last_proof(settings)
    if proof is None:
        return _watch("last verified restore", "none yet. Run consult restore --verify, or set CONSULT_BACKUP_AT.")
    days = (now - proof.at).days
    how = "restored aside and found whole" if proof.is_restored else "compared with its digests"
    told = f"{proof.backup} was {how}, {count_of(days, 'day')} ago."
    if now - proof.at > OLDEST_PROOF:
        return _watch("last verified restore", f"{told} Run consult restore --verify on the last one.")
    return _good("last verified restore", told)
