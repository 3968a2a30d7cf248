"""An app on the phone shows that it is you: set up, asked for, never twice with one code, removed when it is lost."""

from dataclasses import replace

import pyotp
import pytest
from sqlalchemy import select

from consult.accounts.codes import matching_step, seal, unseal
from consult.accounts.models import SecondFactor
from consult.accounts.rules import Role
from consult.demo.makers.accounts import make_account
from consult.demo.makers.consultations import make_consultation
from consult.web.guards import guard_of
from tests.conftest import make_app
from tests.visitor import Visitor

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105 - opens nothing
CODE = "Code from your app"


def set_up(visitor, clock):
    """Set an app up as a person does, and give the key that it holds."""
    visitor.open("/your-sign-in")
    page = visitor.press("Set up an app")
    key = "".join(page.first("strong").itertext()).replace(" ", "")
    visitor.fill(CODE, pyotp.TOTP(key).at(clock.now())).press("Finish")
    return key


@pytest.fixture
def officer(session):
    return make_account(session, name="Ngozi Adebayo", email="ngozi@ambleford.example")


@pytest.fixture
def exports(session):
    return f"/desk/consultations/{make_consultation(session).id}/export"


def test_an_app_is_set_up_with_its_first_code(visitor, officer, clock, session):
    visitor.sign_in_as(officer)
    set_up(visitor, clock)
    assert visitor.says("Your app is set up.")
    factor = session.scalars(select(SecondFactor)).one()
    assert factor.confirmed_at is not None


def test_the_key_is_not_in_the_database_as_it_is(visitor, officer, clock, session):
    key = set_up(visitor.sign_in_as(officer), clock)
    assert key not in session.scalars(select(SecondFactor)).one().sealed_secret


def test_a_wrong_first_code_sets_nothing_up(visitor, officer, session):
    visitor.sign_in_as(officer).open("/your-sign-in")
    visitor.press("Set up an app")
    page = visitor.fill(CODE, "000000").press("Finish", expect=422)
    assert page.errors[0].startswith("This code is not right")
    assert session.scalars(select(SecondFactor)).one().confirmed_at is None


def test_whoever_has_an_app_needs_a_code_to_export(app, visitor, officer, clock, exports):
    key = set_up(visitor.sign_in_as(officer), clock)
    stranger = Visitor(app).sign_in_as(officer)  # with the mailbox, and without the phone
    page = stranger.open(exports)
    assert page.heading == "Show that it is you"
    clock.advance(minutes=1)
    page = stranger.fill(CODE, pyotp.TOTP(key).at(clock.now())).press("Go on")
    assert page.address.startswith(exports)


def test_a_code_is_taken_once(app, visitor, officer, clock, exports):
    key = set_up(visitor.sign_in_as(officer), clock)
    onlooker = Visitor(app).sign_in_as(officer)
    onlooker.open(exports)
    page = onlooker.fill(CODE, pyotp.TOTP(key).at(clock.now())).press("Go on", expect=422)
    assert page.errors[0].startswith("This code is not right, or was used already")


def test_guessing_codes_is_slowed_down(app, visitor, officer, clock, exports):
    set_up(visitor.sign_in_as(officer), clock)
    stranger = Visitor(app).sign_in_as(officer)
    stranger.open(exports)
    for guess in range(4):
        stranger.fill(CODE, f"00000{guess}").press("Go on", expect=422)
    assert stranger.fill(CODE, "000009").press("Go on", expect=429).heading == "Please wait a little"


def test_without_a_code_an_approval_changes_nothing_and_says_why(app, visitor, session, clock):
    approver = make_account(session, role=Role.APPROVER)
    set_up(visitor.sign_in_as(approver), clock)
    consultation = make_consultation(session)
    stranger = Visitor(app).sign_in_as(approver)
    stranger.open("/desk")
    page = stranger.post(f"/desk/consultations/{consultation.id}/approve", {"version": "1"}, expect=401)
    assert page.heading == "Show that it is you"


def test_a_public_installation_asks_everyone_to_set_an_app_up(settings, clock, database, officer, exports):
    public = replace(
        settings,
        is_production=True,
        base_url="https://consult.example",
        mail_host="mail.example",
        mail_from="a@b.example",
    )
    app = make_app(public, clock=clock, database=database)
    app.config["PREFERRED_URL_SCHEME"] = "https"  # how a test's browser asks
    page = Visitor(app).sign_in_as(officer).open(exports)
    assert page.heading == "Your sign-in"
    assert page.says("Set up an app or a passkey first")


def test_an_app_is_removed_only_by_who_has_it(app, visitor, officer, clock, session):
    set_up(visitor.sign_in_as(officer), clock)
    stranger = Visitor(app).sign_in_as(officer)
    stranger.open("/your-sign-in")
    assert stranger.press("Remove the app", expect=409).says("Show first that it is you")
    visitor.open("/your-sign-in")
    visitor.press("Remove the app")
    assert session.scalars(select(SecondFactor)).all() == []


def test_an_administrator_removes_the_app_of_someone_who_lost_it(app, visitor, officer, clock, session):
    set_up(visitor.sign_in_as(officer), clock)
    administrator = Visitor(app).sign_in_as(make_account(session, role=Role.ADMINISTRATOR))
    administrator.open(f"/people/{officer.id}")
    administrator.press("Remove their app and passkeys")
    assert session.scalars(select(SecondFactor)).all() == []
    assert visitor.open("/desk").heading == "Sign in"


def test_signing_out_everywhere_else_leaves_this_browser(app, visitor, officer):
    other = Visitor(app).sign_in_as(officer)
    page = visitor.sign_in_as(officer).open("/your-sign-in")
    assert page.says("(this browser)")
    visitor.press("Sign out everywhere else")
    assert visitor.open("/desk").heading == "Your desk"
    assert other.open("/desk").heading == "Sign in"


def test_a_code_works_half_a_minute_off_and_no_longer(clock):
    app, now = pyotp.TOTP(SECRET), clock.now()
    step = int(now.timestamp()) // 30
    for offset, found in ((-2, None), (-1, step - 1), (0, step), (1, step + 1), (2, None)):
        assert matching_step(SECRET, app.generate_otp(step + offset), now=now, last_step=0) == found


def test_a_sealed_key_opens_under_its_own_secret_only():
    sealed = seal(SECRET, key="one" * 12)
    assert unseal(sealed, key="one" * 12) == SECRET
    assert unseal(sealed, key="two" * 12) is None


def test_what_counts_for_everyone_asks_for_a_second_factor(app):
    """What is approved, published, exported, erased or given to people: no such post may be reached by a link alone."""
    words = ("/approve", "/publish", "/export", "/erase", "/people", "/withdraw")
    not_for_everyone = {
        "/desk/consultations/<int:consultation_id>/document/review/approve",  # takes an upload into a draft
        "/desk/bodies/<int:body_id>/terms/review/approve",  # likewise
        "/desk/contests/<int:contest_id>/nominations/<int:nomination_id>/withdraw",  # notes a candidate's own letter
    }
    asked, without = [], []
    for rule in app.url_map.iter_rules():
        guard = guard_of(app.view_functions[rule.endpoint]) if rule.endpoint != "static" else None
        if guard is None or guard.permission is None or "POST" not in (rule.methods or ()):
            continue
        if any(word in rule.rule for word in words) and rule.rule not in not_for_everyone:
            (asked if guard.proved else without).append(rule.rule)
    assert without == []
    assert len(asked) >= 15
