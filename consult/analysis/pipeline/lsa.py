"""Tier 0: latent semantic analysis of word stems and character n-grams, fitted on this question alone.

Source: Deerwester et al. 1990 (LSA), by way of scikit-learn's tf-idf and truncated SVD. Character 3- to 5-grams bring
together spellings and compounds that a stemmer keeps apart. Subtracting the mean removes the topic that everybody talks
about. It knows no language, so it serves every language, and it has to learn afresh that a bus and a coach are alike.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfTransformer

from consult.analysis.pipeline.centring import middle_of
from consult.analysis.pipeline.units import Unit
from consult.analysis.pipeline.words import stems

DIMENSIONS = 50
CHARACTERS_WEIGHT = 0.8
_MOST_FEATURES = 60_000
_FEWEST_RESPONSES = 2
_SHORTEST_PIECE, _LONGEST_PIECE = 3, 5

Rows = NDArray[np.float64]
Cut = Callable[[str], Sequence[str]]


def itself(stem: str) -> tuple[str]:
    """Return a stem as the one term that it is."""
    return (stem,)


@lru_cache(maxsize=200_000)
def pieces(stem: str) -> tuple[str, ...]:
    """Return the character 3- to 5-grams of a stem between spaces, as scikit-learn's char_wb has them."""
    padded = f" {stem} "
    found: list[str] = []
    for size in range(_SHORTEST_PIECE, _LONGEST_PIECE + 1):
        if len(padded) <= size:  # a short word is counted once
            found.append(padded)
            break
        found.extend(padded[begin : begin + size] for begin in range(len(padded) - size + 1))
    return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """One kind of terms: how a stem is cut into them, which are known, and how they are weighed."""

    cut: Cut
    column_of: Mapping[str, int]
    weighing: TfidfTransformer
    weight: float

    def weigh(self, stemmed: Sequence[Sequence[str]]) -> sp.csr_matrix:
        """Return (n, n_terms) tf-idf, rows of the length ``weight``."""
        return self.weight * self.weighing.transform(_counted(stemmed, self.cut, self.column_of))


@dataclass(frozen=True, slots=True, kw_only=True)
class Lsa:
    """What was fitted: term weights, the reduction to few dimensions and the middle of what it was fitted on."""

    kinds: tuple[Terms, ...]
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


def _kinds(stemmed: Sequence[Sequence[str]]) -> tuple[Terms, ...]:
    """Return the weighings of stems and of their pieces; a kind of which no term is in two responses is left out."""
    found = (_fitted(stemmed, itself, 1.0), _fitted(stemmed, pieces, CHARACTERS_WEIGHT))
    return tuple(kind for kind in found if kind is not None)


def _fitted(stemmed: Sequence[Sequence[str]], cut: Cut, weight: float) -> Terms | None:
    """Return the terms that are in two responses at least, the commonest 60,000, weighed on these responses."""
    known = sorted({term for stem in {stem for one in stemmed for stem in one} for term in cut(stem)})
    counted = _counted(stemmed, cut, {term: column for column, term in enumerate(known)})
    often = np.flatnonzero(np.bincount(counted.indices, minlength=len(known)) >= _FEWEST_RESPONSES)
    if len(often) > _MOST_FEATURES:
        total = np.asarray(counted[:, often].sum(axis=0)).ravel()
        often = np.sort(often[np.argsort(-total, kind="stable")[:_MOST_FEATURES]])
    if not len(often):
        return None
    weighing = TfidfTransformer(sublinear_tf=True).fit(counted[:, often])
    column_of = {known[place]: column for column, place in enumerate(often.tolist())}
    return Terms(cut=cut, column_of=column_of, weighing=weighing, weight=weight)


def _counted(stemmed: Sequence[Sequence[str]], cut: Cut, column_of: Mapping[str, int]) -> sp.csr_matrix:
    """Return (n, n_terms) how often each known term is in each text.

    Each different stem is cut once: texts by stems, times stems by terms.
    """
    place_of: dict[str, int] = {}
    places = [place_of.setdefault(stem, len(place_of)) for one in stemmed for stem in one]
    ends = np.cumsum([0, *map(len, stemmed)])
    said = sp.csr_matrix((np.ones(len(places)), places, ends), shape=(len(stemmed), max(len(place_of), 1)))
    columns: list[int] = []
    times: list[int] = []
    begins = [0]
    for stem in place_of:
        here = Counter(column_of[term] for term in cut(stem) if term in column_of)
        columns.extend(here.keys())
        times.extend(here.values())
        begins.append(len(columns))
    if not place_of:
        begins.append(0)
    of_stems = sp.csr_matrix(
        (np.array(times, dtype=np.float64), columns, begins), shape=(said.shape[1], len(column_of))
    )
    counted = (said @ of_stems).tocsr()
    counted.sort_indices()
    return counted


def _weigh(kinds: Sequence[Terms], stemmed: Sequence[Sequence[str]]) -> sp.csr_matrix:
    """Return tf-idf of stems and of their pieces side by side."""
    return sp.hstack([kind.weigh(stemmed) for kind in kinds]).tocsr()
