"""A passkey signs in, shows that it is you, has a name, and is worth nothing in other hands, elsewhere or twice."""

import json
from dataclasses import replace

import pytest
from sqlalchemy import select

from consult.accounts.models import Passkey, PasskeyChallenge, SignInSession
from consult.accounts.rules import Role
from consult.demo.makers.accounts import make_account
from consult.demo.makers.consultations import make_consultation
from tests.accounts.authenticator import Device
from tests.conftest import make_app
from tests.visitor import Visitor

NOT_RIGHT = "This passkey did not work. Try again, or sign in another way."


@pytest.fixture
def app(settings, clock, database):
    """The application under a name: at a bare number browsers make no passkeys."""
    app = make_app(replace(settings, base_url="https://consult.example"), clock=clock, database=database)
    app.config["PREFERRED_URL_SCHEME"] = "https"
    return app


@pytest.fixture
def officer(session):
    return make_account(session, name="Ngozi Adebayo", email="ngozi@ambleford.example")


@pytest.fixture
def exports(session):
    return f"/desk/consultations/{make_consultation(session).id}/export"


def begin(visitor, path):
    """What the browser is asked, as its script hears it."""
    visitor.post(path, {})
    return json.loads(visitor.last.text)


def add(visitor, officer, device, name="Work phone"):
    """Add a passkey as a person does."""
    visitor.sign_in_as(officer).open("/your-sign-in/passkeys/new")
    asked = begin(visitor, "/your-sign-in/passkeys/begin")
    visitor.post("/your-sign-in/passkeys", {"name": name, "credential": device.make(asked)})
    return visitor.page


def sign_in(app, device, **changed):
    """Sign in with a device in a new browser."""
    visitor = Visitor(app)
    visitor.open("/sign-in")
    answer = device.show(begin(visitor, "/sign-in/passkey/begin"), **changed)
    visitor.post("/sign-in/passkey", {"credential": answer, "next": "/your-sign-in"})
    return visitor, answer


def test_a_passkey_is_added_with_a_name_and_renamed(visitor, officer, session):
    page = add(visitor, officer, Device())
    assert page.says("Your passkey is added.")
    assert page.says("Work phone")
    assert page.says("Not used yet.")
    held = session.scalars(select(Passkey)).one()
    visitor.open(f"/your-sign-in/passkeys/{held.id}")
    visitor.fill("Name of this passkey", "Desk computer").press("Save the name")
    assert visitor.open("/your-sign-in").says("Desk computer")


def test_a_passkey_signs_in_and_nothing_more_is_asked(app, visitor, officer, exports):
    device = Device()
    add(visitor, officer, device)
    signed_in, _answer = sign_in(app, device)
    assert signed_in.open("/your-sign-in").says("Last used on")
    assert signed_in.open(exports).heading != "Show that it is you"


def test_the_mailbox_alone_no_longer_exports(app, visitor, officer, exports):
    device = Device()
    add(visitor, officer, device)
    with_mailbox = Visitor(app).sign_in_as(officer)
    assert with_mailbox.open(exports).heading == "Show that it is you"
    before = with_mailbox.client.get_cookie("__Host-consult")
    answer = device.show(begin(with_mailbox, "/your-sign-in/code/passkey/begin"))
    page = with_mailbox.post("/your-sign-in/code/passkey", {"credential": answer, "next": exports})
    assert page.address.startswith(exports)
    assert with_mailbox.open(exports).heading != "Show that it is you"
    assert with_mailbox.client.get_cookie("__Host-consult") != before


def test_showing_a_passkey_makes_the_cookie_from_before_worthless(app, visitor, officer, session):
    device = Device()
    add(visitor, officer, device)
    browser = Visitor(app).sign_in_as(officer)
    browser.open("/your-sign-in")
    old = session.scalars(select(SignInSession.token_hash)).all()
    answer = device.show(begin(browser, "/your-sign-in/code/passkey/begin"))
    browser.post("/your-sign-in/code/passkey", {"credential": answer, "next": "/desk"})
    session.expire_all()
    assert len(set(session.scalars(select(SignInSession.token_hash)).all()) - set(old)) == 1
    assert browser.open("/desk").heading == "Your desk"


def test_what_was_signed_once_signs_in_once(app, visitor, officer):
    device = Device()
    add(visitor, officer, device)
    signed_in, answer = sign_in(app, device)
    signed_in.press("Sign out")
    onlooker = Visitor(app)
    onlooker.open("/sign-in")
    begin(onlooker, "/sign-in/passkey/begin")
    onlooker.post("/sign-in/passkey", {"credential": answer})
    assert onlooker.says(NOT_RIGHT)
    assert onlooker.open("/desk").heading == "Sign in"


def test_a_challenge_is_too_old_after_five_minutes(app, visitor, officer, clock):
    device = Device()
    add(visitor, officer, device)
    late = Visitor(app)
    late.open("/sign-in")
    answer = device.show(begin(late, "/sign-in/passkey/begin"))
    clock.advance(minutes=5)
    late.post("/sign-in/passkey", {"credential": answer})
    assert late.open("/desk").heading == "Sign in"


