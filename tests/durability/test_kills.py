"""What survives when processes are killed at random: every receipt that anyone was shown, once and whole.

How often is set by CONSULT_KILLS (60 when it is not set, shared between SQLite and PostgreSQL where there is one).
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.durability.ordeal import undergo
from tests.durability.place import Place

pytestmark = pytest.mark.durability
SERVER = os.environ.get("CONSULT_TEST_DATABASE_URL", "")
KILLS = int(os.environ.get("CONSULT_KILLS", "60")) // (2 if SERVER else 1)


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    if request.param == "postgresql" and not SERVER:
        pytest.skip("CONSULT_TEST_DATABASE_URL names no server")
    made = Place(folder=tmp_path / "data", server=SERVER if request.param == "postgresql" else "")
    yield made
    made.stop()
    made.drop()


def test_every_receipt_that_was_shown_is_kept_once_and_whole(place: Place) -> None:
    outcome = undergo(place, n_kills=KILLS, least_sent=10)
    assert outcome.n_kills >= KILLS
    assert outcome.n_acknowledged >= 10
    assert outcome.verdict.is_clean, outcome


@pytest.mark.parametrize(
    ("fault", "n_kills", "found"),
    [("early", 6, "lost"), ("forgetful", 0, "repeated"), ("mixed", 0, "wrong_receipts")],
)
def test_the_judge_catches_a_deliberate_fault(fault: str, n_kills: int, found: str, tmp_path: Path) -> None:
    outcome = undergo(Place(folder=tmp_path / "data", broken=fault), n_kills=n_kills, least_sent=12)
    assert getattr(outcome.verdict, found), outcome
