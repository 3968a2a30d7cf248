"""What a resident can still do with what was sent."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from consult.responses.models import Answer, Response, ResponseRevision
from tests.responses.public.asking import CLOSES
from tests.responses.public.walking import A_WHILE, open_yours, send
from tests.visitor import Visitor

pytestmark = pytest.mark.usefixtures("asking")


def test_reference_and_code_open_a_response_on_any_device_however_they_are_typed(app, visitor, clock):
    reference, code = send(visitor, clock)
    phone = Visitor(app)
    open_yours(phone, reference.lower().replace("-", ""), code.lower().replace("-", "  ").replace("0", "o"))
    assert phone.says("A good idea.")


def test_a_wrong_code_opens_nothing_and_does_not_say_which_was_wrong(visitor, clock):
    reference, _ = send(visitor, clock)
    visitor.open("/your-response")
    for typed in (reference, "K7M2Q-9XD4R", "what"):
        visitor.fill("Reference", typed).fill("Secret code", "0000-0000-0000-0000")
        visitor.press("Open your answers", expect=422)
        assert visitor.page.errors == [
            "We cannot find a response with this reference and secret code. Check both, then try again."
        ]


def test_a_change_takes_the_place_of_what_was_sent_and_keeps_the_reference(visitor, clock, session):
    reference, code = send(visitor, clock)
    clock.advance(days=3)
    open_yours(visitor, reference, code)
    visitor.press("Change your answers")
    visitor.fill("What do you think of the networks?", "I changed my mind.").press("Save and check your answers")
    clock.advance(A_WHILE)
    visitor.press("Send the changed answers")
    assert visitor.page.heading == "We have changed your answers"
    assert visitor.says(reference)
    assert visitor.says("Your secret code is the same as before.")
    session.expire_all()
    assert session.scalars(select(Answer.text)).all() == ["I changed my mind."]
    assert session.scalar(select(func.count()).select_from(Response)) == 1
    assert session.scalars(select(ResponseRevision.number)).all() == [1]
    open_yours(visitor, reference, code)
    assert visitor.says("I changed my mind.")


def test_a_change_that_comes_too_late_leaves_what_was_sent(visitor, clock, session):
    reference, code = send(visitor, clock)
    clock.move_to(CLOSES - timedelta(minutes=10))
    open_yours(visitor, reference, code)
    visitor.press("Change your answers")
    visitor.fill("What do you think of the networks?", "Too late").press("Save and check your answers")
    clock.move_to(CLOSES + timedelta(hours=1))
    visitor.press("Send the changed answers", expect=409)
    assert visitor.says("Too late")
    assert visitor.says("If you sent answers before, they count.")
    session.expire_all()
    assert session.scalars(select(Answer.text)).all() == ["A good idea."]


def test_a_withdrawn_response_is_gone_and_says_so(visitor, clock, session):
    reference, code = send(visitor, clock)
    open_yours(visitor, reference, code)
    visitor.follow("Withdraw your answers")
    visitor.press("Withdraw your answers")
    assert visitor.says("You withdrew these answers on")
    session.expire_all()
    assert session.scalars(select(Answer)).all() == []
    assert "Change your answers" not in visitor.page.buttons
    visitor.post("/your-response/withdraw", expect=409)


def test_after_closing_a_response_can_be_read_and_not_changed(visitor, clock):
    reference, code = send(visitor, clock)
    clock.move_to(CLOSES + timedelta(days=1))
    open_yours(visitor, reference, code)
    assert visitor.says("They count as you sent them.")
    assert "Change your answers" not in visitor.page.buttons
    visitor.post("/your-response/withdraw", expect=409)
    visitor.post("/your-response/change")
    assert visitor.page.heading == "Your answers"


def test_what_was_opened_closes_by_itself_and_at_a_press(visitor, clock):
    reference, code = send(visitor, clock)
    open_yours(visitor, reference, code)
    clock.advance(minutes=31)
    assert visitor.open("/your-response/answers").heading == "See, change or withdraw your answers"
    open_yours(visitor, reference, code)
    visitor.press("Close and clear this computer")
    assert visitor.open("/your-response/answers").heading == "See, change or withdraw your answers"


def test_guessing_codes_is_slowed_down(visitor, clock):
    reference, _ = send(visitor, clock)
    for _try in range(20):
        visitor.post("/your-response", {"reference": reference, "secret_code": "0000000000000000"}, expect=422)
    visitor.post("/your-response", {"reference": reference, "secret_code": "0000000000000000"}, expect=429)


def test_a_change_in_two_windows_does_not_overwrite_the_first(app, visitor, clock, session):
    reference, code = send(visitor, clock)
    phone = Visitor(app)
    for browser in (visitor, phone):
        open_yours(browser, reference, code)
        browser.press("Change your answers")
    visitor.fill("What do you think of the networks?", "First").press("Save and check your answers")
    phone.fill("What do you think of the networks?", "Second").press("Save and check your answers")
    clock.advance(A_WHILE)
    visitor.press("Send the changed answers")
    phone.press("Send the changed answers", expect=409)
    session.expire_all()
    assert session.scalars(select(Answer.text)).all() == ["First"]
    assert visitor.says(reference)
