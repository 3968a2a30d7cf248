"""What the count must get right: real and textbook contests to the last place, whatever the order of the papers."""

import json
import os
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.elections.ballots import Contest, Papers, Rule, gathered
from consult.elections.blt import read_blt
from consult.elections.count import VOTE, CountSheet, count, quota_of
from consult.elections.lots import Purpose, TieNeedsLot, hash_of, lots_from, order
from consult.elections.sheet import as_data

ROOT = Path(__file__).parents[2]
REAL = Path(os.environ.get("CONSULT_SHARED_DATA", ROOT.parent / "shared" / "data")) / "elections"
CASES = sorted(REAL.glob("*/*.json"))


def drawn_as(outcome):
    """Lots that fall as one listed outcome says."""
    left = [(lot["purpose"], tuple(lot["tied"]), lot["drawn"]) for lot in outcome["lots"]]

    def draw(_stage: int, purpose: Purpose, tied: tuple[int, ...]) -> int:
        expected_purpose, expected_tied, drawn = left.pop(0)
        assert (purpose.value, tied) == (expected_purpose, expected_tied)
        return drawn

    return draw


@pytest.mark.skipif(not CASES, reason="the real contests are not on this machine")
@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_a_real_contest_is_counted_to_the_fifth_place(case):
    expected = json.loads(case.read_text("utf-8"))["expected"]
    box = read_blt(case.with_suffix(".blt").read_text("utf-8"))
    outcomes = expected.get("outcomes_by_lot") or [{"lots": [], "winners": expected["winner_set"]}]
    sheets = [as_data(count(box.contest, box.papers, lots=drawn_as(outcome))) for outcome in outcomes]
    assert [sheet["winner_set"] for sheet in sheets] == [sorted(outcome["winners"]) for outcome in outcomes]
    asked = ("valid", "quota", "winners_in_order", "winner_set", "stages")
    assert {key: expected[key] for key in asked} in [{key: sheet[key] for key in asked} for sheet in sheets]


def contest_of(n_candidates: int, seats: int, withdrawn: frozenset[int] = frozenset()) -> Contest:
    names = tuple(f"candidate {number}" for number in range(1, n_candidates + 1))
    return Contest(id="a contest", names=names, seats=seats, withdrawn=withdrawn)


def papers_of(*kinds: tuple[int, tuple[int, ...]]) -> list[Papers]:
    return [Papers(number=number, preferences=preferences) for number, preferences in kinds]


