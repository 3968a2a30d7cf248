"""Somebody who copies everything after each vote – database, write-ahead log, backup, our logs – but has no key share.

They see that a code was spent and a ballot came in; that stands in the threat model. They must not learn whose code it
was without the secret key, nor what the ballot says without two key codes. Each guess below is made for 200 voters of
eight polls, 25 each. By chance 8 of the guesses of who are right (more than 24 happens once in a million runs), and a
third of the guesses of what (more than 101 of 200: less than once in a million).
"""

import logging
import random
import sqlite3
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from consult.demo.makers.accounts import make_account
from consult.demo.makers.elections import make_contest, make_election, make_poll
from consult.elections.actions import cast_ballot, close_box, draw_nonce, open_box
from consult.elections.codes import hash_of_code
from consult.elections.jobs import leave_no_trace
from consult.elections.models import Contest
from consult.jobs.context import JobContext
from consult.kernel.references import read_secret_code
from consult.settings import Settings
from consult.storage.ddl import create_schema
from consult.storage.discovery import load_shelf
from consult.storage.engine import Database
from consult.upkeep.backup import copy_database

OPENS = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)
N_POLLS, N_VOTERS, N_CHOICES = 8, 25, 3
MOST_WHO, MOST_WHAT = 24, 101


class Spy:
    """Copies everything after each vote, and reads only copies."""

    def __init__(self, path: Path, folder: Path) -> None:
        self.path, self.folder, self.n_copies = path, folder, 0
        self.settings = cast("Settings", SimpleNamespace(database_address=f"sqlite:///{path}"))

    def copy(self) -> dict[str, bytes]:
        """Everything there is at one moment, by its name."""
        self.n_copies += 1
        folder = self.folder / str(self.n_copies)
        folder.mkdir(parents=True)
        taken = {"file": self.path.read_bytes(), "log": self.path.with_name(f"{self.path.name}-wal").read_bytes()}
        copy_database(self.settings, folder)
        taken["backup"] = b"".join(each.read_bytes() for each in sorted(folder.iterdir()))
        for each in folder.iterdir():
            each.unlink()
        return taken

    def rows(self, asked: str, *given: object) -> list[tuple[str, ...]]:
        """What a table says, in the order in which it lies there."""
        with closing(sqlite3.connect(self.path)) as raw:
            return raw.execute(asked, given).fetchall()


@pytest.fixture
def database(tmp_path):
    load_shelf("models")
    made = Database.at(f"sqlite:///{tmp_path / 'votes.sqlite3'}")
    with made.engine.begin() as connection:
        create_schema(connection)
    yield made
    made.close()


def test_copies_of_everything_after_each_vote_tell_neither_who_nor_what(database, tmp_path, caplog):
    spy, chance = Spy(tmp_path / "votes.sqlite3", tmp_path / "copies"), random.Random(20_260_505)  # noqa: S311 - when people vote
    caplog.set_level(logging.DEBUG, logger="consult")
    who, what, with_key = Counter[str](), Counter[str](), 0
    for _ in range(N_POLLS):
        poll, by_id = _poll(database)
        truth = _vote(database, poll, spy, chance)
        for name, places in _guesses_of_who(spy, poll, truth).items():
            who[name] += sum(came.place == place for came, place in zip(truth, places, strict=True))
        with_key += sum(came.place == _owner_by_key(poll, came.code_hash) for came in truth)
        sealed = dict(spy.rows("SELECT commitment, sealed FROM sealed_ballots WHERE contest_id = ?", poll.contest.id))
        for came in truth:
            for name, choice in _guesses_of_what(came.commitment, sealed[came.commitment], came.grew_by).items():
                what[name] += choice == came.choice
        _read_after_opening(database, poll, spy, by_id, truth)
    assert with_key == N_POLLS * N_VOTERS, "with the secret key the same copies name everyone: the spy sees enough"
    assert max(who.values()) <= MOST_WHO, who
    assert max(what.values()) <= MOST_WHAT, what
    said = "\n".join(record.getMessage() for record in caplog.records)
    assert not [poll.code(place) for place in range(N_VOTERS) if poll.code(place) in said]


class Came:
    """One vote as it truly was, and by how many bytes the write-ahead log grew with it."""

    def __init__(self, place: int, choice: int, nonce: str, *, commitment: str, code_hash: str, grew_by: int) -> None:
        self.place, self.choice, self.nonce = place, choice, nonce
        self.commitment, self.code_hash, self.grew_by = commitment, code_hash, grew_by


def _poll(database: Database):
    with database.transaction() as session:
        by_id = make_account(session).id
        contest = make_contest(session, election=make_election(session, by_id=by_id, opens_at=OPENS), by_id=by_id)
        poll = make_poll(session, contest=contest, by_id=by_id, n_voters=N_VOTERS)
        codes = [poll.code(place) for place in range(N_VOTERS)]
    return SimpleNamespace(
        contest=SimpleNamespace(id=contest.id, reference=contest.reference),
        codes=codes,
        code=codes.__getitem__,
        key=poll.key,
        holder_codes=poll.holder_codes,
        ids=[entry.id for entry in poll.entries],
    ), by_id


