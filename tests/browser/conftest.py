"""A real server with the demonstration city, and Chromium to look at it; all skipped where Chromium is absent."""

import shutil
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

pytest.importorskip("playwright.sync_api")

from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from werkzeug.serving import make_server

from consult.app import create_app
from consult.demo.seeding import seed_demo
from consult.elections.codes import installation_key
from consult.kernel.clock import SystemClock
from consult.settings import Settings
from consult.storage.ddl import create_schema
from consult.storage.discovery import load_shelf
from consult.storage.engine import Database

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
ROOT = Path(__file__).parents[2]
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}


@pytest.fixture(scope="session")
def city(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application of the demonstration city, on a database of its own."""
    data = tmp_path_factory.mktemp("city")
    settings = Settings(
        data=data,
        secret_key="a secret for the browser tests, and for nothing else",  # noqa: S106 - opens nothing
        base_url="http://127.0.0.1",
        is_production=False,
        council_name="Wendlebridge City Council",
        mail_from="consult@wendlebridge.example",
    )
    load_shelf("models")
    database = Database.at(settings.database_address)
    with database.engine.begin() as connection:
        create_schema(connection)
    app = create_app(settings, clock=SystemClock(), database=database)
    with app.app_context(), database.session(writing=True) as session:
        code_key = installation_key(settings.secret_key)
        seed_demo(session, now=datetime.now(UTC), code_key=code_key, folder=settings.files_folder)
        session.commit()
    return app


@pytest.fixture(scope="session")
def address(city: Flask) -> Iterator[str]:
    """Where the city is served."""
    server = make_server("127.0.0.1", 0, city, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join(timeout=10)
    server.server_close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, driven by Playwright."""
    if not Path(CHROMIUM).exists():
        pytest.skip("Chromium is not installed (apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe, which the test packages bring."""
    script = ROOT / "node_modules" / "axe-core" / "axe.min.js"
    if not script.exists():
        pytest.skip("axe-core is not installed (./do assets)")
    return script.read_text("utf-8")


def a_context(chromium: Browser, *, width: dict[str, int], javascript: bool = True) -> BrowserContext:
    """Open a fresh browser window of a size, with or without JavaScript."""
    context = chromium.new_context(viewport=width, java_script_enabled=javascript, locale="en-GB")  # type: ignore[arg-type] - a plain dict of the two sizes
    context.set_default_timeout(10_000)
    return context


def serious(findings: list[dict[str, object]]) -> list[str]:
    """Turn axe's violations into one line each."""
    return [f"{found['id']}: {found['help']} {[node['target'] for node in found['nodes']]}" for found in findings]  # type: ignore[attr-defined]


def run_axe(page: Page, axe: str) -> list[str]:
    """Ask axe about the page as it stands: WCAG 2.2 AA and best practice."""
    page.evaluate(axe)
    tags = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
    result = page.evaluate("tags => axe.run(document, {runOnly: tags})", tags)
    return serious(result["violations"])
