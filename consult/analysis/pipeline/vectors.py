"""Tier 0 vectors: latent semantic analysis of word stems and character n-grams, fitted on this question alone.

Source: Deerwester et al. 1990 (LSA), by way of scikit-learn's tf-idf and truncated SVD. Character 3- to 5-grams bring
together spellings and compounds that a stemmer keeps apart. Subtracting the mean removes the topic that everybody
talks about. Everything is fitted on ``fitting`` and the others are folded in, so that a sample is enough.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer

from consult.analysis.pipeline.units import Unit
from consult.analysis.pipeline.words import stems

Vectors = NDArray[np.float64]
DIMENSIONS = 50
CHARACTERS_WEIGHT = 0.8
CLOSED_ANSWER_WEIGHT = 0.8
_MOST_FEATURES = 60_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Space:
    """Where the units lie. ``vectors``: (n_units, n_dimensions) float64, rows of length one, zero without words."""

    vectors: Vectors
    uses_closed_answer: bool


def lay_out(units: Sequence[Unit], *, fitting: NDArray[np.int64], seed: int, use_closed_answer: bool) -> Space:
    """Return the units as vectors: close together when they say alike (and, if used, to the same closed answer)."""
    meaning = _meaning(units, fitting=fitting, seed=seed)
    answers = [unit.closed_answer for unit in units]
    if not use_closed_answer or len({answer for answer in answers if answer is not None}) < 2:
        return Space(vectors=meaning, uses_closed_answer=False)
    joined = np.hstack([meaning, CLOSED_ANSWER_WEIGHT * _answers_given(answers)])
    joined[~meaning.any(axis=1)] = 0
    return Space(vectors=unit_length(joined), uses_closed_answer=True)


def unit_length(rows: Vectors) -> Vectors:
    """Return the rows scaled to length one; rows of zeros stay."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    scaled: Vectors = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 1e-9)
    return scaled


def _meaning(units: Sequence[Unit], *, fitting: NDArray[np.int64], seed: int) -> Vectors:
    stemmed = [stems(unit.text, unit.language) for unit in units]
    weighed = _weigh(stemmed, fitting)
    if weighed is None:
        return np.zeros((len(units), 1))
    dimensions = min(DIMENSIONS, weighed.shape[1] - 1, len(fitting) - 1)
    reduction = TruncatedSVD(max(dimensions, 1), n_iter=7, random_state=seed)
    with np.errstate(invalid="ignore"):  # the explained variance of texts that are all alike is 0/0; we do not read it
        reduction.fit(weighed[fitting])
    rows = reduction.transform(weighed)
    rows -= rows[fitting].mean(axis=0)
    rows[np.diff(weighed.indptr) == 0] = 0
    return unit_length(np.asarray(rows, dtype=np.float64))


def _weigh(stemmed: Sequence[list[str]], fitting: NDArray[np.int64]) -> sp.csr_matrix | None:
    """Return tf-idf of stems and character n-grams side by side; None when no two units share anything."""
    joined = [" ".join(stems_of_one) for stems_of_one in stemmed]
    common = {"min_df": 2, "sublinear_tf": True, "max_features": _MOST_FEATURES}
    kinds = (
        (TfidfVectorizer(analyzer=list, **common), stemmed, 1.0),
        (TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), **common), joined, CHARACTERS_WEIGHT),
    )
    blocks = []
    for vectoriser, documents, weight in kinds:
        try:
            vectoriser.fit([documents[i] for i in fitting])
        except ValueError:  # scikit-learn's word for "no term is in two documents"
            continue
        blocks.append(weight * vectoriser.transform(documents))
    both = sp.hstack(blocks).tocsr() if blocks else None
    return both if both is not None and both.shape[1] > 1 else None


def _answers_given(answers: Sequence[str | None]) -> Vectors:
    """Return (n_units, n_answers) float64: each answer's direction from the middle, zero where none was given."""
    choices = sorted({answer for answer in answers if answer is not None})
    rows = np.array([[float(answer == choice) for choice in choices] for answer in answers])
    given = rows.any(axis=1)
    rows[given] -= rows[given].mean(axis=0)
    return unit_length(rows)
