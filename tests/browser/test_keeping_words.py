"""With JavaScript, what is typed survives a closed page and a lost signal."""

import threading

import pytest
from playwright.sync_api import Browser
from werkzeug.serving import make_server

from consult.app import create_app
from consult.storage.ddl import create_schema
from consult.storage.discovery import load_shelf
from consult.storage.engine import Database
from tests.responses.public.asking import make_asking
from tests.responses.public.walking import START

pytestmark = pytest.mark.browser


@pytest.fixture
def address(settings, clock):
    load_shelf("models")
    settings.data.mkdir(parents=True)
    database = Database.at(settings.database_address)
    with database.engine.begin() as connection:
        create_schema(connection)
    with database.session(writing=True) as session:
        make_asking(session)
        session.commit()
    server = make_server("127.0.0.1", 0, create_app(settings, clock=clock, database=database), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}{START}"
    server.shutdown()
    thread.join(timeout=10)
    server.server_close()
    database.engine.dispose()


def test_typed_words_come_back_and_wait_for_the_signal(chromium: Browser, address, clock):
    context = chromium.new_context()
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.goto(address)
    clock.advance(seconds=20)
    page.click("button:has-text('Start')")
    page.goto(f"{address}/question-1")
    page.fill("textarea", "Typed before the battery died")
    page.goto(f"{address}/question-1")
    assert page.input_value("textarea") == "Typed before the battery died"
    context.set_offline(True)
    page.click("text=Save and go on")
    assert "There is no signal" in page.locator("[data-no-signal]").inner_text()
    context.set_offline(False)
    page.wait_for_url("**/question-2")
    context.close()
