"""Legal advice is seen by those with the right, on one page, and is nowhere else."""

import io
import logging
import zipfile

import pytest
from sqlalchemy import inspect, select, text

from consult.accounts.rules import Role
from consult.demo.makers.accounts import make_account
from consult.demo.makers.consultations import OPEN_TEXT, make_consultation
from consult.demo.makers.responses import make_response
from consult.jobs.engine import run_due_jobs_within
from consult.responses.models import Response
from consult.responses.rules import Channel

ADVICE = "Counsel-says-quokka: the challenge would probably succeed."
MARK = "quokka"


@pytest.fixture
def consultation(session, clock):
    made = make_consultation(session, questions=(OPEN_TEXT,))
    make_response(session, consultation=made, channel=Channel.WEB, now=clock.now())
    session.commit()
    return made


def page_of(consultation):
    return f"/desk/consultations/{consultation.id}/legal-advice"


@pytest.fixture
def kept(visitor, session, consultation):
    officer = make_account(session, role=Role.OFFICER)
    session.commit()
    visitor.sign_in_as(officer).open(page_of(consultation))
    visitor.fill("What did they advise?", ADVICE)
    assert visitor.press("Keep it").says("It is kept here, and nowhere else.")
    return consultation


def test_those_with_the_right_read_it(visitor, session, kept):
    for role in (Role.OFFICER, Role.APPROVER, Role.DECISION_MAKER, Role.MONITORING_OFFICER):
        assert visitor.sign_in_as(make_account(session, role=role)).open(page_of(kept)).says(ADVICE)


@pytest.mark.parametrize("role", [Role.CLERK, Role.ADMINISTRATOR, Role.DATA_PROTECTION_OFFICER])
def test_nobody_else_reads_it(visitor, session, kept, role):
    page = visitor.sign_in_as(make_account(session, role=role)).open(page_of(kept), expect=403)
    assert MARK not in page.body


def test_it_prints_as_a_blank_page(visitor, kept):
    body = visitor.open(page_of(kept)).body
    assert body.index('class="c-no-print"') < body.index(MARK)


def addresses_of(app, consultation, response_id):
    """Every address that a GET answers and that names at most this consultation or a response."""
    values = {
        "consultation_id": consultation.id,
        "slug": consultation.slug,
        "response_id": response_id,
        "ending": "csv",
    }
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and rule.arguments <= set(values) and rule.endpoint != "gates.advice":
            with app.test_request_context():
                yield app.url_map.bind("localhost").build(rule.endpoint, {k: values[k] for k in rule.arguments})


def unpacked(data):
    """Return the bytes of an answer, and of everything that is packed in it."""
    if not data.startswith(b"PK"):
        return [data]
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return [part for name in packed.namelist() for part in unpacked(packed.read(name))]


@pytest.mark.parametrize(
    "role", [None, Role.OFFICER, Role.DATA_PROTECTION_OFFICER, Role.MONITORING_OFFICER, Role.ADMINISTRATOR]
)
def test_no_page_export_pack_or_log_holds_it(app, visitor, session, kept, role, caplog):
    caplog.set_level(logging.DEBUG)
    response_id = session.scalar(select(Response.id))
    if role:
        account = make_account(session, role=role)
        session.commit()
        visitor.sign_in_as(account)
    else:
        visitor.client.post("/sign-out")
    n_looked = 0
    for address in sorted(addresses_of(app, kept, response_id)):
        answer = visitor.client.get(address)
        assert not any(MARK.encode() in part for part in unpacked(answer.data)), address
        n_looked += answer.status_code == 200
    assert n_looked > 20
    assert MARK not in caplog.text


def test_no_other_table_mail_or_job_holds_it(session, clock, settings, kept):
    run_due_jobs_within(session, clock=clock, settings=settings)
    session.commit()
    found = [
        table
        for table in inspect(session.connection()).get_table_names()
        for row in session.execute(text(f'SELECT * FROM "{table}"'))  # noqa: S608 - the names of our own tables
        if MARK in " ".join(str(value) for value in row)
    ]
    assert found == ["legal_advices"]
