"""More than five hundred payloads in every text of the city: nothing of them runs or calculates where it is shown."""

from __future__ import annotations

import logging
from collections import Counter

import pytest
from werkzeug.test import TestResponse

from consult.storage.engine import Database
from tests.conftest import make_app
from tests.journeys.city import Shown
from tests.payloads import PAYLOADS, RUNS
from tests.security.poison import poison
from tests.security.reading_out import faults_of, faults_of_csv, faults_of_feed, faults_of_html
from tests.security.routes import gather


def test_the_looking_finds_what_would_run() -> None:
    """A judge that never finds anything would be worth nothing."""
    found = [payload for payload in PAYLOADS if any(faults_of_html(f"<main><p>{payload}</p></main>"))]
    assert len(found) > 250
    assert list(faults_of_csv('x,"=1+2"\n')) == ["cell '=1+2'"]
    assert list(faults_of_csv("x,-12.5\n")) == []
    feed = '<feed xmlns="http://www.w3.org/2005/Atom"><content type="html">&lt;img onerror="x"&gt;</content></feed>'
    assert list(faults_of_feed(feed.encode())) == ["img onerror=x"]
    assert len(PAYLOADS) >= 500


def test_nothing_that_people_write_runs_anywhere(city: Shown, caplog: pytest.LogCaptureFixture) -> None:
    if city.connection.dialect.name != "sqlite":
        pytest.skip("the triggers are taken away by SQLite's own means")
    city.session.commit()
    columns, refused = poison(city.connection)
    assert columns > 100, "hardly any column was poisoned"
    database = Database.over(city.connection)
    poisoned_city = Shown(
        app=make_app(city.settings, clock=city.clock, database=database),
        session=city.session,
        settings=city.settings,
        clock=city.clock,
        connection=city.connection,
    )
    faults, kinds, full = list[str](), Counter[str](), 0

    def look(address: str, answer: TestResponse) -> None:
        nonlocal full
        if answer.status_code >= 500:
            faults.append(f"{address}: {answer.status_code}")
            return
        kinds[answer.mimetype] += 1
        full += (
            RUNS in answer.get_data(as_text=answer.mimetype.startswith("text/"))
            if answer.mimetype.startswith("text/")
            else 0
        )
        faults.extend(f"{address}: {fault}" for fault in faults_of(answer))

    with caplog.at_level(logging.DEBUG, logger="consult"):
        gather(poisoned_city, look, alike=1)
    assert not faults, "\n".join(faults)
    assert full > 20, "the payloads were hardly on a page"
    assert kinds["text/html"] > 100
    assert {"application/atom+xml", "application/json"} & set(kinds)
    assert RUNS not in caplog.text
    assert 4 * len(refused) < columns, refused
