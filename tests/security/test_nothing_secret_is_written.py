"""A canary in everything that opens something: none of it lies in any file or log line of the installation."""

from __future__ import annotations

import logging
from pathlib import Path

import pyotp
import pytest
from sqlalchemy import select

from consult.accounts.actions import draw_link
from consult.accounts.models import Account
from consult.accounts.views import entrance
from consult.app import create_app
from consult.responses.models import Response
from consult.upkeep.nightly import back_up
from tests.conftest import MONDAY_MORNING, settings_in
from tests.responses.public.asking import make_asking
from tests.responses.public.walking import CHECK, send
from tests.visitor import Visitor

WORDS = "quartz badger umbrella forty"
AGENT = "PeculiarBrowser/9.81"
ADDRESS = "203.0.113.87"


@pytest.fixture
def place(tmp_path: Path, installed_at):
    """A whole installation in a folder, on files as in life."""
    settings = settings_in(tmp_path)
    database = installed_at(settings)
    yield settings, database
    database.close()


def test_no_secret_lies_in_a_file_or_a_log(place, clock, caplog, monkeypatch):
    settings, database = place
    app = create_app(settings, clock=clock, database=database)
    seen: dict[str, str] = {}
    welcome = entrance.welcome
    monkeypatch.setattr(entrance, "welcome", lambda token: (seen.update(session=token), welcome(token))[1])
    with database.transaction() as session:
        make_asking(session)
        officer = session.scalars(select(Account)).first()
        seen["link"] = draw_link(session, account=officer, now=clock.now())
    with caplog.at_level(logging.DEBUG):
        resident = Visitor(app)
        resident.client.environ_base |= {"REMOTE_ADDR": ADDRESS, "HTTP_USER_AGENT": AGENT}
        seen["reference"], seen["code"] = send(resident, clock)
        signed = Visitor(app)
        signed.open(f"/sign-in/link/{seen['link']}")
        signed.press("Sign in")
        signed.open("/your-sign-in")
        page = signed.press("Set up an app")
        seen["app"] = "".join(page.first("strong").itertext()).replace(" ", "")
        signed.fill("Code from your app", pyotp.TOTP(seen["app"]).at(clock.now())).press("Finish")
        Visitor(app).open(f"/sign-in/link/{seen['link']}x", expect=200)
        resident.post(CHECK, {"answer": WORDS}, expect=None)
        back_up(settings, database, folder=settings.backups_folder, now=MONDAY_MORNING)
    with signed.client.session_transaction() as cookie:
        seen["session"] = cookie["_user_id"]
    written = {path: path.read_bytes() for path in settings.data.rglob("*") if path.is_file()}
    assert len(written) >= 3, "the database, its backup and the manifest"
    assert any(b"A good idea." in held for held in written.values()), "the judge reads what is there"
    secrets = {**{name: seen[name] for name in ("link", "session", "app", "code")}, "key": settings.secret_key}
    spellings = {
        name: {word, word.replace("-", ""), word.replace(" ", ""), word.lower()} for name, word in secrets.items()
    }
    found = [
        f"{name} in {path.name}"
        for path, held in written.items()
        for name, words in spellings.items()
        for word in words
        if word.encode() in held
    ]
    assert found == []
    network = [path.name for path, held in written.items() if ADDRESS.encode() in held or AGENT.encode() in held]
    assert network == [], "no network address and no browser's name is kept"
    lines = caplog.text
    assert lines.isprintable() or lines
    for name in (
        "A good idea.",
        WORDS,
        ADDRESS,
        AGENT,
        officer.email,
        *(word for each in spellings.values() for word in each),
    ):
        assert name not in lines, name


def test_what_was_sent_is_all_that_the_installation_knows_of_a_resident(place, clock):
    settings, database = place
    app = create_app(settings, clock=clock, database=database)
    with database.transaction() as session:
        make_asking(session)
    send(Visitor(app), clock)
    with database.transaction(writing=False) as session:
        columns = set(Response.__table__.columns.keys())
        assert len(session.scalars(select(Response)).all()) == 1
    assert not {name for name in columns if any(word in name for word in ("address", "agent", "cookie", "_ip", "ip_"))}
