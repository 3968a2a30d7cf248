"""The first page and those around it: what is open, what closes soonest, and where help is."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection

from consult.accounts.models import Account
from consult.app import create_app
from consult.consultations.models import PreElectionPeriod
from consult.demo.makers.bodies import make_body
from consult.demo.makers.elections import make_contest, make_election
from consult.elections.actions import publish_notice
from consult.kernel.clock import HandClock
from tests.frontdoor.conftest import NOW, add_consultation
from tests.frontdoor.test_follow import count_queries
from tests.visitor import Visitor


def test_an_empty_site_says_that_nothing_is_open(visitor: Visitor):
    page = visitor.open("/")
    assert page.heading == "Have your say"
    assert page.says("Nothing is open now")


def test_what_closes_soonest_stands_first_with_its_deadline(visitor: Visitor, session, officer: Account):
    add_consultation(session, title="Later", slug="later", by=officer, closes_at=NOW + timedelta(days=20))
    add_consultation(session, title="Sooner", slug="sooner", by=officer)
    page = visitor.open("/")
    assert page.main.index("Sooner") < page.main.index("Also open now") < page.main.index("Later")
    assert page.says("Closes in 9 days")
    assert page.says("Wednesday 11 March 2026 at 9.30 am")


def test_a_closed_one_says_by_when_it_is_answered(visitor: Visitor, session, officer: Account):
    add_consultation(session, title="Closed one", slug="closed", by=officer, closes_at=NOW - timedelta(days=7))
    page = visitor.open("/")
    assert page.says("Closed, and waiting for an answer")
    assert page.says("The council promised an answer by Monday 18 May 2026.")


@pytest.mark.parametrize(
    "over",
    [
        {"approved_at": None},
        {"withdrawn_at": NOW, "withdrawn_reason": "Overtaken"},
        {"opens_at": NOW + timedelta(days=1)},
    ],
)
def test_what_is_not_yet_or_no_longer_public_is_not_listed(visitor: Visitor, session, officer: Account, over):
    add_consultation(session, title="Not for now", slug="not-for-now", by=officer, **over)
    assert not visitor.open("/").says("Not for now")
    assert not visitor.open("/search?q=now").links.get("Not for now")


def test_a_pre_election_period_keeps_one_off_the_first_page(visitor: Visitor, session, officer: Account):
    add_consultation(
        session, title="Held back", slug="held", by=officer, opened_at=None, opens_at=NOW - timedelta(days=1)
    )
    assert visitor.open("/").says("Held back")
    day = NOW.date() - timedelta(days=2)
    called_at = NOW - timedelta(days=5)
    session.add(
        PreElectionPeriod(
            name="May elections",
            starts_on=day,
            ends_on=day + timedelta(days=40),
            called_by_id=officer.id,
            called_at=called_at,
        )
    )
    session.flush()
    assert not visitor.open("/").says("Held back")


def test_the_first_page_asks_the_same_number_of_questions_of_the_database(
    visitor: Visitor, session, officer: Account, connection: Connection
):
    add_consultation(session, title="One", slug="one", by=officer)
    session.expire_all()
    few = count_queries(connection, lambda: visitor.open("/"))
    for number in range(6):
        add_consultation(session, title=f"Another {number}", slug=f"another-{number}", by=officer)
    session.expire_all()
    assert count_queries(connection, lambda: visitor.open("/")) == few


def test_search_finds_by_any_words_of_title_and_summary(visitor: Visitor, session, officer: Account):
    add_consultation(session, title="Safe ways to school", slug="safe", by=officer)
    visitor.open("/")
    visitor.fill("Find a consultation, a promise, an election or a body", "SCHOOL children")
    page = visitor.press("Search")
    assert page.heading == "Results for “SCHOOL children”"
    assert "Safe ways to school" in page.links


def test_search_finds_elections_and_bodies_too(visitor: Visitor, session, officer: Account):
    make_body(session, name="Saltersford ward committee")
    opens_at = NOW + timedelta(days=20)
    election = make_election(session, by_id=officer.id, opens_at=opens_at, title="Saltersford chooses")
    make_contest(session, election=election, by_id=officer.id, title="Parents of Saltersford")
    assert "Parents of Saltersford" not in visitor.open("/search?q=saltersford").links
    publish_notice(session, election=election, by_id=officer.id, now=election.nominations_open_at)
    page = visitor.open("/search?q=saltersford")
    assert {"Parents of Saltersford", "Saltersford ward committee"} <= set(page.links)
    assert visitor.open("/search?q=nothing+of+the+kind").says("We found nothing with these words")


def test_the_first_page_tells_where_people_can_vote_or_stand(visitor: Visitor, session, officer: Account):
    opens_at = NOW + timedelta(days=20)
    election = make_election(session, by_id=officer.id, opens_at=opens_at)
    make_contest(session, election=election, by_id=officer.id, title="Parents of Saltersford")
    assert not visitor.open("/").says("Choose who speaks for you")
    publish_notice(session, election=election, by_id=officer.id, now=election.nominations_open_at)
    visitor.open("/")
    visitor.follow("Parents of Saltersford")
    assert visitor.says("Put someone forward")


@pytest.mark.parametrize("sought", ["%", "_", "' OR 1=1 --", "\x00", "🚸", "a" * 5000])
def test_a_strange_search_finds_nothing_and_breaks_nothing(visitor: Visitor, session, officer: Account, sought):
    add_consultation(session, title="Safe ways to school", slug="safe", by=officer)
    page = visitor.open("/search", query_string={"q": sought})
    assert ("Safe ways to school" in page.links) == (not sought.replace("\x00", " ").strip())


@pytest.mark.parametrize("address", ["/help", "/privacy", "/accessibility", "/components", "/follow", "/search"])
def test_the_standing_pages_are_there(visitor: Visitor, address):
    assert visitor.open(address).status == 200


def test_an_unknown_address_says_what_to_do(visitor: Visitor):
    assert visitor.open("/no/such/page", expect=404).heading == "Page not found"


def test_the_health_page_tells_a_machine_that_all_is_well(app):
    answer = app.test_client().get("/healthz")
    assert answer.get_json() == {"healthy": True, "database": True, "assets": True}


def test_robots_read_nothing_of_an_invented_city(app):
    assert "Disallow: /\n" in app.test_client().get("/robots.txt").get_data(as_text=True)


def test_built_files_are_kept_for_ever_and_sent_compressed(app):
    browser = app.test_client()
    page = browser.get("/").get_data(as_text=True)
    sheet = page.split('rel="stylesheet" href="')[1].split('"')[0]
    answer = browser.get(sheet, headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "immutable" in answer.headers["Cache-Control"]
    assert browser.get("/assets/manifest.json").status_code == 404
    assert browser.get("/assets/../settings.py").status_code == 404


def test_a_council_theme_is_linked_after_our_own(settings, tmp_path, clock: HandClock, database):
    theme = tmp_path / "theme.css"
    theme.write_text(":root { --c-brand: #5b2a86; }", "utf-8")
    council = create_app(replace(settings, council_theme=str(theme)), clock=clock, database=database)
    page = council.test_client().get("/").get_data(as_text=True)
    address = page.split('href="/theme.css')[1].split('"')[0]
    answer = council.test_client().get(f"/theme.css{address}")
    assert "#5b2a86" in answer.get_data(as_text=True)
