"""A second opinion on who wins a single seat, from ``pref_voting``; only where it is installed."""

import pytest
from hypothesis import given, settings

from consult.elections.ballots import Rule
from consult.elections.count import count
from consult.elections.lots import TieNeedsLot, no_lots
from tests.elections.test_count import polls

profiles = pytest.importorskip("pref_voting.profiles_with_ties")


@given(polls())
@settings(max_examples=150, deadline=None)
def test_pref_voting_names_the_same_winner(poll):
    from pref_voting.iterative_methods import instant_runoff_for_truncated_linear_orders

    contest, papers = poll
    kept = [(tuple(each for each in kind.preferences if each not in contest.withdrawn), kind.number) for kind in papers]
    kept = [(preferences, number) for preferences, number in kept if preferences]
    if not kept:
        return
    try:
        ours = count(contest, papers, rule=Rule.ALTERNATIVE_VOTE, lots=no_lots)
    except TieNeedsLot:
        return
    profile = profiles.ProfileWithTies(
        [{candidate: place for place, candidate in enumerate(those, start=1)} for those, _number in kept],
        [number for _those, number in kept],
        candidates=list(contest.standing),
    )
    assert ours.elected[0] in instant_runoff_for_truncated_linear_orders(profile)
