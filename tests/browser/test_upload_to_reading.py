"""From a file to what people read: an officer uploads a redraft, puts it right, approves and publishes it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from consult.accounts.actions import draw_link
from consult.app import create_app
from consult.demo.makers.word import drawing, related, said, styles, table, word_file
from consult.jobs.engine import run_due_jobs
from consult.kernel.clock import HandClock
from consult.settings import Settings
from consult.storage.ddl import create_schema
from consult.storage.discovery import load_shelf
from consult.storage.engine import Database
from tests.browser.conftest import DESK, PHONE, a_context, run_axe
from tests.documents.files import png
from tests.margin.scene import AFTER, make_scene

pytestmark = pytest.mark.browser
ACT = "What should become of what you ticked?"
LONG = "Each school has a chair. The chair is elected each year."


@dataclass(kw_only=True)
class Site:
    """A site with one closed consultation, and its queue."""

    address: str
    desk: str
    token: str
    database: Database
    clock: HandClock
    settings: Settings

    def work(self) -> None:
        """Do what waits in the queue."""
        run_due_jobs(self.database, clock=self.clock, settings=self.settings)


@pytest.fixture
def site(settings: Settings) -> Iterator[Site]:
    clock = HandClock(AFTER)
    load_shelf("models")
    settings.data.mkdir(parents=True)
    database = Database.at(settings.database_address)
    with database.engine.begin() as connection:
        create_schema(connection)
    app = create_app(settings, clock=clock, database=database)
    with app.app_context(), database.session(writing=True) as session:
        scene = make_scene(session)
        token, desk = draw_link(session, account=scene.officer, now=AFTER), scene.desk
        session.commit()
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    address = f"http://127.0.0.1:{server.server_port}"
    yield Site(address=address, desk=desk, token=token, database=database, clock=clock, settings=settings)
    server.shutdown()
    thread.join(timeout=10)
    server.server_close()
    database.engine.dispose()


def redraft() -> bytes:
    """A Word document with everything that an officer may have to put right."""
    running = said("Draft 4, not for release")
    body = (
        said("Helping schools", style="Title")
        + running
        + said("Why now", style="Heading1")
        + said("Fewer pupils come to our schools each year,")
        + said("and money follows pupils.")
        + running
        + said("How networks work", style="Heading3")
        + said(LONG)
        + said("What it costs")
        + table(("Year", "Cost"), ("2027", "10"), ("2028", "20"), ("Total", "31"))
        + drawing()
        + running
    )
    levels = styles(("Title", "Title", ""), *((f"Heading{level}", f"heading {level}", "") for level in (1, 2, 3)))
    return word_file(
        body, word__styles_xml=levels, word__media__a_png=png(40, 40, grey=(230, 250)), **related(pic1="media/a.png")
    )


def judged(page: Page, axe: str) -> None:
    """Judge the page as it stands; axe needs the page's own clock, which stands still without scripts."""
    if axe:
        assert run_axe(page, axe) == [], page.url
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{page.url} scrolls sideways by {wide} px"


def act(page: Page, what: str, *words: str) -> None:
    for row in words:
        for found in page.locator(".c-review__row", has_text=row).all():
            found.get_by_role("checkbox").check()
    page.get_by_label(ACT).select_option(label=what)
    page.get_by_role("button", name="Change what is ticked").click()
    page.wait_for_load_state()


def warned(page: Page, words: str) -> int:
    return page.locator(".c-review__warnings li", has_text=words).count()


@pytest.mark.parametrize(
    ("width", "javascript"),
    [(PHONE, True), (DESK, True), (PHONE, False)],
    ids=["phone", "desk", "phone_without_scripts"],
)
def test_a_file_becomes_what_people_read(
    chromium: Browser, site: Site, axe: str, tmp_path: Path, width: dict[str, int], javascript: bool
) -> None:
    axe = axe if javascript else ""
    file = tmp_path / "redraft.docx"
    file.write_bytes(redraft())
    context = a_context(chromium, width=width, javascript=javascript)
    context.set_default_timeout(60_000)
    page = context.new_page()
    page.goto(f"{site.address}/sign-in/link/{site.token}")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/desk")

    page.goto(f"{site.address}{site.desk}/redrafts")
    judged(page, axe)
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Save the draft").click()
    page.wait_for_url("**/document/review")
    judged(page, axe)
    site.work()
    page.reload()
    put_right(page, axe)
    approve(page, axe)

    page.get_by_role("button", name="Publish this version").click()
    page.wait_for_load_state()
    judged(page, axe)
    read_it(page, axe, site)
    context.close()


def put_right(page: Page, axe: str) -> None:
    judged(page, axe)
    for words in ("a level is missing", "This table has no headings", "This picture has no description"):
        assert warned(page, words) == 1, words
    assert warned(page, "This picture is pale") == 1
    assert warned(page, "This line stands 3 times") == 1
    assert warned(page, "add up to 30") == 1
    act(page, "A heading of level 2", "How networks work", "What it costs")
    assert warned(page, "a level is missing") == 0
    act(page, "Left out", "Draft 4, not for release")
    assert warned(page, "This line stands") == 0
    act(page, "One piece, joined", "Fewer pupils come", "and money follows")
    assert page.get_by_text("each year, and money follows pupils.").count() == 1
    act(page, "A table whose first row names its columns", "Table 1")
    assert warned(page, "This table has no headings") == 0
    page.get_by_role("link", name="Split it : Each school").or_(
        page.get_by_role("link", name="Split it: Each school")
    ).click()
    page.wait_for_load_state()
    judged(page, axe)
    page.get_by_role("textbox").fill(LONG.replace(". ", ".\n\n"))
    page.get_by_role("button", name="Save").click()
    page.wait_for_load_state()
    assert page.locator(".c-review__row", has_text="The chair is elected each year.").count() == 1
    page.get_by_role("button", name="Approve the document").click()  # a picture says nothing yet
    page.wait_for_load_state()
    assert page.get_by_text("A picture has no description yet").count() >= 1
    judged(page, axe)
    page.get_by_role("link", name="Describe it").click()
    page.wait_for_load_state()
    judged(page, axe)
    page.get_by_label("What does the picture show?").fill("A pale square beside a paler one.")
    page.get_by_role("button", name="Save").click()
    page.wait_for_load_state()
    assert warned(page, "This picture has no description") == 0


def approve(page: Page, axe: str) -> None:
    page.get_by_label("Let people download").check()
    page.get_by_role("button", name="Approve the document").click()
    page.wait_for_url("**/redrafts/*")
    judged(page, axe)


def read_it(page: Page, axe: str, site: Site) -> None:
    page.goto(f"{site.address}/consultations/helping/document/versions/2")
    judged(page, axe)
    headings = [words.strip() for words in page.locator(".c-document__words").all_inner_texts()]
    assert headings == ["Why now", "How networks work", "What it costs"]
    said_there = page.inner_text(".c-document")
    assert "Fewer pupils come to our schools each year, and money follows pupils." in said_there
    assert "Draft 4" not in said_there
    assert page.locator(".c-document th[scope=col]").all_inner_texts() == ["Year", "Cost"]
    picture = page.get_by_role("img", name="A pale square beside a paler one.")
    assert picture.evaluate("picture => picture.naturalWidth") == 40
    assert page.locator(".c-paragraph", has_text="The chair is elected each year.").count() == 1
