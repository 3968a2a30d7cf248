"""Following one's own response: what is shown, when, and to whom."""

from collections.abc import Callable

import pytest
from sqlalchemy import Connection, event

from consult.outcomes.rules import Position
from tests.frontdoor.conftest import CODE, NOW, REFERENCE, WORDS, Followed
from tests.pages import Page
from tests.visitor import Visitor

UNIFORM = "We could not find a response with that reference and code. Check both and try again."
NOT_TOLD = "You have not been told yet."


@pytest.fixture
def look(visitor: Visitor) -> Callable[..., Page]:
    def follow(reference: str = REFERENCE, code: str = CODE, *, expect: int = 200) -> Page:
        visitor.open("/follow")
        visitor.fill("Your reference", reference).fill("Your secret code", code)
        return visitor.press("Show what became of it", expect=expect)

    return follow


def test_a_person_sees_their_own_words_again(look, followed: Followed):
    page = look()
    assert page.says(WORDS)
    assert page.says("What would make walking to school safer?")


def test_before_the_findings_are_published_nobody_is_told_their_main_points(look, followed: Followed):
    page = look()
    assert page.says(NOT_TOLD)
    assert not page.says("Crossings near schools do not feel safe")


def test_once_findings_are_published_the_main_point_is_named_and_the_answer_still_waits(look, followed: Followed):
    followed.publish_findings()
    page = look()
    assert page.says("Crossings near schools do not feel safe")
    assert page.says(NOT_TOLD)


def test_a_proposed_reply_is_not_shown(look, followed: Followed):
    followed.publish_findings()
    followed.propose_reply()
    page = look()
    assert page.says(NOT_TOLD)
    assert not page.says("We will mark two new crossings")


def test_the_whole_chain_is_shown_to_its_end(look, followed: Followed):
    followed.publish_findings()
    reply = followed.propose_reply()
    followed.decide(reply)
    followed.promise(reply)
    page = look()
    for words in (
        WORDS,
        "Crossings near schools do not feel safe",
        "We agree in part",
        "We will mark two new crossings this autumn.",
        "The Cabinet decided on Friday 27 February 2026",
        "This decision is final.",
        "Two new crossings on Fenwick Road",
        "Overdue",
        "The first one is marked out.",
    ):
        assert page.says(words), words


def test_a_refusal_reads_you_said_we_did_not_because(look, followed: Followed):
    followed.publish_findings()
    followed.decide(followed.propose_reply(Position.DO_NOT_AGREE))
    assert look().says("You said, we did not, because …")


def test_a_main_point_that_is_not_published_keeps_its_name_to_itself(look, followed: Followed):
    followed.publish_findings()
    followed.theme.hidden_reason = "It would point to one family."
    followed.session.flush()
    page = look()
    assert page.says("It would point to one family.")
    assert not page.says("Crossings near schools do not feel safe")


def test_a_withdrawn_response_says_so(look, followed: Followed):
    followed.response.withdrawn_at = NOW
    followed.session.flush()
    assert look().says("You withdrew this response on Monday 2 March 2026. It is not counted.")


@pytest.mark.parametrize(
    ("reference", "code"),
    [
        (REFERENCE.lower(), CODE.lower()),
        (REFERENCE.replace("-", ""), CODE.replace("-", " ")),
        (f"  {REFERENCE} ", CODE.replace("0", "O")),
        (REFERENCE.replace("0", "o").replace("1", "l"), CODE.replace("1", "I")),
    ],
)
def test_it_does_not_matter_how_reference_and_code_are_typed(look, followed: Followed, reference, code):
    assert look(reference, code).says(WORDS)


@pytest.mark.parametrize(
    ("reference", "code"),
    [
        (REFERENCE, "0000-0000-0000-0000"),
        ("K7M2Q-9XD4R", CODE),
        ("nonsense", CODE),
        (REFERENCE, "nonsense"),
        ("\x00🚸" * 20, "'; DROP TABLE responses --"),
    ],
)
def test_whatever_is_wrong_the_sentence_is_the_same(look, followed: Followed, reference, code):
    page = look(reference, code, expect=422)
    assert page.errors == [UNIFORM]
    assert not page.says(WORDS)


def test_an_empty_form_says_what_to_enter(look, followed: Followed):
    assert look("", "", expect=422).errors == ["Enter your reference", "Enter your secret code"]


def test_nothing_of_it_stands_in_the_address_or_is_kept_by_the_browser(look, followed: Followed):
    page = look()
    assert page.address == "/follow"
    assert page.headers["Cache-Control"] == "private, no-store"


def test_who_guesses_too_often_has_to_wait(look, followed: Followed):
    for _try in range(10):
        look("K7M2Q-9XD4R", CODE, expect=422)
    assert look(expect=429).heading == "Please wait a little"


def test_following_takes_the_same_number_of_queries_however_much_there_is(
    look, followed: Followed, connection: Connection
):
    followed.publish_findings()
    reply = followed.propose_reply()
    followed.decide(reply)
    followed.promise(reply)
    few = count_queries(connection, look)
    for number in range(5):
        followed.promise(reply, reference=f"AB-{number + 2}")
    assert count_queries(connection, look) == few


def count_queries(connection: Connection, act: Callable[[], object]) -> int:
    seen: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            seen.append(statement)

    event.listen(connection, "before_cursor_execute", note)
    try:
        act()
    finally:
        event.remove(connection, "before_cursor_execute", note)
    return len(seen)
