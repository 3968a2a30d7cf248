"""What people see when something goes wrong, and that their words survive it."""

import re

import pytest
from flask import request

from consult.demo.makers.accounts import make_account
from consult.kernel.errors import Busy, Invalid, NotAllowed, NotFound, Refused, Stale
from consult.web.guards import public
from consult.web.throttle import TooOften
from tests.visitor import Visitor

STATUSES = {NotFound: 404, NotAllowed: 403, Stale: 409, Refused: 409, Invalid: 422, TooOften: 429, Busy: 503}


@pytest.fixture
def broken(app):
    """A route that raises whatever a test asks for."""
    raised = {}

    @public
    def break_down():
        raise raised["error"]

    app.add_url_rule("/break", "break", break_down, methods=["GET", "POST"])
    app.add_url_rule("/api/break", "api_break", break_down)

    def set_error(error):
        raised["error"] = error
        return Visitor(app)

    return set_error


@pytest.mark.parametrize("kind", STATUSES)
def test_each_error_is_a_page_with_its_sentence(broken, kind):
    page = broken(kind("Do this instead.")).open("/break", expect=STATUSES[kind])
    assert page.says("Do this instead.")


@pytest.mark.parametrize("kind", [NotFound, Stale, Refused, Invalid, TooOften, Busy])
def test_words_stay_on_the_page_of_an_error(broken, kind):
    visitor = broken(kind("Do this instead."))
    visitor.open("/sign-in")
    assert visitor.post("/break", {"why": "My long words"}, expect=STATUSES[kind]).says("My long words")


@pytest.mark.parametrize("address", ["/decisions/99999999999999999999", "/consultations/%00", "/commitments/a%00b"])
def test_an_address_that_no_row_can_have_names_nothing(visitor, address):
    assert visitor.open(address, expect=404).heading == "Page not found"


@pytest.mark.parametrize("kind", STATUSES)
def test_each_error_has_one_shape_for_programs(broken, kind):
    visitor = broken(kind("Do this instead."))
    error = visitor.client.get("/api/break").get_json()["error"]
    assert error["status"] == STATUSES[kind]
    assert error["message"] == "Do this instead."
    assert set(error) == {"status", "code", "message"}


def test_an_unexpected_error_tells_nothing_of_itself(broken, caplog):
    page = broken(RuntimeError("the secret of Jo Bloggs")).open("/break", expect=500)
    assert page.heading == "Sorry, something went wrong"
    assert "Jo Bloggs" not in page.body
    assert "Jo Bloggs" not in caplog.text
    assert "RuntimeError" in caplog.text


def test_the_error_page_cannot_fail(broken, app, monkeypatch):
    visitor = broken(Refused("It is closed."))
    monkeypatch.delitem(app.extensions, "consult_furniture")
    page = visitor.open("/break", expect=409)
    assert page.says("It is closed.")


def test_words_survive_an_error(broken):
    visitor = broken(Busy("Try again."))
    page = visitor.post("/break", {"answer": "My long answer\nin two lines"}, expect=503)
    assert "My long answer\nin two lines" in page.body
    assert page.buttons == ["Send it again"]


def test_a_lost_token_shows_the_words_and_sends_them_again(app, session):
    visitor = Visitor(app)
    visitor.open("/sign-in")
    visitor.client.delete_cookie("consult")
    page = visitor.fill("Email address", "kim@ambleford.example").press("Send me a link", expect=400)
    assert page.heading == "This page was open for too long"
    assert page.says("kim@ambleford.example")
    assert visitor.press("Send it again").heading == "Check your email"


def test_a_post_from_another_site_is_never_made_ours_by_one_press(app):
    visitor = Visitor(app)
    forged = {"headers": {"Sec-Fetch-Site": "cross-site"}, "with_token": False, "expect": 400}
    page = visitor.post("/sign-in", {"email": "x@y.example"}, **forged)
    assert page.buttons == []


def test_an_unknown_page_says_so(visitor):
    assert visitor.open("/nowhere", expect=404).heading == "Page not found"


def test_a_wrong_method_is_refused_with_the_right_ones(visitor):
    visitor.open("/sign-out", expect=405)
    assert "POST" in visitor.last.headers["Allow"]


def test_what_is_too_large_is_refused_before_it_is_read(app, visitor, session):
    visitor.sign_in_as(make_account(session))
    app.config["MAX_CONTENT_LENGTH"] = 10_000
    answer = visitor.client.post("/sign-in", data={"email": "x" * 20_000})
    assert answer.status_code == 413
    assert "too large" in answer.get_data(as_text=True)


def test_a_failed_post_keeps_nothing(app, session, engine):
    from sqlalchemy import select

    from consult.accounts.models import Account
    from consult.web.transaction import session as of_request

    @public
    def half_way():
        make_account(of_request(), email="half@ambleford.example")
        raise Refused(request.form["why"])

    app.add_url_rule("/half", "half", half_way, methods=["POST"])
    Visitor(app).post("/half", {"why": "Stop."}, expect=409)
    assert session.scalar(select(Account).where(Account.email == "half@ambleford.example")) is None


def test_a_page_that_is_read_cannot_write(app):
    from consult.web.transaction import session as of_request

    @public
    def writes():
        make_account(of_request())
        return ""

    app.add_url_rule("/writes", "writes", writes)
    Visitor(app).open("/writes", expect=500)


def test_no_page_names_our_software(visitor):
    visitor.open("/nowhere", expect=404)
    assert not re.search(r"werkzeug|flask|python", visitor.page.body, re.IGNORECASE)
