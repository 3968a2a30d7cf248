"""What an officer of the city does with the themes that a run found."""

from consult.demo.matching import match_themes


def test_the_found_theme_with_most_of_it_is_kept_and_others_are_put_into_it() -> None:
    found = {1: [10, 11, 12], 2: [13], 3: [20, 21, 13]}
    wanted = {10: "a", 11: "a", 12: "b", 13: "a", 20: "b", 21: "b"}
    matching = match_themes(found, wanted, names=("a", "b", "c"))
    assert matching.kept == {"a": 1, "b": 3}
    assert matching.merged == {"a": (2,)}
    assert matching.missing == ("c",)
    assert matching.rejected == ()


def test_a_found_theme_of_texts_that_say_nothing_is_rejected() -> None:
    matching = match_themes({7: [1, 2]}, {1: "none"}, names=("a",))
    assert matching.rejected == (7,)
    assert matching.missing == ("a",)
