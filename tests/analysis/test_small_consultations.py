"""A consultation that few people answered: what they share is a theme, and what they do not share is none."""

import pytest

from consult.analysis.pipeline import Options, Text, find_themes
from consult.analysis.pipeline.centring import middle_of
from consult.analysis.pipeline.values import Bin, Themes, Tier

BUSES = (
    "The bus is always late",
    "Buses never come on time",
    "The buses are late every morning",
    "Late buses again",
    "My bus was late twice this week",
    "Bus times are unreliable",
)
PARK = (
    "More trees in the park please",
    "The park needs new benches",
    "Our park is lovely but needs benches",
    "Plant trees",
    "The playground in the park is broken",
    "Keep the park open at night",
)
BINS = (
    "Bins are not emptied",
    "The bins overflow every week",
    "Empty the bins more often",
    "Rubbish everywhere, bins full",
)
UNLIKE = (
    "I like the library",
    "The swimming pool is too cold",
    "Council tax is too high",
    "My street has no lamps",
    "Nobody answers the phone",
    "Thank you for the concert",
)
TIERS: tuple[Tier, ...] = (0, 1)


def found_in(*kinds: tuple[str, ...], tier: Tier) -> Themes:
    texts = [
        Text(id=f"{kind}-{n}", text=said, language="en")
        for kind, sayings in enumerate(kinds)
        for n, said in enumerate(sayings)
    ]
    return find_themes(texts, Options(tier=tier))


@pytest.mark.parametrize("tier", TIERS)
def test_six_short_comments_of_one_idea_have_a_theme(tier: Tier) -> None:
    found = found_in(BUSES, tier=tier)
    assert len(found.themes) == 1
    assert found.themes[0].size >= 4
    assert any("bus" in word for word in found.themes[0].keywords)


@pytest.mark.parametrize("tier", TIERS)
def test_three_people_who_say_the_same_have_a_theme_and_three_who_do_not_have_none(tier: Tier) -> None:
    assert [theme.size for theme in found_in(BUSES[:3], tier=tier).themes] == [3]
    assert found_in(UNLIKE[:3], tier=tier).themes == ()


@pytest.mark.parametrize("tier", TIERS)
def test_six_people_with_nothing_in_common_are_not_forced_into_a_theme(tier: Tier) -> None:
    found = found_in(UNLIKE, tier=tier)
    assert found.themes == ()
    assert found.counts.unthemed == len(UNLIKE)


@pytest.mark.parametrize("tier", TIERS)
def test_sixteen_comments_of_three_ideas_have_three_themes(tier: Tier) -> None:
    found = found_in(BUSES, PARK, BINS, tier=tier)
    assert sorted(theme.size for theme in found.themes) == [4, 6, 6]
    kinds = [
        {p.response_id[0] for p in found.placements if p.bin is Bin.THEMED and p.assignments[0].theme == theme.key}
        for theme in found.themes
    ]
    assert all(len(kind) == 1 for kind in kinds)


def test_the_middle_of_few_is_drawn_to_zero_and_that_of_many_is_the_mean() -> None:
    import numpy as np

    assert np.allclose(middle_of(np.ones((5, 2))), 0.2)
    assert np.allclose(middle_of(np.ones((20_000, 2))), 1, atol=0.01)
    assert np.allclose(middle_of(np.zeros((0, 2))), 0)
