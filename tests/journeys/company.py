"""The people of a journey, each at a browser of their own, and the clock and the queue that move between them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy.orm import Session

from consult.accounts.models import Account
from consult.accounts.rules import Role
from consult.demo.makers.accounts import make_account
from consult.demo.makers.consultations import make_group
from consult.jobs.engine import run_due_jobs_within
from consult.kernel.clock import HandClock
from consult.settings import Settings
from tests.pages import Page
from tests.visitor import Visitor

A_WHILE = timedelta(seconds=30)


@dataclass
class Company:
    """Everyone who takes part; whoever works for the council signs in anew for every sitting."""

    app: Flask
    session: Session
    clock: HandClock
    settings: Settings
    resident: Visitor = field(init=False)
    officer_account: Account = field(init=False)
    approver_account: Account = field(init=False)
    maker_account: Account = field(init=False)

    def __post_init__(self) -> None:
        self.resident = Visitor(self.app)
        self.officer_account = make_account(self.session, role=Role.OFFICER, name="Robin Ashdown")
        self.approver_account = make_account(self.session, role=Role.APPROVER, name="Glen Pardoe")
        self.maker_account = make_account(self.session, role=Role.DECISION_MAKER, name="Ines Harrow")
        for code, name, words in (
            ("parent", "Parents and carers", "a parent or carer"),
            ("teacher", "Teachers", "a teacher"),
            ("pupil", "Pupils and students", "a pupil or student"),
        ):
            make_group(self.session, code=code, name=name, answering_as=words)
        self.session.commit()

    def officer(self) -> Visitor:
        return Visitor(self.app).sign_in_as(self.officer_account)

    def approver(self) -> Visitor:
        return Visitor(self.app).sign_in_as(self.approver_account)

    def decision_maker(self) -> Visitor:
        return Visitor(self.app).sign_in_as(self.maker_account)

    def stranger(self) -> Visitor:
        return Visitor(self.app)

    def run_jobs(self) -> None:
        """Let the queue do what waits for it."""
        run_due_jobs_within(self.session, clock=self.clock, settings=self.settings)

    def move_to(self, moment: datetime) -> None:
        """Move the clock, and let the queue do what is due by then."""
        self.clock.move_to(moment)
        self.run_jobs()


def spreadsheet(rows: Iterable[dict[str, str]]) -> bytes:
    """A CSV file as an officer would save it."""
    listed = list(rows)
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(listed[0]))
    writer.writeheader()
    writer.writerows(listed)
    return out.getvalue().encode()


def import_spreadsheet(
    officer: Visitor, desk: str, *, name: str, content: bytes, meanings: dict[str, str], expect_new: int
) -> Page:
    """Import a file through the officer's pages: upload, say what the columns mean, look, import."""
    officer.open(f"{desk}/responses/imports")
    officer.upload("File with responses", name, content).press("Upload and continue")
    for column, meaning in meanings.items():
        officer.select(f"What “{column}” means", meaning)
    officer.choose("Their words may be published, without who they are")
    page = officer.press("Continue")
    if not expect_new:
        return officer.press("Finish")
    assert page.says(f"{expect_new:,} responses are new and will be added"), page.main[:1500]
    return officer.press(f"Import {expect_new:,} responses")


def screen_everything(officer: Visitor, desk: str) -> None:
    """Read every text that waits: the short plain ones together, the others one by one."""
    screen_some(officer, desk, rounds=100)
    officer.open(f"{desk}/responses/screening")
    if "Read the next text" not in officer.page.buttons:
        return
    officer.press("Read the next text")
    for _round in range(1000):
        if "Store and read the next" not in officer.page.buttons:
            return
        officer.choose("Yes, without the hidden words").press("Store and read the next")


def screen_some(officer: Visitor, desk: str, *, rounds: int) -> None:
    """Read pages of short plain texts together, as many as there are or as one has time for."""
    for _round in range(rounds):
        officer.open(f"{desk}/responses/screening")
        if "Read short texts together" not in officer.page.buttons:
            return
        officer.press("Read short texts together")
        if "The ticked texts may be published" not in officer.page.buttons:
            return
        officer.press("The ticked texts may be published")


def reference_and_code(visitor: Visitor) -> tuple[str, str]:
    """What a receipt says."""
    strong = ["".join(node.itertext()) for node in visitor.page.all("strong")]
    return strong[0], strong[1]


def follow(visitor: Visitor, reference: str, code: str) -> Page:
    """Look what became of a response."""
    visitor.open("/follow")
    visitor.fill("Your reference", reference).fill("Your secret code", code)
    return visitor.press("Show what became of it")
