"""The pages of an officer's work with responses that a crawl cannot reach, because a button leads to them."""

from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page
from sqlalchemy import select

from consult.accounts.rules import Role
from consult.consultations.models import Consultation
from consult.storage.engine import Database
from tests.browser.conftest import DESK, PHONE, a_context, run_axe
from tests.browser.signing_in import sign_in
from tests.browser.test_every_page import shots

pytestmark = pytest.mark.browser
CSV = "Reference,Group,Text,Odd\nZ1,Parent,More places please,what\nZ2,Pupil,Later lessons,\n"


class Looker:
    """Looks at each page that a press of a button leads to."""

    def __init__(self, page: Page, axe: str, folder: Path | None) -> None:
        self.page, self.axe, self.folder = page, axe, folder
        self.faults: list[str] = []
        page.on("console", lambda said: self.faults.append(f"console: {said.text}") if said.type == "error" else None)

    def look(self, name: str) -> None:
        self.faults += [f"{name}: {fault}" for fault in run_axe(self.page, self.axe)]
        too_wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if too_wide > 0:
            self.faults.append(f"{name}: scrolls sideways by {too_wide} px")
        if self.folder is not None:
            self.page.screenshot(path=self.folder / f"{name}.png", full_page=True)

    def press(self, words: str) -> None:
        self.page.get_by_role("button", name=words, exact=True).first.click()
        self.page.wait_for_load_state()


def open_consultation(city: Flask) -> int:
    """One that takes responses by other channels still: open, or closed with an intake that is not complete."""
    database: Database = city.extensions["consult_database"]
    with database.session(writing=False) as session:
        return (
            session.scalars(
                select(Consultation.id)
                .where(Consultation.opened_at.is_not(None), Consultation.intake_complete_at.is_(None))
                .order_by(Consultation.opens_at.desc())
            ).first()
            or 1
        )


@pytest.mark.parametrize("width", [pytest.param(PHONE, id="phone"), pytest.param(DESK, id="desk")])
def test_keying_importing_and_screening_are_without_fault(
    chromium: Browser, city: Flask, address: str, axe: str, width: dict[str, int]
) -> None:
    context = a_context(chromium, width=width)
    sign_in(context, city, address, Role.OFFICER)
    page = context.new_page()
    looker = Looker(page, axe, shots(f"responses-{width['width']}"))
    home = f"{address}/desk/consultations/{open_consultation(city)}/responses"
    page.goto(f"{home}/key-in")
    looker.look("key-in")
    looker.press("Store this response")
    looker.look("key-in-with-errors")
    page.goto(f"{home}/imports")
    page.set_input_files("input[type=file]", {"name": "a.csv", "mimeType": "text/csv", "buffer": CSV.encode()})
    looker.press("Upload and continue")
    looker.look("columns")
    page.get_by_label("What “Odd” means").select_option("ward")
    page.get_by_label("What “Text” means").select_option(index=1)
    looker.press("Continue")
    looker.look("check")
    page.goto(f"{home}/screening")
    looker.look("screening")
    if page.get_by_role("button", name="Read the next text").count():
        looker.press("Read the next text")
        looker.look("screen")
        page.goto(f"{home}/screening")
        looker.press("Read short texts together")
        looker.look("together")
    context.close()
    unwanted = "Failed to load resource"  # Chromium says so of every answer of 422, which a form with faults gets
    assert not [fault for fault in looker.faults if unwanted not in fault], "\n".join(looker.faults)
