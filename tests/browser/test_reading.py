"""With JavaScript, a reader sees which part they are in and comments on the words that they selected."""

import threading

import pytest
from playwright.sync_api import Browser
from werkzeug.serving import make_server

from consult.app import create_app
from consult.storage.ddl import create_schema
from consult.storage.discovery import load_shelf
from consult.storage.engine import Database
from tests.responses.public.asking import make_asking

pytestmark = pytest.mark.browser

SELECTS = """
(words) => {
  const walker = document.createTreeWalker(document.querySelector('.c-document'), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const at = walker.currentNode.data.indexOf(words);
    if (at < 0) continue;
    document.getSelection().setBaseAndExtent(walker.currentNode, at, walker.currentNode, at + words.length);
    return;
  }
}
"""


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
    yield f"http://127.0.0.1:{server.server_port}/consultations/networks/document"
    server.shutdown()
    thread.join(timeout=10)
    server.server_close()
    database.engine.dispose()


def test_selected_words_become_what_the_comment_is_about(chromium: Browser, address):
    context = chromium.new_context()
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.goto(address)
    page.evaluate(SELECTS, "every network chooses a chair")
    page.get_by_role("link", name="Comment on these words").click()
    assert page.get_by_label("Which words is it about?").input_value() == "every network chooses a chair"
    page.get_by_label("I support this").check()
    page.get_by_label("Your comment", exact=True).fill("Good.")
    page.get_by_role("button", name="Save the comment").click()
    page.wait_for_url("**/document#*")
    marked = page.evaluate("[...CSS.highlights.get('c-mine')].map((range) => range.toString())")
    assert marked == ["every network chooses a chair"]
    context.close()


def test_words_of_a_table_are_counted_as_the_server_counts_them(chromium: Browser, address):
    context = chromium.new_context()
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.goto(address)
    page.evaluate(SELECTS, "South")
    page.get_by_role("link", name="Comment on these words").click()
    page.get_by_label("I have a question about this").check()
    page.get_by_label("Your comment", exact=True).fill("Which schools?")
    page.get_by_role("button", name="Save the comment").click()
    page.wait_for_url("**/document#*")
    assert page.evaluate("[...CSS.highlights.get('c-mine')].map((range) => range.toString())") == ["South"]
    context.close()


def test_the_contents_say_which_part_is_being_read(chromium: Browser, address):
    context = chromium.new_context(viewport={"width": 1280, "height": 400})
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.goto(address)
    page.get_by_role("heading", name="How networks work").evaluate("(heading) => heading.scrollIntoView()")
    page.wait_for_selector(".c-contents a[aria-current]:has-text('How networks work')")
    assert page.locator(".c-contents a[aria-current]").count() == 1
    context.close()
