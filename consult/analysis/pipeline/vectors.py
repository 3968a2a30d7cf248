"""Lays responses out as vectors: the tiers side by side, and the closed answer beside them if it is used.

Everything is fitted on some of the units and the others are folded in, so that a sample is enough.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from consult.analysis.pipeline.lsa import Lsa, fit_lsa
from consult.analysis.pipeline.pooling import Pooling, fit_pooling
from consult.analysis.pipeline.semantic import States, fit_states
from consult.analysis.pipeline.tiers import Chosen, choose_tier
from consult.analysis.pipeline.units import Unit
from consult.analysis.pipeline.values import LanguageModel, Options

Vectors = NDArray[np.float64]
WEIGHTS = {1: 1.3, 2: 1.5}
"""How much the word vectors (1) or the model's states (2) weigh beside the stems, which weigh 1."""
CLOSED_ANSWER_WEIGHT = 1.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Space:
    """Where the units lie. ``vectors``: (n_units, n_dimensions) float64, rows of length one, zero without words."""

    vectors: Vectors
    uses_closed_answer: bool
    chosen: Chosen


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """A way to lay out units, learnt from some of them.

    ``answers`` and ``middle`` are of the closed answers, if used.
    """

    chosen: Chosen
    lsa: Lsa
    meanings: Pooling | States | None
    answers: tuple[str, ...]
    middle: Vectors

    def lay(self, units: Sequence[Unit]) -> Vectors:
        """Return (n_units, n_dimensions) float64, rows of length one: close together when they say alike."""
        rows = unit_length(self.lsa.lay(units))
        if self.meanings is not None:
            weight = WEIGHTS[self.chosen.tier]
            rows = unit_length(np.hstack([rows, weight * unit_length(self.meanings.lay(units))]))
        if not self.answers:
            return rows
        joined = np.hstack([rows, CLOSED_ANSWER_WEIGHT * self._answered(units)])
        joined[~rows.any(axis=1)] = 0
        return unit_length(joined)

    def _answered(self, units: Sequence[Unit]) -> Vectors:
        """Return (n_units, n_answers): each answer's direction from the middle, zero where none was given."""
        rows = _indicators(units, self.answers)
        given = rows.any(axis=1)
        rows[given] -= self.middle
        return unit_length(rows)


def fit_space(
    units: Sequence[Unit],
    options: Options,
    *,
    model: LanguageModel | None,
    answering: Sequence[Unit] | None = None,
) -> Fitted:
    """Return what some units teach about how to lay out any of them; ``answering`` tell of the closed answers.

    Raises:
        ModelMissing: tier 2 was asked for without a model.
    """
    chosen = choose_tier(units, options.tier, model)
    told = units if answering is None else answering
    answers = sorted({unit.closed_answer for unit in told if unit.closed_answer is not None})
    used = tuple(answers) if options.use_closed_answer and len(answers) > 1 else ()
    given = _indicators(told, used)
    return Fitted(
        chosen=chosen,
        lsa=fit_lsa(units, seed=options.seed),
        meanings=_meanings(units, chosen, model),
        answers=used,
        middle=given[given.any(axis=1)].mean(axis=0) if used else np.zeros(0),
    )


def lay_out(
    units: Sequence[Unit], *, fitting: NDArray[np.int64], options: Options, model: LanguageModel | None
) -> Space:
    """Return the units as vectors, fitted on those at the positions ``fitting``."""
    fitted = fit_space([units[position] for position in fitting], options, model=model, answering=units)
    return Space(vectors=fitted.lay(units), uses_closed_answer=bool(fitted.answers), chosen=fitted.chosen)


def unit_length(rows: Vectors) -> Vectors:
    """Return the rows scaled to length one; rows of zeros stay."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    scaled: Vectors = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 1e-9)
    return scaled


def _meanings(units: Sequence[Unit], chosen: Chosen, model: LanguageModel | None) -> Pooling | States | None:
    if chosen.tier == 2 and model is not None:
        return fit_states(units, model)
    return fit_pooling(units) if chosen.tier == 1 else None


def _indicators(units: Sequence[Unit], answers: Sequence[str]) -> Vectors:
    return np.array([[float(unit.closed_answer == answer) for answer in answers] for unit in units])
