"""Says how far a run can be trusted, as far as the run itself can tell; only people who read can say more.

Source: adjusted Rand index (Hubert and Arabie 1985) between each run and the result; simplified silhouette
(Hruschka et al. 2004), which compares with the middles of the themes, by cosine. Neither knows what people meant: a
clean split can be the wrong one, so the page prints measured agreement with officers beside them.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import adjusted_rand_score

from consult.analysis.pipeline.clusters import Clusters, Labels
from consult.analysis.pipeline.values import Bin, Placement, Quality, Theme

Likeness = NDArray[np.float64]

UNSURE = 0.75
"""Under three runs in four that agree, a placing is worth a second look."""


def measure_quality(
    placements: Sequence[Placement], themes: Sequence[Theme], *, clusters: Clusters, labels: Labels, likeness: Likeness
) -> Quality:
    """Return the figures of one run.

    Args:
        placements: where each response ended.
        themes: the themes found.
        clusters: the groups and the runs that made them, a column per unit.
        labels: (n_units,) the theme of each unit, -1 for none.
        likeness: (n_units, n_themes) cosine of each unit with the middle of each theme.
    """
    themed = [placement for placement in placements if placement.bin is Bin.THEMED]
    minorities = {theme.key for theme in themes if theme.minority}
    answered = sum(placement.bin is not Bin.NO_SUBSTANTIVE_ANSWER for placement in placements)
    return Quality(
        coverage=_share(len(themed), answered),
        share_unsure=_share(sum(placement.assignments[0].confidence < UNSURE for placement in themed), len(themed)),
        agreement=_agreement(clusters),
        separation=_separation(labels, likeness),
        share_in_minorities=_share(sum(p.assignments[0].theme in minorities for p in themed), answered),
    )


def _share(part: int, whole: int) -> float:
    return round(part / whole, 6) if whole else 0.0


def _agreement(clusters: Clusters) -> float:
    if not len(clusters.labels):
        return 0.0
    return round(float(np.mean([adjusted_rand_score(run, clusters.labels) for run in clusters.runs])), 6)


def _separation(labels: Labels, likeness: Likeness) -> float:
    """Return the mean of (b - a) / max(a, b) with cosine distances a to the own theme and b to the next nearest."""
    placed = np.flatnonzero(labels >= 0)
    if likeness.shape[1] < 2 or not len(placed):
        return 0.0
    distances = 1 - likeness[placed]
    rows = np.arange(len(placed))
    own = distances[rows, labels[placed]].copy()
    distances[rows, labels[placed]] = np.inf
    other = distances.min(axis=1)
    return round(float(np.mean((other - own) / np.maximum(np.maximum(own, other), 1e-9))), 6)
