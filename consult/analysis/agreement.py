"""How far two codings of the same texts agree, with intervals: pure, the same for the same seed.

*Samples F1* is the F1 of the two sets of themes of each text, averaged over the texts; two empty sets agree. It is
scikit-learn's ``f1_score`` with ``average="samples"``: the tests compare the two, and the page need not load it.
*Kappa* is Cohen's (1960): agreement beyond what chance would give, over all decisions "is this text in this theme",
and for each theme alone. Intervals are the 2.5th and 97.5th percentile of 2,000 resamples of the texts (Efron 1979):
texts are resampled and not decisions, because the decisions about one text hang together.
"""

from collections.abc import Sequence, Set
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 2_000
FEWEST_TEXTS = 10
"""Under so many texts no interval is given: it would only look exact."""

Decisions = NDArray[np.bool_]
"""(n_texts, n_themes): whether a text is in a theme."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A measured value with its 95 per cent interval; without one where there are too few texts."""

    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeAgreement:
    """How two coders treated one theme: how many texts each put there and how many both did; ``None``: no kappa."""

    theme: int
    n_one: int
    n_other: int
    n_both: int
    kappa: float | None

    @property
    def n_apart(self) -> int:
        """How many texts only one of the two put there."""
        return self.n_one + self.n_other - 2 * self.n_both


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How far two codings of ``n`` texts agree; ``kappa`` is missing where both put everything into the same place."""

    n: int
    f1: Estimate
    kappa: Estimate | None
    themes: tuple[ThemeAgreement, ...]


def agreement_of(one: Sequence[Set[int]], other: Sequence[Set[int]], *, themes: Sequence[int], seed: int) -> Agreement:
    """Measure how far two codings of the same texts agree.

    Args:
        one: the themes of each text, by the first coder.
        other: those by the second, in the same order.
        themes: every theme that could have been chosen; others are left out.
        seed: of the resampling.

    Raises:
        ValueError: there is no text or no theme, or the two are of different length.
    """
    if not one or not themes or len(one) != len(other):
        raise ValueError("Agreement needs the same texts, at least one, and a theme")
    first, second = _decisions(one, themes), _decisions(other, themes)
    picks = np.random.default_rng(seed).integers(len(one), size=(RESAMPLES, len(one)))
    by_text = _f1_by_text(first, second)
    return Agreement(
        n=len(one),
        f1=_estimate(float(by_text.mean()), by_text[picks].mean(axis=1), len(one)),
        kappa=_pooled_kappa(first, second, picks),
        themes=tuple(_of_theme(theme, first[:, i], second[:, i]) for i, theme in enumerate(themes)),
    )


def _decisions(coded: Sequence[Set[int]], themes: Sequence[int]) -> Decisions:
    return np.array([[theme in chosen for theme in themes] for chosen in coded], dtype=np.bool_)


def _f1_by_text(first: Decisions, second: Decisions) -> NDArray[np.float64]:
    """Return (n_texts,) the F1 of each text's two sets of themes; 1 where both are empty."""
    both, all_ = (first & second).sum(axis=1), first.sum(axis=1) + second.sum(axis=1)
    return np.where(all_ == 0, 1.0, 2 * both / np.maximum(all_, 1))


def _estimate(value: float, resampled: NDArray[np.float64], n: int) -> Estimate:
    if n < FEWEST_TEXTS or not len(resampled):
        return Estimate(value=value)
    low, high = np.percentile(resampled, [2.5, 97.5])
    return Estimate(value=value, low=float(low), high=float(high))


def _pooled_kappa(first: Decisions, second: Decisions, picks: NDArray[np.int64]) -> Estimate | None:
    cells = np.stack([(first & second).sum(1), (first & ~second).sum(1), (~first & second).sum(1)], axis=1)
    value = _kappas(cells.sum(axis=0)[None, :], first.size)[0]
    if np.isnan(value):
        return None
    resampled = _kappas(cells[picks].sum(axis=1), first.size)
    return _estimate(float(value), resampled[~np.isnan(resampled)], len(first))


def _kappas(cells: NDArray[np.int64], n: int) -> NDArray[np.float64]:
    """Return Cohen's kappa of rows (both, only one, only the other) among ``n`` decisions; nan where chance is all."""
    both, only_one, only_other = cells[:, 0] / n, cells[:, 1] / n, cells[:, 2] / n
    observed = 1 - only_one - only_other
    one, other = both + only_one, both + only_other
    expected = one * other + (1 - one) * (1 - other)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(expected < 1, (observed - expected) / (1 - expected), np.nan)


def _of_theme(theme: int, one: NDArray[np.bool_], other: NDArray[np.bool_]) -> ThemeAgreement:
    both = int((one & other).sum())
    kappa = _kappas(np.array([[both, (one & ~other).sum(), (~one & other).sum()]]), len(one))[0]
    return ThemeAgreement(
        theme=theme,
        n_one=int(one.sum()),
        n_other=int(other.sum()),
        n_both=both,
        kappa=None if np.isnan(kappa) else float(kappa),
    )
