"""Every payload in every text of the city: no page, table, feed, export or file ever runs it in a browser."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Download, Error, Page
from werkzeug.http import parse_options_header
from werkzeug.serving import make_server
from werkzeug.test import TestResponse

from consult.accounts.actions import draw_link
from consult.accounts.rules import Role
from consult.app import create_app
from consult.demo.seeding import seed_demo
from consult.elections.codes import installation_key
from consult.jobs.engine import run_due_jobs_within
from consult.kernel.clock import SystemClock
from consult.storage.ddl import create_schema
from consult.storage.discovery import load_shelf
from consult.storage.engine import Database
from tests.conftest import settings_in
from tests.journeys.city import Shown, holder
from tests.payloads import RUNS
from tests.security.poison import poison
from tests.security.routes import gather

pytestmark = pytest.mark.browser
PLANTED = "document.querySelectorAll('[data-ran], main script, main iframe, main embed, main object').length"
LISTENS = """
window.broken = [];
document.addEventListener("securitypolicyviolation", (event) => window.broken.push(event.violatedDirective));
"""
PAGES = "text/html"


@dataclass(slots=True)
class Walked:
    """What a walk of the poisoned city met: pages and files, one of each shape."""

    app: Flask
    token: str
    cookies: list[Any] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    headers: dict[str, dict[str, str]] = field(default_factory=dict)

    def look(self, address: str, answer: TestResponse) -> None:
        """Note an answer that a person would get."""
        if answer.status_code != 200:
            return
        if answer.mimetype == PAGES:
            self.pages.append(address)
            return
        told = parse_options_header(answer.headers.get("Content-Disposition", ""))[1]
        self.files[address] = (told.get("filename", ""), answer.get_data())
        self.headers[address] = dict(answer.headers)


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walked]:
    """The city with every payload in every text, walked once by a stranger and by one who holds every role."""
    settings = settings_in(tmp_path_factory.mktemp("poisoned"))
    settings.data.mkdir(parents=True, exist_ok=True)
    load_shelf("models")
    database = Database.at(settings.database_address)
    with database.engine.begin() as connection:
        create_schema(connection)
    clock = SystemClock()
    app = create_app(settings, clock=clock, database=database)
    with app.app_context(), database.session(writing=True) as session:
        seed_demo(
            session, now=clock.now(), code_key=installation_key(settings.secret_key), folder=settings.files_folder
        )
        session.commit()
        run_due_jobs_within(session, clock=clock, settings=settings)
        session.commit()
    with database.engine.begin() as connection:
        poison(connection)
    with app.app_context(), database.session(writing=True) as session:
        shown = Shown(app=app, session=session, settings=settings, clock=clock, connection=session.connection())  # type: ignore[arg-type]  # any clock will do
        found = Walked(app=app, token="")
        gather(shown, found.look, alike=1)
        found.token = draw_link(session, account=holder(session, Role.OFFICER), now=clock.now())
        session.commit()
    yield found
    database.engine.dispose()


@pytest.fixture(scope="module")
def served(walked: Walked) -> Iterator[str]:
    """Where the poisoned city is served."""
    server = make_server("127.0.0.1", 0, walked.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join(timeout=10)
    server.server_close()


@pytest.fixture
def window(chromium: Browser, walked: Walked, served: str) -> Iterator[Page]:
    """A page of someone who holds every role; whatever opens a dialog is noted."""
    context: BrowserContext = chromium.new_context(accept_downloads=True)
    context.add_init_script(LISTENS)
    context.add_cookies(walked.cookies)
    page = context.new_page()
    page.set_default_timeout(150_000)
    if not walked.cookies:  # a link signs in once
        page.goto(f"{served}/sign-in/link/{walked.token}")
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url("**/desk")
        walked.cookies = context.cookies()
    page.on("dialog", lambda dialog: pytest.fail(f"a dialog opened: {dialog.message[:80]}"))
    yield page
    context.close()


def test_every_file_says_that_nothing_in_it_may_run(walked: Walked) -> None:
    for address, headers in walked.headers.items():
        assert headers["X-Content-Type-Options"] == "nosniff", address
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy, address
        assert policy.endswith("sandbox"), address
        assert "script-src" not in policy, address
        kind, told = parse_options_header(headers.get("Content-Disposition", ""))
        is_shown = headers["Content-Type"].partition(";")[0] in SHOWN_AS_THEY_ARE
        assert kind == "attachment" or is_shown, f"{address} is {headers['Content-Type']}, shown and not downloaded"
        assert not set(told.get("filename", "")) & set('/\\\r\n\x00"'), address


SHOWN_AS_THEY_ARE = {
    *("application/atom+xml", "application/json", "text/plain", "image/png", "image/jpeg", "audio/mpeg", "audio/ogg"),
    *("application/manifest+json", "image/svg+xml", "text/css", "text/javascript"),
}
"""Kinds that browsers show and, with these headers, never run."""


def go(window: Page, address: str) -> None:
    """Open an address; a file that is saved ends the way to it, and nothing else may."""
    try:
        window.goto(address, wait_until="load")
    except Error as ended:
        if "Download is starting" not in str(ended) and "ERR_ABORTED" not in str(ended):
            raise


def test_no_file_runs_where_it_is_served_or_once_it_is_saved(
    window: Page, walked: Walked, served: str, tmp_path: Path
) -> None:
    counted: Counter[str] = Counter()
    downloads: list[Download] = []
    window.on("download", lambda download: downloads.append(download))  # noqa: PLW0108 - a method of a list cannot be one
    for number, (address, (name, body)) in enumerate(walked.files.items()):
        go(window, f"{served}{address}")
        assert not window.evaluate("window.ran ?? 0"), address
        saved = tmp_path / f"{number}-{Path(name or urlsplit(address).path).name or 'file'}"[:120]
        saved.write_bytes(body)
        go(window, saved.as_uri())
        assert not window.evaluate("window.ran ?? 0"), f"{address}, saved as {saved.name}"
        counted[walked.headers[address]["Content-Type"].partition(";")[0]] += RUNS.encode() in body
    assert downloads, "no file was saved"
    assert counted["text/csv"]
    assert counted["application/json"]
    assert counted["application/atom+xml"]


def test_what_is_looked_for_is_found_when_it_runs(window: Page, tmp_path: Path) -> None:
    bad = tmp_path / "bad.html"
    bad.write_text(f"<img src=x onerror={RUNS}>", encoding="utf-8")
    window.goto(bad.as_uri(), wait_until="load")
    assert window.evaluate("window.ran") == 1


def test_no_page_runs_a_payload(window: Page, walked: Walked, served: str) -> None:
    n_full = 0
    for address in walked.pages:
        answer = window.goto(f"{served}{address}", wait_until="load")
        assert answer is not None
        if answer.status >= 500:  # pages that read what a program stored; see tests/security/test_canaries.py
            continue
        ran, broken, planted = window.evaluate(f"[window.ran ?? 0, window.broken ?? [], {PLANTED}]")
        assert (ran, broken, planted) == (0, [], 0), address
        n_full += RUNS in (window.text_content("main") or "")
    assert n_full > 40, "the payloads were hardly on a page"


def test_every_file_of_the_city_was_met(walked: Walked) -> None:
    kinds = Counter(headers["Content-Type"].partition(";")[0] for headers in walked.headers.values())
    assert {"text/csv", "application/json", "application/atom+xml", "text/plain"} <= set(kinds)
    assert any(kind.endswith("sheet") for kind in kinds), kinds
    assert len(walked.pages) > 100
