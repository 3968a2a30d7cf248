"""What more web processes give, and what more responses cost.

    python benchmarks/scale.py [--seconds 8] [--server postgresql+psycopg://…] [--sizes 1000 100000] [--only processes]

First table: sixteen people press the button that sends, each as soon as the last receipt came, at 1, 2 and 4 web
processes, on SQLite and (with --server) on PostgreSQL; a press cannot be faster than its sync, so that the processor
time beside it says more on a busy machine than the receipts a second do.

Second table: the pages that people and officers open most, and an export, over one consultation with so many responses.
Statements must not grow with them, time hardly, and the memory of an export not at all.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from urllib.parse import urlencode

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.load import Pressed, drafts_in, press, processor_seconds, request_of, token_of
from benchmarks.restore import fill
from consult.accounts.actions import draw_link
from consult.accounts.rules import Role
from consult.app import create_app
from consult.consultations.models import Consultation
from consult.demo.makers.accounts import make_account
from consult.opendata.exports import responses_file
from consult.opendata.writing import ExportFormat
from consult.settings import Settings
from consult.storage.engine import Database
from consult.upkeep import migrating
from tests.durability import place as places
from tests.durability.place import Place

PEOPLE = 16
MOST_A_SECOND = 150
PROCESSES = (1, 2, 4)


def throughput(place: Place, *, seconds: int) -> tuple[list[Pressed], float, float]:
    """Let people press as soon as they can; give what came, how long it took and the processor time it cost."""
    database = Database.at(place.address)
    consultation_id, drafts = drafts_in(database, MOST_A_SECOND * seconds)
    cookie, token = token_of(place.port)
    hidden = {"csrf_token": token, "checked_again": "yes", "website": ""}
    database.close()
    until = time.perf_counter() + seconds

    def one() -> list[Pressed]:
        came = []
        while drafts and time.perf_counter() < until:
            draft, key = drafts.pop()
            body, held = urlencode(hidden | {"submission_key": key}), f"{cookie}; draft_{consultation_id}={draft}"
            came.append(press(place.port, request_of(len(drafts), body, held), time.perf_counter()))
        return came

    used, begun = processor_seconds(place.answering()), time.perf_counter()
    with ThreadPoolExecutor(PEOPLE) as people:
        answers = [each for asked in [people.submit(one) for _person in range(PEOPLE)] for each in asked.result()]
    return answers, time.perf_counter() - begun, processor_seconds(place.answering()) - used


def print_processes(server: str, *, seconds: int) -> None:
    """Print the first table."""
    print(
        f"{'database':>12} {'processes':>9} {'receipts/s':>10} {'p50 ms':>7} {'p95 ms':>7} {'cpu ms':>7} {'other':>6}"
    )
    for address in ("", server) if server else ("",):
        for n in PROCESSES:
            places.N_PROCESSES = n
            with tempfile.TemporaryDirectory() as folder:
                place = Place(folder=Path(folder) / "data", server=address)
                place.make()
                place.start()
                try:
                    answers, taken, used = throughput(place, seconds=seconds)
                finally:
                    place.stop()
                    place.drop()
            waits = [1000 * one.wait for one in answers if one.status == 303]
            p95 = statistics.quantiles(waits, n=20)[18]
            name = "PostgreSQL" if address else "SQLite"
            print(
                f"{name:>12} {n:>9} {len(waits) / taken:>10.0f} {statistics.median(waits):>7.0f} {p95:>7.0f} "
                f"{1000 * used / len(answers):>7.1f} {len(answers) - len(waits):>6}",
                flush=True,
            )


@contextmanager
def filled(n: int) -> Iterator[tuple[Flask, Database, int, str]]:
    """An installation with so many responses to one consultation; gives its number and name in addresses too."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            data=Path(folder), secret_key="k" * 40, is_production=False, council_name="A council", kept_page_seconds=0
        )
        database, now = Database.at(settings.database_address), datetime.now(UTC)
        migrating.upgrade(database.engine)
        with database.transaction() as session:
            fill(session, n, now=now)
            asked = session.scalars(select(Consultation)).one()
            number, slug = asked.id, asked.slug
        yield create_app(settings, database=database), database, number, slug
        database.close()


