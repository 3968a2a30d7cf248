"""What lives on as what, when a document is revised."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from consult.documents.comparison import compare
from consult.documents.rules import Change

NORTH = (
    "Schools in the north of the city will receive one extra educational psychologist each from September next year."
)
SOUTH = "The council will publish how every school spends its support money, once a year, in the first week of March."
LONG = (
    "Every locality network chooses its chair in June. The chair serves for one school year and may stand again once. "
    "A network that has no chair by September is looked after by the district board until it has chosen one."
)


def changes(old, new):
    return {(link.old, link.new): link.change for link in compare(old, new).links}


def test_the_same_text_is_unchanged():
    assert changes([NORTH, SOUTH], [NORTH, SOUTH]) == {(0, 0): Change.UNCHANGED, (1, 1): Change.UNCHANGED}


def test_a_paragraph_put_in_front_moves_nobody_elses_identity():
    comparison = compare([NORTH, SOUTH], [LONG, NORTH, SOUTH])
    assert [comparison.heir_of(place) for place in range(3)] == [None, 0, 1]
    assert comparison.review == ()


def test_a_paragraph_with_a_few_other_words_is_edited():
    edited = NORTH.replace("one extra", "two extra")
    assert changes([LONG, NORTH, SOUTH], [LONG, edited, SOUTH])[1, 1] is Change.EDITED


def test_a_paragraph_that_changed_places_is_moved():
    found = changes([NORTH, SOUTH, LONG], [SOUTH, LONG, NORTH])
    assert found[0, 2] is Change.MOVED
    assert found[1, 0] is Change.UNCHANGED


def test_a_paragraph_cut_in_two_is_split_and_its_first_piece_keeps_the_identity():
    first, second = LONG[:50], LONG[51:]
    comparison = compare([NORTH, LONG, SOUTH], [NORTH, first, second, SOUTH])
    assert {(link.old, link.new): link.change for link in comparison.links if link.old == 1} == {
        (1, 1): Change.SPLIT,
        (1, 2): Change.SPLIT,
    }
    assert comparison.heir_of(1) == 1
    assert comparison.heir_of(2) is None


def test_two_paragraphs_put_together_are_joined_and_keep_the_first_identity():
    comparison = compare([LONG, NORTH, SOUTH], [LONG, f"{NORTH} {SOUTH}"])
    assert [(link.old, link.change) for link in comparison.links if link.new == 1] == [
        (1, Change.JOINED),
        (2, Change.JOINED),
    ]
    assert comparison.heir_of(1) == 1


def test_a_look_alike_does_not_attract_when_two_old_ones_fit_as_well():
    seven = NORTH.replace("north", "seventh district").replace("psychologist", "worker")
    eight = NORTH.replace("north", "eighth district").replace("psychologist", "worker")
    nine = NORTH.replace("north", "ninth district").replace("psychologist", "worker")
    comparison = compare([LONG, seven, eight, SOUTH], [LONG, nine, SOUTH])
    assert comparison.heir_of(1) is None
    assert comparison.review == (1,)


def test_a_near_copy_of_a_paragraph_that_stayed_does_not_take_a_deleted_ones_place():
    kept = NORTH
    deleted = NORTH.replace("north", "west")
    near_copy = NORTH.replace("north", "east")
    comparison = compare([kept, LONG, deleted, SOUTH], [kept, LONG, near_copy, SOUTH])
    assert comparison.heir_of(2) is None
    assert comparison.review == (2,)


def test_a_repeated_sentence_is_kept_only_beside_its_own_neighbours():
    again = "We will report on this every year."
    comparison = compare([NORTH, again, SOUTH, again, LONG], [NORTH, again, SOUTH, LONG])
    assert comparison.heir_of(1) == 1
    comparison = compare([NORTH, again, SOUTH, again, LONG], [NORTH, SOUTH, LONG, again])
    assert comparison.heir_of(3) is None
    assert comparison.review == (3,)


def test_something_quite_new_needs_no_review():
    comparison = compare([NORTH, SOUTH], [NORTH, LONG, SOUTH])
    assert comparison.heir_of(1) is None
    assert comparison.review == ()


@given(st.lists(st.sampled_from([NORTH, SOUTH, LONG, "Yes.", "No.", "Yes, and no."]), max_size=8), st.randoms())
@settings(max_examples=60, deadline=None)
def test_no_old_paragraph_ever_has_two_heirs(old, chance: random.Random):
    new = [text for text in old if chance.random() < 0.8]
    chance.shuffle(new)
    comparison = compare(old, new)
    heirs = [heir for place in range(len(new)) if (heir := comparison.heir_of(place)) is not None]
    assert len(heirs) == len(set(heirs))
    assert comparison == compare(old, new)


def test_a_long_document_is_compared_too():
    chance = random.Random(7)  # noqa: S311 - a seed, not a secret
    words = [f"word{n}" for n in range(3000)]
    old = [" ".join(chance.choices(words, k=60)) for _ in range(600)]
    new = [text if chance.random() < 0.7 else " ".join(chance.choices(words, k=60)) for text in old]
    comparison = compare(old, new)
    assert len(comparison.links) > 350
