"""Headers, cookies and languages."""

from dataclasses import replace

import pytest

from consult.accounts.actions import draw_link
from consult.app import create_app
from consult.demo.makers.accounts import make_account
from tests.responses.public.asking import make_asking
from tests.responses.public.walking import begin
from tests.visitor import Visitor


def test_every_answer_carries_the_policy(visitor):
    for address, status in (("/sign-in", 200), ("/nowhere", 404)):
        visitor.open(address, expect=status)
        headers = visitor.last.headers
        policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
        assert policy["default-src"] == "'none'"
        assert policy["script-src"] == "'self'"
        assert policy["frame-ancestors"] == "'none'"
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_pages_of_someone_signed_in_are_not_kept_by_browsers(visitor, session):
    visitor.sign_in_as(make_account(session)).open("/desk")
    assert visitor.last.headers["Cache-Control"] == "private, no-store"


def test_reading_sets_no_cookie(visitor):
    visitor.open("/consultations")
    assert "Set-Cookie" not in visitor.last.headers


@pytest.fixture
def secure(settings, clock, database):
    return create_app(replace(settings, base_url="https://consult.example"), clock=clock, database=database)


def test_over_https_cookies_stay_on_this_host_and_out_of_scripts(secure, session, clock):
    visitor = Visitor(secure)
    token = draw_link(session, account=make_account(session), now=clock.now())
    secure_base = {"base_url": "https://consult.example"}
    page = visitor.open(f"/sign-in/link/{token}", **secure_base)
    cookie = next(line for line in visitor.last.headers.getlist("Set-Cookie"))
    assert cookie.startswith("__Host-consult=")
    for word in ("Secure", "HttpOnly", "Path=/", "SameSite=Lax"):
        assert word in cookie
    assert "Domain" not in cookie
    assert visitor.last.headers["Strict-Transport-Security"].startswith("max-age=")
    assert page.heading == "Sign in"


def test_every_other_cookie_is_secure_and_named_so_too(settings, session, clock, database):
    """A browser takes a cookie named __Secure- from a secure page only, so nobody on the way can plant one."""
    make_asking(session)
    session.commit()
    public = replace(settings, base_url="https://consult.example", languages=("en_GB", "ur"))
    app = create_app(public, clock=clock, database=database)
    app.config["PREFERRED_URL_SCHEME"] = "https"
    visitor = Visitor(app)
    begin(visitor, clock)
    visitor.client.get("/sign-in?lang=ur", base_url="https://localhost")
    assert visitor.open("/sign-in", base_url="https://localhost").tree.get("lang") == "ur"
    kept = {cookie.key: cookie for cookie in visitor.client._cookies.values()}
    names = set(kept) - {"__Host-consult"}
    assert len(names) == 2
    for name in names:
        assert name.startswith("__Secure-")
        assert kept[name].secure
        assert kept[name].http_only


def test_the_language_is_one_of_those_that_the_council_offers(settings, clock, database):
    app = create_app(replace(settings, languages=("en_GB", "ur")), clock=clock, database=database)
    visitor = Visitor(app)
    assert visitor.open("/sign-in").tree.get("lang") == "en-GB"
    page = visitor.open("/sign-in?lang=ur")
    assert (page.tree.get("lang"), page.tree.get("dir")) == ("ur", "rtl")
    assert visitor.open("/sign-in").tree.get("lang") == "ur"
    assert visitor.open("/sign-in?lang=xx").tree.get("lang") in {"ur", "en-GB"}


def test_a_browser_is_answered_in_its_language(settings, clock, database):
    app = create_app(replace(settings, languages=("en_GB", "ur")), clock=clock, database=database)
    assert Visitor(app).open("/sign-in", headers={"Accept-Language": "ur,en;q=0.5"}).tree.get("dir") == "rtl"
