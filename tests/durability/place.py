"""A real installation to be mistreated: its database, its web processes and its job worker, and ways to kill them."""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import uuid
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import make_url, text

from consult.demo.makers.consultations import make_consultation
from consult.settings import Settings
from consult.storage.engine import Database, make_engine
from consult.upkeep import migrating

PATIENCE_SECONDS = 60
N_PROCESSES = 2
SLUG = "durable"
START_AS_USUAL = "from consult.cli import main; main()"


@dataclass(slots=True)
class Place:
    """One installation in a folder, on SQLite or on a PostgreSQL database of its own.

    Args:
        redis: what counts and carries for several machines.
        broken: the name of a deliberate fault in ``broken.py``, or nothing.
    """

    folder: Path
    server: str = ""
    broken: str = ""
    redis: str = ""
    port: int = 0
    address: str = field(init=False, default="")
    web: subprocess.Popen[bytes] | None = field(init=False, default=None)
    worker: subprocess.Popen[bytes] | None = field(init=False, default=None)

    def make(self) -> None:
        """Make the database, with one consultation that is open for a day yet."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.port = self.port or free_port()
        self.address = self._on_server() if self.server else f"sqlite:///{self.folder / 'consult.sqlite3'}"
        database = Database.at(self.address)
        migrating.upgrade(database.engine)
        now = datetime.now(UTC)
        with database.transaction() as session:
            consultation = make_consultation(
                session, title="Durable", opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=1)
            )
            consultation.slug = SLUG
        database.close()

    def share(self, other: Place) -> None:
        """Be another machine of the same installation: its database, a folder and an address of one's own."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.port = self.port or free_port()
        self.address = other.address

    def settings(self) -> Settings:
        """The settings that the processes run with."""
        return Settings.from_environment(self.environment())

    def start(self) -> None:
        """Start what is not running, as systemd would, and wait until the site answers."""
        if self.web is None or self.web.poll() is not None:
            line = ["serve", "--port", str(self.port), "--processes", str(N_PROCESSES), "--workers", "0"]
            self.web = self._run(line)
        if self.worker is None or self.worker.poll() is not None:
            self.worker = self._run(["work", "--workers", "1"])
        self.wait_until_it_answers()

    def stop(self) -> None:
        """End everything."""
        for process in (self.web, self.worker):
            if process is not None and process.poll() is None:
                process.send_signal(signal.SIGTERM)
        for process in (self.web, self.worker):
            if process is not None:
                with suppress(subprocess.TimeoutExpired):
                    process.wait(PATIENCE_SECONDS / 2)
                process.kill()
                process.wait()
        self.web = self.worker = None

    def drop(self) -> None:
        """Drop the database on the server."""
        if self.server and self.address:
            root = make_engine(self.server).execution_options(isolation_level="AUTOCOMMIT")
            with root.connect() as connection:
                connection.execute(text(f'DROP DATABASE IF EXISTS "{make_url(self.address).database}" WITH (FORCE)'))
            root.dispose()

    def answering(self) -> list[int]:
        """The web processes that answer: the children of the master, or the only one there is."""
        return self.children() or ([self.web.pid] if self.web is not None else [])

    def children(self) -> list[int]:
        """The children of the master of the web processes."""
        if self.web is None:
            return []
        with suppress(OSError):
            listed = Path(f"/proc/{self.web.pid}/task/{self.web.pid}/children").read_text()
            return [int(number) for number in listed.split()]
        return []

    def mistreat(self, chance: random.Random) -> str:
        """Kill or stop one process, and say which and how."""
        who = chance.choices(("child", "master", "worker"), weights=(6, 1, 3))[0]
        how = chance.choices((signal.SIGKILL, signal.SIGTERM, signal.SIGSTOP), weights=(6, 2, 2))[0]
        children = self.children()
        known = {"master": self.web, "worker": self.worker}.get(who)
        target = known.pid if known is not None else chance.choice(children) if children else None
        if target is None:
            return "nobody"
        with suppress(ProcessLookupError):
            os.kill(target, how)
            if how is signal.SIGSTOP:
                time.sleep(chance.uniform(0.1, 1.0))
                os.kill(target, signal.SIGCONT)
        if known is not None and how is not signal.SIGSTOP:
            known.wait(PATIENCE_SECONDS)
            self.start()
        return f"{who} {how.name}"

    def wait_until_it_answers(self) -> None:
        """Wait for the first answer.

        Raises:
            AssertionError: there is none in time.
        """
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            with (
                suppress(OSError),
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5) as answer,
            ):
                if answer.status == 200:
                    return
            time.sleep(0.05)
        raise AssertionError("the site did not come up")

    def _run(self, line: list[str]) -> subprocess.Popen[bytes]:
        code = f"from tests.durability.broken import start; start({self.broken!r})" if self.broken else START_AS_USUAL
        with (self.folder / "log.txt").open("ab") as log:
            return subprocess.Popen(  # noqa: S603 - our own code
                [sys.executable, "-c", code, *line],
                env=os.environ | self.environment(),
                cwd=Path(__file__).parents[2],
                stdout=log,
                stderr=log,
            )

    def environment(self) -> dict[str, str]:
        """The settings of this place, as a process of its own reads them."""
        return {
            "CONSULT_DEMO": "yes",
            "CONSULT_DATA": str(self.folder),
            "CONSULT_DATABASE_URL": self.address,
            "CONSULT_REDIS_URL": self.redis,
            "CONSULT_SECRET_KEY": "d" * 40,
            "CONSULT_BASE_URL": f"http://127.0.0.1:{self.port}",
            "CONSULT_TRUSTED_PROXIES": "1",  # so that each submitter has an address of its own
        }

    def _on_server(self) -> str:
        name = f"consult_durable_{uuid.uuid4().hex[:12]}"
        root = make_engine(self.server).execution_options(isolation_level="AUTOCOMMIT")
        with root.connect() as connection:
            connection.execute(text(f"CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING 'UTF8'"))
        root.dispose()
        return make_url(self.server).set(database=name).render_as_string(hide_password=False)


def free_port() -> int:
    """Find a port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