@pytest.mark.parametrize(
    "wrong",
    [
        {"origin": "https://consult.example.evil.example"},
        {"knows_person": False},
        {"n_uses": -1},
        {"owner": b"999"},
        {"key_id": b"another key id.."},
    ],
    ids=["another site", "nobody asked for a finger", "a copy that counts behind", "another's", "an unknown key"],
)
def test_a_passkey_that_is_not_quite_right_signs_nobody_in(app, visitor, officer, wrong):
    device = Device()
    add(visitor, officer, device)
    sign_in(app, device)
    device = replace(device, **wrong)
    if "n_uses" in wrong:
        device.n_uses = 0
    stranger, _answer = sign_in(app, device)
    assert stranger.says(NOT_RIGHT)
    assert stranger.open("/desk").heading == "Sign in"


@pytest.mark.parametrize(
    "answer", ["", "{", "[]", '{"id": 1}', '{"id":"a","response":{"clientDataJSON":"////"}}', "\0"]
)
def test_an_answer_that_is_none_is_told_so(app, answer):
    stranger = Visitor(app)
    stranger.open("/sign-in")
    begin(stranger, "/sign-in/passkey/begin")
    stranger.post("/sign-in/passkey", {"credential": answer})
    assert stranger.says(NOT_RIGHT)


def test_a_changed_signature_signs_nobody_in(app, visitor, officer):
    device = Device()
    add(visitor, officer, device)
    other = Device(key_id=device.key_id, owner=device.owner)
    stranger, _answer = sign_in(app, other)
    assert stranger.open("/desk").heading == "Sign in"


def test_anothers_passkey_does_not_show_that_it_is_you(app, visitor, officer, session, exports):
    mine, theirs = Device(), Device()
    add(visitor, officer, mine)
    add(Visitor(app), make_account(session, email="other@ambleford.example"), theirs)
    browser = Visitor(app).sign_in_as(officer)
    browser.open("/your-sign-in")
    answer = theirs.show(begin(browser, "/your-sign-in/code/passkey/begin"))
    browser.post("/your-sign-in/code/passkey", {"credential": answer, "next": exports})
    assert browser.open(exports).heading == "Show that it is you"


def test_with_the_mailbox_alone_no_passkey_or_app_is_added_or_removed(app, visitor, officer, session):
    add(visitor, officer, Device())
    held = session.scalars(select(Passkey)).one()
    with_mailbox = Visitor(app).sign_in_as(officer)
    with_mailbox.open("/your-sign-in")
    for path in ("/your-sign-in/passkeys/begin", f"/your-sign-in/passkeys/{held.id}/remove", "/your-sign-in/app"):
        with_mailbox.post(path, {}, expect=409)
    assert [one.name for one in session.scalars(select(Passkey))] == ["Work phone"]


def test_its_owner_removes_a_passkey(visitor, officer, session):
    add(visitor, officer, Device())
    visitor.press("Remove Work phone")
    assert session.scalars(select(Passkey)).all() == []


def test_nobody_finds_anothers_passkey(app, visitor, officer, session):
    add(visitor, officer, Device())
    held = session.scalars(select(Passkey)).one()
    other = Visitor(app).sign_in_as(make_account(session, email="other@ambleford.example"))
    other.open("/your-sign-in")
    other.open(f"/your-sign-in/passkeys/{held.id}", expect=404)
    other.post(f"/your-sign-in/passkeys/{held.id}/remove", {}, expect=404)


def test_an_administrator_removes_what_was_lost(app, visitor, officer, session):
    add(visitor, officer, Device())
    administrator = Visitor(app).sign_in_as(make_account(session, role=Role.ADMINISTRATOR))
    administrator.open(f"/people/{officer.id}")
    administrator.press("Remove their app and passkeys")
    assert session.scalars(select(Passkey)).all() == []
    assert visitor.open("/desk").heading == "Sign in"


def test_a_closed_account_is_not_signed_in(app, visitor, officer, session, clock):
    device = Device()
    add(visitor, officer, device)
    officer.closed_at = clock.now()
    session.commit()
    stranger, _answer = sign_in(app, device)
    assert stranger.open("/desk").heading == "Sign in"


def test_asking_for_a_passkey_tells_nothing_of_who_has_one(app):
    stranger = Visitor(app)
    stranger.open("/sign-in")
    asked = begin(stranger, "/sign-in/passkey/begin")
    assert asked["allowCredentials"] == []
    assert asked["userVerification"] == "required"
    assert asked["rpId"] == "consult.example"


def test_challenges_are_kept_as_hashes_and_forgotten(app, session, clock, database):
    stranger = Visitor(app)
    stranger.open("/sign-in")
    asked = begin(stranger, "/sign-in/passkey/begin")
    assert asked["challenge"] not in {one.challenge_hash for one in session.scalars(select(PasskeyChallenge))}


def test_guessing_is_slowed_down(app):
    stranger = Visitor(app)
    stranger.open("/sign-in")
    for _try in range(20):
        begin(stranger, "/sign-in/passkey/begin")
    stranger.post("/sign-in/passkey/begin", {}, expect=429)


def test_at_a_bare_number_there_are_none(settings, clock, database, officer):
    app = make_app(replace(settings, base_url="http://127.0.0.1:8000"), clock=clock, database=database)
    visitor = Visitor(app).sign_in_as(officer)
    assert not visitor.open("/your-sign-in").says("Add a passkey")
    visitor.open("/your-sign-in/passkeys/new", expect=404)