def _vote(database: Database, poll: SimpleNamespace, spy: Spy, chance: random.Random) -> list[Came]:
    order = list(range(N_VOTERS))
    chance.shuffle(order)
    truth, before = [], len(spy.copy()["log"])
    for place in order:
        choice, nonce = chance.randint(1, N_CHOICES), draw_nonce()
        with database.transaction() as session:
            receipt = cast_ballot(
                session, code=poll.code(place), preferences=(choice,), nonce=nonce, key=poll.key, now=OPENS
            )
        taken = spy.copy()
        _require_silent(taken, code=poll.code(place), nonce=nonce)
        code_hash = hash_of_code(read_secret_code(poll.code(place)), contest=poll.contest.reference, key=poll.key)
        assert code_hash.encode() in taken["log"] + taken["file"], "the spy sees which code was spent"
        seen = {"commitment": receipt.commitment, "code_hash": code_hash, "grew_by": len(taken["log"]) - before}
        truth.append(Came(place, choice, nonce, **seen))
        before = len(taken["log"])
    return truth


def _require_silent(taken: dict[str, bytes], *, code: str, nonce: str) -> None:
    """No copy holds the code as it was typed or read, or the nonce that would let a choice be tried out."""
    words = (code.encode(), read_secret_code(code).encode(), nonce.encode(), bytes.fromhex(nonce))
    for name, content in taken.items():
        assert not any(word in content for word in words), f"the {name} tells a code or a nonce"


def _guesses_of_who(spy: Spy, poll: SimpleNamespace, truth: list[Came]) -> dict[str, list[int]]:
    """Whom each ballot, in the order in which they came, may belong to: by every order that the tables have."""
    place_of = {number: place for place, number in enumerate(poll.ids)}
    here = poll.contest.id
    roll = [place_of[row[0]] for row in spy.rows("SELECT id FROM roll_entries WHERE contest_id = ?", here)]
    codes = [row[0] for row in spy.rows("SELECT code_hash FROM ballot_codes WHERE contest_id = ?", here)]
    boxes = [row[0] for row in spy.rows("SELECT commitment FROM sealed_ballots WHERE contest_id = ?", here)]
    by_box = dict(zip(boxes, roll, strict=True))
    by_code = dict(zip(codes, roll, strict=True))
    return {
        "as the roll lies": roll,
        "as names stand on the roll": list(range(N_VOTERS)),
        "the last on the roll first": roll[::-1],
        "box and roll in their orders": [by_box[came.commitment] for came in truth],
        "codes and roll in their orders": [by_code[came.code_hash] for came in truth],
        "by the digest of the number on the roll": sorted(range(N_VOTERS), key=lambda place: poll.ids[place]),
    }


def _owner_by_key(poll: SimpleNamespace, code_hash: str) -> int:
    """Whose code was spent, for somebody who has the installation's secret key beside the copies."""
    hashes = [hash_of_code(read_secret_code(code), contest=poll.contest.reference, key=poll.key) for code in poll.codes]
    return hashes.index(code_hash)


def _guesses_of_what(commitment: str, sealed: str, grew_by: int) -> dict[str, int]:
    """What a ballot may say, by all that can be seen of it without a key."""
    content = bytes.fromhex(sealed)
    return {
        "first byte": 1 + content[0] % N_CHOICES,
        "last byte": 1 + content[-1] % N_CHOICES,
        "sum of the bytes": 1 + sum(content) % N_CHOICES,
        "bits set": 1 + sum(byte.bit_count() for byte in content) % N_CHOICES,
        "length": 1 + len(content) % N_CHOICES,
        "commitment": 1 + int(commitment, 16) % N_CHOICES,
        "growth of the log": 1 + (grew_by // 4096) % N_CHOICES,
    }


def _read_after_opening(database: Database, poll: SimpleNamespace, spy: Spy, by_id: int, truth: list[Came]) -> None:
    """After the opening there are as many rows as choices, the nonces are nowhere, and the log is empty."""
    after = OPENS + timedelta(days=8)
    with database.transaction() as session:
        contest = session.get_one(Contest, poll.contest.id)
        close_box(session, contest=contest, by_id=by_id, now=after)
    with database.transaction() as session:
        contest = session.get_one(Contest, poll.contest.id)
        open_box(session, contest=contest, codes=dict(list(poll.holder_codes.items())[:2]), by_id=by_id, now=after)
    opened = spy.rows("SELECT preferences, number FROM opened_papers WHERE contest_id = ?", poll.contest.id)
    assert dict(opened) == {str(choice): n for choice, n in Counter(came.choice for came in truth).items()}
    for content in spy.copy().values():
        assert not [came for came in truth if bytes.fromhex(came.nonce) in content or came.nonce.encode() in content]
    leave_no_trace(cast("JobContext", SimpleNamespace(database=database)), contest_id=poll.contest.id)
    assert spy.copy()["log"] == b""
