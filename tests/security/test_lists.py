"""Written lists: headers, addresses that lead away, names that break lines, and what is never kept as it is."""

from __future__ import annotations

import ast
import logging
import re
from contextlib import suppress
from dataclasses import replace

import pytest
from sqlalchemy import select

from consult.accounts.actions import draw_link
from consult.accounts.models import Account
from consult.accounts.rules import Role, safe_path
from consult.app import create_app
from consult.demo.makers.accounts import make_account
from consult.kernel.errors import Invalid
from consult.post.actions import queue_mail
from tests.house.places import DOCS, modules, name_of
from tests.visitor import Visitor

ROW = re.compile(r"^\| `([A-Za-z-]+)` \| `([^`]+)`( \([^)]*\))? \|$", re.MULTILINE)
NEVER_SENT = ("X-Powered-By", "Access-Control-Allow-Origin", "Access-Control-Allow-Credentials")
KINDS = (
    ("GET", "/", 200),
    ("GET", "/sign-in", 200),
    ("GET", "/nowhere", 404),
    ("GET", "/desk", 303),
    ("POST", "/healthz", 405),
    ("POST", "/follow", 400),
    ("GET", "/healthz", 200),
    ("GET", "/robots.txt", 200),
    ("GET", "/news.atom", 200),
    ("GET", "/theme.css", 404),
    ("GET", "/bodies/popolo.json", 200),
    ("GET", "/favicon.ico", 302),
    ("GET", "/assets/nothing.js", 404),
)
ELSEWHERE = (
    "//evil.example", "///evil.example", "////evil.example", "/\\evil.example", "\\\\evil.example", "\\/evil.example",
    "https://evil.example", "HTTPS://evil.example", "http:evil.example", "https:evil.example", "https:/evil.example",
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "data:text/html,x", "vbscript:x", "file:",
    "/%0d%0aLocation: https://evil.example\r\n", "/\r\nSet-Cookie: a=b", "/desk\r\nX: y", "/desk\nX: y", "/\tevil",
    "\t//evil.example", " //evil.example", "\x00//evil.example", "/\x00/evil.example", "/\u2028/evil.example",
    "/\uff0f/evil.example", "\uff0f\uff0fevil.example", "evil.example", "evil.example/desk", "@evil.example", "?next=/",
    "#//evil.example", "", "ftp://evil.example", "mailto:a@evil.example", "tel:1", "blob:x", "/sign-out", "/sign-in",
    "/desk\\..\\evil", "ws://evil.example", "//evil.example:80/desk", "//evil.example@ours.example/",
)  # fmt: skip
BREAKS = re.compile(r"[\r\n\x00\u2028\u2029]")
TAKES_OUT = {
    "requests",
    "httpx",
    "aiohttp",
    "urllib3",
    "http.client",
    "ftplib",
    "telnetlib",
    "xmlrpc",
    "urllib.request",
}


def listed(*, of_files: bool = False) -> dict[str, tuple[str, str]]:
    """The headers of docs/threat-model.md, with what is said of when."""
    text = DOCS.joinpath("threat-model.md").read_text("utf-8")
    unlike = "of pages" if of_files else "of files"
    return {name: (value, when.strip()) for name, value, when in ROW.findall(text) if unlike not in when}


@pytest.fixture
def over_https(settings, clock, database):
    return create_app(replace(settings, base_url="https://consult.example"), clock=clock, database=database)


@pytest.mark.parametrize(("method", "address", "status"), KINDS)
def test_every_kind_of_answer_carries_the_listed_headers(over_https, method, address, status):
    answer = over_https.test_client().open(address, method=method, base_url="https://consult.example")
    assert answer.status_code == status
    for name, (value, when) in listed(of_files=answer.mimetype != "text/html").items():
        if "signed in" not in when and not ("icon" in when and address == "/favicon.ico"):
            assert answer.headers.get(name) == value, name
    assert [name for name in NEVER_SENT if name in answer.headers] == []


def test_the_icon_alone_may_be_shown_beside_a_file_that_has_no_origin(visitor):
    policies = {
        path: visitor.client.get(path).headers["Cross-Origin-Resource-Policy"] for path in ("/favicon.ico", "/")
    }
    assert policies == {"/favicon.ico": "cross-origin", "/": "same-origin"}


def test_pages_of_someone_signed_in_carry_the_listed_headers(visitor, session):
    visitor.sign_in_as(make_account(session)).open("/desk")
    assert visitor.last.headers["Cache-Control"] == listed()["Cache-Control"][0]
    assert len(listed()) >= 8


def test_the_policy_allows_nothing_inline_and_nothing_from_elsewhere():
    policy = dict(part.strip().split(" ", 1) for part in listed()["Content-Security-Policy"][0].split(";"))
    assert {"default-src", "base-uri", "frame-ancestors", "form-action"} <= set(policy)
    allowed = {word for words in policy.values() for word in words.split()}
    assert allowed <= {"'none'", "'self'", "data:"}
    assert "data:" not in policy["script-src"]


