"""What people find: words in any form, with or without accents, and never an error for what they type."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from consult.storage.search import drop_entries, index_entry, search


@pytest.fixture
def shelves(session: Session) -> Session:
    texts = [
        (1, "Safer walking to school", "Crossings and slower traffic near every school gate."),
        (2, "School meals", "Breakfast clubs; children walked there last year."),
        (3, "A café in the library", "Coffee and books."),
    ]
    for ref_id, title, body in texts:
        index_entry(session, kind="consultation", ref_id=ref_id, language="en", title=title, body=body)
    index_entry(session, kind="edition", ref_id=9, language="en", title="What you said", body="About walking")
    return session


def places(session: Session, typed: str) -> list[tuple[str, int]]:
    return [(found.kind, found.ref_id) for found in search(session, typed)]


def test_a_word_is_found_in_all_its_forms_titles_first(shelves: Session) -> None:
    assert places(shelves, "walk")[0] == ("consultation", 1)
    assert set(places(shelves, "walks")) == {("consultation", 1), ("consultation", 2), ("edition", 9)}


def test_every_word_must_be_there(shelves: Session) -> None:
    assert places(shelves, "school breakfast") == [("consultation", 2)]
    assert places(shelves, "school coffee") == []


def test_the_beginning_of_a_word_is_enough(shelves: Session) -> None:
    assert places(shelves, "breakf") == [("consultation", 2)]


def test_kinds_can_be_chosen(shelves: Session) -> None:
    assert [found.ref_id for found in search(shelves, "walking", kinds=["edition"])] == [9]


def test_many_things_of_another_kind_crowd_nothing_out(shelves: Session) -> None:
    for number in range(600):
        index_entry(shelves, kind="other", ref_id=number, language="en", title="Walrus", body="")
    index_entry(shelves, kind="wanted", ref_id=1, language="en", title="", body="One walrus among many words.")
    assert [one.ref_id for one in search(shelves, "walrus", kinds=["wanted"])] == [1]


def test_changed_words_are_found_and_old_ones_no_longer(shelves: Session) -> None:
    index_entry(shelves, kind="consultation", ref_id=3, language="en", title="Tea room", body="Tea and books.")
    assert places(shelves, "coffee") == []
    assert places(shelves, "tea") == [("consultation", 3)]
    drop_entries(shelves, kind="consultation", ref_ids=[3])
    assert places(shelves, "tea") == []


def test_accents_do_not_matter_on_sqlite(shelves: Session) -> None:
    if shelves.get_bind().dialect.name == "sqlite":
        assert places(shelves, "cafe") == [("consultation", 3)]
    assert places(shelves, "café") == [("consultation", 3)]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=40) | st.sampled_from(['"', "*", "a:b", "NEAR(", "AND", "a & | !", "title:x", "(", "'; --"]))
def test_whatever_is_typed_there_is_an_answer(shelves: Session, typed: str) -> None:
    assert isinstance(search(shelves, typed), list)
