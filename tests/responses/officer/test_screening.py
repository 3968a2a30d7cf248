"""Nothing that people wrote is published before a person has read it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from consult.demo.makers.accounts import make_account
from consult.kernel.errors import Invalid, Refused, Stale
from consult.kernel.references import draw_token
from consult.responses.actions.screening import (
    claim_clean_texts,
    claim_next_text,
    confirm_texts,
    fill_queue,
    release_text,
    screen_again,
    screen_text,
)
from consult.responses.actions.submit import submit_response
from consult.responses.models import ScreenedText
from consult.responses.queries.quotable import public_texts_of_answers, public_texts_of_comments
from consult.responses.rules import Channel, GivenAnswer, GivenComment, PublishAs, Purpose, Screening, Submitted
from consult.responses.screening import LEASE, ScreeningChoice
from tests.responses.public.asking import OPENS

NOW = OPENS + timedelta(days=1)
PERSONAL = "Mrs Achebe in room 4 was kind to my son Adam."
SHOW = ScreeningChoice(is_public=True)


def send(session, asking, text, **over):
    values = {
        "channel": Channel.WEB,
        "submission_key": draw_token(),
        "group_id": asking.parent.id,
        "answers": (GivenAnswer(question_id=asking.questions[0].id, text=text),),
        "publish_as": PublishAs.WITHOUT_NAME,
    } | over
    return submit_response(
        session, consultation=asking.consultation, submitted=Submitted(**values), received_at=OPENS, now=OPENS
    )


@pytest.fixture
def reader(session):
    return make_account(session).id


@pytest.fixture
def colleague(session):
    return make_account(session).id


def take(session, asking, who, now=NOW):
    return claim_next_text(session, consultation=asking.consultation, account_id=who, now=now)


def public_words(session, response) -> list[str]:
    found = public_texts_of_answers(session, [answer.id for answer in response.answers])
    return [text.text for text in found.values()]


def test_only_texts_that_may_be_published_wait_to_be_read(session, asking, reader):
    send(session, asking, "Please keep this to yourselves.", publish_as=PublishAs.NOT_PUBLISHED)
    wanted = send(session, asking, "Good.")
    fill_queue(session, consultation=asking.consultation)
    fill_queue(session, consultation=asking.consultation)
    assert [text.response_id for text in session.scalars(select(ScreenedText))] == [wanted.id]
    assert public_words(session, wanted) == []


def test_what_tells_who_someone_is_is_hidden_and_the_rest_published(session, asking, reader):
    response = send(session, asking, PERSONAL)
    text = take(session, asking, reader)
    found = frozenset({(4, 10), (40, 44)})
    choice = ScreeningChoice(is_public=True, kept_places=found, words_to_hide=("room 4",))
    screen_text(session, screened=text, choice=choice, account_id=reader, now=NOW)
    assert public_words(session, response) == ["Mrs [name removed] in [removed] was kind to my son [name removed]."]
    assert (text.screened_by_id, text.screened_at) == (reader, NOW)
    assert {(span.hand.value, span.kind, span.kept) for span in text.spans} == {
        ("machine", "name", True),
        ("officer", "other", True),
    }


def test_what_the_machine_took_for_a_name_may_be_shown_all_the_same(session, asking, reader):
    response = send(session, asking, "Sir Teachalot is a puppet.")
    screen_text(session, screened=take(session, asking, reader), choice=SHOW, account_id=reader, now=NOW)
    assert public_words(session, response) == ["Sir Teachalot is a puppet."]


def test_words_that_do_not_stand_in_the_text_are_pointed_out(session, asking, reader):
    send(session, asking, "Good.")
    text = take(session, asking, reader)
    with pytest.raises(Invalid, match="“room 9” does not stand"):
        screen_text(session, screened=text, choice=replace(SHOW, words_to_hide=("room 9",)), account_id=reader, now=NOW)


def test_a_text_is_refused_with_a_reason_only(session, asking, reader):
    with pytest.raises(Invalid, match="why"):
        ScreeningChoice(is_public=False)
    response = send(session, asking, "Rude words.")
    choice = ScreeningChoice(is_public=False, reason="It insults a person.")
    text = screen_text(session, screened=take(session, asking, reader), choice=choice, account_id=reader, now=NOW)
    assert (text.screening, text.public_text, text.refused_reason) == (Screening.REFUSED, "", "It insults a person.")
    assert public_words(session, response) == []


def test_a_text_of_which_nothing_is_left_is_not_published(session, asking, reader):
    send(session, asking, "x y")
    text = take(session, asking, reader)
    choice = replace(SHOW, words_to_hide=("x y",))
    screen_text(session, screened=text, choice=choice, account_id=reader, now=NOW)
    assert text.public_text == "[removed]"


def test_two_people_never_read_the_same_text_at_once(session, asking, reader, colleague):
    send(session, asking, "First.")
    send(session, asking, "Second.")
    mine, theirs = take(session, asking, reader), take(session, asking, colleague)
    assert mine.id != theirs.id
    assert take(session, asking, make_account(session).id) is None
    assert take(session, asking, reader).id == mine.id
    with pytest.raises(Stale):
        screen_text(session, screened=theirs, choice=SHOW, account_id=reader, now=NOW)


def test_a_text_left_lying_is_offered_to_the_next(session, asking, reader, colleague):
    send(session, asking, "First.")
    text = take(session, asking, reader)
    assert take(session, asking, colleague, now=NOW + LEASE).id == text.id
    release_text(session, screened=text, account_id=reader)
    assert text.claimed_by_id == colleague
    release_text(session, screened=text, account_id=colleague)
    assert text.claimed_by_id is None


def test_a_decision_is_not_overwritten_by_someone_who_comes_late(session, asking, reader, colleague):
    send(session, asking, "First.")
    text = take(session, asking, reader)
    take(session, asking, colleague, now=NOW + LEASE)
    screen_text(session, screened=text, choice=SHOW, account_id=colleague, now=NOW + LEASE)
    with pytest.raises(Stale, match="decided"):
        screen_text(session, screened=text, choice=SHOW, account_id=reader, now=NOW + LEASE)


def test_a_decision_can_be_taken_up_again(session, asking, reader, colleague):
    response = send(session, asking, "First.")
    text = screen_text(session, screened=take(session, asking, reader), choice=SHOW, account_id=reader, now=NOW)
    screen_again(session, screened=text, account_id=colleague, now=NOW)
    assert public_words(session, response) == []
    screen_text(session, screened=text, choice=SHOW, account_id=colleague, now=NOW)
    assert public_words(session, response) == ["First."]


def test_short_texts_without_personal_data_are_confirmed_together(session, asking, reader):
    clean = [send(session, asking, f"Good idea {n}.") for n in range(3)]
    send(session, asking, PERSONAL)
    send(session, asking, "Long. " * 300)
    texts = claim_clean_texts(session, consultation=asking.consultation, account_id=reader, now=NOW)
    assert [text.response_id for text in texts] == [response.id for response in clean]
    confirm_texts(session, screened=texts, account_id=reader, now=NOW)
    assert [public_words(session, response) for response in clean] == [
        ["Good idea 0."],
        ["Good idea 1."],
        ["Good idea 2."],
    ]


def test_a_text_with_personal_data_cannot_be_confirmed_unread(session, asking, reader):
    send(session, asking, PERSONAL)
    text = take(session, asking, reader)
    with pytest.raises(Refused, match="page of its own"):
        confirm_texts(session, screened=[text], account_id=reader, now=NOW)


def test_whoever_takes_permission_back_is_not_quoted(session, asking, reader):
    response = send(session, asking, "Good.")
    text = take(session, asking, reader)
    response.publish_as = PublishAs.NOT_PUBLISHED
    session.flush()
    with pytest.raises(Refused, match="no longer"):
        screen_text(session, screened=text, choice=SHOW, account_id=reader, now=NOW)
    response.publish_as = PublishAs.WITHOUT_NAME
    screen_text(session, screened=text, choice=SHOW, account_id=reader, now=NOW)
    response.withdrawn_at = NOW
    session.flush()
    assert public_words(session, response) == []


def test_comments_on_paragraphs_are_screened_as_well(session, asking, reader):
    comment = GivenComment(
        paragraph_id=asking.version.paragraphs[0].id, purpose=Purpose.CONCERN, text="Call 07700 900123."
    )
    response = send(
        session,
        asking,
        "",
        comments=(comment,),
        answers=(GivenAnswer(question_id=asking.questions[0].id, text="Good."),),
    )
    for _ in range(2):
        text = take(session, asking, reader)
        places = frozenset({(5, 17)})
        screen_text(session, screened=text, choice=replace(SHOW, kept_places=places), account_id=reader, now=NOW)
    found = public_texts_of_comments(session, [comment.id for comment in response.comments])
    assert [text.text for text in found.values()] == ["Call [phone number removed]."]
