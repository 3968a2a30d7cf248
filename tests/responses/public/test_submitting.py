"""What holds at the one door, whoever comes through it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from consult.audit.models import AuditEvent
from consult.kernel.errors import Invalid, NotFound, Refused, Stale
from consult.kernel.references import draw_token
from consult.responses.actions.change import change_response, withdraw_response
from consult.responses.actions.submit import submit_response
from consult.responses.models import Answer, Comment, EqualityAnswer, Response, ResponseRevision
from consult.responses.queries.given import given_by, response_opened_by
from consult.responses.receipts import secret_code_of
from consult.responses.rules import (
    Channel,
    GivenAnswer,
    GivenComment,
    Incomplete,
    NotOpenYet,
    Purpose,
    Submitted,
    Timeliness,
    TooLate,
    TooLong,
)
from tests.responses.public.asking import CLOSES, OPENS


def said(asking, text="Good idea.", **over):
    values = {
        "channel": Channel.WEB,
        "submission_key": draw_token(),
        "group_id": asking.parent.id,
        "answers": (GivenAnswer(question_id=asking.questions[0].id, text=text),),
        "ward_id": asking.ward.id,
    } | over
    return Submitted(**values)


def send(session, asking, submitted, at):
    return submit_response(session, consultation=asking.consultation, submitted=submitted, received_at=at, now=at)


def count(session, model):
    return session.scalar(select(func.count()).select_from(model))


def test_what_was_said_is_stored_and_opened_again_by_reference_and_code(session, asking):
    asked = asking.questions
    paragraph = asking.version.paragraphs[0]
    answers = (
        GivenAnswer(question_id=asked[0].id, text="Good 🏫\x00 idea."),
        GivenAnswer(question_id=asked[1].id, scale=4, text="It works."),
        GivenAnswer(question_id=asked[2].id, choice_ids=(asking.choices(3)[1],)),
        GivenAnswer(question_id=asked[3].id, choice_ids=tuple(asking.choices(4)[:2])),
        GivenAnswer(question_id=asked[4].id, choice_ids=tuple(reversed(asking.choices(5)))),
        GivenAnswer(question_id=asked[5].id, scale=0),
    )
    comment = GivenComment(paragraph_id=paragraph.id, purpose=Purpose.CONCERN, text="Why so late?")
    submitted = said(
        asking, answers=answers, comments=(comment,), email="me@example.org", equality=(("sex", "female"),)
    )
    response = send(session, asking, submitted, OPENS)
    opened = response_opened_by(
        session,
        reference=response.reference.lower().replace("-", " "),
        secret_code=secret_code_of(submitted.submission_key).lower().replace("0", "o"),
    )
    given = given_by(session, response=opened, submission_key=submitted.submission_key)
    clean = replace(answers[0], text="Good 🏫 idea.")
    assert given == replace(submitted, answers=(clean, *answers[1:]))


def test_the_same_form_sent_twice_gives_the_same_receipt(session, asking):
    submitted = said(asking)
    first = send(session, asking, submitted, OPENS)
    again = send(session, asking, replace(submitted, ward_id=None), OPENS + timedelta(minutes=1))
    assert again is first
    assert count(session, Response) == 1


def test_nothing_that_opens_a_response_lies_in_the_database(session, asking):
    submitted = said(asking)
    response = send(session, asking, submitted, OPENS)
    stored = [getattr(response, column.key) for column in Response.__table__.columns]
    assert submitted.submission_key not in stored
    assert secret_code_of(submitted.submission_key) not in stored
    assert response.public_number not in response.reference


def test_a_wrong_code_and_an_unknown_reference_are_told_alike(session, asking):
    response = send(session, asking, said(asking), OPENS)
    for reference, code in [
        (response.reference, "0000-0000-0000-0000"),
        ("AAAAA-AAAAA", "0000-0000-0000-0000"),
        ("nonsense", "nonsense"),
    ]:
        with pytest.raises(NotFound, match="Check both"):
            response_opened_by(session, reference=reference, secret_code=code)


@pytest.mark.parametrize(
    ("after_closing", "opened_before", "timeliness"),
    [
        (timedelta(minutes=-1), timedelta(minutes=30), Timeliness.IN_TIME),
        (timedelta(0), timedelta(0), Timeliness.IN_TIME),
        (timedelta(seconds=59), timedelta(seconds=-30), Timeliness.IN_TIME),
        (timedelta(seconds=60), timedelta(minutes=30), Timeliness.IN_GRACE),
        (timedelta(minutes=10, seconds=59), timedelta(minutes=30), Timeliness.IN_GRACE),
    ],
)
def test_the_printed_minute_counts_whole_and_an_open_form_has_its_grace(
    session, asking, after_closing, opened_before, timeliness
):
    submitted = said(asking, form_opened_at=CLOSES - opened_before)
    assert send(session, asking, submitted, CLOSES + after_closing).timeliness is timeliness


@pytest.mark.parametrize(
    ("after_closing", "opened_after"),
    [(timedelta(minutes=1), timedelta(minutes=1)), (timedelta(minutes=11), timedelta(minutes=-30))],
)
def test_a_web_response_after_that_is_refused(session, asking, after_closing, opened_after):
    with pytest.raises(TooLate):
        send(session, asking, said(asking, form_opened_at=CLOSES + opened_after), CLOSES + after_closing)
    assert count(session, Response) == 0


def test_a_web_response_before_the_opening_is_refused(session, asking):
    with pytest.raises(NotOpenYet):
        send(session, asking, said(asking), OPENS - timedelta(minutes=1))


def test_a_late_paper_response_is_marked_late_but_counted(session, asking):
    on_paper = {"channel": Channel.PAPER, "keyed_by_id": asking.consultation.created_by_id, "answers": ()}
    keyed_at = CLOSES + timedelta(days=4)
    in_time = send(session, asking, said(asking, received_on=date(2026, 3, 27), **on_paper), keyed_at)
    late = send(session, asking, said(asking, received_on=date(2026, 3, 28), **on_paper), keyed_at)
    assert (in_time.timeliness, late.timeliness) == (Timeliness.IN_TIME, Timeliness.LATE)
    assert late.incomplete
    assert late.received_on == date(2026, 3, 28)


def test_a_web_response_without_a_required_answer_says_which(session, asking):
    with pytest.raises(Incomplete) as refusal:
        send(session, asking, said(asking, text="  \n"), OPENS)
    assert refusal.value.question_ids == (asking.questions[0].id,)


def test_an_answer_of_200000_characters_is_refused_with_what_to_do(session, asking):
    with pytest.raises(TooLong, match=r"200,000 characters and we can take 50,000\. Shorten it by 150,000"):
        send(session, asking, said(asking, text="x" * 200_000), OPENS)


def test_answers_to_what_nobody_asked_are_refused(session, asking):
    asked = asking.questions
    foreign = [
        GivenAnswer(question_id=999_999, text="x"),
        GivenAnswer(question_id=asked[2].id, choice_ids=(asking.choices(4)[0],)),
        GivenAnswer(question_id=asked[2].id, choice_ids=tuple(asking.choices(3))),
        GivenAnswer(question_id=asked[1].id, scale=6),
        GivenAnswer(question_id=asked[5].id, scale=5),
        GivenAnswer(question_id=asked[4].id, choice_ids=(asking.choices(5)[0],) * 2),
    ]
    for answer in foreign:
        with pytest.raises(Invalid):
            send(session, asking, said(asking, answers=(answer,)), OPENS)
    comment = GivenComment(paragraph_id=999_999, purpose=Purpose.SUPPORT, text="x")
    with pytest.raises(Invalid, match="another document"):
        send(session, asking, said(asking, comments=(comment,)), OPENS)


def test_equality_answers_lie_apart_and_nothing_in_them_names_the_response(session, asking):
    response = send(session, asking, said(asking, equality=(("age", "35_49"), ("sex", "not_said"))), OPENS)
    rows = session.scalars(select(EqualityAnswer)).all()
    assert {(row.asked, row.answered) for row in rows} == {("age", "35_49")}
    assert {column.key for column in EqualityAnswer.__table__.columns} == {
        "link",
        "asked",
        "answered",
        "consultation_id",
    }
    assert str(response.id) != rows[0].link


def test_a_change_keeps_the_reference_the_code_and_what_was_said_before(session, asking):
    submitted = said(asking)
    response = send(session, asking, submitted, OPENS)
    kept = response.answers[0].id
    changed = replace(
        submitted, answers=(*submitted.answers, GivenAnswer(question_id=asking.questions[1].id, scale=5)), ward_id=None
    )
    at = OPENS + timedelta(days=1)
    change_response(session, response=response, submitted=changed, revision_seen=1, received_at=at, now=at)
    assert (response.revision, response.ward_id, len(response.answers)) == (2, None, 2)
    assert response.answers[0].id == kept
    before = session.scalars(select(ResponseRevision)).one()
    assert before.body["answers"][0]["text"] == "Good idea."
    assert count(session, Response) == 1
    with pytest.raises(Stale):
        change_response(session, response=response, submitted=changed, revision_seen=1, received_at=at, now=at)
    late = CLOSES + timedelta(hours=1)
    with pytest.raises(TooLate):
        change_response(session, response=response, submitted=changed, revision_seen=2, received_at=late, now=late)


def test_a_withdrawn_response_leaves_no_word_behind(session, asking):
    submitted = said(asking, email="me@example.org", equality=(("sex", "female"),))
    response = send(session, asking, submitted, OPENS)
    withdraw_response(session, response=response, now=OPENS + timedelta(days=1))
    assert count(session, Answer) == count(session, Comment) == count(session, EqualityAnswer) == 0
    assert response.contact is None
    with pytest.raises(Refused, match="withdrawn this response already"):
        withdraw_response(session, response=response, now=OPENS + timedelta(days=1))


def test_a_response_cannot_be_withdrawn_after_closing(session, asking):
    response = send(session, asking, said(asking), OPENS)
    with pytest.raises(TooLate):
        withdraw_response(session, response=response, now=CLOSES + timedelta(minutes=1))


def test_every_response_leaves_one_event_that_says_no_word_of_it(session, asking):
    response = send(session, asking, said(asking, text="Secret words"), OPENS)
    event = session.scalars(select(AuditEvent).where(AuditEvent.happening == "response:received")).one()
    assert (event.stream, event.subject) == (f"consultation:{asking.consultation.id}", f"response:{response.id}")
    assert event.facts == {"response_id": response.id, "channel": "web", "is_late": False}
