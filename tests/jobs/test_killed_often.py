"""A real analysis whose worker is killed again and again leaves, in the end, what an undisturbed one leaves.

How often is set by CONSULT_JOB_KILLS (12 when it is not set; 500 on demand).
"""

import os
import random
import shutil
import signal
import sqlite3
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import DateTime

from consult.analysis.actions import start_run
from consult.analysis.pipeline import find_themes
from consult.demo.makers.analysis import make_responses
from consult.demo.makers.consultations import make_consultation
from consult.jobs.engine import JobEngine
from consult.jobs.rules import LEASE, TRIES
from consult.kernel.clock import HandClock
from consult.storage.db import Base, UtcDateTime
from consult.storage.ddl import create_schema
from consult.storage.engine import Database

pytestmark = pytest.mark.durability
KILLS = int(os.environ.get("CONSULT_JOB_KILLS", "12"))
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
OF_THE_WORK_ITSELF = {"jobs", "audit_events", "audit_heads"}  # they tell of each try, and are meant to
PATIENCE_SECONDS = 120
assert find_themes  # its libraries are loaded here, before the forks, so that a try takes a second and not ten


@pytest.fixture
def ordered(settings) -> Path:
    """A database in which an analysis has been ordered and nothing of it done."""
    settings.data.mkdir()
    database = Database.at(settings.database_address)
    with database.engine.begin() as connection:
        create_schema(connection)
    with database.transaction() as session:
        consultation = make_consultation(session)
        make_responses(session, consultation=consultation, now=NOW)
        start_run(session, consultation=consultation, question=consultation.questions[0], by_id=None, now=NOW)
    database.close()
    return settings.data / "consult.sqlite3"


def try_once(file: Path, settings, *, number: int, kill_after: float | None) -> tuple[bool, float]:
    """Let a worker of its own do what is due; say whether it was killed before it was done, and how long it took."""
    begun = time.monotonic()
    process = os.fork()
    if process == 0:
        database = Database.at(f"sqlite:///{file}")
        clock = HandClock(NOW + number * (2 * LEASE + timedelta(minutes=40)))  # whoever held it is given up
        JobEngine(database=database, clock=clock, settings=settings).run_due()
        os._exit(0)
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(process, signal.SIGKILL)
    _pid, status = os.waitpid(process, 0)
    return os.WIFSIGNALED(status), time.monotonic() - begun


def left_in(file: Path) -> tuple[str, int]:
    """A digest of everything that the work left, without the moments at which it did, and how many themes there are."""
    digest = sha256()
    with closing(sqlite3.connect(file)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        for table in Base.metadata.sorted_tables:
            if table.name in OF_THE_WORK_ITSELF:
                continue
            columns = [
                f'"{column.name}"' for column in table.columns if not isinstance(column.type, UtcDateTime | DateTime)
            ]
            if columns:
                rows = database.execute(f'SELECT {", ".join(columns)} FROM "{table.name}"')  # noqa: S608 - our own names
                digest.update(repr((table.name, sorted(map(repr, rows)))).encode())
        return digest.hexdigest(), database.execute("SELECT count(*) FROM themes").fetchone()[0]


def test_a_worker_that_is_killed_again_and_again_leaves_the_same_as_one_that_is_not(ordered, settings, tmp_path):
    chance = random.Random(500)  # noqa: S311 - when to kill need not be secret
    undisturbed = shutil.copy(ordered, tmp_path / "undisturbed.sqlite3")
    _killed, seconds = try_once(Path(undisturbed), settings, number=0, kill_after=None)
    wanted, n_themes = left_in(Path(undisturbed))
    assert n_themes > 1
    n_kills, n_rounds, begun = 0, 0, time.monotonic()
    while n_kills < KILLS:
        file, number = Path(shutil.copy(ordered, tmp_path / f"round-{n_rounds}.sqlite3")), 0
        while number < TRIES - 1 and n_kills < KILLS:
            was_killed, _seconds = try_once(file, settings, number=number, kill_after=chance.uniform(0, seconds))
            number += 1
            n_kills += was_killed
            assert left_in(file)[1] in {0, n_themes}, "half of the themes are shown"
            if not was_killed:
                break
        try_once(file, settings, number=number, kill_after=None)
        assert left_in(file)[0] == wanted, f"round {n_rounds} ended otherwise after {number} tries"
        file.unlink()
        n_rounds += 1
        assert time.monotonic() - begun < PATIENCE_SECONDS + KILLS * 20 * seconds
    assert n_kills >= KILLS
