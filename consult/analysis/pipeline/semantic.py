"""Tier 2: a response is the mean of the states that a language model gives its tokens, the telling ones weighing most.

The weights are the squared inverse document frequencies of the tokens on this question's own responses: the words that
everybody uses, the question's own, weigh least. The model is given (``consult.analysis.supplied`` loads it): nothing is
read or fetched here.

Source: Wang et al. 2020 (MiniLM); idf after Spärck Jones 1972, smoothed as scikit-learn does.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

from consult.analysis.pipeline.centring import middle_of
from consult.analysis.pipeline.units import Unit
from consult.analysis.pipeline.values import LanguageModel

LANGUAGE = "en"
AT_ONCE = 32

Rows = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class States:
    """What was counted on the responses: the weight of each token, and the middle of the vectors.

    ``pooled`` keeps what the model made of the texts it was fitted on, by their tokens, so that none is read twice.
    """

    model: LanguageModel
    weight_of: Mapping[int, float]
    usual_weight: float
    middle: Rows
    pooled: Mapping[tuple[int, ...], Rows]

    def lay(self, units: Sequence[Unit]) -> Rows:
        """Return (n_units, n_dimensions) float64, the middle subtracted; zero for a unit that is not in English."""
        pooled = _pooled(self.model, _tokens(self.model, units), self.weight_of, self.usual_weight, self.pooled)
        known = pooled.any(axis=1)
        pooled[known] -= self.middle
        return pooled


def fit_states(units: Sequence[Unit], model: LanguageModel) -> States:
    """Return the weights and the middle of some units."""
    tokens = _tokens(model, units)
    roots = [set(ids) for ids, unit in zip(tokens, units, strict=True) if unit.is_root and ids]
    counts = Counter(token for ids in roots for token in ids)
    usual = log(1 + len(roots)) + 1
    weight_of = {token: (log((1 + len(roots)) / (1 + n)) + 1) ** 2 for token, n in counts.items()}
    for token in (ids[place] for ids in tokens[:1] if ids for place in (0, -1)):
        weight_of[token] = 0.0  # the marks of begin and end are in every text and say nothing
    pooled = _pooled(model, tokens, weight_of, usual**2, {})
    kept = {tuple(ids): row for ids, row in zip(tokens, pooled, strict=True) if ids}
    return States(
        model=model,
        weight_of=weight_of,
        usual_weight=usual**2,
        middle=middle_of(pooled[pooled.any(axis=1)]),
        pooled=kept,
    )


def _tokens(model: LanguageModel, units: Sequence[Unit]) -> list[list[int]]:
    """Return the tokens of each unit; none for one in another language."""
    english = [number for number, unit in enumerate(units) if unit.language == LANGUAGE]
    tokens: list[list[int]] = [[] for _ in units]
    for number, ids in zip(english, model.tokens([units[number].text for number in english]), strict=True):
        tokens[number] = ids
    return tokens


def _pooled(
    model: LanguageModel,
    tokens: Sequence[list[int]],
    weight_of: Mapping[int, float],
    usual_weight: float,
    known: Mapping[tuple[int, ...], Rows],
) -> Rows:
    """Return (n_units, n_dimensions) the weighed means of states, length one before the middle is subtracted."""
    wanted = {key for ids in tokens if ids and (key := tuple(ids)) not in known}
    by_length: dict[int, list[tuple[int, ...]]] = {}
    for key in sorted(wanted):
        by_length.setdefault(len(key), []).append(key)
    row_of = dict(known)
    for _, keys in sorted(by_length.items()):
        for begin in range(0, len(keys), AT_ONCE):
            row_of.update(_read(model, keys[begin : begin + AT_ONCE], weight_of, usual_weight))
    nothing = np.zeros_like(next(iter(row_of.values()))) if row_of else np.zeros(1)
    return np.array([row_of[tuple(ids)] if ids else nothing for ids in tokens]).reshape(len(tokens), len(nothing))


def _read(
    model: LanguageModel, keys: Sequence[tuple[int, ...]], weight_of: Mapping[int, float], usual_weight: float
) -> dict[tuple[int, ...], Rows]:
    """Return what the model makes of some token lists of one length."""
    weights = np.array([[weight_of.get(token, usual_weight) for token in key] for key in keys])
    rows = np.einsum("nt,ntd->nd", weights, model.states(keys))
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return dict(zip(keys, np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 1e-9), strict=True))
