"""What anyone sees of a consultation, and the clarification questions they ask."""

from datetime import timedelta

from sqlalchemy import event, select

from consult.consultations.models import Clarification
from consult.demo.makers.accounts import make_account
from consult.demo.makers.consultations import CLOSES_AT, OPEN_TEXT, make_consultation
from tests.visitor import Visitor

QUESTION = "What would you like explained?"


def test_the_list_shows_what_is_open_and_when_it_closes(visitor, session):
    make_consultation(session, title="Better schools")
    page = visitor.open("/consultations")
    assert page.says("Better schools")
    assert page.says("Closes in 56 days Monday 27 April 2026 at 5 pm")


def test_closed_consultations_stand_in_a_list_of_their_own(visitor, session, clock):
    make_consultation(session, title="Better schools")
    clock.move_to(CLOSES_AT + timedelta(days=1))
    assert visitor.open("/consultations").says("Nothing is open now")
    assert visitor.follow("Closed (1)").says("Better schools")


def test_a_long_list_is_cut_into_pages(visitor, session):
    for number in range(21):
        make_consultation(session, title=f"Plan {number}")
    visitor.open("/consultations")
    assert visitor.follow("Next").says("21 to 21 of 21")


def test_the_list_takes_as_many_queries_however_long_it_is(visitor, session, engine):
    def queries():
        seen = []
        listener = lambda *_args: seen.append(1)  # noqa: E731 - SQLAlchemy removes it by identity
        event.listen(engine, "before_cursor_execute", listener)
        visitor.open("/consultations")
        event.remove(engine, "before_cursor_execute", listener)
        return len(seen)

    make_consultation(session)
    first = queries()
    for _number in range(8):
        make_consultation(session)
    assert queries() == first


def test_a_consultation_says_what_is_asked_by_when_and_by_whom_it_is_decided(visitor, session):
    consultation = make_consultation(session, title="Better schools")
    page = visitor.open(f"/consultations/{consultation.slug}")
    for words in ("Closes in 56 days", "What comes first, and how we measure it.", "It would not narrow the gap."):
        assert page.says(words)
    assert page.says("Decided by: The Cabinet.")
    assert page.says("within 12 weeks of closing")


def test_the_privacy_notice_speaks_only_of_what_is_asked(visitor, session):
    consultation = make_consultation(session, questions=[OPEN_TEXT])
    address = f"/consultations/{consultation.slug}/privacy"
    page = visitor.open(address)
    assert page.says("your ward, never your address")
    assert not page.says("equality")
    consultation.asks_equality, consultation.asks_ward = True, False
    session.flush()
    page = visitor.open(address)
    assert page.says("some questions about equality")
    assert not page.says("your ward")


def test_both_privacy_notices_promise_the_same_and_only_what_a_person_does(visitor, session):
    consultation = make_consultation(session)
    for address in (f"/consultations/{consultation.slug}/privacy", "/privacy"):
        page = visitor.open(address)
        assert page.says("We keep what could tell who you are for 24 months after")
        assert page.says("A person does this; it does not happen by itself.")


def test_someone_who_comes_too_late_is_told_where_to_write(visitor, clock, session):
    consultation = make_consultation(session)
    clock.move_to(consultation.closes_at + timedelta(days=1))
    page = visitor.open(f"/consultations/{consultation.slug}/respond")
    assert "schools@ambleford.example" in page.links


def test_anyone_asks_and_reads_the_public_answer(visitor, app, session, clock):
    consultation = make_consultation(session)
    visitor.open(f"/consultations/{consultation.slug}/ask")
    clock.advance(seconds=20)
    assert visitor.fill(QUESTION, "Jo Bloggs here: what is a trust?").press("Ask this").says("We have your question")
    assert not visitor.says("Jo Bloggs")
    officer = Visitor(app).sign_in_as(make_account(session))
    officer.open("/desk")
    officer.follow("Answer 1 clarification question")
    officer.follow("Jo Bloggs")
    officer.fill("The question, as everyone will read it", "What is a trust?")
    officer.fill("Answer", "A group of schools.").press("Publish the answer")
    page = visitor.open(f"/consultations/{consultation.slug}")
    assert page.says("What is a trust? A group of schools. Answered on 2 March 2026")
    assert not page.says("Jo Bloggs")


def test_a_question_sent_in_a_blink_is_asked_for_again_and_then_taken(visitor, session):
    consultation = make_consultation(session)
    visitor.open(f"/consultations/{consultation.slug}/ask")
    page = visitor.fill(QUESTION, "Why?").press("Ask this")
    assert page.says("Press the button once more")
    assert visitor.press("Ask this").says("We have your question")
    assert len(session.scalars(select(Clarification)).all()) == 1


def test_pressing_twice_asks_once(visitor, session, clock):
    consultation = make_consultation(session)
    page = visitor.open(f"/consultations/{consultation.slug}/ask")
    clock.advance(seconds=20)
    visitor.fill(QUESTION, "Why?").press("Ask this")
    visitor._page = page
    visitor.fill(QUESTION, "Why?").press("Ask this")
    assert len(session.scalars(select(Clarification)).all()) == 1


def test_nobody_asks_after_the_close(visitor, session, clock):
    consultation = make_consultation(session)
    visitor.open(f"/consultations/{consultation.slug}/ask")
    visitor.fill(QUESTION, "Why?")
    clock.move_to(CLOSES_AT + timedelta(minutes=2))
    page = visitor.press("Ask this", expect=409)
    assert page.says("can no longer be answered in time")
    assert page.says("Why?")


def test_text_from_officers_is_never_markup(visitor, session):
    consultation = make_consultation(session, words={"why": "<script>alert(1)</script>\n\n<b>bold</b>"})
    page = visitor.open(f"/consultations/{consultation.slug}")
    assert "&lt;script&gt;" in page.body
    assert "<b>bold" not in page.body
