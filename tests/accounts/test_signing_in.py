"""Signing in by a one-time link, and how it ends."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import event, select

from consult.accounts.actions import arm_link, ask_for_link, draw_link
from consult.accounts.models import SignInLink, SignInSession
from consult.accounts.rules import Role, safe_path
from consult.demo.makers.accounts import make_account


def test_asking_for_a_link_tells_nobody_whether_an_address_is_known(visitor, session):
    make_account(session, email="known@ambleford.example")
    pages = []
    for address in ("known@ambleford.example", "stranger@ambleford.example"):
        visitor.open("/sign-in")
        pages.append(visitor.fill("Email address", address).press("Send me a link").body)
    assert pages[0] == pages[1]


def test_asking_does_the_same_work_whether_an_address_is_known_or_not(visitor, session, connection):
    """Time tells nobody either: the page only orders a job, and runs the same statements for everyone."""
    make_account(session, email="known@ambleford.example")
    session.commit()
    asked, statements = [], []
    event.listen(
        connection,
        "before_cursor_execute",
        lambda *told: statements.append(re.sub(r"savepoint_\d+", "savepoint", told[2])),
    )
    for address in ("known@ambleford.example", "stranger@ambleford.example", "known@ambleford.example"):
        visitor.open("/sign-in")
        visitor.fill("Email address", address)
        statements.clear()
        visitor.press("Send me a link")
        asked.append(list(statements))
    assert len(asked[0]) > 2
    assert asked[0] == asked[1] == asked[2]
    assert not any("FROM accounts" in statement for statement in asked[0])


def test_a_link_signs_in_only_when_its_button_is_pressed(visitor, session, clock):
    officer = make_account(session)
    token = draw_link(session, account=officer, now=clock.now())
    visitor.open(f"/sign-in/link/{token}")
    assert session.scalars(select(SignInSession)).all() == []
    assert visitor.press("Sign in").heading == "Your desk"


def test_a_link_works_once(visitor, session, clock):
    token = draw_link(session, account=make_account(session), now=clock.now())
    visitor.open(f"/sign-in/link/{token}")
    visitor.press("Sign in")
    assert visitor.open(f"/sign-in/link/{token}").heading == "This link no longer works"
    assert visitor.post(f"/sign-in/link/{token}", expect=409).says("has been used or is too old")


def test_a_link_is_too_old_after_ten_minutes(visitor, session, clock):
    token = draw_link(session, account=make_account(session), now=clock.now())
    clock.advance(minutes=10)
    assert visitor.open(f"/sign-in/link/{token}").heading == "This link no longer works"


def test_only_a_hash_of_a_link_is_stored(session, clock):
    token = draw_link(session, account=make_account(session), now=clock.now())
    assert token not in set(session.scalars(select(SignInLink.token_hash)))


def test_an_unknown_address_is_forgotten(session, clock):
    link = ask_for_link(session, email="stranger@ambleford.example", next_path="/desk", now=clock.now())
    assert arm_link(session, link=link, now=clock.now()) is None
    assert link.email == ""


def test_a_page_behind_sign_in_is_shown_after_it(visitor, session, clock):
    administrator = make_account(session, role=Role.ADMINISTRATOR, email="ada@ambleford.example")
    visitor.open("/people")
    visitor.fill("Email address", "ada@ambleford.example").press("Send me a link")
    link = session.scalars(select(SignInLink)).one()
    token = arm_link(session, link=link, now=clock.now())
    visitor.open(f"/sign-in/link/{token}")
    assert visitor.press("Sign in").heading == "People and roles"
    assert link.account_id == administrator.id


def test_a_sign_in_ends_when_unused(visitor, session, clock):
    visitor.sign_in_as(make_account(session))
    clock.advance(minutes=59)
    assert visitor.open("/desk").heading == "Your desk"
    clock.advance(minutes=59)
    assert visitor.open("/desk").heading == "Your desk"
    clock.advance(minutes=60)
    assert visitor.open("/desk").heading == "Sign in"


def test_a_sign_in_ends_after_twelve_hours_however_much_it_is_used(visitor, session, clock):
    visitor.sign_in_as(make_account(session))
    for _half_hour in range(23):
        clock.advance(minutes=30)
        assert visitor.open("/desk").heading == "Your desk"
    clock.advance(minutes=30)
    assert visitor.open("/desk").heading == "Sign in"


def test_signing_out_makes_the_old_cookie_worthless(visitor, session):
    visitor.sign_in_as(make_account(session))
    visitor.open("/desk")
    old = visitor.client.get_cookie("consult").value
    visitor.post("/sign-out")
    visitor.client.set_cookie("consult", old)
    assert visitor.open("/desk").heading == "Sign in"


def test_signing_in_changes_the_cookie(visitor, session, clock):
    visitor.open("/sign-in")
    before = visitor.client.get_cookie("consult").value
    token = draw_link(session, account=make_account(session), now=clock.now())
    visitor.open(f"/sign-in/link/{token}")
    visitor.press("Sign in")
    assert visitor.client.get_cookie("consult").value != before


def test_a_closed_account_is_signed_out_at_once(visitor, app, session):
    from tests.visitor import Visitor

    officer = make_account(session)
    theirs = Visitor(app).sign_in_as(officer)
    assert theirs.open("/desk").heading == "Your desk"
    visitor.sign_in_as(make_account(session, role=Role.ADMINISTRATOR))
    visitor.open(f"/people/{officer.id}")
    visitor.press("Stop this person signing in")
    assert theirs.open("/desk").heading == "Sign in"


def test_posting_after_being_signed_out_keeps_the_words(visitor, session, clock):
    visitor.sign_in_as(make_account(session, role=Role.ADMINISTRATOR))
    visitor.open("/people/new")
    visitor.fill("Name", "Ngozi Adebayo")
    clock.advance(hours=2)
    page = visitor.press("Add this person", expect=401)
    assert page.says("You are signed out")
    assert page.says("Ngozi Adebayo")


@pytest.mark.parametrize(
    "asked",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        "/\n/evil.example",
        " /desk",
        "",
        None,
        "evil.example",
        "/sign-out",
        "/x\\..\\y",
        "http:/evil",
        "///evil.example",
        "/%0d%0aSet-Cookie:x\r\n",
    ],
)
def test_after_sign_in_nobody_is_led_to_another_site(asked):
    assert safe_path(asked) == "/desk"


def test_asking_too_often_is_refused_politely(visitor):
    for _try in range(5):
        visitor.open("/sign-in")
        visitor.fill("Email address", "a@b.example").press("Send me a link")
    visitor.open("/sign-in")
    page = visitor.fill("Email address", "a@b.example").press("Send me a link", expect=429)
    assert page.heading == "Please wait a little"


def test_a_link_asked_for_long_ago_is_removed(session, clock):
    from consult.accounts.actions import forget_old_links

    ask_for_link(session, email="a@b.example", next_path="", now=clock.now())
    forget_old_links(session, now=clock.now() + timedelta(days=2))
    assert session.scalars(select(SignInLink)).all() == []


def test_what_cannot_be_undone_asks_to_sign_in_again(visitor, session, clock):
    from consult.demo.makers.consultations import make_consultation

    officer, consultation = make_account(session), make_consultation(session)
    visitor.sign_in_as(officer)
    assert visitor.open(f"/desk/consultations/{consultation.id}/withdraw").heading == "Withdraw this consultation"
    clock.advance(minutes=21)
    page = visitor.open(f"/desk/consultations/{consultation.id}/withdraw")
    assert page.heading == "Sign in"
    token = draw_link(session, account=officer, now=clock.now())
    visitor.open(f"/sign-in/link/{token}")
    visitor.press("Sign in")
    visitor.open(f"/desk/consultations/{consultation.id}/withdraw")


def test_signing_out_is_one_press_away(visitor, session):
    visitor.sign_in_as(make_account(session, name="Ngozi Adebayo")).open("/desk")
    assert visitor.says("Ngozi Adebayo")
    visitor.press("Sign out")
    assert visitor.open("/desk").heading == "Sign in"
