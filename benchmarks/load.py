"""How long people wait for their receipt when many send at once: an open loop against a real server on this machine.

    python benchmarks/load.py [--rate 33] [--seconds 20] [--processes 2]

People's drafts are filled in beforehand; what is timed is pressing the button until the answer that leads to the
receipt, counted from the moment at which the press was due, so that a server that falls behind cannot hide it. Half-way
a backup is made. At the end every receipt is looked for. Only this machine is asked.
"""

from __future__ import annotations

import argparse
import http.client
import re
import statistics
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

from consult.consultations.models import Consultation
from consult.consultations.rules import QuestionKind
from consult.responses.actions.drafts import begin_draft
from consult.responses.models import Response
from consult.storage.engine import Database
from consult.upkeep.nightly import back_up
from tests.durability import place as places
from tests.durability.browser import CHECK, START
from tests.durability.place import SLUG, Place

MOST_WAITING = 400
LONGEST_WAIT_SECONDS = 60
GOALS = {33: 150, 60: 250}


def drafts_in(database: Database, n: int) -> tuple[int, list[tuple[str, str]]]:
    """Fill in ``n`` drafts; give the consultation's number, and each one's key and submission key."""
    with database.transaction() as session:
        consultation = session.scalars(select(Consultation).where(Consultation.slug == SLUG)).one()
        fields = {
            "group": [str(consultation.groups_asked[0].group_id)],
            "behalf": ["self"],
            "publish": ["not_published"],
        }
        for question in consultation.questions:
            words = {QuestionKind.OPEN_TEXT: "The bus must stop at the school.", QuestionKind.SCALE: "4"}
            fields[f"q{question.id}"] = [words.get(question.kind) or str(question.choices[0].id)]
        begun = [
            begin_draft(session, consultation=consultation, now=datetime.now(UTC), mode="all", fields=fields)
            for _person in range(n)
        ]
        return consultation.id, [(one.key, one.draft.submission_key) for one in begun]


def token_of(port: int) -> tuple[str, str]:
    """Open the first page once, and give the cookie and the token that everyone here shares."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=LONGEST_WAIT_SECONDS)
    line.request("GET", START)
    came = line.getresponse()
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', came.read().decode())
    assert token is not None
    return (came.headers.get("Set-Cookie") or "").split(";")[0], token.group(1)


def press(port: int, number: int, body: str, cookie: str, due: float) -> tuple[float, int]:
    """Press one button and give the seconds since it was due, and the status."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=LONGEST_WAIT_SECONDS)
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": cookie,
        "X-Forwarded-For": f"10.{number // 65536}.{number // 256 % 256}.{number % 256}",
    }
    try:
        line.request("POST", CHECK, body, headers)
        status = line.getresponse().status
    except (OSError, http.client.HTTPException):
        status = 0
    finally:
        line.close()
    return time.perf_counter() - due, status


def run(place: Place, *, rate: int, seconds: int) -> tuple[list[float], Counter[int], int]:
    """Let buttons be pressed at a rate, whether or not the server keeps up; give waits, statuses and what is stored."""
    database = Database.at(place.address)
    consultation_id, drafts = drafts_in(database, rate * seconds)
    cookie, token = token_of(place.port)
    hidden = {"csrf_token": token, "checked_again": "yes", "website": ""}
    settings, now = place.settings(), datetime.now(UTC)
    copying = threading.Timer(seconds / 2, lambda: back_up(settings, database, folder=settings.backups_folder, now=now))
    copying.start()
    with ThreadPoolExecutor(MOST_WAITING) as people:
        begun, asked = time.perf_counter(), []
        for number, (key, submission_key) in enumerate(drafts):
            due = begun + number / rate
            time.sleep(max(due - time.perf_counter(), 0))
            body = urlencode(hidden | {"submission_key": submission_key})
            asked.append(
                people.submit(press, place.port, number, body, f"{cookie}; draft_{consultation_id}={key}", due)
            )
        answers = [one.result() for one in asked]
    copying.join()
    with database.transaction(writing=False) as session:
        n_stored = session.scalar(select(func.count()).select_from(Response)) or 0
    database.close()
    return [wait for wait, _status in answers], Counter(status for _wait, status in answers), n_stored


def _p95(waits: list[float]) -> float:
    return statistics.quantiles(waits, n=20)[18]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rate", type=int, action="append")
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--processes", type=int, default=2)
    told = parser.parse_args()
    places.N_PROCESSES = told.processes
    names = ("a second", "pressed", "receipts", "stored", "p50 ms", "p95 ms", "goal", "worst")
    print(" ".join(f"{name:>8}" for name in names))
    for rate in told.rate or (33, 60):
        with tempfile.TemporaryDirectory() as folder:
            place = Place(folder=Path(folder) / "data")
            place.make()
            place.start()
            try:
                waits, statuses, n_stored = run(place, rate=rate, seconds=told.seconds)
            finally:
                place.stop()
        p50, p95, worst = (1000 * value for value in (statistics.median(waits), _p95(waits), max(waits)))
        cells = (rate, len(waits), statuses[303], n_stored, round(p50), round(p95), GOALS.get(rate, "–"), round(worst))
        print(" ".join(f"{cell:>8}" for cell in cells))
        assert statuses[303] == n_stored, f"receipts and responses differ: {statuses}"


if __name__ == "__main__":
    main()
