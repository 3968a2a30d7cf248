"""Every page that a stranger or an officer of the demonstration city can reach by links opens and is well made."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import pytest
from flask import Flask
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from consult.accounts.models import Account, RoleGrant
from consult.accounts.rules import Role
from consult.cli.serving import print_receipt
from consult.demo.answering import receipt_to_follow
from consult.demo.seeding import seed_demo
from consult.jobs.engine import run_due_jobs_within
from consult.jobs.models import Job
from consult.kernel.clock import HandClock
from consult.settings import Settings
from consult.storage.engine import Database
from tests.conftest import MONDAY_MORNING, make_app, settings_in
from tests.journeys.company import follow
from tests.visitor import Visitor

MOST_PAGES = 400
ALIKE = 3  # pages of one shape, such as single responses: a few stand for all


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The city as visitors meet it."""

    app: Flask
    session: Session
    settings: Settings


@pytest.fixture(scope="module")
def city(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shown]:
    """The whole city, built once for these tests, after the queue has done what waited in it."""
    clock, settings = HandClock(MONDAY_MORNING), settings_in(tmp_path_factory.mktemp("city"))
    with engine.connect() as connection:
        outer = connection.begin()
        database = Database.over(connection)
        with database.session(writing=True) as session:
            seed_demo(session, now=clock.now())
            session.commit()
            run_due_jobs_within(session, clock=clock, settings=settings)
            assert [job.name for job in session.scalars(select(Job)) if job.fault] == []
            yield Shown(app=make_app(settings, clock=clock, database=database), session=session, settings=settings)
        outer.rollback()


def test_every_page_of_the_city_opens(city: Shown) -> None:
    public = walk(Visitor(city.app), "/")
    assert {"/consultations", "/commitments", "/follow"} <= public
    assert any(address.endswith("/you-said-we-did") for address in public)
    traced = follow(Visitor(city.app), *receipt_to_follow())
    assert traced.says("Let me ring in from the kitchen.")
    assert traced.says("No board will meet before 6pm unless all its members ask for it.")
    for role in (Role.OFFICER, Role.APPROVER, Role.DECISION_MAKER, Role.CLERK, Role.ADMINISTRATOR):
        seen = walk(Visitor(city.app).sign_in_as(holder(city.session, role)), "/desk")
        assert seen, role


def test_a_stranger_is_given_a_receipt_to_follow(city: Shown, capsys: pytest.CaptureFixture[str]) -> None:
    print_receipt(city.session, city.settings)
    reference, code = re.findall(r"(?:reference|secret code) {2,}(\S+)", capsys.readouterr().out)
    assert follow(Visitor(city.app), reference, code).says("Let me ring in from the kitchen.")


def holder(session: Session, role: Role) -> Account:
    return session.scalars(select(Account).join(RoleGrant).where(RoleGrant.role == role).order_by(Account.id)).first()  # type: ignore[return-value]  # the city has one of each


def walk(visitor: Visitor, start: str) -> set[str]:
    """Open what the links lead to, page by page, and give the addresses; each page is linted as it is opened."""
    waiting, seen, shapes = [start], set[str](), dict[str, int]()
    while waiting and len(seen) < MOST_PAGES:
        address = waiting.pop(0)
        shape = "/".join("#" if part.isdigit() else part for part in address.split("/"))
        if address in seen or shapes.get(shape, 0) >= ALIKE:
            continue
        shapes[shape] = shapes.get(shape, 0) + 1
        page = visitor.open(address)
        seen.add(address)
        waiting += [link for href in page.links.values() if (link := inside(page.address, href)) not in seen]
    return seen - {""}


def inside(base: str, href: str) -> str:
    """The path of a link that stays here and can be read as a page, or the start again."""
    there = urlsplit(urljoin(base, href))
    leads_away = there.scheme not in {"", "http"} or (there.netloc not in {"", "localhost"})
    is_file = there.path.rpartition("/")[2].count(".") or there.path.startswith("/static")
    return "/" if leads_away or is_file or not there.path.startswith("/") else there.path
