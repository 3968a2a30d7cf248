"""Where a comment stands when the document changed under it."""

import pytest

from consult.documents.anchors import Anchor, Place, find_place

TEXT = "The board meets each term. The chair serves one year. The board meets in public."


def test_a_quote_at_its_old_position_is_found_there():
    anchor = Anchor(identity="p1", quote="The board meets", starts_at=0, ends_at=15)
    assert find_place(anchor, {"p1": TEXT}) == Place(identity="p1", starts_at=0, ends_at=15)


def test_a_quote_that_moved_inside_its_paragraph_is_found_when_it_stands_once():
    anchor = Anchor(identity="p1", quote="one year", starts_at=2, ends_at=10)
    start = TEXT.index("one year")
    assert find_place(anchor, {"p1": TEXT}) == Place(identity="p1", starts_at=start, ends_at=start + 8)


def test_a_quote_that_stands_twice_is_told_apart_by_its_neighbours():
    anchor = Anchor(identity="p1", quote="The board meets", suffix=" in public", starts_at=3, ends_at=18)
    assert find_place(anchor, {"p1": TEXT}).starts_at == TEXT.rindex("The board meets")


def test_a_quote_that_could_be_two_places_stays_on_the_paragraph():
    anchor = Anchor(identity="p1", quote="The board meets")
    assert find_place(anchor, {"p1": TEXT}) == Place(identity="p1", quote_is_lost=True)


def test_a_quote_that_was_edited_away_never_jumps_to_a_look_alike():
    anchor = Anchor(identity="p1", quote="serves one year")
    texts = {"p1": "The chair serves two years.", "p2": "The clerk serves one year"}
    assert find_place(anchor, texts) == Place(identity="p1", quote_is_lost=True)


def test_a_comment_on_a_paragraph_that_is_gone_is_lost():
    assert find_place(Anchor(identity="p9", quote="one year"), {"p1": TEXT}) is None


def test_a_span_needs_both_ends():
    with pytest.raises(ValueError, match="both ends"):
        Anchor(identity="p1", quote="x", starts_at=1)
