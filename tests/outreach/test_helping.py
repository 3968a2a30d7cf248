"""Anyone can ask for help or another format; an officer sees by when it is owed, and gives more time."""

from datetime import date, timedelta

import pytest
from babel.dates import format_date
from sqlalchemy import func, select

from consult.accounts.rules import Role
from consult.consultations.actions import record_opening
from consult.demo.makers.accounts import make_account
from consult.demo.makers.consultations import CLOSES_AT, OPENS_AT, make_consultation
from consult.kernel.errors import Invalid
from consult.outreach.actions.helping import REACH_KEPT_FOR, ask_for_help, forget_reach
from consult.outreach.helping import Help, HelpValues, due_on, require_extra
from consult.outreach.models import HelpRequest
from tests.visitor import Visitor

NOW = OPENS_AT + timedelta(days=10)


@pytest.fixture
def open_one(session, clock):
    consultation = make_consultation(session)
    record_opening(session, consultation=consultation, now=OPENS_AT)
    session.commit()
    clock.move_to(NOW)
    return consultation


@pytest.fixture
def desk(app, session, open_one):
    officer = make_account(session, role=Role.OFFICER)
    session.commit()
    return Visitor(app).sign_in_as(officer)


def asked(visitor, consultation):
    visitor.open(f"/consultations/{consultation.slug}")
    visitor.follow("Ask for help or another format")
    visitor.choose("Braille").fill("How can we reach you?", "pat@example.com")
    return visitor.press("Ask for it")


def requests_of(consultation):
    return f"/desk/consultations/{consultation.id}/record/help"


def test_anyone_asks_and_an_officer_sees_by_when_it_is_owed(visitor, desk, open_one, session):
    assert asked(visitor, open_one).says("We have your request")
    request = session.scalars(select(HelpRequest)).one()
    assert request.help is Help.BRAILLE
    page = desk.open(requests_of(open_one))
    assert page.says("Braille")
    assert page.says("pat@example.com")
    assert page.says("Waiting for us")
    assert desk.open("/desk").says("Help 1 person who needs another way to answer")


def test_the_desk_tells_the_first_day_on_which_help_is_owed(visitor, desk, open_one, session, clock):
    asked(visitor, open_one)
    request = session.scalars(select(HelpRequest)).one()
    assert desk.open("/desk").says(format_date(request.due_on, "EEEE d MMMM y", locale="en_GB"))
    request.due_on = clock.now().date() - timedelta(days=3)
    session.commit()
    assert desk.open(f"/desk/consultations/{open_one.id}").says("Overdue: 3 days ago")


def test_help_is_given_with_more_time_and_leaves_the_desk(visitor, desk, open_one, session):
    asked(visitor, open_one)
    desk.open(requests_of(open_one))
    desk.follow("Braille")
    desk.fill("What was done?", "Sent by post.").fill_date("Extra time until", 8, 5, 2026)
    assert desk.press("Save").says("Extra time until 8 May 2026")
    assert not desk.open("/desk").says("needs another way to answer")


def test_too_much_extra_time_is_refused_and_the_words_stay(visitor, desk, open_one, session):
    asked(visitor, open_one)
    desk.open(requests_of(open_one))
    desk.follow("Braille")
    desk.fill("What was done?", "Sent by post.").fill_date("Extra time until", 30, 6, 2026)
    page = desk.press("Save", expect=422)
    assert any("at most 14 days" in error for error in page.errors)
    assert page.says("Sent by post.")
    assert session.scalars(select(HelpRequest)).one().done_at is None


def test_the_same_press_twice_is_one_request(open_one, session):
    values = HelpValues(help=Help.BSL, reach="by post")
    for _press in range(2):
        ask_for_help(session, consultation=open_one, values=values, submission_key="one key", now=NOW)
    assert session.scalar(select(func.count()).select_from(HelpRequest)) == 1


def test_after_the_close_nobody_is_promised_help(visitor, open_one, session, clock):
    visitor.open(f"/consultations/{open_one.slug}/help")
    clock.move_to(CLOSES_AT + timedelta(days=1))
    visitor.choose("Large print").fill("How can we reach you?", "by post")
    assert visitor.press("Ask for it", expect=409).says("Nobody can answer this consultation now")
    assert not session.scalar(select(func.count()).select_from(HelpRequest))


def test_how_to_reach_someone_is_forgotten_thirty_days_after_help(visitor, desk, open_one, session):
    asked(visitor, open_one)
    request = session.scalars(select(HelpRequest)).one()
    request.done_at = NOW
    session.flush()
    forget_reach(session, now=NOW + REACH_KEPT_FOR)
    session.expire_all()
    assert request.reach == "pat@example.com"
    forget_reach(session, now=NOW + REACH_KEPT_FOR + timedelta(minutes=1))
    session.expire_all()
    assert request.reach == ""
    assert request.help is Help.BRAILLE


@pytest.mark.parametrize(
    ("asked_on", "owed_on"),
    [
        (date(2026, 3, 2), date(2026, 3, 9)),
        (date(2026, 3, 6), date(2026, 3, 13)),
        (date(2026, 3, 7), date(2026, 3, 13)),
    ],
)
def test_help_is_owed_in_five_working_days(asked_on, owed_on):
    assert due_on(asked_on) == owed_on


def test_a_holiday_is_no_working_day():
    easter = (date(2026, 4, 3), date(2026, 4, 6))
    assert due_on(date(2026, 4, 1), closed_days=[easter]) == date(2026, 4, 10)


def test_extra_time_lies_after_the_close():
    closes = date(2026, 4, 27)
    require_extra(None, closes_on=closes)
    require_extra(date(2026, 5, 11), closes_on=closes)
    for wrong in (closes, date(2026, 5, 12)):
        with pytest.raises(Invalid):
            require_extra(wrong, closes_on=closes)
