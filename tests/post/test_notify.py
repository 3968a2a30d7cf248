"""Mails through GOV.UK Notify, where an installation is set up for it; a double of it answers on this machine."""

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from consult.jobs.engine import run_due_jobs_within
from consult.post.actions import queue_mail
from consult.post.models import Mail
from consult.post.notify import token_of
from consult.post.rules import MailState
from consult.settings import HalfConfigured, Settings

SERVICE, SECRET = "26785a09-ab16-4eb0-8407-a37497a57506", "3d844edf-8d35-48ac-975b-e847b4f122b0"
KEY = f"consult-{SERVICE}-{SECRET}"
TEMPLATE = "9d751e0e-f929-4891-82a1-a3e1c3c18ee3"
LEAVE = "http://localhost/news/leave/token"


@dataclass
class Double:
    """Stands for Notify: remembers what it was asked, and answers as told."""

    status: int = 201
    asked: list[dict] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    address: str = ""


@pytest.fixture
def notify() -> Iterator[Double]:
    double = Double()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            double.asked.append({"path": self.path} | json.loads(body))
            double.tokens.append(self.headers["Authorization"].removeprefix("Bearer "))
            self.send_response(double.status)
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_args: object) -> None:
            """Stay silent."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    double.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield double
    server.shutdown()
    server.server_close()


@pytest.fixture
def set_up(settings: Settings, notify: Double) -> Settings:
    return replace(settings, notify_api_key=KEY, notify_template=TEMPLATE, notify_base_url=notify.address)


def queue(session, clock) -> Mail:
    return queue_mail(
        session,
        to="parent@example.com",
        subject="News from Ambleford",
        template="digest",
        values={"items": (), "council": "Ambleford", "leave": LEAVE},
        now=clock.now(),
        leave_href=LEAVE,
    )


def test_a_mail_goes_to_notify_once_with_its_words_and_the_way_to_leave(session, clock, set_up, notify):
    mail = queue(session, clock)
    for _minute in range(2):
        run_due_jobs_within(session, clock=clock, settings=set_up)
        clock.advance(minutes=2)
    (asked,) = notify.asked
    assert asked["path"] == "/v2/notifications/email"
    assert asked["email_address"] == "parent@example.com"
    assert asked["template_id"] == TEMPLATE
    assert asked["personalisation"]["subject"] == "News from Ambleford"
    assert LEAVE in asked["personalisation"]["body"]
    assert asked["one_click_unsubscribe_url"] == LEAVE
    session.expire_all()
    assert (session.get_one(Mail, mail.id).state, session.get_one(Mail, mail.id).text_body) == (MailState.SENT, "")
    assert not list(set_up.outbox_folder.glob("*"))


def test_notify_knows_the_service_by_a_token_that_our_secret_signs():
    now = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    head, body, signed = token_of(KEY, now=now).split(".")

    def read(part):
        return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))

    assert json.loads(read(head)) == {"typ": "JWT", "alg": "HS256"}
    assert json.loads(read(body)) == {"iss": SERVICE, "iat": int(now.timestamp())}
    assert read(signed) == hmac.new(SECRET.encode(), f"{head}.{body}".encode(), hashlib.sha256).digest()


@pytest.mark.parametrize("status", [429, 500, 503])
def test_while_notify_is_busy_or_broken_the_mail_waits_and_goes_later(session, clock, set_up, notify, status):
    mail = queue(session, clock)
    notify.status = status
    run_due_jobs_within(session, clock=clock, settings=set_up)
    session.expire_all()
    assert session.get_one(Mail, mail.id).state is MailState.WAITING
    notify.status = 201
    clock.advance(hours=2)
    run_due_jobs_within(session, clock=clock, settings=set_up)
    session.expire_all()
    assert session.get_one(Mail, mail.id).state is MailState.SENT


def test_an_address_that_notify_refuses_is_given_up_and_its_words_are_forgotten(session, clock, set_up, notify):
    mail = queue(session, clock)
    notify.status = 400
    run_due_jobs_within(session, clock=clock, settings=set_up)
    session.expire_all()
    found = session.get_one(Mail, mail.id)
    assert (found.state, found.text_body, found.fault) == (MailState.FAILED, "", "NotifyRefused")


def test_nothing_goes_to_notify_unless_an_installation_is_set_up_for_it(session, clock, settings, notify):
    queue(session, clock)
    run_due_jobs_within(session, clock=clock, settings=settings)
    assert notify.asked == []
    assert list(settings.outbox_folder.glob("*.eml"))


@pytest.mark.parametrize("half", [{"notify_api_key": KEY}, {"notify_template": TEMPLATE}])
def test_half_a_set_up_does_not_start(settings, half):
    with pytest.raises(HalfConfigured, match="CONSULT_NOTIFY"):
        replace(settings, **half)
