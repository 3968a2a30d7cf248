"""Tier 1: a response is the weighed mean of the vectors of its words, less what all responses have in common.

Source: smooth inverse frequency, weights a / (a + p) (Arora, Liang and Ma 2017), with p counted on this question's
own responses, so that the words of the question itself weigh little. A word that the table lacks takes the mean of
the words with its stem: "vaccinations" that of "vaccination" and "vaccine".
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from consult.analysis.pipeline.centring import middle_of
from consult.analysis.pipeline.stopwords import stop_words
from consult.analysis.pipeline.units import Unit
from consult.analysis.pipeline.words import stem, words
from consult.analysis.pipeline.wordvectors import load_table

LANGUAGE = "en"
SMOOTHING = 0.02

Rows = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pooling:
    """What was counted on the responses: the weight of each word, and the middle of the vectors."""

    weight_of: Mapping[str, float]
    usual_weight: float
    middle: Rows

    def lay(self, units: Sequence[Unit]) -> Rows:
        """Return (n_units, 128) float64, the middle subtracted.

        Zero for a unit that is not in English or has no known word.
        """
        pooled = _pooled([_said(unit) for unit in units], self.weight_of, self.usual_weight)
        known = pooled.any(axis=1)
        pooled[known] -= self.middle
        return pooled


def fit_pooling(units: Sequence[Unit]) -> Pooling:
    """Return the weights and the middle of some units."""
    said = [_said(unit) for unit in units]
    counts = Counter(word for unit, words_said in zip(units, said, strict=True) if unit.is_root for word in words_said)
    total = max(counts.total(), 1)
    weight_of = {word: SMOOTHING / (SMOOTHING + n / total) for word, n in counts.items()}
    pooled = _pooled(said, weight_of, 1.0)
    return Pooling(weight_of=weight_of, usual_weight=1.0, middle=middle_of(pooled[pooled.any(axis=1)]))


def _said(unit: Unit) -> list[str]:
    joining = stop_words(LANGUAGE)
    return [word for word in words(unit.text) if word not in joining] if unit.language == LANGUAGE else []


def _pooled(said: Sequence[Sequence[str]], weight_of: Mapping[str, float], usual_weight: float) -> Rows:
    """Return (n_units, 128) the weighed mean of each unit's word vectors.

    Length one before the middle is subtracted.
    """
    column_of: dict[str, int] = {}
    columns: list[int] = []
    weights: list[float] = []
    begins = [0]
    for words_said in said:
        for word in words_said:
            columns.append(column_of.setdefault(word, len(column_of)))
            weights.append(weight_of.get(word, usual_weight))
        begins.append(len(columns))
    counted = sp.csr_matrix((weights, columns, begins), shape=(len(said), max(len(column_of), 1)))
    rows = counted @ _vectors_of(list(column_of))
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 1e-9))


def _vectors_of(wanted: Sequence[str]) -> Rows:
    """Return (n_words, 128) float64: the table's, or the mean over words of the same stem, or zero."""
    table = load_table()
    rows = np.zeros((max(len(wanted), 1), table.numbers.shape[1]))
    found = [_rows_of(word) for word in wanted]
    one = [place for place, numbers in enumerate(found) if len(numbers) == 1]
    rows[one] = table.numbers[[found[place][0] for place in one]].astype(np.float64) * table.scale
    for place, numbers in enumerate(found):
        if len(numbers) > 1:
            rows[place] = (table.numbers[list(numbers)].astype(np.float64) * table.scale).mean(axis=0)
    return rows


@lru_cache(maxsize=200_000)
def _rows_of(word: str) -> tuple[int, ...]:
    row = load_table().row_of.get(word)
    return tuple(_rows_by_stem().get(stem(word, LANGUAGE), ())) if row is None else (row,)


@cache
def _rows_by_stem() -> dict[str, list[int]]:
    by_stem: dict[str, list[int]] = {}
    for word, row in load_table().row_of.items():
        by_stem.setdefault(stem(word, LANGUAGE), []).append(row)
    return by_stem
