"""The rules of meetings: clear days, the answer that is owed, and the calendar file."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.kernel.errors import Invalid, Refused
from consult.meetings.actions.agenda import papers_typed
from consult.meetings.actions.calling import MeetingAsked
from consult.meetings.ical import LONGEST_LINE, Event, calendar_of, escaped, fold
from consult.meetings.rules import MEETINGS, MeetingState, Owed, clear_days, owed_on, require_clear_days

MONDAY = date(2026, 3, 2)
NOON = datetime(2026, 7, 2, 11, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("called", "meets", "days"),
    [
        (MONDAY, MONDAY, 0),
        (MONDAY, MONDAY + timedelta(days=1), 0),
        (MONDAY, MONDAY + timedelta(days=7), 4),
        (MONDAY, MONDAY + timedelta(days=8), 5),
        (date(2026, 3, 6), date(2026, 3, 9), 0),
        (MONDAY, MONDAY - timedelta(days=3), 0),
    ],
)
def test_neither_the_first_day_nor_the_meeting_nor_a_weekend_is_a_clear_day(called, meets, days):
    assert clear_days(called, meets) == days


def test_bank_holidays_are_no_clear_days():
    good_friday, easter_monday = date(2026, 4, 3), date(2026, 4, 6)
    assert clear_days(date(2026, 3, 30), date(2026, 4, 8), away={good_friday, easter_monday}) == 4


def test_only_a_committee_of_the_council_must_give_five_clear_days_or_say_why_not():
    short = MONDAY + timedelta(days=7)
    require_clear_days(MONDAY, short, is_council_committee=False, urgency="")
    require_clear_days(MONDAY, short, is_council_committee=True, urgency="The bridge is unsafe.")
    with pytest.raises(Invalid, match="there would be 4"):
        require_clear_days(MONDAY, short, is_council_committee=True, urgency="  ")
    require_clear_days(MONDAY, short + timedelta(days=1), is_council_committee=True, urgency="")


def test_an_answer_is_late_from_the_day_after_the_last():
    due = MONDAY + timedelta(days=30)
    assert owed_on(due, due_on=due, answered_on=None) is Owed.WAITING
    assert owed_on(due + timedelta(days=1), due_on=due, answered_on=None) is Owed.OVERDUE
    assert owed_on(due + timedelta(days=9), due_on=due, answered_on=due) is Owed.ANSWERED


def test_what_was_published_is_never_called_again():
    with pytest.raises(Refused):
        MEETINGS.after(MeetingState.MINUTED, "call")
    assert MEETINGS.acts(MeetingState.CALLED) == ("cancel", "take_the_roll")


@pytest.mark.parametrize(
    "wrong",
    [
        {"ends_at": NOON},
        {"ends_at": NOON + timedelta(hours=13)},
        {"place": " "},
        {"join_href": "javascript:alert(1)"},
        {"join_href": "https://"},
    ],
)
def test_a_meeting_has_a_place_an_end_and_a_link_that_leads_somewhere(wrong):
    right = {"starts_at": NOON, "ends_at": NOON + timedelta(hours=1), "place": "Hall"}
    MeetingAsked(**right)
    with pytest.raises(Invalid):
        MeetingAsked(**right | wrong)


def test_papers_are_typed_one_a_line_with_or_without_an_address():
    found = papers_typed("Report on crossings https://example.org/a\n\nMap of the ward\n")
    assert [(each.title, each.link) for each in found] == [
        ("Report on crossings", "https://example.org/a"),
        ("Map of the ward", ""),
    ]
    with pytest.raises(Invalid, match="title"):
        papers_typed("https://example.org/a")


def test_a_calendar_file_is_what_calendars_read():
    event = Event(
        uid="meeting-1@example.org",
        version=3,
        stamped_at=NOON,
        starts_at=NOON,
        ends_at=NOON + timedelta(hours=2),
        title="Ward committee; Old Wharf",
        place="Hall, Quay Street",
        words="1. Crossings\n2. Anything else",
        address="https://example.org/meetings/1",
        is_cancelled=True,
    )
    lines = calendar_of([event], name="Ward committee").split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert "DTSTART:20260702T110000Z" in lines
    assert "SUMMARY:Ward committee\\; Old Wharf" in lines
    assert "LOCATION:Hall\\, Quay Street" in lines
    assert "DESCRIPTION:1. Crossings\\n2. Anything else" in lines
    assert "STATUS:CANCELLED" in lines
    assert "SEQUENCE:3" in lines


@given(st.text(max_size=300))
def test_no_words_break_out_of_their_line(words):
    folded = list(fold(f"SUMMARY:{escaped(words)}"))
    assert all(len(piece.encode()) <= LONGEST_LINE for piece in folded)
    assert not any(sign in piece for piece in folded for sign in "\r\n\0")
    assert folded[0] + "".join(piece[1:] for piece in folded[1:]) == f"SUMMARY:{escaped(words)}"
