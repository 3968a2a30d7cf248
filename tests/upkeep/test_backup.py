"""What people can rely on of backups: they are whole or say that they are not, and what was erased stays erased."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.accounts.actions import add_account
from consult.accounts.models import Account
from consult.files.actions import store_file
from consult.files.models import StoredFile
from consult.files.queries import open_file
from consult.kernel.clock import HandClock
from consult.kernel.errors import Refused
from consult.settings import Settings
from consult.storage import erasures
from consult.storage.engine import Database
from consult.storage.erasures import Erasure, apply_erasures, erasures_in, note_erasure
from consult.upkeep import migrating
from consult.upkeep.backup import backups_in, make_backup
from consult.upkeep.restoring import into_folder, restore_backup, verify_backup
from tests.conftest import Installed


@pytest.fixture
def live(settings: Settings, clock: HandClock, installed_at: Installed) -> Iterator[Database]:
    """A migrated installation with one account and one file."""
    database = installed_at(settings)
    with database.transaction() as session:
        add_account(session, email="ann@example.com", name="Ann", actor="system", now=clock.now())
        store_file(
            session, folder=settings.files_folder, data=b"words", name="a.txt", media_type="text/plain", now=clock.now()
        )
    yield database
    database.close()


def back_up(settings: Settings, now: datetime) -> Path:
    place, _manifest = make_backup(
        settings, folder=settings.backups_folder, now=now, migration=migrating.head(), version="0"
    )
    return place


def emails_in(settings: Settings) -> list[str]:
    database = Database.at(settings.database_address)
    with database.transaction(writing=False) as session:
        found = list(session.scalars(select(Account.email).order_by(Account.email)))
    database.close()
    return found


def test_what_was_acknowledged_before_the_backup_comes_back(
    live: Database, settings: Settings, clock: HandClock, tmp_path: Path
) -> None:
    with live.session(writing=True) as unfinished:
        add_account(unfinished, email="not@committed.example", name="No", actor="system", now=clock.now())
        place = back_up(settings, clock.now())  # nobody has to stop writing for it
    with live.transaction() as session:
        add_account(session, email="later@example.com", name="Later", actor="system", now=clock.now())
    into = into_folder(settings, tmp_path / "new")
    restored = restore_backup(place, into=into, erasures=settings.erasures_file, now=clock.now())
    assert emails_in(into) == ["ann@example.com"]
    assert restored.n_events == 2
    database = Database.at(into.database_address)
    with database.transaction(writing=False) as session:
        assert open_file(session.scalars(select(StoredFile)).one(), folder=into.files_folder) == b"words"
    database.close()


@pytest.mark.usefixtures("live")
def test_a_damaged_backup_is_refused(settings: Settings, clock: HandClock, tmp_path: Path) -> None:
    place = back_up(settings, clock.now())
    assert verify_backup(place).parts
    [file] = [path for path in (place / "files").rglob("*") if path.is_file()]
    file.write_bytes(b"wards")
    with pytest.raises(Refused, match=f"damaged: files/{file.parent.name}/{file.name}"):
        restore_backup(place, into=into_folder(settings, tmp_path / "new"), erasures=tmp_path / "e", now=clock.now())
    file.unlink()
    with pytest.raises(Refused, match="missing"):
        verify_backup(place)
    assert not (tmp_path / "new").exists()


@pytest.mark.usefixtures("live")
def test_a_backup_with_a_stranger_in_it_or_without_a_manifest_is_refused(settings: Settings, clock: HandClock) -> None:
    place = back_up(settings, clock.now())
    (place / "stranger").write_text("?")
    with pytest.raises(Refused, match="does not name"):
        verify_backup(place)
    (place / "manifest.json").write_text("{")
    with pytest.raises(Refused, match="is not a backup"):
        verify_backup(place)


@pytest.mark.usefixtures("live")
def test_a_backup_of_a_newer_version_is_refused(settings: Settings, clock: HandClock, tmp_path: Path) -> None:
    place = back_up(settings, clock.now())
    manifest = json.loads((place / "manifest.json").read_text())
    (place / "manifest.json").write_text(json.dumps(manifest | {"migration": "9999"}))
    with pytest.raises(Refused, match="newer version"):
        restore_backup(place, into=into_folder(settings, tmp_path / "new"), erasures=tmp_path / "e", now=clock.now())


@pytest.mark.usefixtures("live")
def test_nothing_is_restored_over_something(settings: Settings, clock: HandClock) -> None:
    place = back_up(settings, clock.now())
    with pytest.raises(Refused, match="is not empty"):
        restore_backup(place, into=settings, erasures=settings.erasures_file, now=clock.now())


@pytest.mark.usefixtures("live")
def test_an_interrupted_backup_is_never_taken_for_a_whole_one(settings: Settings, clock: HandClock) -> None:
    place = back_up(settings, clock.now())
    interrupted = place.with_name("consult-20990101T000000Z.partial")
    place.rename(interrupted)
    assert backups_in(settings.backups_folder) == []
    later = back_up(settings, clock.advance(hours=1))
    latest = back_up(settings, clock.advance(hours=1))
    assert backups_in(settings.backups_folder) == [latest, later]


def test_a_backup_without_a_database_says_what_to_do(settings: Settings, clock: HandClock) -> None:
    with pytest.raises(Refused, match="consult migrate"):
        back_up(settings, clock.now())


def test_what_was_erased_after_the_backup_is_erased_again(
    live: Database, settings: Settings, clock: HandClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def erase(session: Session, ref_id: int, _now: datetime) -> None:
        session.get_one(Account, ref_id).name = "erased"

    monkeypatch.setattr(erasures, "_erasers", {"account": erase})
    place = back_up(settings, clock.now())
    with live.transaction(writing=False) as session:
        account_id = session.scalars(select(Account.id)).one()
    note_erasure(settings.erasures_file, Erasure(kind="account", ref_id=account_id, at=clock.now()))
    into = into_folder(settings, tmp_path / "new")
    restored = restore_backup(place, into=into, erasures=settings.erasures_file, now=clock.now())
    assert restored.n_erasures == 1
    database = Database.at(into.database_address)
    with database.transaction(writing=False) as session:
        assert session.scalars(select(Account.name)).one() == "erased"
    database.close()
    assert erasures_in(into.erasures_file) == erasures_in(settings.erasures_file)


def test_an_erasure_that_nobody_can_apply_is_not_passed_over(session: Session, tmp_path: Path) -> None:
    now = datetime(2026, 3, 2, tzinfo=UTC)
    note_erasure(tmp_path / "erasures.jsonl", Erasure(kind="unheard of", ref_id=1, at=now))
    with pytest.raises(ValueError, match="unheard of"):
        apply_erasures(session, tmp_path / "erasures.jsonl", now=now)


@pytest.mark.usefixtures("live")
def test_a_backup_does_not_go_into_another_kind_of_database(
    settings: Settings, clock: HandClock, tmp_path: Path
) -> None:
    place = back_up(settings, clock.now())
    manifest = json.loads((place / "manifest.json").read_text())
    (place / "manifest.json").write_text(json.dumps(manifest | {"database": "consult.pgdump"}))
    into = replace(into_folder(settings, tmp_path / "new"), database_url="")
    with pytest.raises(Refused, match="another kind of database"):
        restore_backup(place, into=into, erasures=tmp_path / "e", now=clock.now())
