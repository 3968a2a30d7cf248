"""What people see of the post: a mail leaves after the act that caused it, once, and its words are not kept."""

import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope
from jinja2 import DictLoader
from sqlalchemy.orm import Session

from consult.jobs.engine import run_due_jobs_within
from consult.kernel.clock import HandClock
from consult.kernel.errors import Invalid
from consult.post import rendering
from consult.post.actions import forget_old_mails, queue_mail
from consult.post.models import Mail
from consult.post.queries import mail_counts, mails_to
from consult.post.rules import TRIES, MailState, checked_address
from consult.settings import Settings

LINK = "http://localhost/sign-in/" + "x" * 120


@pytest.fixture(autouse=True)
def _templates(monkeypatch: pytest.MonkeyPatch) -> None:
    mails = rendering._mails.__wrapped__()
    mails.loader = DictLoader(
        {
            "emails/hello.txt": "Hello {{ name }}\n\n{{ link }}\n",
            "emails/both.txt": "Hello {{ name }}",
            "emails/both.html": "<p>Hello {{ name }}</p>",
        }
    )
    monkeypatch.setattr(rendering, "_mails", lambda: mails)


def send_hello(session: Session, clock: HandClock, *, to: str = "parent@example.com", template: str = "hello") -> Mail:
    values = {"name": "Zoë <b>", "link": LINK}
    return queue_mail(session, to=to, subject="Your\nlink ✓", template=template, values=values, now=clock.now())


def outbox(settings: Settings) -> list[Path]:
    return sorted(settings.outbox_folder.glob("*.eml"))


def test_without_a_mail_server_a_mail_is_a_file_that_a_person_can_read(
    session: Session, clock: HandClock, settings: Settings
) -> None:
    mail = send_hello(session, clock)
    run_due_jobs_within(session, clock=clock, settings=settings)
    [file] = outbox(settings)
    assert LINK in file.read_text()
    message = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert message["Subject"] == "Your link ✓"
    assert message["To"] == "parent@example.com"
    assert "Hello Zoë <b>" in message.get_content()
    assert mail.state is MailState.SENT
    assert (mail.text_body, mail.html_body) == ("", "")


def test_a_mail_of_an_act_that_failed_never_leaves(session: Session, clock: HandClock, settings: Settings) -> None:
    with session.begin_nested() as act:
        send_hello(session, clock)
        act.rollback()
    run_due_jobs_within(session, clock=clock, settings=settings)
    assert outbox(settings) == []


def test_html_is_escaped_and_stands_beside_plain_text(session: Session, clock: HandClock) -> None:
    mail = send_hello(session, clock, template="both")
    assert mail.text_body == "Hello Zoë <b>\n"
    assert mail.html_body == "<p>Hello Zoë &lt;b&gt;</p>"


def test_a_mail_waits_for_its_time(session: Session, clock: HandClock, settings: Settings) -> None:
    later = clock.now() + timedelta(hours=2)
    values = {"name": "Ann", "link": LINK}
    queue_mail(
        session, to="a@example.com", subject="s", template="hello", values=values, now=clock.now(), not_before=later
    )
    run_due_jobs_within(session, clock=clock, settings=settings)
    assert outbox(settings) == []
    clock.move_to(later)
    run_due_jobs_within(session, clock=clock, settings=settings)
    assert len(outbox(settings)) == 1


@pytest.mark.parametrize("typed", ["", "nobody", "a b@example.com", "a@b\r\nBcc: c@d", "@x", "a@" + "x" * 300, "a,b@x"])
def test_an_address_that_cannot_be_written_to_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(Invalid, match=r"name@example\.com"):
        checked_address(typed)


class Postmaster:
    """A mail server that remembers what it got, and refuses who is named ``nobody``."""

    def __init__(self) -> None:
        self.got: list[Envelope] = []

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: object, envelope: Envelope, address: str, _options: object
    ) -> str:
        if address.startswith("nobody"):
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: object, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        self.got.append(envelope)
        return "250 OK"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def postmaster(settings: Settings) -> Iterator[tuple[Postmaster, Settings]]:
    handler = Postmaster()
    port = free_port()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    yield handler, replace(settings, mail_host="127.0.0.1", mail_port=port, mail_tls=False)
    controller.stop()


def test_with_a_mail_server_the_mail_goes_there(
    session: Session, clock: HandClock, postmaster: tuple[Postmaster, Settings]
) -> None:
    handler, settings = postmaster
    send_hello(session, clock)
    run_due_jobs_within(session, clock=clock, settings=settings)
    [envelope] = handler.got
    assert envelope.rcpt_tos == ["parent@example.com"]
    assert outbox(settings) == []


def test_an_address_that_the_server_refuses_is_given_up_at_once(
    session: Session, clock: HandClock, postmaster: tuple[Postmaster, Settings]
) -> None:
    _handler, settings = postmaster
    mail = send_hello(session, clock, to="nobody@example.com")
    run_due_jobs_within(session, clock=clock, settings=settings)
    assert (mail.state, mail.fault, mail.text_body) == (MailState.FAILED, "SMTPRecipientsRefused", "")


def test_a_server_that_is_away_is_tried_again_until_it_is_given_up(
    session: Session, clock: HandClock, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    away = replace(settings, mail_host="127.0.0.1", mail_port=9, mail_tls=False)
    mail = send_hello(session, clock)
    for _attempt in range(TRIES):
        assert mail.state is MailState.WAITING
        run_due_jobs_within(session, clock=clock, settings=away)
        clock.advance(hours=1)
    assert mail.state is MailState.FAILED
    assert mail_counts(session)[MailState.FAILED] == 1


def test_old_mails_are_forgotten(session: Session, clock: HandClock, settings: Settings) -> None:
    send_hello(session, clock)
    run_due_jobs_within(session, clock=clock, settings=settings)
    forget_old_mails(session, now=clock.advance(days=29))
    assert len(mails_to(session, "parent@example.com")) == 1
    forget_old_mails(session, now=clock.advance(days=2))
    assert mails_to(session, "parent@example.com") == []
