"""Fifty people press with one code in the same moment: one ballot, on SQLite and PostgreSQL, round after round.

Rounds: 5, or CONSULT_TEST_ROUNDS. With the law of the table taken away the same test finds more than one ballot.
"""

import os
import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, make_url, select, text

from consult.demo.makers.accounts import make_account
from consult.demo.makers.elections import make_contest, make_election, make_poll
from consult.elections.actions import cast_ballot, draw_nonce
from consult.elections.models import CodeSpend, SealedBallot
from consult.kernel.errors import Busy, Refused
from consult.storage.ddl import create_schema
from consult.storage.discovery import load_shelf
from consult.storage.engine import Database, make_engine

OPENS = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)
ROUNDS = int(os.environ.get("CONSULT_TEST_ROUNDS", "5"))
SERVER = os.environ.get("CONSULT_TEST_DATABASE_URL") or "postgresql+psycopg://postgres@127.0.0.1:5432/postgres"
AT_ONCE = 50


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.services)])
def real(request, tmp_path):
    """A database of its own that really commits."""
    load_shelf("models")
    if request.param == "sqlite":
        database = Database.at(f"sqlite:///{tmp_path / 'votes.sqlite3'}")
        yield _made(database)
        database.close()
        return
    root = make_engine(SERVER).execution_options(isolation_level="AUTOCOMMIT")
    name = f"consult_test_{uuid.uuid4().hex[:12]}"
    with root.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'"))
    database = Database.at(make_url(SERVER).set(database=name))
    yield _made(database)
    database.close()
    with root.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    root.dispose()


def _made(database):
    with database.engine.begin() as connection:
        create_schema(connection)
    return database


def poll_in(database, *, n_voters):
    with database.transaction() as session:
        by_id = make_account(session).id
        election = make_election(session, by_id=by_id, opens_at=OPENS)
        contest = make_contest(session, election=election, by_id=by_id)
        poll = make_poll(session, contest=contest, by_id=by_id, n_voters=n_voters)
        return poll, [poll.code(place) for place in range(n_voters)]


def press_at_once(database, poll, code):
    """Fifty threads cast different ballots with one code; how many were told that theirs is in the box."""
    barrier = threading.Barrier(AT_ONCE)

    def press(number):
        nonce = draw_nonce()
        barrier.wait(30)
        try:
            with database.transaction() as session:
                cast_ballot(session, code=code, preferences=(1 + number % 3,), nonce=nonce, key=poll.key, now=OPENS)
        except (Refused, Busy):  # used already; or no turn to write came in time, and nothing was stored
            return False
        return True

    with ThreadPoolExecutor(AT_ONCE) as threads:
        return sum(threads.map(press, range(AT_ONCE)))


def counts(database):
    with database.transaction(writing=False) as session:
        return tuple(session.scalar(select(func.count()).select_from(table)) for table in (CodeSpend, SealedBallot))


def test_fifty_presses_with_one_code_are_one_ballot(real):
    poll, codes = poll_in(real, n_voters=ROUNDS)
    for number, code in enumerate(codes, start=1):
        assert press_at_once(real, poll, code) == 1
        assert counts(real) == (number, number)


def test_without_the_law_of_the_table_one_code_would_cast_many(real):
    poll, codes = poll_in(real, n_voters=1)
    with real.engine.begin() as connection:
        if real.is_sqlite:
            connection.execute(text("DROP TABLE code_spends"))
            connection.execute(text("CREATE TABLE code_spends (code_hash VARCHAR, contest_id INTEGER, how VARCHAR)"))
        else:
            connection.execute(text("ALTER TABLE code_spends DROP CONSTRAINT pk_code_spends"))
    assert press_at_once(real, poll, codes[0]) > 1


def test_fifty_presses_of_the_same_form_are_one_ballot_and_one_receipt(real):
    poll, codes = poll_in(real, n_voters=1)
    nonce, receipts = draw_nonce(), []
    barrier = threading.Barrier(AT_ONCE)

    def press(_number):
        barrier.wait(30)
        with real.transaction() as session:
            given = {"code": codes[0], "preferences": (2, 1), "nonce": nonce, "key": poll.key, "now": OPENS}
            receipts.append(cast_ballot(session, **given).commitment)

    with ThreadPoolExecutor(AT_ONCE) as threads:
        list(threads.map(press, range(AT_ONCE)))
    assert len(receipts) == AT_ONCE
    assert len(set(receipts)) == 1
    assert counts(real) == (1, 1)
