"""Three voters and a clerk in real browsers: on the web with and without JavaScript, and on paper in the hall."""

import re

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from consult.accounts.rules import Role
from tests.browser.conftest import DESK, PHONE, a_context, run_axe
from tests.browser.signing_in import sign_in

pytestmark = pytest.mark.browser
CODE = re.compile(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}")
RESULT = "/elections/old-wharf-ward-committee-community-representatives/community-representatives-of-old-wharf/result"


def open_desk(chromium: Browser, city: Flask, address: str) -> Page:
    context = a_context(chromium, width=DESK)
    sign_in(context, city, address, Role.RETURNING_OFFICER)
    page = context.new_page()
    page.goto(f"{address}/desk/elections")
    page.get_by_role("link", name="Parents of Northgate", exact=True).click()
    return page


def vote(page: Page, address: str, code: str, axe: str | None) -> str:
    """Vote as a person does, and return the receipt."""
    for step in ("code", "paper", "check", "receipt"):
        if step == "code":
            page.goto(f"{address}/vote")
            page.get_by_label("Your voting code").fill(code)
        elif step == "paper":
            page.get_by_role("button", name="Open my ballot paper").click()
            page.get_by_label("Idris Banks").select_option("1")
            page.get_by_label("Tomasz Wren").select_option("2")
        elif step == "check":
            page.get_by_role("button", name="Check my ballot").click()
            assert [each.strip() for each in page.locator(".c-ranked__choice").all_inner_texts()] == [
                "1\nIdris Banks",
                "2\nTomasz Wren",
            ]
        else:
            page.get_by_role("button", name="Cast my ballot").click()
        if axe:
            assert run_axe(page, axe) == [], step
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"] if axe else True
    assert page.get_by_role("heading", level=1).inner_text() == "Your ballot is in the box"
    assert code.replace("-", "") not in page.url.replace("-", "")
    return page.locator(".c-receipt .c-digits").inner_text()


def test_three_voters_and_a_clerk(city: Flask, chromium: Browser, address: str, axe: str) -> None:
    desk = open_desk(chromium, city, address)
    contest = desk.url
    before = int(desk.locator("dt:has-text('On the web') + dd").inner_text())
    desk.goto(f"{contest}/slips?page=2")
    codes = CODE.findall(desk.inner_text("main"))
    names = desk.locator(".c-slips__one strong").all_inner_texts()
    phone = a_context(chromium, width=PHONE).new_page()
    plain = a_context(chromium, width=PHONE, javascript=False).new_page()
    receipts = {vote(phone, address, codes[-1], axe), vote(plain, address, codes[-2], None)}
    assert len(receipts) == 2
    member = desk.locator(".c-slips__one .c-muted").nth(len(names) - 3).inner_text()
    desk.goto(f"{contest}/roll?page=2")
    desk.locator(f"tr:has-text('{member}') a").click()
    desk.get_by_role("button", name="Handed out in the hall").click()
    phone.goto(f"{address}/vote")
    phone.get_by_label("Your voting code").fill(codes[-3])
    phone.get_by_role("button", name="Open my ballot paper").click()
    phone.get_by_role("button", name="Check my ballot").click()
    phone.get_by_role("button", name="Cast my ballot").click()
    assert "given a ballot paper" in phone.inner_text("main")
    desk.goto(contest)
    assert int(desk.locator("dt:has-text('On the web') + dd").inner_text()) == before + 2
    assert desk.locator("dt:has-text('Papers handed out in the hall') + dd").inner_text() == "1"
    for page in (phone, plain, desk):
        page.context.close()


def test_the_count_is_done_again_in_the_browser(chromium: Browser, address: str, axe: str) -> None:
    context = a_context(chromium, width=PHONE)
    page = context.new_page()
    page.goto(address + RESULT)
    assert run_axe(page, axe) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.get_by_role("link", name="Count it in my browser").click()
    page.get_by_role("button", name="Count now").click()
    page.get_by_text("every number is the same").wait_for()
    context.close()
