"""Signing in at the council's provider, against a double of one: only who has an account here, and only rightly."""

from dataclasses import replace
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests

from consult.accounts.models import Passkey
from consult.accounts.views.council_account import WHERE
from consult.audit.models import AuditEvent
from consult.demo.makers.accounts import make_account
from consult.demo.makers.consultations import make_consultation
from consult.settings import HalfConfigured, Settings
from tests.conftest import make_app
from tests.visitor import Visitor

mock = pytest.importorskip("oidc_provider_mock")
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of the double, which is older than Authlib
ADDRESS = "ngozi@ambleford.example"
NOT_IN = "You are not signed in."


@pytest.fixture
def provider():
    """A provider that knows three people, at its address."""
    people = [
        mock.User(sub="ngozi", claims={"email": ADDRESS, "email_verified": True}),
        mock.User(sub="two-factors", claims={"email": ADDRESS, "email_verified": True, "amr": ["pwd", "mfa"]}),
        mock.User(sub="unverified", claims={"email": ADDRESS, "email_verified": False}),
        mock.User(sub="stranger", claims={"email": "who@elsewhere.example", "email_verified": True}),
    ]
    with mock.run_server_in_thread(require_nonce=True, user_claims=people) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture
def app(settings, clock, database, provider):
    told = replace(settings, oidc_issuer=provider, oidc_client_id="consult", oidc_client_secret="s" * 20)
    return make_app(told, clock=clock, database=database)


@pytest.fixture
def officer(session):
    made = make_account(session, name="Ngozi Adebayo", email=ADDRESS)
    session.commit()
    return made


def go_to_provider(visitor, next_path="/desk"):
    """Press the link on the sign-in page, and give the address at which the provider is asked."""
    visitor.open(f"/sign-in?{urlencode({'next': next_path})}")
    assert visitor.page.links["Sign in with your council account"].startswith("/sign-in/council")
    gone = visitor.client.get(visitor.page.links["Sign in with your council account"])
    assert gone.status_code == 302
    return gone.headers["Location"]


def come_back(visitor, asked, sub):
    """Let the provider know who it is, and follow to the page with the button."""
    sent = requests.post(asked, data={"sub": sub}, allow_redirects=False, timeout=10)
    return visitor.open(sent.headers["Location"])


def sign_in(app, sub, next_path="/desk"):
    visitor = Visitor(app)
    come_back(visitor, go_to_provider(visitor, next_path), sub)
    visitor.press("Sign in")
    return visitor


def test_someone_with_an_account_here_is_signed_in_at_a_press(app, officer, session):
    visitor = sign_in(app, "ngozi", "/your-sign-in")
    assert visitor.page.address.endswith("/your-sign-in")
    facts = [event.facts for event in session.query(AuditEvent) if event.happening == "account:signed_in"]
    assert [told["way"] for told in facts] == ["council"]


def test_the_provider_is_asked_with_state_nonce_and_pkce(app, officer):
    asked = parse_qs(urlsplit(go_to_provider(Visitor(app))).query)
    assert len(asked["state"][0]) >= 20
    assert len(asked["nonce"][0]) >= 20
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["response_type"] == ["code"]
    assert asked["redirect_uri"] == ["http://localhost/sign-in/council/back"]


@pytest.mark.parametrize("sub", ["unverified", "stranger"])
def test_nobody_else_is_let_in_and_no_account_is_made(app, officer, sub):
    visitor = sign_in(app, sub)
    assert visitor.says(NOT_IN)
    assert visitor.open("/desk").heading == "Sign in"


def test_a_closed_account_is_not_let_in(app, officer, session, clock):
    officer.closed_at = clock.now()
    session.commit()
    assert sign_in(app, "ngozi").says(NOT_IN)


def test_the_answer_of_another_browser_is_worth_nothing(app, officer):
    """The trick of signing someone in as oneself, or oneself with another's code."""
    theirs, mine = Visitor(app), Visitor(app)
    go_to_provider(mine)
    come_back(mine, go_to_provider(theirs), "ngozi")
    assert mine.press("Sign in").says(NOT_IN)


def test_an_answer_is_taken_once(app, officer):
    visitor = Visitor(app)
    asked = go_to_provider(visitor)
    sent = requests.post(asked, data={"sub": "ngozi"}, allow_redirects=False, timeout=10).headers["Location"]
    visitor.open(sent)
    visitor.press("Sign in")
    visitor.open("/desk")
    visitor.press("Sign out")
    visitor.open(sent)
    assert visitor.press("Sign in").says(NOT_IN)


def test_a_no_of_the_provider_is_told_plainly(app, officer):
    visitor = Visitor(app)
    asked = go_to_provider(visitor)
    sent = requests.post(asked, data={"action": "deny"}, allow_redirects=False, timeout=10).headers["Location"]
    assert visitor.open(sent).says(NOT_IN)


def test_a_token_of_another_issuer_is_refused(app, provider, officer):
    other = f"http://127.0.0.1:{urlsplit(provider).port}"  # it names itself so in what it signs
    app.extensions[WHERE]._server_metadata_url = f"{other}/.well-known/openid-configuration"
    visitor = Visitor(app)
    come_back(visitor, go_to_provider(visitor), "ngozi")
    assert visitor.press("Sign in").says(NOT_IN)


def test_the_second_factor_is_asked_for_unless_the_provider_did(settings, clock, database, provider, officer, session):
    told = replace(settings, oidc_issuer=provider, oidc_client_id="consult", oidc_client_secret="s" * 20)
    app = make_app(told, clock=clock, database=database)
    exports = f"/desk/consultations/{make_consultation(session).id}/export"
    officer.passkeys.append(_a_passkey(clock))
    session.commit()
    assert sign_in(app, "ngozi", exports).page.heading == "Show that it is you"
    assert sign_in(app, "two-factors", exports).page.heading != "Show that it is you"


def _a_passkey(clock):
    return Passkey(key_id="k", public_key=b"p", n_uses=0, name="Key", added_at=clock.now())


def test_where_it_is_not_set_up_there_is_nothing(settings, clock, database):
    visitor = Visitor(make_app(settings, clock=clock, database=database))
    assert "Sign in with your council account" not in visitor.open("/sign-in").links
    visitor.open("/sign-in/council", expect=404)
    visitor.open("/sign-in/council/back?code=1&state=2", expect=404)


def test_half_of_it_refuses_to_start(settings):
    with pytest.raises(HalfConfigured, match="CONSULT_OIDC_CLIENT_ID"):
        replace(settings, oidc_issuer="https://id.example")
    environment = {
        "CONSULT_SECRET_KEY": "x" * 40,
        "CONSULT_BASE_URL": "https://consult.example",
        "CONSULT_COUNCIL_NAME": "Ambleford",
        "CONSULT_MAIL_HOST": "mail.example",
        "CONSULT_MAIL_FROM": "a@b.example",
        "CONSULT_OIDC_ISSUER": "http://id.example",
        "CONSULT_OIDC_CLIENT_ID": "c",
        "CONSULT_OIDC_CLIENT_SECRET": "s",
    }
    with pytest.raises(HalfConfigured, match="CONSULT_OIDC_ISSUER must begin with https"):
        Settings.from_environment(environment)
