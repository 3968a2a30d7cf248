"""How long people wait for their receipt when many send at once: an open loop against a real server on this machine.

    python benchmarks/load.py [--rate 33] [--rate 600] [--seconds 20] [--processes 2]

People's drafts are filled in beforehand; what is timed is pressing the button until the answer that leads to the
receipt, counted from the moment at which the press was due, so that a server that falls behind cannot hide it. Half-way
a backup is made. At the end every receipt is looked for. Whoever is turned away (503) is timed apart: at ten times what
the server can do, that answer must come soon, and hold the words that were sent. Beside the waits, which other programs
on the machine lengthen, stands what one press cost the web processes in processor time. Only this machine is asked.
"""

from __future__ import annotations

import argparse
import http.client
import os
import re
import socket
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
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

MOST_WAITING = 1500
WORDS = "The bus must stop at the school."
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
            words = {QuestionKind.OPEN_TEXT: WORDS, QuestionKind.SCALE: "4"}
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


@dataclass(frozen=True, slots=True)
class Pressed:
    """What became of one press: seconds since it was due, the status, and when to come again."""

    wait: float
    status: int
    again: int = 0
    keeps_words: bool = False


def request_of(number: int, body: str, cookie: str) -> bytes:
    """Write one press as a browser does; the words ride along as a field that the page does not have."""
    return (
        f"POST {CHECK} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nSec-Fetch-Site: same-origin\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\nCookie: {cookie}\r\n"
        f"X-Forwarded-For: 10.{number // 65536}.{number // 256 % 256}.{number % 256}\r\n\r\n{body}"
    ).encode()


def press(port: int, request: bytes, due: float) -> Pressed:
    """Press one button, and look at what comes back."""
    came = b""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=LONGEST_WAIT_SECONDS) as line:
            line.sendall(request)
            while part := line.recv(65536):
                came += part
    except OSError:
        return Pressed(time.perf_counter() - due, 0)
    again = re.search(rb"\nRetry-After: (\d+)", came)
    status = int(came[9:12] or 0)
    return Pressed(time.perf_counter() - due, status, int(again.group(1)) if again else 0, WORDS.encode() in came)


def processor_seconds(processes: list[int]) -> float:
    """Add up the processor time that these processes have used."""
    ticks = 0
    for number in processes:
        fields = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def run(place: Place, *, rate: int, seconds: int) -> tuple[list[Pressed], int, float]:
    """Let buttons be pressed at a rate, whether or not the server keeps up: what came, what is stored, what it cost."""
    database = Database.at(place.address)
    consultation_id, drafts = drafts_in(database, rate * seconds)
    cookie, token = token_of(place.port)
    hidden = {"csrf_token": token, "checked_again": "yes", "website": "", "aside": WORDS}
    requests = [
        request_of(number, urlencode(hidden | {"submission_key": key}), f"{cookie}; draft_{consultation_id}={draft}")
        for number, (draft, key) in enumerate(drafts)
    ]
    settings, now = place.settings(), datetime.now(UTC)
    copying = threading.Timer(seconds / 2, lambda: back_up(settings, database, folder=settings.backups_folder, now=now))
    copying.start()
    used = processor_seconds(place.answering())
    with ThreadPoolExecutor(MOST_WAITING) as people:
        begun, asked = time.perf_counter(), []
        for number, request in enumerate(requests):
            due = begun + number / rate
            time.sleep(max(due - time.perf_counter(), 0))
            asked.append(people.submit(press, place.port, request, due))
        answers = [one.result() for one in asked]
    used = processor_seconds(place.answering()) - used
    copying.join()
    with database.transaction(writing=False) as session:
        n_stored = session.scalar(select(func.count()).select_from(Response)) or 0
    database.close()
    return answers, n_stored, used


def _p95(waits: list[float]) -> float:
    return 1000 * (statistics.quantiles(waits, n=20)[18] if len(waits) > 1 else sum(waits))


def row(rate: int, answers: list[Pressed], n_stored: int, used: float) -> str:
    """Tell one rate in one line.

    Raises:
        AssertionError: a receipt without a response, a response without a receipt, or a no that lost the words.
    """
    served = [one.wait for one in answers if one.status == 303]
    refused = [one for one in answers if one.status == 503]
    others = Counter(one.status for one in answers if one.status not in {303, 503})
    assert len(served) == n_stored, f"{len(served)} receipts, {n_stored} responses, {others}"
    assert all(one.keeps_words and one.again for one in refused), "a no without the words, or without a time"
    p50 = 1000 * statistics.median(served or [0])
    worst = 1000 * max(served or [0])
    cells = (rate, len(answers), len(served), round(p50), round(_p95(served)), GOALS.get(rate, "–"), round(worst))
    more = (
        len(refused),
        round(_p95([one.wait for one in refused])),
        max((one.again for one in refused), default="–"),
        sum(others.values()),
        f"{1000 * used / len(answers):.1f}",
    )
    return " ".join(f"{cell:>8}" for cell in (*cells, *more))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rate", type=int, action="append")
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--processes", type=int, default=2)
    told = parser.parse_args()
    places.N_PROCESSES = told.processes
    names = ("a second", "pressed", "receipts", "p50 ms", "p95 ms", "goal", "worst")
    more = ("503", "503 p95", "again s", "others", "cpu ms")
    print(" ".join(f"{name:>8}" for name in names + more))
    for rate in told.rate or (33, 60):
        with tempfile.TemporaryDirectory() as folder:
            place = Place(folder=Path(folder) / "data")
            place.make()
            place.start()
            try:
                answers, n_stored, used = run(place, rate=rate, seconds=told.seconds)
            finally:
                place.stop()
        print(row(rate, answers, n_stored, used), flush=True)


if __name__ == "__main__":
    main()
