"""In a real browser with a device made of software: a passkey is added, signs in, proves who it is, is removed."""

import threading
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, CDPSession, Page
from werkzeug.serving import make_server

from consult.accounts.actions import draw_link
from consult.app import create_app
from consult.demo.makers.accounts import make_account
from consult.demo.makers.consultations import make_consultation
from consult.storage.ddl import create_schema
from consult.storage.discovery import load_shelf
from consult.storage.engine import Database
from tests.browser.conftest import PHONE, a_context, run_axe
from tests.durability.place import free_port

pytestmark = pytest.mark.browser


@pytest.fixture
def site(settings, clock):
    """A site under a name, with an officer: its address, a link to sign in, and a page that asks for more."""
    port = free_port()
    settings = replace(settings, base_url=f"http://localhost:{port}")
    load_shelf("models")
    settings.data.mkdir(parents=True)
    database = Database.at(settings.database_address)
    with database.engine.begin() as connection:
        create_schema(connection)
    with database.session(writing=True) as session:
        officer = make_account(session, name="Ngozi Adebayo")
        links = [draw_link(session, account=officer, now=clock.now()) for _link in range(2)]
        exports = f"/desk/consultations/{make_consultation(session).id}/export"
        session.commit()
    server = make_server("127.0.0.1", port, create_app(settings, clock=clock, database=database), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield settings.base_url, links, exports
    server.shutdown()
    thread.join(timeout=10)
    server.server_close()
    database.engine.dispose()


def a_device(page: Page) -> tuple[CDPSession, str]:
    """Give the browser a device that says yes to everything."""
    line = page.context.new_cdp_session(page)
    line.send("WebAuthn.enable")
    kind = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    return line, line.send("WebAuthn.addVirtualAuthenticator", {"options": kind})["authenticatorId"]


def sign_in_by_link(page: Page, address: str, token: str) -> None:
    page.goto(f"{address}/sign-in/link/{token}")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/desk")


def test_a_passkey_is_added_signs_in_and_shows_that_it_is_you(chromium: Browser, site, axe):
    address, links, exports = site
    context = a_context(chromium, width=PHONE)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda line: said.append(line.text) if line.type == "error" else None)
    line, device = a_device(page)
    sign_in_by_link(page, address, links[0])

    page.goto(f"{address}/your-sign-in/passkeys/new")
    assert run_axe(page, axe) == []
    page.get_by_label("Name of this passkey").fill("Work phone")
    page.get_by_role("button", name="Add a passkey").click()
    page.wait_for_url("**/your-sign-in")
    assert page.get_by_text("Your passkey is added.").is_visible()
    assert run_axe(page, axe) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    page.get_by_role("button", name="Sign out", exact=True).first.click()
    page.goto(f"{address}/sign-in?next=/your-sign-in")
    assert run_axe(page, axe) == []
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_text("Last used on").wait_for()
    page.get_by_role("button", name="Sign out", exact=True).first.click()

    sign_in_by_link(page, address, links[1])
    page.goto(f"{address}{exports}")
    assert page.get_by_role("heading", level=1).inner_text() == "Show that it is you"
    assert run_axe(page, axe) == []
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(f"{address}{exports}*")
    assert page.get_by_role("heading", level=1).inner_text() != "Show that it is you"

    page.goto(f"{address}/your-sign-in")
    page.get_by_role("button", name="Remove Work phone").click()
    assert page.get_by_text("The passkey is removed.").is_visible()
    line.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": device})
    assert said == []
    context.close()


def test_a_device_that_says_no_leaves_the_other_ways(chromium: Browser, site):
    address, _links, _exports = site
    context = a_context(chromium, width=PHONE)
    page = context.new_page()
    line, device = a_device(page)
    line.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
    page.goto(f"{address}/sign-in")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_text("Nothing was sent. Try again, or ask for a link.").wait_for()
    assert page.get_by_role("button", name="Send me a link").is_visible()
    context.close()


def test_without_scripts_the_page_offers_the_link_alone(chromium: Browser, site):
    address, _links, _exports = site
    context = a_context(chromium, width=PHONE, javascript=False)
    page = context.new_page()
    page.goto(f"{address}/sign-in")
    assert page.get_by_role("button", name="Send me a link").is_visible()
    assert not page.get_by_role("button", name="Sign in with a passkey").is_visible()
    context.close()
