"""An ordeal: people send, processes die, and at the end the judge looks.

    python -m tests.durability.ordeal --kills 1000 [--broken early]

prints a table for SQLite, and for PostgreSQL where CONSULT_TEST_DATABASE_URL names a server.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, fields
from pathlib import Path

import click

from consult.storage.engine import Database
from tests.durability.browser import Browser, Sent, respond
from tests.durability.judging import Stored, Verdict, judge, stored_in
from tests.durability.place import Place

N_PEOPLE = 6
PATIENCE_SECONDS = 90
LONGEST_PAUSE_SECONDS = 1.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How an ordeal went."""

    verdict: Verdict
    n_kills: int
    n_sent: int
    n_acknowledged: int
    n_stored: int
    n_retries: int
    seconds: float
    how: tuple[tuple[str, int], ...]


def undergo(place: Place, *, n_kills: int, least_sent: int = 0, seed: int = 1) -> Outcome:
    """Let people send while processes are killed, then bring all up once more and judge."""
    begun, chance = time.monotonic(), random.Random(seed)  # noqa: S311 - whom to kill need not be secret
    place.make()
    place.start()
    people = _People(place, seed)
    how: Counter[str] = Counter()
    try:
        people.begin()
        while how.total() < n_kills or len(people.sent) < least_sent:
            time.sleep(chance.uniform(0.05, LONGEST_PAUSE_SECONDS))
            if how.total() < n_kills:
                how[place.mistreat(chance)] += 1
        place.start()
        people.finish()
    finally:
        people.is_over.set()
        place.stop()
    stored, trail = _look(place)
    return Outcome(
        verdict=judge(people.sent, stored, trail=trail),
        n_kills=how.total(),
        n_sent=len(people.sent),
        n_acknowledged=sum(bool(one.reference) for one in people.sent),
        n_stored=len(stored),
        n_retries=people.n_retries,
        seconds=time.monotonic() - begun,
        how=tuple(sorted(how.items())),
    )


class _People:
    """Those who send, each in a thread and one response after the other."""

    def __init__(self, place: Place, seed: int) -> None:
        self.sent: list[Sent] = []
        self.n_retries = 0
        self.is_over = threading.Event()
        self._faults: list[str] = []
        self._threads = [
            threading.Thread(target=self._send_on, args=(place.port, number, seed)) for number in range(N_PEOPLE)
        ]

    def begin(self) -> None:
        """Let everyone begin."""
        for thread in self._threads:
            thread.start()

    def finish(self) -> None:
        """Let everyone finish the response that they are at."""
        self.is_over.set()
        for thread in self._threads:
            thread.join(2 * PATIENCE_SECONDS)
        assert not self._faults, self._faults[0]

    def _send_on(self, port: int, number: int, seed: int) -> None:
        chance = random.Random(f"{seed} {number}")  # noqa: S311 - as above
        for turn in range(1_000_000):
            if self.is_over.is_set():
                return
            address = f"10.{number}.{turn // 250 % 250}.{turn % 250 + 1}"
            browser = Browser(port=port, address=address, chance=chance, until=time.monotonic() + PATIENCE_SECONDS)
            try:
                self.sent.append(respond(browser, f"m{number}x{turn}"))
            except Exception as fault:  # noqa: BLE001 - a thread's fault is told by the one who waits for it
                self._faults.append(f"{type(fault).__name__}: {fault}")
                return
            self.n_retries += browser.n_retries


def _look(place: Place) -> tuple[list[Stored], tuple[str, ...]]:
    database = Database.at(place.address)
    try:
        with database.transaction(writing=False) as session:
            return stored_in(session)
    finally:
        database.close()


def main() -> int:
    """Print the table; end with 1 when something went wrong."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asked.add_argument("--kills", type=int, default=60)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--broken", default="", help="a deliberate fault of broken.py, which must be caught")
    told = asked.parse_args()
    is_clean = True
    names = [field.name for field in fields(Verdict)]
    click.echo(
        " ".join(f"{name:>12}" for name in ("database", "kills", "sent", "shown", "stored", "retries", "s", *names))
    )
    for server in sorted({"", os.environ.get("CONSULT_TEST_DATABASE_URL", "")}):
        with tempfile.TemporaryDirectory() as folder:
            place = Place(folder=Path(folder) / "data", server=server, broken=told.broken)
            try:
                found = undergo(place, n_kills=told.kills, seed=told.seed)
            finally:
                place.drop()
        cells = (place.address.split(":")[0].split("+")[0], found.n_kills, found.n_sent, found.n_acknowledged)
        row = (*cells, found.n_stored, found.n_retries, round(found.seconds))
        click.echo(" ".join(f"{cell:>12}" for cell in (*row, *(len(getattr(found.verdict, name)) for name in names))))
        click.echo(f"{'':13}{', '.join(f'{how} {n}' for how, n in found.how)}")
        is_clean = is_clean and found.verdict.is_clean
    return 0 if is_clean else 1


if __name__ == "__main__":
    sys.exit(main())