def test_nothing_in_a_file_ever_runs():
    policy = listed(of_files=True)["Content-Security-Policy"][0]
    assert policy.startswith("default-src 'none'; ")
    assert policy.endswith("; sandbox")
    assert "script-src" not in policy


def test_an_address_elsewhere_is_never_gone_to():
    assert len(ELSEWHERE) >= 40
    assert [asked for asked in ELSEWHERE if safe_path(asked) != "/desk"] == []
    assert safe_path("/desk/consultations/3?page=2") == "/desk/consultations/3?page=2"


@pytest.mark.parametrize("asked", ELSEWHERE[:12])
def test_signing_in_leads_to_our_own_pages_only(app, session, clock, asked):
    officer = make_account(session)
    token = draw_link(session, account=officer, now=clock.now())
    session.commit()
    client = app.test_client()
    client.get("/sign-in", query_string={"next": asked})
    visitor = Visitor(app)
    visitor.open(f"/sign-in/link/{token}?next={'https://evil.example'}")
    visitor.press("Sign in")
    assert visitor.page.address.startswith("/desk")


def test_a_post_that_claims_another_host_leads_nowhere_else(app):
    answer = app.test_client().get("/desk", headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"})
    assert answer.headers["Location"].startswith("/sign-in")


def test_no_module_fetches_an_address():
    """Nothing to forge from the server's side: no address that someone types is ever fetched.

    Mails may go through GOV.UK Notify, at the one address that the installation's settings name.
    """
    out = [
        (name_of(path), word)
        for path, tree in modules()
        for node in ast.walk(tree)
        for word in names_of(node)
        if word in TAKES_OUT
    ]
    assert out == [("consult.post.notify", "urllib.request")]


def names_of(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module] if isinstance(node, ast.ImportFrom) and node.module else []


def test_no_shell_is_called_and_nothing_is_unpickled_or_evaluated():
    faults = []
    for path, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                called = ast.unparse(node.func)
                has_shell = any(word.arg == "shell" for word in node.keywords)
                if (
                    called in {"eval", "exec", "os.system", "os.popen", "pickle.loads", "yaml.load", "marshal.loads"}
                    or has_shell
                ):
                    faults.append(f"{name_of(path)}:{node.lineno} {called}")
    assert faults == []


@pytest.mark.parametrize(
    "line", ["a\r\nBcc: x@evil.example", "a\nSubject: b", "a\rb", "a\x00b", "a\u2028b\u2029c", "a\x0bb"]
)
def test_a_mail_has_the_headers_that_we_gave_it(session, clock, line):
    values = {"council": line, "link": "x"}
    mail = queue_mail(
        session,
        to="a@b.example",
        subject=line,
        template="sign_in",
        values=values,
        now=clock.now(),
    )
    assert not BREAKS.search(mail.subject)
    with suppress(Invalid):  # what is left after cleaning may be an address; it is one line in any case
        mail = queue_mail(
            session, to=f"x@b.example{line}", subject="x", template="sign_in", values=values, now=clock.now()
        )
    assert not BREAKS.search(mail.to_address)


@pytest.mark.parametrize(
    "path", ["/%0d%0aX-Evil:%20yes", "/consultations/%0aX", "/?lang=%0d%0aX-Evil:yes", "/follow?x=%00"]
)
def test_a_line_break_in_an_address_makes_no_header_and_no_line_in_a_log(app, caplog, path):
    with caplog.at_level(logging.DEBUG):
        answer = app.test_client().get(path)
    assert answer.status_code < 500
    assert "X-Evil" not in answer.headers
    assert not any("X-Evil" in record.getMessage() for record in caplog.records)


def test_an_unlisted_method_is_refused(app):
    for method in ("PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND"):
        assert app.test_client().open("/", method=method).status_code in {400, 405}, method


def test_a_name_that_asks_for_rights_gets_none(visitor, session):
    """Fields that the page does not have are not read, whatever they are called."""
    visitor.sign_in_as(make_account(session, role=Role.ADMINISTRATOR)).open("/people/new")
    visitor.fill("Name", "Wren").fill("Email address", "wren@ambleford.example").choose("Officer")
    extra = {"id": "99", "closed_at": "2020-01-01", "role_grants": "administrator", "is_proved": "1", "created_at": "x"}
    form = next(visitor.page.first("main").iter("form"))
    sent = dict(visitor._fields_of(form)) | extra
    visitor.post("/people/new", sent)
    wren = session.scalars(select(Account).where(Account.email == "wren@ambleford.example")).one()
    assert wren.id != 99
    assert [grant.role for grant in wren.grants] == [Role.OFFICER]
    assert wren.closed_at is None
