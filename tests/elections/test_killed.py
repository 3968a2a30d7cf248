"""A count that is killed at any stage gives the same sheet when it is run again, and leaves nothing half-done."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from consult.demo.makers.accounts import make_account
from consult.demo.makers.elections import make_contest, make_election, make_poll
from consult.elections.actions import close_box, count_contest, open_box, record_seed
from consult.elections.models import Contest, CountRecord
from consult.elections.rules import ContestState
from consult.storage.ddl import create_schema
from consult.storage.discovery import load_shelf
from consult.storage.engine import Database

OPENS = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)
KILLED = """
import os, sys
from datetime import datetime, UTC
from consult.elections import count as counting
from consult.elections.actions import count_contest
from consult.elections.models import Contest
from consult.storage.discovery import load_shelf
from consult.storage.engine import Database

address, at = sys.argv[1], int(sys.argv[2])
load_shelf("models")
closed = counting._Counting._close

def close(self, action, candidate):
    closed(self, action, candidate)
    if len(self.stages) == at:
        os._exit(9)

counting._Counting._close = close
with Database.at(address).transaction() as session:
    count_contest(session, contest=session.get_one(Contest, 1), by_id=1, now=datetime(2026, 5, 12, tzinfo=UTC))
    session.flush()
    os._exit(9)
"""


@pytest.fixture
def opened(tmp_path):
    """A database on a disk, with a contest whose box is open."""
    load_shelf("models")
    database = Database.at(f"sqlite:///{tmp_path / 'count.sqlite3'}")
    with database.engine.begin() as connection:
        create_schema(connection)
    with database.transaction() as session:
        by_id = make_account(session).id
        election = make_election(session, by_id=by_id, opens_at=OPENS)
        contest = make_contest(session, election=election, by_id=by_id, seats=2)
        names = ("Ann Lee", "Bo Khan", "Cy Adams", "Di Ek", "Ed Fox")
        poll = make_poll(session, contest=contest, by_id=by_id, names=names, n_voters=30)
        firsts = [1] * 8 + [2] * 7 + [3] * 6 + [4] * 5 + [5] * 4
        for place, first in enumerate(firsts):
            poll.cast(session, place, first, *(each for each in (4, 2, 1) if each != first))
        at = election.closes_at + timedelta(minutes=1)
        close_box(session, contest=contest, by_id=by_id, now=at)
        record_seed(session, contest=contest, seed="dice 3", by_id=by_id, now=at)
        open_box(session, contest=contest, codes=dict(list(poll.holder_codes.items())[:2]), by_id=by_id, now=at)
    yield database, f"sqlite:///{tmp_path / 'count.sqlite3'}"
    database.close()


def test_a_count_killed_at_any_stage_gives_the_same_sheet_when_run_again(opened):
    database, address = opened
    for stage in (1, 2, 3, 4, 99):
        done = subprocess.run(  # noqa: S603 - our own script
            [sys.executable, "-c", KILLED, address, str(stage)], check=False, timeout=60, env=dict(os.environ)
        )
        assert done.returncode == 9
        with database.transaction(writing=False) as session:
            assert session.scalar(select(func.count()).select_from(CountRecord)) == 0
            assert session.get_one(Contest, 1).state is ContestState.OPENED
    sheets = []
    for _ in range(2):
        with database.session(writing=True) as session:
            contest = session.get_one(Contest, 1)
            record = count_contest(session, contest=contest, by_id=1, now=OPENS + timedelta(days=8))
            sheets.append((record.sheet, record.papers_sha256))
            session.rollback()
    assert sheets[0] == sheets[1]
    assert len(sheets[0][0]["stages"]) >= 4
