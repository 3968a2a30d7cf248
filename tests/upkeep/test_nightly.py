"""A backup is made each night when its time is set, and brought back to prove it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import time, timedelta

import pytest

from consult.accounts.actions import add_account
from consult.jobs.engine import JobEngine, run_due_jobs
from consult.jobs.queries import job_by_key
from consult.jobs.rules import JobState
from consult.kernel.clock import HandClock
from consult.kernel.errors import Refused
from consult.settings import HalfConfigured, Settings
from consult.storage.engine import Database
from consult.upkeep.backup import SQLITE_COPY, backups_in
from consult.upkeep.nightly import back_up, is_due, last_proof, let_old_ones_go, prove_backup
from tests.conftest import Installed


@pytest.fixture
def nightly(settings: Settings) -> Settings:
    return replace(settings, backup_at=time(2, 15), backups_kept=2)


@pytest.fixture
def live(nightly: Settings, clock: HandClock, installed_at: Installed) -> Iterator[Database]:
    database = installed_at(nightly)
    with database.transaction() as session:
        add_account(session, email="ann@example.com", name="Ann", actor="system", now=clock.now())
    yield database
    database.close()


def test_the_backup_is_due_once_a_night_from_its_time_on(live: Database, nightly: Settings, clock: HandClock) -> None:
    clock.advance(days=1, hours=-(clock.now().hour), minutes=-(clock.now().minute))  # midnight
    assert not is_due(nightly, now=clock.now())
    clock.advance(hours=2, minutes=15)
    assert is_due(nightly, now=clock.now())
    back_up(nightly, live, folder=nightly.backups_folder, now=clock.now())
    assert not is_due(nightly, now=clock.now() + timedelta(hours=20))
    assert is_due(nightly, now=clock.now() + timedelta(days=1))
    assert not is_due(replace(nightly, backup_at=None), now=clock.now())


def test_the_job_makes_a_backup_and_proves_it_by_bringing_it_back(
    live: Database, nightly: Settings, clock: HandClock
) -> None:
    clock.advance(days=1)  # past the time of day, on a day of its own
    JobEngine(database=live, clock=clock, settings=nightly, keeps_alive=False).tick()
    run_due_jobs(live, clock=clock, settings=nightly)
    with live.transaction(writing=False) as session:
        job = job_by_key(session, f"upkeep.back_up@{clock.now():%Y-%m-%d}")
        assert job is not None
        assert job.state is JobState.DONE, job.fault
    proof = last_proof(nightly)
    assert proof is not None
    assert proof.backup == backups_in(nightly.backups_folder)[0].name
    assert proof.is_restored
    assert not list(nightly.data.glob("practice-*"))


def test_a_damaged_backup_is_not_proved(live: Database, nightly: Settings, clock: HandClock) -> None:
    place, _manifest = back_up(nightly, live, folder=nightly.backups_folder, now=clock.now())
    with (place / SQLITE_COPY).open("r+b") as file:
        file.seek(5000)
        file.write(b"\xff" * 10)
    with pytest.raises(Refused, match="damaged"):
        prove_backup(nightly, place, now=clock.now())
    assert last_proof(nightly) is None


def test_the_oldest_go_and_the_proved_one_stays(live: Database, nightly: Settings, clock: HandClock) -> None:
    places = [
        back_up(nightly, live, folder=nightly.backups_folder, now=clock.now() + timedelta(days=number))[0]
        for number in range(4)
    ]
    prove_backup(nightly, places[0], now=clock.now())
    assert let_old_ones_go(nightly) == 1
    assert backups_in(nightly.backups_folder) == [places[3], places[2], places[0]]


def test_a_time_that_is_none_is_refused(tmp_path) -> None:
    given = {"CONSULT_DEMO": "yes", "CONSULT_SECRET_KEY": "x" * 40, "CONSULT_BACKUP_AT": "quarter past two"}
    with pytest.raises(HalfConfigured, match="CONSULT_BACKUP_AT must be a time"):
        Settings.from_environment(given | {"CONSULT_DATA": str(tmp_path)})
