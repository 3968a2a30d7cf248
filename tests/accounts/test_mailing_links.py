"""The job that mails sign-in links."""

import re

from sqlalchemy import select

from consult.accounts.actions import ask_for_link
from consult.demo.makers.accounts import make_account
from consult.jobs.engine import run_due_jobs_within
from consult.post.models import Mail


def test_the_mailed_link_signs_in(visitor, session, clock, settings):
    make_account(session, email="kim@wendlebridge.example")
    ask_for_link(session, email=" Kim@Wendlebridge.example ", next_path="/desk", now=clock.now())
    run_due_jobs_within(session, clock=clock, settings=settings)
    mail = session.scalars(select(Mail)).one()
    assert mail.to_address == "kim@wendlebridge.example"
    written = next(settings.outbox_folder.rglob("*.eml")).read_text()
    address = re.search(r"http://localhost(/sign-in/link/\S+)", written)[1]
    visitor.open(address)
    assert visitor.press("Sign in").heading == "Your desk"


def test_an_unknown_address_gets_no_mail(session, clock, settings):
    ask_for_link(session, email="nobody@wendlebridge.example", next_path="/desk", now=clock.now())
    run_due_jobs_within(session, clock=clock, settings=settings)
    assert session.scalars(select(Mail)).all() == []
