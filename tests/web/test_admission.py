"""When too many send at once, those who cannot be served are told so at once and keep their words."""

import re
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from io import BytesIO

import pytest
import waitress
from sqlalchemy import select
from werkzeug.test import Client, TestResponse

from consult.cli.waiting import Line
from consult.responses.models import Response
from consult.web.admission import LATEST_SECONDS, SOONEST_SECONDS, Doorkeeper, Pace
from consult.web.turning_away import ReadyPage
from tests.responses.public.asking import make_asking
from tests.responses.public.walking import A_WHILE, CHECK, answer_all_on_one_page
from tests.visitor import Visitor


@pytest.fixture
def door(app):
    """How long whoever asks next is sent away for; nothing while there is room."""
    seconds = [None]
    app.wsgi_app = Doorkeeper(app.wsgi_app, turned_away=lambda: seconds[0])
    return seconds


def test_a_post_is_turned_away_with_its_words_while_too_many_wait(app, session, clock, door):
    make_asking(session)
    session.commit()
    visitor = Visitor(app)
    answer_all_on_one_page(visitor, clock)
    door[0] = 17
    page = visitor.post(CHECK, {"answer": "Let the bus stop at the school."}, expect=503)
    assert page.says("Let the bus stop at the school.")
    assert page.says("nothing was stored")
    assert visitor.last.headers["Retry-After"] == "17"
    assert session.scalars(select(Response)).all() == []


def test_once_the_line_is_shorter_the_same_press_is_taken(app, session, clock, door):
    make_asking(session)
    session.commit()
    visitor = Visitor(app)
    answer_all_on_one_page(visitor, clock)
    door[0] = 5
    visitor.press("Send your answers", expect=503)
    door[0] = None
    visitor.open(CHECK)
    clock.advance(A_WHILE)
    visitor.press("Send your answers")
    assert len(session.scalars(select(Response)).all()) == 1


def test_pages_are_read_however_many_wait(app, door):
    door[0] = 5
    assert Visitor(app).open("/sign-in").heading == "Sign in"


@pytest.mark.parametrize("site", ["same-origin", "cross-site"])
@pytest.mark.parametrize(
    "fields",
    [
        {"csrf_token": "abc", "q1": "Let the <b>bus</b> stop & wait.", "shown_at": "7", "on_behalf": "self"},
        {"csrf_token": "abc", "submission_key": "k1"},
        {
            "csrf_token": '"><script>alert(1)</script>',
            '"><script>x': "'\"><img src=x onerror=y>",
            "q2": "\0rows kept9words",
        },
    ],
)
def test_the_page_that_is_made_once_is_the_page_that_the_application_makes(app, fields, site):
    path = "/nowhere/check?a=%22%3E%3Cscript%3E"  # no page of the menu, none above it to go back to
    answers = []
    for ready in (None, ReadyPage(app).answer):
        door = Doorkeeper(app.wsgi_app, turned_away=lambda: 17, ready=ready)
        answers.append(Client(door, TestResponse).post(path, data=fields, headers={"Sec-Fetch-Site": site}))
    made, filled = answers
    assert filled.status_code == made.status_code == 503
    told = [{name: value for name, value in one.headers.items() if name != "Content-Length"} for one in answers]
    told[0].pop("Set-Cookie", None)
    assert told[1] == told[0] | {"Retry-After": "17"}
    main = [without_blanks(one.text) for one in answers]
    assert main[1] == main[0]
    assert "<script>" not in filled.text.replace('<script src="', "")


def test_the_page_that_is_made_once_offers_to_send_again_only_what_came_from_here(app):
    door = Doorkeeper(app.wsgi_app, turned_away=lambda: 5, ready=ReadyPage(app).answer)
    for site, offers in (("same-origin", True), ("cross-site", False)):
        page = Client(door, TestResponse).post("/follow", data={"q": "x"}, headers={"Sec-Fetch-Site": site}).text
        assert ('name="q" value="x"' in page) is offers
        assert "What you typed" in page


def test_a_file_and_a_program_are_answered_by_the_application(app):
    door = Client(Doorkeeper(app.wsgi_app, turned_away=lambda: 5, ready=ReadyPage(app).answer), TestResponse)
    told = door.post("/follow", data={"q": "x"}, headers={"Accept": "application/json"})
    assert (told.status_code, told.json["error"]["code"]) == (503, "busy")
    sent = door.post("/follow", data={"file": (BytesIO(b"words"), "a.txt"), "q": "mine"})
    assert sent.status_code == 503
    assert "mine" in sent.text


