"""Whoever has the database, its log, its backups and our logs, but no key shares, guesses no better than chance.

The attack tries every order that the tables, their pages and PostgreSQL's own columns could betray. Of 20 polls of 25
voters a chance guess gets one right in each, on average: 20 in all, with variance 20. More than 42 right would happen
by chance less than once in 100,000 runs.
"""

import logging
import random
import sqlite3
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, text

from consult.audit.models import AuditEvent
from consult.demo.makers.accounts import make_account
from consult.demo.makers.elections import make_contest, make_election, make_poll
from consult.elections.actions import close_box, open_box
from consult.elections.models import CodeSpend, OpenedPapers, SealedBallot
from consult.storage.ddl import create_schema
from consult.storage.discovery import load_shelf
from consult.storage.engine import Database

OPENS = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)
N_POLLS, N_VOTERS, MOST_RIGHT = 20, 25, 42


def test_no_order_in_the_tables_joins_a_voter_to_a_ballot(session, officer):
    right = {"scan": 0, "commitments": 0, "spends": 0}
    chance = random.Random(20_260_504)  # noqa: S311 - the order in which people happen to vote
    for _ in range(N_POLLS):
        election = make_election(session, by_id=officer.id, opens_at=OPENS)
        contest = make_contest(session, election=election, by_id=officer.id)
        poll = make_poll(session, contest=contest, by_id=officer.id, n_voters=N_VOTERS)
        order = list(range(N_VOTERS))
        chance.shuffle(order)
        truth = {poll.cast(session, place, 1 + place % 3).commitment: place for place in order}
        here = {"contest": contest.id}
        boxes = session.scalars(text("SELECT commitment FROM sealed_ballots WHERE contest_id = :contest"), here).all()
        roll = session.scalars(text("SELECT id FROM roll_entries WHERE contest_id = :contest"), here).all()
        place_of = {entry.id: place for place, entry in enumerate(poll.entries)}
        guesses = {
            "scan": [place_of[entry] for entry in roll],
            "commitments": [place_of[entry] for entry in sorted(roll)],
            "spends": list(range(N_VOTERS)),
        }
        for name, guess in guesses.items():
            right[name] += sum(truth[box] == place for box, place in zip(boxes, guess, strict=True))
    assert max(right.values()) <= MOST_RIGHT, right


def test_on_postgresql_the_close_leaves_one_transaction_for_all_rows(session, poll, officer):
    if session.get_bind().dialect.name != "postgresql":
        pytest.skip("SQLite keeps no number of the transaction beside a row")
    for place in range(8):
        poll.cast(session, place, 1)
    before = {row[0] for row in session.execute(text("SELECT xmin::text FROM sealed_ballots"))}
    close_box(session, contest=poll.contest, by_id=officer.id, now=poll.contest.election.closes_at)
    after = {row[0] for row in session.execute(text("SELECT xmin::text FROM sealed_ballots"))}
    assert len(before) == 8
    assert len(after) == 1
    assert after == {row[0] for row in session.execute(text("SELECT xmin::text FROM code_spends"))}


def test_no_event_and_no_log_line_tells_of_a_ballot(session, poll, caplog):
    events = session.scalars(select(AuditEvent.id)).all()
    with caplog.at_level(logging.DEBUG, logger="consult"):
        code = poll.code(0)
        receipt = poll.cast(session, 0, 2, 1)
    assert session.scalars(select(AuditEvent.id)).all() == events
    said = " ".join(record.getMessage() for record in caplog.records if record.name.startswith("consult"))
    assert code not in said
    assert receipt.commitment not in said


def test_opening_keeps_no_way_back_to_the_sealed_ballots(session, poll, officer):
    for place in range(9):
        poll.cast(session, place, 1 + place % 3)
    after = poll.contest.election.closes_at
    close_box(session, contest=poll.contest, by_id=officer.id, now=after)
    open_box(
        session, contest=poll.contest, codes=dict(list(poll.holder_codes.items())[:2]), by_id=officer.id, now=after
    )
    columns = {column.name for column in OpenedPapers.__table__.columns}
    assert columns == {"contest_id", "preferences", "number"}
    rows = session.execute(text("SELECT preferences, number FROM opened_papers")).all()
    assert sorted(tuple(row) for row in rows) == [("1", 3), ("2", 3), ("3", 3)]


def test_the_write_ahead_log_is_emptied_once_the_box_is_sealed(tmp_path):
    from consult.elections.jobs import leave_no_trace
    from consult.kernel.clock import HandClock

    load_shelf("models")
    path = tmp_path / "votes.sqlite3"
    database = Database.at(f"sqlite:///{path}")
    with database.engine.begin() as connection:
        create_schema(connection)
    with database.transaction() as session:
        by_id = make_account(session).id
        election = make_election(session, by_id=by_id, opens_at=OPENS)
        poll = make_poll(session, contest=make_contest(session, election=election, by_id=by_id), by_id=by_id)
    for place in range(6):
        with database.transaction() as session:
            poll.cast(session, place, 1)
    with database.transaction() as session:
        contest = session.merge(poll.contest)
        close_box(session, contest=contest, by_id=by_id, now=OPENS + timedelta(days=8))
    log = path.with_name("votes.sqlite3-wal")
    assert log.stat().st_size > 0

    class Context:
        def __init__(self):
            self.database = database
            self.clock = HandClock(OPENS)

    leave_no_trace(Context(), contest_id=1)
    assert log.stat().st_size == 0
    database.close()
    with sqlite3.connect(path) as raw:
        assert raw.execute("SELECT count(*) FROM sealed_ballots").fetchone() == (6,)


def test_codes_and_roll_cannot_be_joined_without_the_secret_key(session, poll):
    from consult.elections.codes import code_for, hash_of_code

    poll.cast(session, 0, 1)
    spent = session.scalars(select(CodeSpend.code_hash)).one()
    reference = poll.contest.reference

    def joined_with(key):
        codes = {
            hash_of_code(code_for(entry.id, issue=1, contest=reference, key=key), contest=reference, key=key): entry.id
            for entry in poll.entries
        }
        return codes.get(spent)

    assert joined_with(poll.key) == poll.entries[0].id  # the installation can: it has to, to end a code
    assert joined_with(b"a guess") is None
    assert len(session.scalars(select(SealedBallot)).all()) == 1
