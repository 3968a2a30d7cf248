"""A whole election by three visitors and two clerks in real browsers without scripts, from notice to declaration.

Two vote on the web, one on paper in the hall. What scripts add, and what axe finds, is looked at in ``test_voting.py``
and ``test_every_page.py``.
"""

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

pytest.importorskip("playwright.sync_api")

from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page
from werkzeug.serving import make_server

from consult.accounts.actions import draw_link
from consult.accounts.models import Account
from consult.accounts.rules import Role
from consult.app import create_app
from consult.demo.makers.accounts import make_account
from consult.demo.makers.elections import make_contest, make_election
from consult.elections.ballots import Rule
from consult.elections.models import Contest, Election
from consult.kernel.clock import HandClock
from consult.settings import Settings
from consult.storage.ddl import create_schema
from consult.storage.discovery import load_shelf
from consult.storage.engine import Database
from tests.browser.conftest import DESK, PHONE, a_context

pytestmark = pytest.mark.browser
CODE = re.compile(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}")
CANDIDATES = ("Ann Lee", "Bo Khan", "Cy Adams")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hall:
    """A served installation with one drafted election, whose clock is moved by hand."""

    app: Flask
    clock: HandClock
    address: str
    contest_id: int
    public: str
    officer_id: int
    clerk_id: int
    opens_at: datetime

    def sign_in(self, context: BrowserContext, account_id: int) -> Page:
        """Sign somebody in by a link, as it would come by mail; an older page of theirs is closed."""
        database: Database = self.app.extensions["consult_database"]
        with database.session(writing=True) as session:
            token = draw_link(session, account=session.get_one(Account, account_id), now=self.clock.now())
            session.commit()
        for old in context.pages:
            old.close()
        page = context.new_page()
        page.goto(f"{self.address}/sign-in/link/{token}")
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url("**/desk")
        return page

    def desk(self, page: Page, part: str = "") -> Page:
        """Open a page of the contest's desk."""
        page.goto(f"{self.address}/desk/contests/{self.contest_id}{part}")
        return page


@pytest.fixture
def hall(tmp_path: Any) -> Iterator[Hall]:
    opens_at = datetime.now(UTC).replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=40)
    settings = Settings(
        data=tmp_path,
        secret_key="a secret for one election in a browser, and no more",  # noqa: S106 - opens nothing
        base_url="http://127.0.0.1",
        is_production=False,
        council_name="Wendlebridge City Council",
        mail_from="consult@wendlebridge.example",
    )
    load_shelf("models")
    database = Database.at(settings.database_address)
    with database.engine.begin() as connection:
        create_schema(connection)
    clock = HandClock(opens_at - timedelta(days=30))
    app = create_app(settings, clock=clock, database=database)
    with database.session(writing=True) as session:
        officer = make_account(session, role=Role.RETURNING_OFFICER, name="Rosa Turner", now=clock.now())
        clerk = make_account(session, role=Role.CLERK, name="Colin Shaw", now=clock.now())
        election: Election = make_election(session, by_id=officer.id, opens_at=opens_at, title="Ward committee")
        rule = Rule.ALTERNATIVE_VOTE
        contest: Contest = make_contest(session, election=election, by_id=officer.id, seats=1, rule=rule)
        public = f"/elections/{election.slug}/{contest.slug}"
        ids = {"contest_id": contest.id, "officer_id": officer.id, "clerk_id": clerk.id}
        session.commit()
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    address = f"http://127.0.0.1:{server.server_port}"
    yield Hall(app=app, clock=clock, address=address, public=public, opens_at=opens_at, **ids)
    server.shutdown()
    thread.join(timeout=10)
    server.server_close()
    database.close()


