"""Sentences with parts: English as they stand, and whole again after they crossed a process or lay in a table."""

import copy
import json
import pickle

from consult.kernel.sentences import Sentence, sentence_of, value_of

LONG = Sentence("This has %(n)s pages. %(advice)s", n=1500, advice=Sentence("Split it."))


def test_a_sentence_reads_as_english():
    assert LONG == "This has 1,500 pages. Split it."
    assert Sentence("100% of it.") == "100% of it."


def test_a_sentence_keeps_its_pattern_and_parts_as_a_plain_value_and_as_a_copy():
    for again in (
        sentence_of(json.loads(json.dumps(value_of(LONG)))),
        copy.deepcopy(LONG),
        pickle.loads(pickle.dumps(LONG)),  # noqa: S301 - what we just wrote
    ):
        assert isinstance(again, Sentence)
        assert (again, again.pattern, again.parts) == (LONG, LONG.pattern, LONG.parts)
    assert value_of("as somebody wrote it") == sentence_of("as somebody wrote it") == "as somebody wrote it"
