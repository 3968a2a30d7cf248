"""What happens when the disk is full, when a migration is killed, and in which order the disk and the receipt come."""

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from sqlalchemy import func, insert, inspect, select, text
from sqlalchemy.orm import Session

from consult.consultations.models import Consultation
from consult.responses.models import Response
from consult.responses.rules import Channel, OnBehalfOf, PublishAs, Timeliness
from consult.storage.engine import Database
from tests.durability.browser import START, Browser, Sent, hidden_in, respond
from tests.durability.judging import judge, stored_in
from tests.durability.place import Place

pytestmark = pytest.mark.durability
N_ROWS = 100_000
DISK = "24m"
A_PERSONS_PATIENCE_SECONDS = 4
MIGRATION = """
import sys
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Column, Integer
from consult.storage.engine import Database
from consult.upkeep import migrating
with migrating._ready(Database.at(sys.argv[1]).engine) as config:
    operations = Operations(MigrationContext.configure(config.attributes["connection"]))
    print("begun", flush=True)
    with operations.batch_alter_table("responses", recreate="always") as batch:
        batch.add_column(Column("new_column", Integer, nullable=True))
"""


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    made = Place(folder=tmp_path / "data")
    made.make()
    yield made
    made.stop()


def browser(place: Place, *, seconds: float = 60, number: int = 1) -> Browser:
    return Browser(
        port=place.port,
        address=f"10.9.8.{number}",
        chance=random.Random(number),  # noqa: S311 - what a browser does need not be secret
        until=time.monotonic() + seconds,
    )


def found_in(place: Place, sent: list[Sent]) -> None:
    """Let the judge look."""
    database = Database.at(place.address)
    with database.transaction(writing=False) as session:
        assert session.scalar(text("PRAGMA integrity_check")) == "ok"
        stored, trail = stored_in(session)
    database.close()
    verdict = judge(sent, stored, trail=trail)
    assert verdict.is_clean, verdict


def test_residents_behind_a_trusted_proxy_are_counted_one_by_one(place: Place) -> None:
    place.start()
    one = browser(place)
    asked = one.get("/consultations/durable/ask")
    statuses = set()
    for number in range(14):  # five from one address within ten minutes are the most
        one.address = f"10.6.5.{number + 1}"
        statuses.add(one.call("POST", "/consultations/durable/ask", urlencode(hidden_in(asked.body))).status)
    assert statuses == {422}


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_a_response_is_on_the_disk_before_its_receipt_is_on_the_way(place: Place, tmp_path: Path) -> None:
    place.start()
    trace = tmp_path / "trace.txt"
    line = ["strace", "-f", "-y", "-s", "2000", "-e", "trace=fdatasync,fsync,sendto,send,write", "-o", str(trace)]
    line += [part for child in place.children() for part in ("-p", str(child))]
    with subprocess.Popen(line, stderr=subprocess.PIPE, text=True) as tracer:  # noqa: S603 - our own line
        assert tracer.stderr is not None
        attached = tracer.stderr.readline()
        sent = respond(browser(place), "traced")
        tracer.send_signal(signal.SIGINT)
        tracer.wait(30)
    if "attached" not in attached and "Operation not permitted" in attached:
        pytest.skip("strace may not look at other processes here")
    calls = [call for call in trace.read_text(errors="replace").splitlines() if is_telling(call)]
    receipt = next(place for place, call in enumerate(calls) if "303 SEE OTHER" in call and "/respond/receipt" in call)
    answered_before = max((n for n, call in enumerate(calls[:receipt]) if "HTTP/1." in call), default=0)
    assert sent.reference
    assert any("-wal>" in call for call in calls[answered_before:receipt]), calls[answered_before : receipt + 1]


def is_telling(call: str) -> bool:
    """Say whether a call puts something on the disk for good, or sends an answer."""
    return bool(re.search(r"f(data)?sync\(\d+<[^>]*sqlite3-wal>\)\s+= 0", call)) or '"HTTP/1.' in call


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a small disk")
def test_nothing_is_acknowledged_on_a_full_disk_and_all_goes_on_when_there_is_room(tmp_path: Path) -> None:
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", folder], check=False)  # noqa: S603, S607
    if mounted.returncode:
        pytest.skip("this machine lets nobody mount a disk")
    place = Place(folder=folder)
    try:
        place.make()
        place.start()
        sent = [respond(browser(place), "before")]
        fill(folder)
        patience = A_PERSONS_PATIENCE_SECONDS
        sent += [respond(browser(place, seconds=patience, number=2 + number), f"full{number}") for number in range(3)]
        refused = first_answer(place)
        (folder / "ballast").unlink()
        sent.append(respond(browser(place, number=9), "after"))
    finally:
        place.stop()
        assert [one.marker for one in sent if one.reference] == ["before", "after"]
        found_in(place, sent)
        subprocess.run(["umount", folder], check=True)  # noqa: S603, S607
    assert refused.startswith("503"), refused
    assert "no room" in refused


def fill(folder: Path) -> None:
    """Leave not a single page free; the log beside the database may have some room of its own, which is used up."""
    block = b"\0" * 4096
    with (folder / "ballast").open("wb", buffering=0) as ballast:
        try:
            while True:
                ballast.write(block)
        except OSError:
            return


def first_answer(place: Place) -> str:
    """What a person reads who begins to answer now."""
    one = browser(place, number=200)
    page = one.get(START)
    answer = one.call("POST", START, urlencode(hidden_in(page.body) | {"way": "all", "checked_again": "yes"}))
    return f"{answer.status} {answer.body}"


def test_a_migration_that_is_killed_midway_loses_no_row(place: Place) -> None:
    database = Database.at(place.address)
    with database.transaction() as session:
        fill_with_responses(session)
    database.close()
    chance = random.Random(4)  # noqa: S311 - when to kill need not be secret
    for _time in range(5):
        with migration(place) as killed:
            assert killed.stdout is not None
            killed.stdout.readline()
            time.sleep(chance.uniform(0, 0.4))
            killed.kill()
        assert responses_and_columns(place) == (N_ROWS, False)
    with migration(place) as whole:
        assert whole.wait(120) == 0
    assert responses_and_columns(place) == (N_ROWS, True)


def migration(place: Place) -> "subprocess.Popen[str]":
    line = [sys.executable, "-c", MIGRATION, place.address]
    return subprocess.Popen(line, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own code


def responses_and_columns(place: Place) -> tuple[int, bool]:
    """How many responses there are, and whether the new column is."""
    database = Database.at(place.address)
    with database.transaction(writing=False) as session:
        assert session.scalar(text("PRAGMA integrity_check")) == "ok"
        n_rows = session.scalar(select(func.count()).select_from(Response)) or 0
        names = {column["name"] for column in inspect(session.connection()).get_columns("responses")}
    database.close()
    return n_rows, "new_column" in names


def fill_with_responses(session: Session) -> None:
    consultation = session.scalars(select(Consultation)).one()
    assert consultation.opens_at is not None
    session.execute(
        insert(Response),
        [
            {
                "consultation_id": consultation.id,
                "reference": f"R{number:09}",
                "secret_hash": "x",
                "public_number": f"{number:016}",
                "submission_key": f"{number:064}",
                "channel": Channel.WEB,
                "timeliness": Timeliness.IN_TIME,
                "received_at": consultation.opens_at,
                "received_on": consultation.opens_at.date(),
                "recorded_at": consultation.opens_at,
                "on_behalf_of": OnBehalfOf.SELF,
                "publish_as": PublishAs.NOT_PUBLISHED,
            }
            for number in range(N_ROWS)
        ],
    )
