"""Nobody can be found in a breakdown, and every total stays exact."""

from hypothesis import given
from hypothesis import strategies as st

from consult.outcomes.suppression import ROUNDED_TO, SMALLEST_SHOWN, rounded, suppressed

breakdowns = st.dictionaries(st.text(max_size=5), st.integers(min_value=0, max_value=500), max_size=14)


@given(breakdowns)
def test_no_number_under_ten_is_ever_shown(counts: dict[str, int]) -> None:
    shown = suppressed(counts)
    assert all(shown[group] is None for group, count in counts.items() if count < SMALLEST_SHOWN)


@given(breakdowns)
def test_every_number_shown_is_rounded_to_five_and_near_the_truth(counts: dict[str, int]) -> None:
    for group, about in suppressed(counts).items():
        if about is not None:
            assert about % ROUNDED_TO == 0
            assert abs(about - counts[group]) <= ROUNDED_TO // 2


@given(breakdowns)
def test_a_hidden_number_never_stands_alone_beside_an_exact_total(counts: dict[str, int]) -> None:
    hidden = [group for group, about in suppressed(counts).items() if about is None]
    if hidden and len(hidden) < len(counts):
        assert len(hidden) >= 2
        assert sum(counts[group] for group in hidden) >= SMALLEST_SHOWN


@given(breakdowns)
def test_nothing_is_hidden_when_nothing_is_small(counts: dict[str, int]) -> None:
    large = {group: count + SMALLEST_SHOWN for group, count in counts.items()}
    assert all(about is not None for about in suppressed(large).values())


@given(breakdowns)
def test_no_more_is_hidden_than_must_be(counts: dict[str, int]) -> None:
    hidden = {group: counts[group] for group, about in suppressed(counts).items() if about is None}
    further = sorted((n for n in hidden.values() if n >= SMALLEST_SHOWN), reverse=True)
    small = [n for n in hidden.values() if n < SMALLEST_SHOWN]
    if further:  # without the largest of the further ones, the small ones would not have been covered
        rest = [*small, *further[1:]]
        assert len(rest) < 2 or sum(rest) < SMALLEST_SHOWN


@given(breakdowns)
def test_what_anyone_can_work_out_of_a_small_number_stays_wide(counts: dict[str, int]) -> None:
    """Take the exact total and subtract the most that the shown numbers can be: the rest never pins a small one."""
    shown = suppressed(counts)
    hidden = [group for group, about in shown.items() if about is None]
    if not hidden or len(hidden) == len(counts):
        return
    least_shown = sum(max(about - 2, SMALLEST_SHOWN) for about in shown.values() if about is not None)
    at_most = sum(counts.values()) - least_shown
    assert at_most >= SMALLEST_SHOWN


def test_one_small_group_takes_the_next_smallest_with_it() -> None:
    assert suppressed({"parents": 52, "pupils": 4, "teachers": 21}) == {"parents": 50, "pupils": None, "teachers": None}


def test_rounding_goes_to_the_nearest_five() -> None:
    assert [rounded(n) for n in (10, 12, 13, 17, 18)] == [10, 10, 15, 15, 20]
