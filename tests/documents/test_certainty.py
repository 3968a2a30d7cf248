"""A comment is carried only to the paragraph that it was about, whatever was edited around it."""

import os

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consult.demo.makers.redrafts import Edit, EditKind, edited, look_alike_document, reads_the_same
from consult.documents.certainty import certain_places

MOST_SEQUENCES = int(os.environ.get("CONSULT_EDIT_SEQUENCES", "250"))
EDITS = st.builds(
    Edit,
    kind=st.sampled_from(EditKind),
    at=st.integers(0, 60),
    to=st.integers(0, 60),
    choice=st.integers(0, 10_000),
)
DOCUMENTS = st.builds(
    look_alike_document,
    seed=st.integers(0, 100_000),
    n_paragraphs=st.integers(1, 40),
    share_alike=st.sampled_from([0.2, 0.5, 0.9]),
)
OFTEN = settings(max_examples=MOST_SEQUENCES, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def texts(document):
    return [paragraph.text for paragraph in document]


@OFTEN
@given(document=DOCUMENTS, edits=st.lists(EDITS, max_size=25))
def test_no_comment_ever_lands_on_a_paragraph_that_is_not_the_one_it_was_about(document, edits):
    redraft = edited(document, edits)
    for from_, to in certain_places(texts(document), texts(redraft)).items():
        assert document[from_].text == redraft[to].text
        assert reads_the_same(document, redraft, from_, to)


@OFTEN
@given(document=DOCUMENTS, edits=st.lists(EDITS, max_size=25))
def test_no_two_paragraphs_are_carried_to_one_place(document, edits):
    places = certain_places(texts(document), texts(edited(document, edits)))
    assert len(set(places.values())) == len(places)


@OFTEN
@given(document=DOCUMENTS)
def test_every_comment_stays_where_nothing_changed(document):
    assert certain_places(texts(document), texts(document)) == {place: place for place in range(len(document))}


@OFTEN
@given(document=DOCUMENTS, edits=st.lists(EDITS, max_size=25), data=st.data())
def test_a_paragraph_whose_words_are_gone_is_never_certain(document, edits, data):
    redraft = edited(document, edits)
    left = set(texts(redraft))
    places = certain_places(texts(document), texts(redraft))
    assert all(document[place].text in left for place in places)


def test_a_paragraph_that_only_moved_is_certain():
    old = ["The buses run late in winter and nobody says why.", "Chairs are chosen in June.", "We publish every note."]
    assert certain_places(old, [old[1], old[2], old[0]]) == {0: 2, 1: 0, 2: 1}


def test_a_look_alike_put_beside_the_original_leaves_both_to_a_person():
    old = ["The North board meets in May each year.", "Nothing else is like this sentence at all."]
    new = ["The North board meets in June each year.", "The North board meets in May each year.", old[1]]
    assert certain_places(old, new) == {1: 2}


def test_words_that_stand_twice_are_carried_where_everything_around_them_stayed():
    old = ["First things come first here.", "See above.", "Money is spent on schools.", "See above."]
    new = [*old, "A wholly different ending was written for it."]
    assert certain_places(old, new) == {0: 0, 1: 1, 2: 2}


def test_one_of_two_twins_that_is_gone_leaves_the_other_to_a_person():
    old = ["See above.", "See above.", "Money is spent on schools."]
    assert certain_places(old, old[1:]) == {2: 1}


def test_chairs_chosen_in_june_do_not_catch_what_was_said_about_may():
    may, june = "The chair is chosen in May every year.", "The chair is chosen in June every year."
    july = "The chair is chosen in July every year."
    assert certain_places([may, june], [june, july]) == {}