def without_blanks(page: str) -> str:
    """What stands in a page between its blanks, apart from the token of whoever asked."""
    page = re.sub(r'name="csrf_token" value="[^"]*"', "", page)
    return re.sub(r"\s+", "", page)


def a_pace(*, seconds_a_turn: float) -> tuple[Pace, list[float]]:
    """A pace that has seen a long line get shorter by one in so many seconds, and its clock."""
    now = [1000.0]
    pace = Pace(clock=lambda: now[0])
    for _turn in range(200):
        now[0] += seconds_a_turn
        pace.turn(joined_at=1.0)
    return pace, now


def test_the_wait_follows_how_fast_the_line_gets_shorter():
    for seconds_a_turn in (0.01, 0.2):
        pace, now = a_pace(seconds_a_turn=seconds_a_turn)
        assert pace.wait(50, first_joined_at=now[0]) == pytest.approx(50 * seconds_a_turn, rel=0.05)
        assert pace.wait(0, first_joined_at=0.0) == 0


def test_a_line_that_stands_still_is_noticed_before_anybody_has_a_turn():
    pace, now = a_pace(seconds_a_turn=0.01)
    joined = now[0]
    now[0] += 30
    assert pace.wait(3, first_joined_at=joined) == pytest.approx(90)


def test_a_quiet_hour_does_not_count_as_standing_still():
    pace, now = a_pace(seconds_a_turn=0.01)
    now[0] += 3600
    assert pace.wait(3, first_joined_at=now[0]) == pytest.approx(0.03, rel=0.05)


def test_those_who_are_turned_away_are_asked_back_as_fast_as_they_can_be_served():
    pace, now = a_pace(seconds_a_turn=0.1)
    told = [pace.place_later() for _person in range(300)]
    assert told == sorted(told)
    assert told[0] == SOONEST_SECONDS + 1
    assert told[299] == pytest.approx(SOONEST_SECONDS + 30, abs=1)
    assert max(pace.place_later() for _person in range(5000)) == LATEST_SECONDS
    now[0] += 2 * LATEST_SECONDS
    assert pace.place_later() == SOONEST_SECONDS + 1


@contextmanager
def a_slow_site(*, n_threads: int, longest_wait_seconds: float) -> Iterator[tuple[int, list[str]]]:
    """A real server that answers one after another, slowly; gives its port and the order in which it answered."""
    answered: list[str] = []
    one_at_a_time = threading.Lock()
    line = Line(n_threads=n_threads, longest_wait_seconds=longest_wait_seconds)

    def slow(environ, start_response):
        if "consult.try_again_seconds" in environ:
            start_response("503 Service Unavailable", [])
            answered.append("turned away")
        else:
            with one_at_a_time:
                time.sleep(0.03)
            start_response("200 OK", [])
            answered.append(environ["REQUEST_METHOD"])
        return [b"done"]

    door = socket.create_server(("127.0.0.1", 0))
    server = waitress.create_server(Doorkeeper(slow, turned_away=line.turned_away), _dispatcher=line, sockets=[door])
    running = threading.Thread(target=server.run)
    running.start()
    try:
        yield door.getsockname()[1], answered
    finally:
        server.pull_trigger()
        server.close()
        running.join(10)


def ask(port: int, method: str) -> int:
    with socket.create_connection(("127.0.0.1", port), timeout=30) as line:
        line.sendall(f"{method} / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n".encode())
        came = b""
        while part := line.recv(4096):
            came += part
    return int(came[9:12])


def test_in_a_real_line_some_posts_are_served_and_the_rest_are_told_before_them():
    with a_slow_site(n_threads=2, longest_wait_seconds=0.3) as (port, answered), ThreadPoolExecutor(60) as people:
        asked = [people.submit(ask, port, "POST") for _person in range(60)]
        read = [people.submit(ask, port, "GET") for _person in range(5)]
        statuses = [one.result() for one in asked]
        assert {one.result() for one in read} == {200}
    assert set(statuses) == {200, 503}
    assert statuses.count(200) >= 5
    last_no = max(place for place, what in enumerate(answered) if what == "turned away")
    assert answered[last_no + 1 :].count("POST") >= 3, answered


def test_afterwards_everyone_is_served_again():
    with a_slow_site(n_threads=2, longest_wait_seconds=0.3) as (port, _answered), ThreadPoolExecutor(60) as people:
        assert 503 in [one.result() for one in [people.submit(ask, port, "POST") for _person in range(60)]]
        assert [ask(port, "POST") for _person in range(10)] == [200] * 10
