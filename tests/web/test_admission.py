"""When too many send at once, those who cannot be served are told so at once and keep their words."""

import pytest
from sqlalchemy import select

from consult.responses.models import Response
from consult.web.admission import MOST_WAITING, Doorkeeper
from tests.responses.public.asking import make_asking
from tests.responses.public.walking import A_WHILE, CHECK, answer_all_on_one_page
from tests.visitor import Visitor


@pytest.fixture
def line(app):
    """How many wait, as a test says."""
    waiting = [0]
    app.wsgi_app = Doorkeeper(app.wsgi_app, waiting=lambda: waiting[0])
    return waiting


def test_a_post_is_turned_away_with_its_words_while_too_many_wait(app, session, clock, line):
    make_asking(session)
    session.commit()
    visitor = Visitor(app)
    answer_all_on_one_page(visitor, clock)
    line[0] = MOST_WAITING + 1
    page = visitor.post(CHECK, {"answer": "Let the bus stop at the school."}, expect=503)
    assert page.says("Let the bus stop at the school.")
    assert page.says("nothing was stored")
    assert visitor.last.headers["Retry-After"] == "5"
    assert session.scalars(select(Response)).all() == []


def test_once_the_line_is_shorter_the_same_press_is_taken(app, session, clock, line):
    make_asking(session)
    session.commit()
    visitor = Visitor(app)
    answer_all_on_one_page(visitor, clock)
    line[0] = MOST_WAITING + 1
    visitor.press("Send your answers", expect=503)
    line[0] = MOST_WAITING
    visitor.open(CHECK)
    clock.advance(A_WHILE)
    visitor.press("Send your answers")
    assert len(session.scalars(select(Response)).all()) == 1


def test_pages_are_read_however_many_wait(app, line):
    line[0] = 10 * MOST_WAITING
    assert Visitor(app).open("/sign-in").heading == "Sign in"