@st.composite
def polls(draw: Callable) -> tuple[Contest, list[Papers]]:
    n_candidates = draw(st.integers(1, 7))
    everybody = list(range(1, n_candidates + 1))
    withdrawn = draw(st.frozensets(st.sampled_from(everybody), max_size=n_candidates // 3))
    ranking = st.permutations(everybody).flatmap(
        lambda whole: st.integers(0, len(whole)).map(lambda n: tuple(whole[:n]))
    )
    kinds = draw(st.lists(st.tuples(st.integers(1, 40), ranking), max_size=12))
    return contest_of(n_candidates, draw(st.integers(1, 5)), withdrawn), papers_of(*kinds)


def counted(contest: Contest, papers: list[Papers], rule: Rule = Rule.SCOTTISH) -> CountSheet:
    return count(contest, papers, rule=rule, lots=lots_from("a die: 4 1 6", contest=contest.id))


@given(polls())
@settings(max_examples=300, deadline=None)
def test_no_vote_appears_or_is_lost(poll):
    sheet = counted(*poll)
    for stage in sheet.stages:
        assert sum(stage.votes.values()) + stage.non_transferable == sheet.valid * VOTE
        assert stage.non_transferable >= 0
        assert all(votes >= 0 for votes in stage.votes.values())
    assert all(a.non_transferable <= b.non_transferable for a, b in pairwise(sheet.stages))
    assert sheet.valid + sheet.blank == sum(kind.number for kind in poll[1])


@given(polls(), st.randoms())
@settings(max_examples=200, deadline=None)
def test_the_order_and_grouping_of_papers_changes_nothing(poll, chance):
    contest, papers = poll
    single = [Papers(number=1, preferences=kind.preferences) for kind in papers for _ in range(kind.number)]
    chance.shuffle(single)
    assert as_data(counted(contest, single)) == as_data(counted(contest, papers))
    assert as_data(counted(contest, list(gathered(single)))) == as_data(counted(contest, papers))


@given(polls())
@settings(max_examples=300, deadline=None)
def test_as_many_are_elected_as_there_are_seats_and_people(poll):
    contest, _papers = poll
    sheet = counted(*poll)
    assert len(sheet.elected) == min(contest.seats, len(contest.standing))
    assert len(set(sheet.elected)) == len(sheet.elected)
    assert contest.withdrawn.isdisjoint(sheet.elected)
    assert sheet.vacant == contest.seats - len(sheet.elected)
    assert [each for stage in sheet.stages for each in stage.elected] == list(sheet.elected)


@given(polls())
@settings(max_examples=300, deadline=None)
def test_the_cut_papers_count_to_the_same_sheet(poll):
    contest, papers = poll
    sheet = counted(contest, papers)
    again = counted(contest, list(sheet.used))
    assert again.stages == sheet.stages
    assert again.lots == sheet.lots
    longest = {kind.preferences for kind in papers}
    for kind in sheet.used:
        whole = [tuple(each for each in those if each not in contest.withdrawn) for those in longest]
        assert any(those[: len(kind.preferences)] == kind.preferences for those in whole)


@given(polls())
@settings(max_examples=100, deadline=None)
def test_the_alternative_vote_is_the_same_count_with_one_seat(poll):
    contest, papers = poll
    one_seat = Contest(id=contest.id, names=contest.names, seats=1, withdrawn=contest.withdrawn)
    assert counted(contest, papers, Rule.ALTERNATIVE_VOTE).stages == counted(one_seat, papers).stages


@given(polls())
@settings(max_examples=200, deadline=None)
def test_whoever_most_put_first_wins_a_single_seat(poll):
    contest, papers = poll
    sheet = counted(contest, papers, Rule.ALTERNATIVE_VOTE)
    firsts = sheet.stages[0].votes
    leaders = [number for number, votes in firsts.items() if votes * 2 > sheet.valid * VOTE]
    assert not leaders or list(sheet.elected) == leaders


def test_the_quota_is_the_least_that_one_too_many_cannot_reach():
    assert [quota_of(valid, seats) for valid, seats in ((100, 2), (9, 2), (0, 1), (21, 1), (20, 1))] == [
        34,
        4,
        1,
        11,
        11,
    ]


def test_the_published_seed_gives_the_published_lot():
    seed = "dice 4 1 6 2 2 5 3 6 1 4 / Moseley ward committee 14 May 2026"
    facts = {"seed": seed, "contest": "ward.moseley.community-rep.2026", "stage": 3, "purpose": Purpose.EXCLUDE}
    assert hash_of(2, **facts).startswith("4b8fca42dbdc")
    assert hash_of(3, **facts).startswith("9de9f7f099b3")
    assert order((2, 3), **facts) == [2, 3]


def test_a_tie_without_a_seed_names_those_who_are_level():
    with pytest.raises(TieNeedsLot) as tie:
        count(contest_of(2, 1), papers_of((5, (1,)), (5, (2,))))
    assert (tie.value.stage, tie.value.purpose, tie.value.candidates) == (2, Purpose.EXCLUDE, (1, 2))


def test_a_tie_is_first_settled_by_the_last_stage_at_which_they_differed():
    # Candidates 2 and 3 are level after 4 is excluded; at the first stage 3 had fewer.
    sheet = count(contest_of(4, 1), papers_of((4, (1,)), (3, (2,)), (2, (3,)), (1, (4, 3))))
    assert [stage.candidate for stage in sheet.stages] == [None, 4, 3, 2]
    assert sheet.lots == ()


def test_a_lot_is_written_down():
    sheet = counted(contest_of(2, 1), papers_of((5, (1,)), (5, (2,))))
    assert [(lot.stage, lot.purpose, lot.candidates) for lot in sheet.lots] == [(2, Purpose.EXCLUDE, (1, 2))]
    assert sheet.stages[1].candidate == sheet.lots[0].chosen


def test_the_larger_surplus_goes_first():
    sheet = count(contest_of(5, 3), papers_of((50, (1, 4)), (38, (2, 5)), (10, (3,)), (9, (4, 3)), (8, (5, 3))))
    assert (sheet.stages[1].candidate, sheet.elected) == (1, (1, 2, 4))


def test_what_is_cut_off_at_the_fifth_place_counts_for_nobody():
    sheet = count(contest_of(4, 2), papers_of((40, (1, 2)), (20, (1, 3)), (20, (2,)), (12, (3,)), (8, (4, 3))))
    assert sheet.stages[1].votes == {1: 34 * VOTE, 2: 3_733_320, 3: 2_066_660, 4: 8 * VOTE}
    assert sheet.stages[1].non_transferable == 20


def test_papers_for_those_who_withdrew_leave_the_valid_vote():
    sheet = count(contest_of(3, 1, frozenset({2})), papers_of((3, (2,)), (2, (1,)), (1, (3, 1))))
    assert (sheet.valid, sheet.blank, sheet.quota, sheet.elected) == (3, 3, 2, (1,))


def test_more_votes_than_a_machine_word_are_counted():
    number = 10**15
    sheet = count(contest_of(3, 2), papers_of((number, (1, 2)), (number - 1, (2, 3)), (number // 2, (3, 1))))
    assert sheet.elected == (1, 2)


def test_a_paper_for_a_stranger_is_refused():
    with pytest.raises(ValueError, match="names candidate 3"):
        count(contest_of(2, 1), papers_of((1, (3,))))


@pytest.mark.parametrize(
    "build",
    [
        lambda: contest_of(2, 0),
        lambda: contest_of(0, 1),
        lambda: contest_of(2, 1, frozenset({3})),
        lambda: Papers(number=0, preferences=(1,)),
        lambda: Papers(number=1, preferences=(1, 1)),
    ],
)
def test_a_contest_or_paper_that_cannot_be_does_not_exist(build):
    with pytest.raises(ValueError, match=r"\w"):
        build()
