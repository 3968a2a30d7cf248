"""Moments, days and numbers as people read them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from consult.kernel.clock import end_of_day
from consult.web import filters


@pytest.fixture(autouse=True)
def _inside_a_request(app):
    with app.test_request_context("/"):
        yield


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 6, 12, 16, 0, tzinfo=UTC), "Friday 12 June 2026 at 5 pm"),
        (datetime(2026, 1, 9, 17, 30, tzinfo=UTC), "Friday 9 January 2026 at 5.30 pm"),
        (datetime(2026, 6, 12, 11, 0, tzinfo=UTC), "Friday 12 June 2026 at midday"),
        (datetime(2026, 6, 12, 23, 0, tzinfo=UTC), "Saturday 13 June 2026 at midnight"),
        (datetime(2026, 6, 12, 8, 5, tzinfo=UTC), "Friday 12 June 2026 at 9.05 am"),
    ],
)
def test_a_moment_is_told_in_london_time(moment, words):
    assert filters.london(moment) == words


@pytest.mark.parametrize(
    ("away", "words"),
    [
        (timedelta(days=9), "in 9 days"),
        (timedelta(days=1), "tomorrow"),
        (timedelta(hours=3), "today"),
        (timedelta(minutes=20), "in 20 minutes"),
        (timedelta(seconds=10), "in 1 minute"),
        (timedelta(days=-1), "yesterday"),
        (timedelta(days=-3), "3 days ago"),
    ],
)
def test_a_deadline_is_told_by_how_far_it_is(clock, away, words):
    assert filters.deadline(clock.now() + away) == words


def test_what_is_due_by_the_end_of_a_day_is_told_by_its_day_alone():
    assert filters.due_moment(end_of_day(date(2026, 6, 12))) == "Friday 12 June 2026"
    assert filters.due_moment(datetime(2026, 6, 12, 16, tzinfo=UTC)) == "Friday 12 June 2026 at 5 pm"


def test_numbers_are_british():
    assert filters.number(1204) == "1,204"
    assert filters.short_day(date(2026, 3, 2)) == "2 March 2026"


@pytest.mark.parametrize(
    ("share", "words"), [(0, "0%"), (0.004, "under 1%"), (0.231, "23%"), (0.996, "over 99%"), (1, "100%")]
)
def test_a_share_never_claims_none_or_all(share, words):
    assert filters.percent(share) == words


def test_typed_text_becomes_paragraphs_and_never_markup():
    assert filters.prose("One <b>\ntwo\n\nthree") == "<p>One &lt;b&gt;<br>two</p><p>three</p>"