def signed_in(app: Flask, database: Database) -> FlaskClient:
    """A browser in which an officer is signed in."""
    with database.transaction() as session:
        officer = make_account(session, role=Role.OFFICER)
        token = draw_link(session, account=officer, now=datetime.now(UTC))
    client = app.test_client()
    page = client.get(f"/sign-in/link/{token}").text
    form = page.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    client.post(f"/sign-in/link/{token}", data={"csrf_token": form})
    return client


def status_of(client: FlaskClient, path: str) -> int:
    """Open a page."""
    return client.get(path).status_code


def measured(database: Database, ask: Callable[[], int]) -> tuple[int, float]:
    """Count the statements of a page, and give the best of its times in milliseconds."""
    asked: list[str] = []

    def hear(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    status = ask()
    assert status == 200, status
    event.listen(database.engine, "before_cursor_execute", hear)
    ask()
    event.remove(database.engine, "before_cursor_execute", hear)
    times = []
    for _time in range(7):
        begun = time.perf_counter()
        ask()
        times.append(time.perf_counter() - begun)
    return len(asked), 1000 * min(times)


def export_in_a_process(database: Database, number: int) -> tuple[float, float, float]:
    """Write the export in a process of its own: seconds, megabytes written, and by how many its memory grew."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        apart = Database.at(str(database.engine.url))
        before, begun, size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter(), 0
        with apart.transaction(writing=False) as session:
            consultation = session.get_one(Consultation, number)
            for piece in responses_file(session, consultation=consultation, name="responses", kind=ExportFormat.CSV):
                size += len(piece)
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
        os.write(write, f"{time.perf_counter() - begun} {size / 1024**2} {grown / 1024}".encode())
        os._exit(0)
    os.waitpid(child, 0)
    seconds, megabytes, grown = map(float, os.read(read, 200).decode().split())
    os.close(read)
    os.close(write)
    return seconds, megabytes, grown


def print_sizes(sizes: list[int]) -> None:
    """Print the second table."""
    rows: dict[str, list[str]] = {}
    for n in sizes:
        with filled(n) as (app, database, number, slug):
            officer, anyone = signed_in(app, database), app.test_client()
            pages = {
                "first page": (anyone, "/"),
                "a consultation": (anyone, f"/consultations/{slug}"),
                "officer: desk": (officer, "/desk"),
                "officer: a consultation": (officer, f"/desk/consultations/{number}"),
                "officer: its responses": (officer, f"/desk/consultations/{number}/responses"),
                "officer: a page far down": (officer, f"/desk/consultations/{number}/responses?page={n // 100}"),
            }
            for name, (client, path) in pages.items():
                said, ms = measured(database, partial(status_of, client, path))
                rows.setdefault(name, []).append(f"{said:>3} statements {ms:>8.1f} ms")
            seconds, megabytes, grown = export_in_a_process(database, number)
            rows.setdefault("export (CSV)", []).append(f"{seconds:>6.1f} s {megabytes:>5.0f} MB, +{grown:.0f} MB held")
    print(f"{'responses':28}" + "".join(f"{n:>30,}" for n in sizes))
    for name, cells in rows.items():
        print(f"{name:28}" + "".join(f"{cell:>30}" for cell in cells))


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=int, default=8)
    parser.add_argument("--server", default=os.environ.get("CONSULT_TEST_DATABASE_URL", ""))
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 100_000])
    parser.add_argument("--only", choices=("processes", "sizes"))
    told = parser.parse_args()
    if told.only != "sizes":
        print_processes(told.server, seconds=told.seconds)
    if told.only != "processes":
        print_sizes(told.sizes)


if __name__ == "__main__":
    main()
