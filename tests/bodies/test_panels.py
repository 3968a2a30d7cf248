"""A clerk runs a citizens' panel from its quotas to its end, and everyone can follow."""

import pytest
from sqlalchemy import Connection, select, update
from sqlalchemy.orm import Session

from consult.accounts.rules import Role
from consult.bodies.lottery import draw_panel
from consult.bodies.models import Panel, PoolMember
from consult.bodies.queries.panels import drawable, pool_of, quotas_of
from consult.demo.makers.accounts import make_account
from tests.bodies.test_public_pages import count_queries
from tests.visitor import Visitor

QUOTAS = "Age: 16 to 39 = 50,000\nAge: 40 and over = 50,000\nArea: North = 60 000\nArea: South = 40,000 (3-5)"


def pool(n: int = 40) -> bytes:
    lines = [
        f"Person {i},p{i}@example.org,{('16 to 39', '40 and over')[i % 2]},{('North', 'South')[i % 3 == 0]}"
        for i in range(n)
    ]
    return "\n".join(["Name,Contact,Age,Area", *lines]).encode()


@pytest.fixture
def clerk(visitor: Visitor, session: Session) -> Visitor:
    """A clerk who has set a panel up."""
    visitor.sign_in_as(make_account(session, role=Role.CLERK))
    visitor.open("/desk/panels/new")
    visitor.press("Set it up", expect=422)
    visitor.fill("What is the panel called?", "School meals panel").fill("What is it asked?", "What should we eat?")
    visitor.fill("How many people are drawn?", "10").fill("Where will the seed come from?", "The draw of 12 June")
    visitor.press("Set it up")
    return visitor


def with_pool(clerk: Visitor) -> Visitor:
    clerk.follow("Say what the panel should look like")
    clerk.fill("What should the panel look like?", QUOTAS).press("Set these quotas")
    clerk.follow("Read the pool from a file")
    clerk.upload("File with the pool", "pool.csv", pool()).press("Read this file")
    return clerk


def drawn(clerk: Visitor) -> Visitor:
    with_pool(clerk).press("Fix the pool")
    clerk.follow("Enter the seed and draw")
    clerk.fill("What is the seed?", "4 8 15 16 23 42").press("Draw")
    return clerk


def panel(session: Session) -> Panel:
    session.expire_all()
    return session.scalars(select(Panel)).one()


def test_a_panel_is_drawn_from_its_pool_and_anyone_can_draw_it_again(clerk: Visitor, session: Session) -> None:
    drawn(clerk)
    page = Visitor(clerk.app).open("/panels/school-meals-panel")
    assert page.says("The panel keeps all 4 quotas.")
    assert page.says("4 8 15 16 23 42")
    found = panel(session)
    again = draw_panel(
        drawable(pool_of(session, panel_id=found.id)),
        quotas_of(found),
        n_seats=10,
        seed="4 8 15 16 23 42",
        panel="school-meals-panel",
    )
    assert page.says(f"Drawn, in order: {', '.join(map(str, again.numbers))}.")
    assert not page.says("@example.org")
    assert not page.says("Person ")


def test_a_line_that_cannot_be_read_and_a_pool_with_faults_store_nothing(clerk: Visitor, session: Session) -> None:
    clerk.follow("Say what the panel should look like")
    clerk.fill("What should the panel look like?", "Age 16 to 29")
    assert clerk.press("Set these quotas", expect=422).says("We cannot read “Age 16 to 29”.")
    clerk.fill("What should the panel look like?", QUOTAS).press("Set these quotas")
    clerk.follow("Read the pool from a file")
    clerk.upload("File with the pool", "pool.csv", pool().replace(b"South", b"West", 1))
    page = clerk.press("Read this file", expect=422)
    assert page.says("“West” is no value of “Area”.")
    clerk.upload("File with the pool", "pool.csv", b"Name,Age\nA,16 to 39")
    assert clerk.press("Read this file", expect=422).says("There is no column called “Area”.")
    assert session.scalars(select(PoolMember)).all() == []


def test_nothing_changes_once_the_pool_is_fixed(clerk: Visitor, session: Session) -> None:
    with_pool(clerk).press("Fix the pool")
    number = panel(session).id
    clerk.open(f"/desk/panels/{number}/quotas")
    assert clerk.press("Set these quotas", expect=422).says("fixed and no longer change")
    clerk.open(f"/desk/panels/{number}/pool")
    clerk.upload("File with the pool", "pool.csv", pool())
    assert clerk.press("Read this file", expect=422).says("fixed and no longer change")


def test_a_pool_that_was_touched_behind_our_back_is_not_drawn_from(clerk: Visitor, session: Session) -> None:
    with_pool(clerk).press("Fix the pool")
    session.execute(update(PoolMember).where(PoolMember.number == 1).values(traits={"Age": "16 to 39", "Area": "X"}))
    session.commit()
    clerk.open(f"/desk/panels/{panel(session).id}/draw")
    clerk.fill("What is the seed?", "1")
    assert clerk.press("Draw", expect=422).says("The pool is not what it was when it was fixed.")


def test_a_pool_too_small_is_not_fixed(clerk: Visitor, session: Session) -> None:
    clerk.follow("Say what the panel should look like")
    clerk.fill("What should the panel look like?", QUOTAS).press("Set these quotas")
    clerk.follow("Read the pool from a file")
    clerk.upload("File with the pool", "pool.csv", pool(5)).press("Read this file")
    assert clerk.press("Fix the pool", expect=409).says("The pool has 5 people, and the panel needs 10.")


def test_someone_who_cannot_serve_is_replaced_by_lot(clerk: Visitor, session: Session) -> None:
    drawn(clerk)
    page = clerk.press("Cannot serve: draw another")
    assert page.says("was drawn.")
    stranger = Visitor(clerk.app).open("/panels/school-meals-panel")
    assert stranger.says("These left and were replaced:")
    assert stranger.says("The panel keeps all 4 quotas.")


def test_the_end_of_a_panel_deletes_every_name(clerk: Visitor, session: Session) -> None:
    drawn(clerk)
    clerk.press("End the panel and delete the names")
    panel(session)
    assert {(each.name, each.contact) for each in session.scalars(select(PoolMember))} == {("", "")}
    assert Visitor(clerk.app).open("/panels").says("Has ended")


def test_a_page_of_a_panel_takes_as_many_queries_for_any_pool(
    clerk: Visitor, session: Session, connection: Connection
) -> None:
    with_pool(clerk)
    stranger = Visitor(clerk.app)
    few = count_queries(connection, lambda: stranger.open("/panels/school-meals-panel"))
    number = panel(session).id
    clerk.open(f"/desk/panels/{number}/pool")
    clerk.upload("File with the pool", "pool.csv", pool(120)).press("Read this file")
    assert count_queries(connection, lambda: stranger.open("/panels/school-meals-panel")) == few
