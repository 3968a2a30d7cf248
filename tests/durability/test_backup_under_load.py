"""A backup that is made while people send comes back with everyone who had their receipt before it began."""

import random
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from consult.storage.engine import Database
from consult.upkeep.nightly import back_up
from consult.upkeep.restoring import into_folder, restore_backup
from tests.durability.browser import Browser, Sent, respond
from tests.durability.judging import judge, stored_in
from tests.durability.place import PATIENCE_SECONDS, Place

pytestmark = pytest.mark.durability
N_PEOPLE = 4
N_BEFORE = 12


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    made = Place(folder=tmp_path / "data")
    made.make()
    made.start()
    yield made
    made.stop()


def test_every_receipt_from_before_the_backup_is_in_it(place: Place, tmp_path: Path) -> None:
    sent: list[Sent] = []
    is_over = threading.Event()
    people = [threading.Thread(target=send_on, args=(place, number, sent, is_over)) for number in range(N_PEOPLE)]
    for person in people:
        person.start()
    wait_for(lambda: len(sent) >= N_BEFORE)
    before, settings = list(sent), place.settings()
    database = Database.at(place.address)
    backup, _manifest = back_up(settings, database, folder=settings.backups_folder, now=datetime.now(UTC))
    wait_for(lambda: len(sent) >= len(before) + N_PEOPLE)  # nobody had to stop for it
    is_over.set()
    for person in people:
        person.join(PATIENCE_SECONDS)
    database.close()
    into = into_folder(settings, tmp_path / "new")
    restore_backup(backup, into=into, erasures=settings.erasures_file, now=datetime.now(UTC))
    back = Database.at(into.database_address)
    with back.transaction(writing=False) as session:
        stored, trail = stored_in(session)
    back.close()
    early = {one.marker for one in before}
    verdict = judge(before, [row for row in stored if row.marker in early], trail=trail)
    assert all(one.reference for one in before)
    assert verdict.is_clean, verdict


def send_on(place: Place, number: int, sent: list[Sent], is_over: threading.Event) -> None:
    chance, turn = random.Random(number), 0  # noqa: S311 - what a browser does need not be secret
    while not is_over.is_set():
        turn += 1
        until = time.monotonic() + PATIENCE_SECONDS
        browser = Browser(port=place.port, address=f"10.7.{number}.{turn}", chance=chance, until=until)
        sent.append(respond(browser, f"b{number}x{turn}"))


def wait_for(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if is_so():
            return
        time.sleep(0.05)
    raise AssertionError("it took too long")
