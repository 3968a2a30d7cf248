"""Hostile files: each is refused with one sentence, whatever it was made to do, and the site answers meanwhile."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from consult.demo.makers.word import said, word_file
from consult.documents.importing.registry import import_bytes
from consult.files.sandbox import BROKEN
from consult.kernel.errors import Invalid
from tests.documents.bombs import bomb, bomb_names


@pytest.mark.parametrize("what", bomb_names())
def test_a_bomb_is_refused_with_one_sentence(what):
    name, content = bomb(what)
    with pytest.raises(Invalid) as refused:
        import_bytes(content, name=name)
    assert refused.value.sentence != BROKEN, "the reader broke where it should have refused"
    assert len(refused.value.sentence) < 200


def test_there_are_more_than_forty_of_them():
    assert len(set(bomb_names())) > 40


def test_other_documents_are_read_while_bombs_are_refused():
    started = threading.Barrier(3)

    def refuse(what: str) -> str:
        name, content = bomb(what)
        started.wait()
        with pytest.raises(Invalid) as refused:
            import_bytes(content, name=name)
        return refused.value.sentence

    with ThreadPoolExecutor(3) as pool:
        bombs = [pool.submit(refuse, what) for what in ("a page of 240 MB", "drawings that draw one another")]
        started.wait()
        read = import_bytes(word_file(said("These words are read all the same.")), name="plan.docx")
        assert all(one.result() for one in bombs)
    assert read.n_paragraphs == 1
