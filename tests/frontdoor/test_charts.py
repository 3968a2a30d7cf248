"""Charts tell the numbers as they are: from zero, on a scale that people can read."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.web.charts import bars, day_chart, draw, scale

MONDAY = date(2026, 3, 2)


def counts_of(*numbers: int):
    return tuple((MONDAY + timedelta(days=i), n) for i, n in enumerate(numbers))


def test_a_bar_is_as_long_as_its_share_of_the_base():
    row = bars((("Parents", 30),), base=120, words="{n} of {base}")[0]
    assert (row.share, row.words) == (0.25, "30 of 120")


def test_without_a_base_the_largest_bar_is_full():
    assert [row.share for row in bars((("a", 5), ("b", 10)))] == [0.5, 1.0]


def test_bars_of_nobody_are_empty():
    assert bars((("a", 0),))[0].share == 0


@given(st.integers(min_value=0, max_value=10_000_000))
def test_the_scale_holds_the_highest_number_with_few_lines(highest):
    step, ceiling = scale(highest)
    assert ceiling >= highest
    assert ceiling % step == 0
    assert 1 <= ceiling // step <= 4


@given(st.lists(st.integers(min_value=0, max_value=5_000), max_size=90))
def test_no_column_leaves_its_drawing(numbers):
    drawing = draw(counts_of(*numbers), size="narrow", width=330, height=230)
    for column in drawing.columns:
        assert drawing.left <= column.x <= drawing.right
        assert 0 <= column.y <= drawing.height
        assert column.height >= 0


def test_a_day_twice_as_busy_is_twice_as_high():
    low, high = draw(counts_of(10, 20), size="wide", width=720, height=260).columns
    assert high.height == pytest.approx(2 * low.height, abs=0.2)


def test_the_busiest_day_is_named_beside_its_column():
    chart = day_chart(counts_of(1, 9, 2), anchor="x", title="t", day_heading="Day", number_heading="Responses")
    assert {drawing.peak.words for drawing in chart.drawings} == {"9 on 3 March"}


def test_a_chart_of_no_days_draws_no_column():
    chart = day_chart((), anchor="x", title="t", day_heading="Day", number_heading="Responses")
    assert [drawing.columns for drawing in chart.drawings] == [(), ()]
    assert [drawing.peak for drawing in chart.drawings] == [None, None]
