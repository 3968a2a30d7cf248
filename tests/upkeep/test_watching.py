"""What operators watch: figures for a monitoring program, and log lines that a program reads."""

import json
import logging
from dataclasses import replace

import pytest

from consult.accounts.rules import Role
from consult.demo.makers.accounts import make_account
from consult.jobs.actions import enqueue
from consult.kernel.lines import JsonLines
from consult.settings import HalfConfigured, Settings
from tests.conftest import make_app
from tests.upkeep.test_settings import WHOLE
from tests.visitor import Visitor

TOKEN = "t" * 40


@pytest.fixture
def watched(settings, clock, database):
    settings.data.mkdir(parents=True)
    return make_app(replace(settings, metrics_token=TOKEN), clock=clock, database=database)


def ask(app, token=TOKEN, scheme="Bearer"):
    return app.test_client().get("/metrics", headers={"Authorization": f"{scheme} {token}"} if token else {})


def test_figures_are_given_to_the_bearer_of_the_token(watched, session, clock):
    enqueue(session, "test.nothing", key="one", now=clock.now())
    session.commit()
    clock.advance(minutes=2)
    text = ask(watched).get_data(as_text=True)
    assert 'consult_jobs{state="waiting"} 1.0' in text
    assert "consult_oldest_due_job_seconds 120.0" in text
    assert "consult_backup_age_seconds -1.0" in text
    assert "consult_responses 0.0" in text
    assert float(text.split("\nconsult_disk_free_bytes ")[1].split()[0]) > 0


def test_nobody_else_finds_the_figures(watched, app):
    assert ask(watched, "").status_code == 404
    assert ask(watched, "t" * 39).status_code == 404
    assert ask(watched, scheme="Basic").status_code == 404
    assert ask(app).status_code == 404, "without a token in the settings there is no such page"


def test_a_short_token_refuses_to_start():
    with pytest.raises(HalfConfigured, match="CONSULT_METRICS_TOKEN"):
        Settings.from_environment(WHOLE | {"CONSULT_METRICS_TOKEN": "short"})


def test_a_log_line_is_json_in_utc_and_stays_one_line():
    fault = ValueError("words of a resident")
    record = logging.getLogger("consult.x").makeRecord(
        "consult.x", logging.WARNING, "f", 1, "refused: %s", ("a\nlevel: info",), (ValueError, fault, None)
    )
    line = JsonLines().format(record)
    told = json.loads(line)
    assert "\n" not in line
    assert told["message"] == "refused: a\nlevel: info"
    assert (told["level"], told["logger"], told["fault"]) == ("warning", "consult.x", "ValueError")
    assert told["at"].endswith("+00:00")
    assert "resident" not in line


def test_whoever_is_refused_is_logged_by_number_and_page(app, session, caplog):
    officer = make_account(session, role=Role.OFFICER)
    visitor = Visitor(app).sign_in_as(officer)
    visitor.client.get("/people")
    assert f"refused as not_allowed: accounts.people by account:{officer.id}" in caplog.text


def test_a_link_and_a_code_that_do_not_work_are_logged(app, session, clock, caplog):
    stranger = Visitor(app)
    stranger.post("/sign-in/link/wrong", expect=409)
    assert "refused as wrong_link: accounts.use by resident" in caplog.text
    officer = Visitor(app).sign_in_as(make_account(session, email="ada@ambleford.example"))
    officer.open("/your-sign-in")
    officer.press("Set up an app")
    officer.fill("Code from your app", "000000").press("Finish", expect=422)
    assert "refused as wrong_code: accounts.confirm_app by account:" in caplog.text
    assert "wrong" not in caplog.text.replace("wrong_link", "").replace("wrong_code", ""), "the link itself is not told"
    assert "000000" not in caplog.text
    assert "ada@" not in caplog.text
