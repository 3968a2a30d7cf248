"""Every page, as a browser shows it: at phone and desk width, with and without JavaScript, judged by axe.

A crawl follows links from the home page and from the officers' desks, an address for each route, so that a new page is
looked at without anybody remembering to add it.
"""

import os
import re
from html import unescape
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response
from playwright.sync_api import Error as PlaywrightError
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter

from consult.accounts.rules import Role
from tests.browser.conftest import DESK, PHONE, a_context, run_axe
from tests.browser.signing_in import sign_in

pytestmark = pytest.mark.browser

MOST_PAGES = 400
HREF = re.compile(r'<a\b[^>]*\bhref="([^"#]+)')
ROLES = (
    Role.OFFICER,
    Role.APPROVER,
    Role.DECISION_MAKER,
    Role.MONITORING_OFFICER,
    Role.RETURNING_OFFICER,
    Role.CLERK,
    Role.ADMINISTRATOR,
)
VIEWS = [  # width, and whether JavaScript runs
    pytest.param((PHONE, True), id="phone"),
    pytest.param((DESK, True), id="desk"),
    pytest.param((PHONE, False), id="phone without JavaScript"),
]


class Crawl:
    """Follows links, one example or two for each route, and says what is wrong with each page."""

    def __init__(
        self, context: BrowserContext, address: str, adapter: MapAdapter, axe: str | None, *, examples: int = 1
    ) -> None:
        self.page: Page = context.new_page()
        self.examples = examples
        self.address = address
        self.adapter = adapter
        self.axe = axe
        self.seen: dict[str, list[str]] = {}
        self.faults: list[str] = []
        self._noise: list[str] = []
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self._noise.append(f"script error: {error}"))

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self._noise.append(f"console: {message.text}")

    def endpoint_of(self, path: str) -> str | None:
        try:
            endpoint, _values = self.adapter.match(path, method="GET")
        except HTTPException:
            return None
        return str(endpoint)

    def follow(self, *starts: str, folder: Path | None) -> None:
        waiting = list(starts)
        queued = set(waiting)
        while waiting and sum(map(len, self.seen.values())) < MOST_PAGES:
            path = waiting.pop(0)
            endpoint = self.endpoint_of(path.split("?")[0])
            if endpoint is None or endpoint.startswith("assets.") or self._is_enough(endpoint):
                continue
            self.seen.setdefault(endpoint, []).append(path)
            for found in self._look(path, endpoint, folder):
                if found not in queued:
                    queued.add(found)
                    waiting.append(found)

    def _is_enough(self, endpoint: str) -> bool:
        return len(self.seen.get(endpoint, [])) >= self.examples

    def _look(self, path: str, endpoint: str, folder: Path | None) -> list[str]:
        self._noise.clear()
        try:
            answer = self.page.goto(self.address + path, wait_until="load")
        except PlaywrightError as error:  # a download is not a page
            if "Download is starting" in str(error):
                return []
            raise
        if answer is None or "text/html" not in answer.headers.get("content-type", ""):
            return []
        self._judge(path, answer)
        if folder is not None:
            number = len(self.seen[endpoint])
            self.page.screenshot(path=folder / f"{endpoint.replace('.', '-')}-{number}.png", full_page=True)
        links = [urljoin(self.page.url, unescape(link)) for link in HREF.findall(self.page.content())]
        here = urlsplit(self.address).netloc
        parts = [urlsplit(link) for link in links]
        return [p.path + (f"?{p.query}" if p.query else "") for p in parts if p.netloc == here]

    def _judge(self, path: str, answer: Response) -> None:
        faults = [*self._noise, *([] if answer.status == 200 else [f"answered {answer.status}"])]
        self.faults += [f"{path}: {fault}" for fault in [*faults, *(self._judge_with_scripts() if self.axe else [])]]

    def _judge_with_scripts(self) -> list[str]:
        """Ask axe, which needs the page's own timers: where JavaScript is off it would wait for ever."""
        faults = run_axe(self.page, self.axe or "")
        too_wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if too_wide > 0:
            faults.append(f"scrolls sideways by {too_wide} px")
        return faults


def shots(name: str) -> Path | None:
    """Where screenshots go, when CONSULT_SCREENSHOTS asks for them."""
    wanted = os.environ.get("CONSULT_SCREENSHOTS")
    if not wanted:
        return None
    folder = Path(wanted) / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.mark.parametrize("view", VIEWS)
def test_every_public_page_is_without_fault(
    chromium: Browser, city: Flask, address: str, axe: str, view: tuple[dict[str, int], bool]
) -> None:
    width, javascript = view
    context = a_context(chromium, width=width, javascript=javascript)
    crawl = Crawl(context, address, city.url_map.bind("127.0.0.1"), axe if javascript else None, examples=2)
    crawl.follow("/", "/nothing-here", folder=shots(f"public-{width['width']}{'' if javascript else '-plain'}"))
    context.close()
    crawl.faults = [fault for fault in crawl.faults if fault != "/nothing-here: answered 404"]
    assert not crawl.faults, "\n".join(crawl.faults)
    assert len(crawl.seen) >= 15, f"the crawl found only {sorted(crawl.seen)}"


@pytest.mark.parametrize("view", VIEWS[:2])
def test_every_page_of_the_officers_is_without_fault(
    chromium: Browser, city: Flask, address: str, axe: str, view: tuple[dict[str, int], bool]
) -> None:
    width, javascript = view
    seen: dict[str, list[str]] = {}
    faults: list[str] = []
    for role in ROLES:  # each looks at what nobody before could open
        context = a_context(chromium, width=width, javascript=javascript)
        sign_in(context, city, address, role)
        crawl = Crawl(context, address, city.url_map.bind("127.0.0.1"), axe)
        crawl.seen = {endpoint: paths for endpoint, paths in seen.items() if endpoint != "accounts.desk"}
        crawl.follow("/desk", folder=shots(f"{role}-{width['width']}"))
        seen |= crawl.seen
        faults += crawl.faults
        context.close()
    assert not faults, "\n".join(faults)
    assert len(seen) >= 60, f"the crawl found only {sorted(seen)}"
