"""Two hundred people who send at once for ten minutes, while an export, a backup and an analysis run again and again.

    python benchmarks/crowd.py [--people 200] [--minutes 10] [--pause 5] [--server postgresql+psycopg://…]

Each person fills a form in (some seconds), presses the button, waits for the answer, and begins the next one; whoever
is turned away (503) comes again when told to. Nothing may be lost or repeated, and nobody may read that the database
is locked. Waits are of each press that was answered with a receipt. Only this machine is asked.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

from sqlalchemy import func, select

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.load import drafts_in, press, request_of, token_of
from consult.responses.models import Response
from consult.storage.engine import Database
from consult.upkeep.nightly import back_up
from tests.durability.place import SLUG, START_AS_USUAL, Place

FASTEST_PRESSES_A_SECOND = 60


class Crowd:
    """The people, what they hold, and what came back to them."""

    def __init__(self, place: Place, *, database: Database, n_drafts: int) -> None:
        self._place = place
        self._consultation_id, self._drafts = drafts_in(database, n_drafts)
        self._cookie, token = token_of(place.port)
        self._hidden = {"csrf_token": token, "checked_again": "yes", "website": ""}
        self._guard = threading.Lock()
        self.waits: list[float] = []
        self.statuses: Counter[int] = Counter()

    def be_one(self, number: int, *, pause: float, until: float) -> None:
        """Fill in and send, again and again."""
        chance = random.Random(number)  # noqa: S311 - people, not secrets
        time.sleep(chance.uniform(0, pause))
        while time.monotonic() < until:
            with self._guard:
                if not self._drafts:
                    return
                draft, key = self._drafts.pop()
            self._send(number, draft, key, chance)
            time.sleep(chance.uniform(0.5, 1.5) * pause)

    def _send(self, number: int, draft: str, key: str, chance: random.Random) -> None:
        body, cookies = urlencode(self._hidden | {"submission_key": key}), f"draft_{self._consultation_id}={draft}"
        address = number * 1000 + len(self._drafts) % 1000
        while True:
            came = press(self._place.port, request_of(address, body, f"{self._cookie}; {cookies}"), time.perf_counter())
            with self._guard:
                self.statuses[came.status] += 1
                if came.status == 303:
                    self.waits.append(came.wait)
            if came.status not in {0, 503}:
                return
            time.sleep((came.again or 1) + chance.random())


def keep_busy(place: Place, *, database: Database, folder: Path, until: float) -> Counter[str]:
    """Export, analyse and back up by turns, as officers and the night do, until the time is over."""
    done: Counter[str] = Counter()
    settings, environment = place.settings(), place.environment()
    lines = {
        "exports": lambda n: ["export", SLUG, "--into", str(folder / f"export-{n}"), "--format", "csv"],
        "analyses": lambda _n: ["analyse", SLUG, "--question", "1"],
    }
    while time.monotonic() < until:
        for what, line in lines.items():
            command = [sys.executable, "-c", START_AS_USUAL, *line(done[what])]
            ended = subprocess.run(command, env=os.environ | environment, capture_output=True, check=False)
            is_under_way = b"under way" in ended.stderr or b"Another worker" in ended.stderr
            done[what if ended.returncode == 0 or is_under_way else f"{what} that failed"] += not is_under_way
        back_up(settings, database, folder=folder / "backups" / str(done["backups"]), now=datetime.now(UTC))
        done["backups"] += 1
    return done


def main() -> None:
    """Print what became of it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--pause", type=float, default=5, help="seconds that a person takes for a form")
    parser.add_argument("--server", default="")
    told = parser.parse_args()
    seconds = 60 * told.minutes
    n_drafts = int(seconds * min(told.people / told.pause, FASTEST_PRESSES_A_SECOND) * 1.2) + told.people
    with tempfile.TemporaryDirectory() as name:
        place = Place(folder=Path(name) / "data", server=told.server)
        place.make()
        database = Database.at(place.address)
        place.start()
        try:
            crowd = Crowd(place, database=database, n_drafts=n_drafts)
            until = time.monotonic() + seconds
            with ThreadPoolExecutor(told.people + 1) as people:
                beside = people.submit(keep_busy, place, database=database, folder=Path(name), until=until)
                for number in range(told.people):
                    people.submit(crowd.be_one, number, pause=told.pause, until=until)
            done = beside.result()
        finally:
            place.stop()
        with database.transaction(writing=False) as session:
            n_stored = session.scalar(select(func.count()).select_from(Response)) or 0
        n_locked = (place.folder / "log.txt").read_text().count("database is locked")
        database.close()
        place.drop()
    p95 = 1000 * statistics.quantiles(crowd.waits, n=20)[18]
    p50 = 1000 * statistics.median(crowd.waits)
    n = len(crowd.waits)
    print(f"{told.people} people, {told.minutes:g} minutes: {n} receipts, {n_stored} responses, {dict(crowd.statuses)}")
    print(f"p50 {p50:.0f} ms, p95 {p95:.0f} ms (goal 500), worst {1000 * max(crowd.waits):.0f} ms")
    print(f"meanwhile {dict(done)}; 'database is locked' in the log: {n_locked}")
    assert n == n_stored, "receipts and responses differ"
    assert n_locked == 0


if __name__ == "__main__":
    main()