def test_an_election_from_its_notice_to_its_declaration(hall: Hall, chromium: Browser) -> None:
    visitors = [_window(chromium, PHONE).new_page() for _ in range(3)]
    officers, clerks = (_window(chromium, DESK) for _ in range(2))
    _publish_the_notice(hall, hall.sign_in(officers, hall.officer_id))
    hall.clock.move_to(hall.opens_at - timedelta(days=25))
    _put_three_forward(hall, visitors)
    _decide(hall, hall.sign_in(officers, hall.officer_id))
    hall.clock.move_to(hall.opens_at - timedelta(days=2))
    officer = hall.sign_in(officers, hall.officer_id)
    key_codes = _roll_and_keys(hall, officer, visitors)
    slips = _issue(hall, officer)
    hall.clock.move_to(hall.opens_at + timedelta(hours=2))
    officer = hall.sign_in(officers, hall.officer_id)
    _vote(hall, visitors[0], slips["Dee Ek"], {"Bo Khan": "1", "Ann Lee": "2"})
    _vote(hall, visitors[1], slips["Ed Fox"], {"Ann Lee": "1"})
    _hand_out_a_paper(hall, officer, visitors[2], slips["Flo Gray"])
    hall.clock.move_to(hall.opens_at + timedelta(days=7, hours=1))
    officer, clerk = hall.sign_in(officers, hall.officer_id), hall.sign_in(clerks, hall.clerk_id)
    _close_and_open(hall, officer, key_codes)
    for page in (officer, clerk):
        _type_in(hall, page, {"Bo Khan": "1"})
    _count_and_declare(hall, officer)
    visitors[2].goto(hall.address + hall.public)
    visitors[2].get_by_role("link", name="See how each seat was won").click()
    _look(visitors[2])
    assert "Bo Khan won." in visitors[2].inner_text("main")
    for context in (*(page.context for page in visitors), officers, clerks):
        context.close()


def _window(chromium: Browser, width: dict[str, int]) -> BrowserContext:
    context = a_context(chromium, width=width, javascript=False)
    context.set_default_timeout(60_000)  # many pages, and a machine that may have much to do
    return context


def _look(page: Page) -> None:
    """Find one heading, which an error page or a half-drawn one has not."""
    assert page.locator("h1").count() == 1, page.url


def _publish_the_notice(hall: Hall, officer: Page) -> None:
    officer.goto(f"{hall.address}/desk/elections")
    officer.get_by_role("link", name="Ward committee").click()
    _look(officer)
    officer.get_by_role("button", name="Publish the notice").click()


def _put_three_forward(hall: Hall, visitors: list[Page]) -> None:
    """Each sends the form empty first, is told what is missing, and then fills it in."""
    for place, (page, name) in enumerate(zip(visitors, CANDIDATES, strict=True)):
        page.goto(hall.address + hall.public)
        page.get_by_role("link", name="Put someone forward").click()
        page.get_by_role("button", name="Send the nomination").click()
        assert "Enter the name of the candidate" in page.inner_text("main")
        _look(page)
        page.get_by_label("Name of the candidate").fill(name)
        page.get_by_label("Why people should choose them").fill("I will listen and tell you what I heard.")
        page.get_by_label("Interests to declare").fill("I work at the library." if place else "")
        page.get_by_label("Name of the proposer").fill(("Gil Holt", "Gwen Hale", "Gus Hurst")[place])
        page.get_by_label("Name of the seconder").fill(("Ida Jory", "Ivo Jessop", "Ian Judd")[place])
        page.get_by_label("I am the candidate and I agree to stand").check()
        page.get_by_role("button", name="Send the nomination").click()
        _look(page)


def _decide(hall: Hall, officer: Page) -> None:
    for name in CANDIDATES:
        hall.desk(officer, "/nominations")
        officer.get_by_role("link", name=name).click()
        officer.get_by_label("Valid", exact=True).check()
        officer.get_by_role("button", name="Decide").click()


def _roll_and_keys(hall: Hall, officer: Page, visitors: list[Page]) -> list[str]:
    hall.desk(officer, "/nominations")
    officer.locator("input[name=how][value=random]").check()
    officer.get_by_role("button", name="Settle").click()
    _look(officer)
    hall.desk(officer, "/roll")
    officer.locator("input[name=source][value=sign_up]").check()
    officer.locator("input[name=basis][value=public_task]").check()
    officer.get_by_label("Or type them").fill("Dee Ek, WB1 1AA\nEd Fox, WB1 2AA\nFlo Gray, WB1 3AA\nGus Hill, WB1 4AA")
    officer.get_by_role("button", name="Put them on the roll").click()
    officer.get_by_role("button", name="Fix the roll").click()
    _look(officer)
    hall.desk(officer, "/keys")
    officer.get_by_label("Returning officer", exact=True).fill("Rosa Turner")
    officer.get_by_label("First scrutineer").fill("Sam Field")
    officer.get_by_label("Second scrutineer").fill("Tess Moor")
    officer.get_by_role("button", name="Name them and show their links").click()
    links = [each.strip() for each in officer.locator("li .c-digits").all_inner_texts()]
    _look(officer)
    codes = []
    for page, link in zip(visitors, links, strict=True):
        page.goto(f"{hall.address}/keys/{link.rstrip('/').rpartition('/')[2]}")
        page.get_by_role("button", name="Draw my key code").click()
        codes.append(page.locator(".c-code").inner_text().strip())
        _look(page)
    hall.desk(officer, "/keys")
    officer.get_by_role("button", name="Make the key").click()
    return codes


