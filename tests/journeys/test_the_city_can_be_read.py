"""Every page that a stranger or an officer of the demonstration city can reach by links opens and is well made."""

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import pytest
from sqlalchemy import Engine

from consult.accounts.rules import Role
from consult.cli.serving import print_receipt
from consult.demo.answering import receipt_to_follow
from tests.journeys.city import Shown, built_city, holder
from tests.journeys.company import follow
from tests.visitor import Visitor

MOST_PAGES = 400
ALIKE = 3  # pages of one shape, such as single responses: a few stand for all


@pytest.fixture(scope="module")
def city(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shown]:
    with built_city(engine, tmp_path_factory.mktemp("city")) as shown:
        yield shown


def test_every_page_of_the_city_opens(city: Shown) -> None:
    public = walk(Visitor(city.app), "/")
    assert {"/consultations", "/commitments", "/follow"} <= public
    assert any(address.endswith("/you-said-we-did") for address in public)
    traced = follow(Visitor(city.app), *receipt_to_follow())
    assert traced.says("Let me ring in from the kitchen.")
    assert traced.says("No board will meet before 6pm unless all its members ask for it.")
    for role in (Role.OFFICER, Role.APPROVER, Role.DECISION_MAKER, Role.CLERK, Role.ADMINISTRATOR):
        alike = ALIKE if role is Role.OFFICER else 1  # the others see much of what officers see
        seen = walk(Visitor(city.app).sign_in_as(holder(city.session, role)), "/desk", alike=alike)
        assert seen, role


def test_a_stranger_is_given_a_receipt_to_follow(city: Shown, capsys: pytest.CaptureFixture[str]) -> None:
    print_receipt(city.session, city.settings)
    reference, code = re.findall(r"(?:reference|secret code) {2,}(\S+)", capsys.readouterr().out)
    assert follow(Visitor(city.app), reference, code).says("Let me ring in from the kitchen.")


def walk(visitor: Visitor, start: str, *, alike: int = ALIKE) -> set[str]:
    """Open what the links lead to, page by page, and give the addresses; each page is linted as it is opened."""
    waiting, seen, shapes = [start], set[str](), dict[str, int]()
    while waiting and len(seen) < MOST_PAGES:
        address = waiting.pop(0)
        shape = "/".join("#" if part.isdigit() else part for part in address.split("/"))
        if address in seen or shapes.get(shape, 0) >= alike:
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
