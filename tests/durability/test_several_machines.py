"""Two web machines and two workers on one PostgreSQL and one Redis: a sign-in, a limit and a job are those of all."""

import http.client
import os
import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from sqlalchemy import func, select

from consult.accounts.actions import draw_link
from consult.demo.makers.accounts import make_account
from consult.jobs.models import Job
from consult.jobs.rules import JobState
from consult.post.models import Mail
from consult.storage.engine import Database
from tests.durability.place import Place

pytestmark = pytest.mark.durability
SERVER = os.environ.get("CONSULT_TEST_DATABASE_URL", "")
REDIS = os.environ.get("CONSULT_TEST_REDIS_URL", "")
N_LINKS = 20
PATIENCE_SECONDS = 60


@pytest.fixture
def machines(tmp_path: Path) -> Iterator[tuple[Place, Place]]:
    if not (SERVER and REDIS):
        pytest.skip("CONSULT_TEST_DATABASE_URL and CONSULT_TEST_REDIS_URL name no servers")
    import redis

    redis.Redis.from_url(REDIS).flushdb()
    one = Place(folder=tmp_path / "one", server=SERVER, redis=REDIS)
    one.make()
    other = Place(folder=tmp_path / "other", server=SERVER, redis=REDIS)
    other.share(one)
    with ended_afterwards(one, other):
        one.start()
        other.start()
        yield one, other


class ended_afterwards:  # noqa: N801 - reads as a word in a with statement
    """Ends both machines whatever happens, and drops their database."""

    def __init__(self, *places: Place) -> None:
        self._places = places

    def __enter__(self) -> None:
        pass

    def __exit__(self, *_what: object) -> None:
        for place in self._places:
            place.stop()
        self._places[0].drop()


class Caller:
    """A browser that keeps one cookie and may call at any machine."""

    def __init__(self, address: str) -> None:
        self.address, self.cookie = address, ""

    def ask(self, place: Place, method: str, path: str, **fields: str) -> tuple[int, str, str]:
        line = http.client.HTTPConnection("127.0.0.1", place.port, timeout=20)
        headers = {"X-Forwarded-For": self.address, "Cookie": self.cookie, "Sec-Fetch-Site": "same-origin"}
        if method == "POST":
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        line.request(method, path, urlencode(fields) if method == "POST" else None, headers)
        came = line.getresponse()
        body = came.read().decode()
        for told in came.headers.get_all("Set-Cookie") or ():
            if told.startswith("consult="):
                self.cookie = told.split(";")[0]
        line.close()
        return came.status, urlsplit(came.headers.get("Location") or "").path, body

    def token(self, place: Place, path: str) -> str:
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', self.ask(place, "GET", path)[2])
        assert found is not None
        return found[1]


def test_signed_in_at_one_machine_is_signed_in_at_the_other_and_so_is_signed_out(machines) -> None:
    one, other = machines
    database = Database.at(one.address)
    with database.transaction() as session:
        token = draw_link(session, account=make_account(session), now=datetime.now(UTC))
    officer = Caller("10.1.1.1")
    path = f"/sign-in/link/{token}"
    assert officer.ask(one, "POST", path, csrf_token=officer.token(other, path))[:2] == (303, "/desk")
    assert officer.ask(other, "GET", "/desk")[0] == 200
    old = officer.cookie
    assert officer.ask(other, "POST", "/sign-out", csrf_token=officer.token(one, "/desk"))[0] == 303
    officer.cookie = old
    assert officer.ask(one, "GET", "/desk")[:2] == (303, "/sign-in")
    assert officer.ask(one, "POST", path, csrf_token=officer.token(one, "/sign-in"))[0] == 409, "a link works once"
    database.close()


def test_a_limit_counts_what_is_asked_at_every_machine_and_process(machines) -> None:
    caller = Caller("10.1.1.2")
    token = caller.token(machines[0], "/sign-in")
    statuses = [
        caller.ask(machines[n % 2], "POST", "/sign-in", csrf_token=token, email=f"p{n}@x.example", next="")[0]
        for n in range(22)
    ]
    assert statuses == [303] * 20 + [429] * 2
    assert Caller("10.1.1.3").ask(machines[1], "GET", "/sign-in")[0] == 200


def test_what_is_ordered_at_any_machine_is_done_once_by_whichever_worker(machines) -> None:
    """The worker of one machine is away for the first half, the other's for the second: each does what it can."""
    one, other = machines
    database = Database.at(one.address)
    with database.transaction() as session:
        emails = [make_account(session, email=f"officer{n}@ambleford.example").email for n in range(N_LINKS)]
    for away, half in ((one, emails[: N_LINKS // 2]), (other, emails[N_LINKS // 2 :])):
        there = other if away is one else one
        there.start()
        assert away.worker is not None
        away.worker.terminate()
        away.worker.wait(PATIENCE_SECONDS)
        for n, email in enumerate(half):
            caller, place = Caller(f"10.{there.port % 200}.2.{n}"), machines[n % 2]
            token = caller.token(place, "/sign-in")
            assert caller.ask(place, "POST", "/sign-in", csrf_token=token, email=email)[0] == 303
        wait_for_links(database, emails.index(half[-1]) + 1)
    with database.transaction(writing=False) as session:
        jobs = session.scalars(select(Job).where(Job.name == "accounts.send_link")).all()
        n_mails = session.scalar(select(func.count()).select_from(Mail))
    database.close()
    assert [(job.state, job.attempts) for job in jobs] == [(JobState.DONE, 1)] * N_LINKS
    assert n_mails == N_LINKS


def wait_for_links(database: Database, wanted: int) -> None:
    done = select(func.count()).select_from(Job).where(Job.name == "accounts.send_link", Job.state == JobState.DONE)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        with database.transaction(writing=False) as session:
            n_done = session.scalar(done) or 0
        if n_done >= wanted:
            return
        assert time.monotonic() < deadline, f"{n_done} of {wanted} were done"
        time.sleep(0.2)