def _issue(hall: Hall, officer: Page) -> dict[str, str]:
    hall.desk(officer, "/codes")
    officer.get_by_role("button", name="Make a code for everyone on the roll").click()
    _look(officer)
    officer.get_by_role("link", name="Slips to print").click()
    _look(officer)
    slips = {
        each.locator("strong").first.inner_text(): CODE.findall(each.inner_text())[0]
        for each in officer.locator(".c-slips__one").all()
    }
    hall.desk(officer, "/closing")
    officer.get_by_role("button", name="Make the contest ready for voting").click()
    return slips


def _vote(hall: Hall, page: Page, code: str, places: dict[str, str]) -> None:
    page.goto(f"{hall.address}/vote")
    page.get_by_label("Your voting code").fill("nothing like a code")
    page.get_by_role("button", name="Open my ballot paper").click()
    _look(page)
    page.get_by_label("Your voting code").fill(code)
    page.get_by_role("button", name="Open my ballot paper").click()
    _look(page)
    for name, place in places.items():
        page.get_by_label(name).select_option(place)
    page.get_by_role("button", name="Check my ballot").click()
    _look(page)
    page.get_by_role("button", name="Cast my ballot").click()
    _look(page)
    assert page.locator("h1").inner_text() == "Your ballot is in the box"


def _hand_out_a_paper(hall: Hall, officer: Page, visitor: Page, code: str) -> None:
    hall.desk(officer, "/roll")
    officer.get_by_role("link", name="Flo Gray").click()
    _look(officer)
    officer.get_by_role("button", name="Handed out in the hall").click()
    visitor.goto(f"{hall.address}/vote")
    visitor.get_by_label("Your voting code").fill(code)
    visitor.get_by_role("button", name="Open my ballot paper").click()
    visitor.get_by_role("button", name="Check my ballot").click()
    visitor.get_by_role("button", name="Cast my ballot").click()
    assert "given a ballot paper" in visitor.inner_text("main")


def _close_and_open(hall: Hall, officer: Page, key_codes: list[str]) -> None:
    """One key alone opens nothing; two do."""
    hall.desk(officer, "/closing")
    officer.get_by_role("button", name="Close the box and publish the seal number").click()
    _look(officer)
    officer.get_by_label("What was drawn").fill("dice 4 1 6 2 2 5")
    officer.get_by_role("button", name="Record it").click()
    officer.get_by_label("Code of the returning officer").fill(key_codes[0])
    officer.get_by_role("button", name="Open the box").click()
    assert "Two of the three key holders" in officer.inner_text("main")
    hall.desk(officer, "/closing")
    officer.get_by_label("Code of the returning officer").fill(key_codes[0])
    officer.get_by_label("Code of the second scrutineer").fill(key_codes[2])
    officer.get_by_role("button", name="Open the box").click()
    officer.get_by_label("Papers from the hall found in the box").fill("1")
    officer.get_by_role("button", name="Save").click()


def _type_in(hall: Hall, page: Page, places: dict[str, str]) -> None:
    hall.desk(page, "/papers")
    _look(page)
    page.get_by_label("Number written on the paper").fill("1")
    page.locator("input[name=came_by][value=hall]").check()
    page.locator("input[name=fate][value=valid]").check()
    for name, place in places.items():
        page.get_by_label(name).fill(place)
    page.get_by_role("button", name="Next paper").click()
    _look(page)


def _count_and_declare(hall: Hall, officer: Page) -> None:
    hall.desk(officer, "/closing")
    officer.get_by_role("button", name="Count", exact=True).click()
    assert "Every figure agrees" in officer.inner_text("main")
    _look(officer)
    officer.get_by_role("button", name="Declare the result").click()
    _look(officer)
