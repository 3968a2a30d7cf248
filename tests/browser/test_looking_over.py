"""An officer looks an uploaded document over in a browser: on a phone and at a desk, light and dark, judged by axe."""

import re

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from consult.accounts.rules import Role
from tests.browser.conftest import DESK, PHONE, a_context, run_axe
from tests.browser.signing_in import sign_in

pytestmark = pytest.mark.browser
ACT = "What should become of what you ticked?"


def judged(page: Page, axe: str) -> None:
    """Judge the page as it stands, by day and by night; nothing may stick out of a phone."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert run_axe(page, axe) == [], page.url
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{page.url} scrolls sideways by {wide} px"


def act(page: Page, what: str, *words: str) -> None:
    for row in words:
        page.locator(".c-review__row", has_text=row).first.get_by_role("checkbox").check()
    page.get_by_label(ACT).select_option(label=what)
    page.get_by_role("button", name="Change what is ticked").click()
    page.wait_for_load_state()


@pytest.mark.parametrize("width", [PHONE, DESK], ids=["phone", "desk"])
def test_an_officer_puts_an_uploaded_plan_right(
    chromium: Browser, city: Flask, address: str, axe: str, width: dict[str, int]
) -> None:
    context = a_context(chromium, width=width)
    context.set_default_timeout(60_000)
    sign_in(context, city, address, Role.OFFICER)
    page = context.new_page()
    page.goto(f"{address}/desk")
    page.get_by_role("link", name="Look over the document that was read from your file").first.click()
    page.wait_for_load_state()
    judged(page, axe)
    assert page.get_by_text("This picture is pale").count() == 1
    act(page, "A heading of level 2", "What children told us", "Books that children choose")
    assert page.get_by_text("a level is missing").count() == 0
    running = page.locator(".c-review__row", has_text="Draft 4").all()
    for row in running:
        row.get_by_role("checkbox").check()
    act(page, "Left out")
    assert page.get_by_text("This line stands 3 times").count() == 0
    act(page, "One piece, joined", "Each school will have", "lunchtime, with one adult")
    assert page.get_by_text("a reading room that is open at lunchtime").count() == 1
    act(page, "A table whose first row names its columns", "Table 1: Year")
    assert page.get_by_text("This table has no headings").count() == 0
    page.get_by_role("link", name="Describe it").click()
    page.wait_for_load_state()
    judged(page, axe)
    page.get_by_label("What does the picture show?").fill("Children read more when they choose the book: 78 in 100.")
    page.get_by_role("button", name="Save").click()
    page.wait_for_load_state()
    assert page.get_by_text("This picture has no description").count() == 0
    page.get_by_role("link", name=re.compile("Split it ?: Of the 188")).click()
    page.wait_for_load_state()
    judged(page, axe)
    page.go_back()
    page.wait_for_load_state()
    judged(page, axe)
    while page.get_by_role("button", name="Undo the last change").count():
        page.get_by_role("button", name="Undo the last change").click()
        page.wait_for_load_state()
    assert page.get_by_text("This line stands 3 times").count() == 1
    context.close()
