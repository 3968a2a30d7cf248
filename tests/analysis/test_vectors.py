"""The fast ways of counting are the plain ways of counting."""

import random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer

from consult.analysis.pipeline.graph import _largest
from consult.analysis.pipeline.lsa import _kinds, _weigh, pieces
from consult.analysis.pipeline.words import _WORD, _whole, words
from consult.demo.makers.analysis import ALL_SAID


@given(st.text(alphabet="abcxyz", min_size=1, max_size=12))
def test_the_pieces_of_a_stem_are_those_of_scikit_learn(stem: str) -> None:
    cut = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5)).build_analyzer()
    assert sorted(pieces(stem)) == sorted(cut(stem))


def test_terms_are_weighed_as_scikit_learn_weighs_them() -> None:
    chance = random.Random(3)  # noqa: S311 - texts, no secrets
    stemmed = [words(" ".join(chance.sample(ALL_SAID, 2))) for _ in range(60)]
    common = {"min_df": 2, "sublinear_tf": True}
    stems = TfidfVectorizer(analyzer=list, **common).fit_transform(stemmed)
    parts = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), **common).fit_transform(map(" ".join, stemmed))
    ours = _weigh(_kinds(stemmed), stemmed)
    assert np.allclose(ours[:, : stems.shape[1]].toarray(), stems.toarray())
    assert np.allclose(ours[:, stems.shape[1] :].toarray(), 0.8 * parts.toarray())


@given(st.text(alphabet=st.characters(max_codepoint=127), max_size=60))
def test_plain_letters_are_cut_into_the_same_words_the_fast_way(text: str) -> None:
    assert words(text) == [_whole(word) for word in _WORD.findall(text.lower())]


def test_the_largest_are_found_and_of_equals_the_first() -> None:
    cosines = np.round(np.random.default_rng(5).uniform(-1, 1, size=(30, 400)), 1)  # many ties
    assert (_largest(cosines, 16) == np.argsort(-cosines, axis=1, kind="stable")[:, :16]).all()
