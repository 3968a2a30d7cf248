"""Tier 0: latent semantic analysis of word stems and character n-grams, fitted on this question alone.

Source: Deerwester et al. 1990 (LSA), by way of scikit-learn's tf-idf and truncated SVD. Character 3- to 5-grams bring
together spellings and compounds that a stemmer keeps apart. Subtracting the mean removes the topic that everybody talks
about. It knows no language, so it serves every language, and it has to learn afresh that a bus and a coach are alike.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer

from consult.analysis.pipeline.centring import middle_of
from consult.analysis.pipeline.units import Unit
from consult.analysis.pipeline.words import stems

DIMENSIONS = 50
CHARACTERS_WEIGHT = 0.8
_MOST_FEATURES = 60_000

Rows = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lsa:
    """What was fitted: term weights, the reduction to few dimensions and the middle of what it was fitted on."""

    kinds: tuple[tuple[TfidfVectorizer, bool, float], ...]
    reduction: TruncatedSVD | None
    middle: Rows

    def lay(self, units: Sequence[Unit]) -> Rows:
        """Return (n_units, n_dimensions) float64, the middle subtracted; zero for a unit without a known term."""
        if self.reduction is None:
            return np.zeros((len(units), 1))
        weighed = _weigh(self.kinds, _stemmed(units))
        rows = np.asarray(self.reduction.transform(weighed) - self.middle, dtype=np.float64)
        rows[np.diff(weighed.indptr) == 0] = 0
        return rows


def fit_lsa(units: Sequence[Unit], *, seed: int) -> Lsa:
    """Return the analysis of some units; one that lays everything on zero when no two of them share a term."""
    stemmed = _stemmed(units)
    kinds = _kinds(stemmed)
    weighed = _weigh(kinds, stemmed) if kinds else None
    if weighed is None or weighed.shape[1] < 2:
        return Lsa(kinds=(), reduction=None, middle=np.zeros(1))
    dimensions = min(DIMENSIONS, weighed.shape[1] - 1, len(units) - 1)
    reduction = TruncatedSVD(max(dimensions, 1), n_iter=7, random_state=seed)
    with np.errstate(invalid="ignore"):  # the explained variance of texts that are all alike is 0/0; we do not read it
        reduction.fit(weighed)
    return Lsa(kinds=kinds, reduction=reduction, middle=middle_of(reduction.transform(weighed)))


def _stemmed(units: Sequence[Unit]) -> list[list[str]]:
    return [stems(unit.text, unit.language) for unit in units]


def _kinds(stemmed: Sequence[list[str]]) -> tuple[tuple[TfidfVectorizer, bool, float], ...]:
    """Return the fitted weighings: of stems, and of character n-grams of the stems in a line (True)."""
    common = {"min_df": 2, "sublinear_tf": True, "max_features": _MOST_FEATURES}
    wanted = (
        (TfidfVectorizer(analyzer=list, **common), False, 1.0),
        (TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), **common), True, CHARACTERS_WEIGHT),
    )
    kinds = []
    for vectoriser, in_a_line, weight in wanted:
        try:
            vectoriser.fit(_documents(stemmed, in_a_line=in_a_line))
        except ValueError:  # scikit-learn's word for "no term is in two documents"
            continue
        kinds.append((vectoriser, in_a_line, weight))
    return tuple(kinds)


def _documents(stemmed: Sequence[list[str]], *, in_a_line: bool) -> Sequence[list[str] | str]:
    return [" ".join(one) for one in stemmed] if in_a_line else stemmed


def _weigh(kinds: Sequence[tuple[TfidfVectorizer, bool, float]], stemmed: Sequence[list[str]]) -> sp.csr_matrix:
    """Return tf-idf of stems and character n-grams side by side."""
    blocks = [
        weight * vectoriser.transform(_documents(stemmed, in_a_line=in_a_line))
        for vectoriser, in_a_line, weight in kinds
    ]
    return sp.hstack(blocks).tocsr()
