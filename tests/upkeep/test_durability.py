"""What survives when real processes are killed: everything that was acknowledged, and a site that starts again."""

import os
import random
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select, text

from consult.demo.makers.accounts import make_account
from consult.jobs.models import Job
from consult.storage.engine import Database
from consult.upkeep import migrating

pytestmark = pytest.mark.durability
PATIENCE_SECONDS = 60

WRITER = """
import sys, threading
from datetime import UTC, datetime
from consult.jobs.actions import enqueue
from consult.storage.engine import Database
database, speaking = Database.at(sys.argv[1]), threading.Lock()
def write(writer):
    for number in range(100_000):
        key = f"{sys.argv[2]}:{writer}:{number}"
        with database.transaction() as session:
            enqueue(session, "test.nothing", key=key, now=datetime.now(UTC))
        with speaking:
            print(key, flush=True)
for writer in range(4):
    threading.Thread(target=write, args=(writer,)).start()
"""


@pytest.fixture
def address(tmp_path: Path) -> str:
    data = tmp_path / "data"
    data.mkdir()
    address = f"sqlite:///{data / 'consult.sqlite3'}"
    database = Database.at(address)
    migrating.upgrade(database.engine)
    database.close()
    return address


def test_whatever_was_acknowledged_before_kill_9_is_there(address: str) -> None:
    acknowledged: set[str] = set()
    chance = random.Random(9)  # noqa: S311 - when to kill need not be secret
    for round_number in range(4):
        line = [sys.executable, "-c", WRITER, address, str(round_number)]
        with subprocess.Popen(line, stdout=subprocess.PIPE, text=True) as writer:  # noqa: S603 - our own code
            assert writer.stdout is not None
            for _line in range(chance.randint(20, 60)):
                acknowledged.add(writer.stdout.readline().strip())
            writer.send_signal(signal.SIGKILL)
            acknowledged |= {said for line in writer.stdout.read().splitlines(keepends=True) if (said := whole(line))}
    database = Database.at(address)
    with database.transaction() as session:  # a killed writer keeps nobody out
        stored = set(session.scalars(select(Job.key)))
        assert session.scalar(text("PRAGMA integrity_check")) == "ok"
    database.close()
    assert len(acknowledged) >= 80
    assert acknowledged <= stored


def whole(line: str) -> str:
    """Give a line that was written to its end, or nothing."""
    return line.strip() if line.endswith("\n") else ""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def server(address: str, tmp_path: Path) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """A real ``consult serve`` of a demonstration with an officer in it."""
    database = Database.at(address)
    with database.transaction() as session:
        make_account(session)
    database.close()
    port = free_port()
    environment = os.environ | {
        "CONSULT_DEMO": "yes",
        "CONSULT_DATA": str(tmp_path / "data"),
        "CONSULT_SECRET_KEY": "x" * 40,
        "CONSULT_BASE_URL": f"http://127.0.0.1:{port}",
    }
    line = [sys.executable, "-c", "from consult.cli import main; main()", "serve", "--port", str(port)]
    with subprocess.Popen(line, env=environment, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - ours
        yield process, f"http://127.0.0.1:{port}"
        process.kill()


def status_of(address: str) -> int:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310 - our own server
                return int(answer.status)
        except urllib.error.HTTPError as answer:
            return int(answer.code)
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"{address} did not answer in time")


def test_the_demonstration_prints_ways_in_that_work_and_ends_when_told(
    server: tuple["subprocess.Popen[str]", str],
) -> None:
    process, address = server
    assert process.stdout is not None
    said = process.stdout.readline() + process.stdout.readline()
    link = re.search(r"officer\s+.*(http://127\.0\.0\.1:\d+/sign-in/link/\S+)", said)
    assert link is not None, said
    assert status_of(f"{address}/") == 200
    assert status_of(link.group(1)) == 200
    process.send_signal(signal.SIGTERM)
    assert process.wait(PATIENCE_SECONDS) == 0
