"""How long the page "who answered" takes over many responses, and how many questions it puts to the database.

    python benchmarks/reach.py [--responses 1000 100000]

The database is a SQLite file with our settings. The page is asked for as an officer's browser does: with the session,
the alerts, every group, ward and channel, and the template. Goal: a constant number of statements, and under 300 ms
over 100,000 responses.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import event, insert

from consult.accounts.actions import start_sign_in
from consult.accounts.rules import Role
from consult.accounts.views.entrance import SEEN
from consult.app import create_app
from consult.consultations.actions import record_opening
from consult.demo.makers.accounts import make_account
from consult.demo.makers.consultations import OPENS_AT, make_consultation, make_group
from consult.demo.makers.outreach import make_consultee
from consult.kernel.clock import HandClock
from consult.places.models import District, Ward
from consult.responses.models import Response
from consult.responses.rules import Channel, OnBehalfOf, PublishAs, Timeliness
from consult.settings import Settings
from consult.storage.ddl import create_schema
from consult.storage.discovery import load_shelf
from consult.storage.engine import Database

NOW = OPENS_AT + timedelta(days=14)
DISTRICTS, WARDS, CONSULTEES, ROUNDS = 10, 69, 40, 15
GROUPS = ("parent", "pupil", "teacher", "headteacher", "governor", "resident")


def main() -> None:
    """Measure each size and print one line for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--responses", type=int, nargs="+", default=[1_000, 100_000])
    load_shelf("models")
    print(f"{'responses':>10} {'statements':>11} {'median ms':>10} {'fastest ms':>11} {'processor ms':>13}")
    for n in parser.parse_args().responses:
        print(measure(n))


def measure(n: int) -> str:
    """Ask for the page of one consultation, in a database of its own."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data=Path(folder), secret_key="s" * 40, base_url="http://localhost", is_production=False)
        database = Database.at(settings.database_address)
        with database.engine.begin() as connection:
            create_schema(connection)
        app = create_app(settings, clock=HandClock(NOW), database=database)
        address, token = fill(database, n)
        times, processor, statements = ask(app, database, address, token)
        database.close()
    middle, spent = statistics.median(times), statistics.median(processor)
    return f"{n:>10,} {statements:>11} {middle:>10.1f} {min(times):>11.1f} {spent:>13.1f}"


def fill(database: Database, n: int) -> tuple[str, str]:
    """Make a consultation with wards, consultees and ``n`` responses; return the page's address and a session."""
    draw = random.Random(1)  # noqa: S311 - nothing secret: the rows must come out the same every time
    with database.transaction() as session:
        groups = [make_group(session, code=code, name=code.title(), answering_as=f"a {code}") for code in GROUPS]
        districts = [District(code=f"D{place}", name=f"District {place}") for place in range(DISTRICTS)]
        wards = [
            Ward(code=f"W{place}", name=f"Ward {place}", district=districts[place % DISTRICTS], population=15_000)
            for place in range(WARDS)
        ]
        session.add_all([*districts, *wards])
        consultation = make_consultation(session)
        record_opening(session, consultation=consultation, now=OPENS_AT)
        for place in range(CONSULTEES):
            make_consultee(session, consultation=consultation, now=NOW, name=f"Consultee {place}")
        officer = make_account(session, role=Role.OFFICER)
        session.flush()
        session.execute(insert(Response), [_row(draw, place, consultation.id, groups, wards) for place in range(n)])
        address = f"/desk/consultations/{consultation.id}/record/reach"
        return address, start_sign_in(session, account=officer, now=NOW)


def _row(draw, place, consultation_id, groups, wards):  # type: ignore[no-untyped-def]  # one row as a dict
    at = OPENS_AT + timedelta(minutes=draw.randrange(14 * 24 * 60))
    return {
        "consultation_id": consultation_id,
        "reference": f"R{place:09}",
        "secret_hash": "x",
        "public_number": f"P{place}",
        "submission_key": f"K{place}",
        "channel": draw.choice(list(Channel)),
        "timeliness": Timeliness.LATE if place % 50 == 0 else Timeliness.IN_TIME,
        "received_at": at,
        "received_on": at.date(),
        "recorded_at": at,
        "group_id": draw.choice(groups).id,
        "ward_id": draw.choice(wards).id if place % 12 else None,
        "on_behalf_of": OnBehalfOf.SELF,
        "publish_as": PublishAs.WITHOUT_NAME,
    }


def ask(app: Flask, database: Database, address: str, token: str) -> tuple[list[float], list[float], int]:
    """Ask for the page again and again; return its times by the clock and by the processor, and its statements."""
    counted: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *given: counted.append(given[2]))
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"], cookie[SEEN] = token, int(NOW.timestamp())
    times, processor = [], []
    for _round in range(ROUNDS + 1):
        counted.clear()
        began, spent = time.perf_counter(), time.process_time()
        answer = client.get(address)
        times.append((time.perf_counter() - began) * 1000)
        processor.append((time.process_time() - spent) * 1000)
        assert answer.status_code == 200, answer.status_code
    return times[1:], processor[1:], len(counted)


if __name__ == "__main__":
    main()
