"""What people see of states, clocks and words."""

from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum

import pytest

from consult.kernel.clock import HandClock, SystemClock
from consult.kernel.errors import Refused
from consult.kernel.states import Machine
from consult.kernel.words import address_in, clean_line, clean_text, count_of, join_with_and, slug_of, truncate


class Light(StrEnum):
    RED = "red"
    GREEN = "green"
    OUT_OF_ORDER = "out_of_order"


MACHINE: Machine[Light] = Machine(
    Light,
    first=Light.RED,
    arrows={
        "turn_green": ((Light.RED,), Light.GREEN),
        "turn_red": ((Light.GREEN,), Light.RED),
        "break": ((Light.RED, Light.GREEN), Light.OUT_OF_ORDER),
    },
)


def test_an_act_leads_to_the_next_state() -> None:
    assert MACHINE.after(Light.RED, "turn_green") is Light.GREEN
    assert MACHINE.may(Light.GREEN, "break")
    assert MACHINE.acts(Light.RED) == ("turn_green", "break")
    assert next(MACHINE.drawing()) == "red → green: turn green"


def test_an_act_that_no_arrow_names_is_refused_with_a_sentence() -> None:
    with pytest.raises(Refused, match=r"cannot turn red this because it is out of order\. Go back"):
        MACHINE.after(Light.OUT_OF_ORDER, "turn_red")


def test_a_state_that_cannot_be_reached_is_a_mistake_in_the_table() -> None:
    with pytest.raises(ValueError, match="green"):
        Machine(Light, first=Light.RED, arrows={"break": ((Light.RED,), Light.OUT_OF_ORDER)})


def test_a_clock_moved_by_hand_stands_still_until_moved() -> None:
    clock = HandClock(datetime(2026, 3, 2, 10, 30, tzinfo=timezone(timedelta(hours=1))))
    assert clock.now() == datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
    assert clock.advance(days=1, minutes=2) == datetime(2026, 3, 3, 9, 32, tzinfo=UTC)
    assert clock.move_to(datetime(2026, 1, 1, tzinfo=UTC)).year == 2026
    with pytest.raises(ValueError, match="no time zone"):
        clock.move_to(datetime(2026, 1, 1))  # noqa: DTZ001 - that is what is refused
    assert SystemClock().now().tzinfo is UTC


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  a\r\nb\rc\u2028d ", "a\nb\nc\nd"),
        ("nu\x00ll and \x07bell\ttab", "null and bell\ttab"),
        ("e\u0301", "é"),
        ("👩‍👧 مدرسة", "👩‍👧 مدرسة"),
        ("\ud83d half", "half"),
        ("\ufeffstart", "start"),
    ],
)
def test_typed_words_are_cleaned_and_not_lost(typed: str, kept: str) -> None:
    assert clean_text(typed) == kept


def test_small_things_done_to_words() -> None:
    assert clean_line(" a \n b\t c ") == "a b c"
    assert truncate("The quick brown fox", 12) == "The quick…"
    assert truncate("short", 12) == "short"
    assert len(truncate("x" * 50, 12)) == 12
    assert join_with_and(["a"]) == "a"
    assert join_with_and(["a", "b", "c"]) == "a, b and c"
    assert count_of(1, "response") == "1 response"
    assert count_of(1204, "reply", "replies") == "1,204 replies"
    assert slug_of("  A plan for Ärea 5! ") == "a-plan-for-area-5"
    assert slug_of("word " * 40, longest=20) == "word-word-word-word"


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("The schools team, schools@ambleford.example", "schools@ambleford.example"),
        ("Write to say.more@city.gov.uk. Or ring 01632 960100.", "say.more@city.gov.uk"),
        ("Come to the Guildhall @ noon", ""),
    ],
)
def test_an_address_is_found_among_words(text: str, address: str) -> None:
    assert address_in(text) == address
