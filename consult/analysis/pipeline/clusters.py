"""Finds groups in the graph: several seeded Louvain runs, and then what they agree on. Nobody says how many.

Source: Blondel et al. 2008 (Louvain) by way of scikit-network; co-association after Fred and Jain 2005, over the edges
of the graph only. A unit's confidence is the share of the runs that put it where the agreement puts it.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sknetwork.clustering import Louvain

from consult.analysis.pipeline.vectors import Vectors, unit_length

RUNS = 8
RESOLUTIONS = (0.8, 1.0, 1.2)
AGREED_SHARE = 0.3
RESOLUTION = 1.25
"""Where officers ask for neither broader nor finer: it finds about as many themes as people do (decision 114)."""
RESOLUTION_WITH_CLOSED_ANSWER = 1.5
"""A closed answer parts the graph; without more resolution the parts would stay whole."""

FEW_UNITS = 250
GROWTH = 0.2
"""Of more words people make more themes, though fewer than in proportion: the resolution grows with this power of the
number of units over ``FEW_UNITS``."""

FEWEST_TOGETHER = 3
"""Units that make a cluster worth looking at: with fewer in each, the resolution was too fine for so few."""

Labels = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clusters:
    """Which cluster each unit is in. ``labels``: (n,) from 0; ``runs``: (n_runs, n), in the names of ``labels``."""

    labels: Labels
    runs: NDArray[Any]


def agree(graph: sp.csr_matrix, *, granularity: float, seed: int, uses_closed_answer: bool) -> Clusters:
    """Return the clusters that the runs agree on.

    Where there are so few units that no cluster is large enough to be a theme, once more and half as fine.
    """
    resolution = granularity * (RESOLUTION_WITH_CLOSED_ANSWER if uses_closed_answer else RESOLUTION)
    resolution *= max(1.0, graph.shape[0] / FEW_UNITS) ** GROWTH
    if graph.nnz == 0:
        alone = np.arange(graph.shape[0])
        return Clusters(labels=alone, runs=np.tile(alone, (RUNS, 1)))
    found = _agree(graph, resolution, seed)
    return found if np.bincount(found.labels).max() >= FEWEST_TOGETHER else _agree(graph, resolution / 2, seed)


def _agree(graph: sp.csr_matrix, resolution: float, seed: int) -> Clusters:
    runs = np.array(
        [_louvain(graph, resolution * RESOLUTIONS[run % len(RESOLUTIONS)], seed + run) for run in range(RUNS)]
    )
    edges = graph.tocoo()
    together = (runs[:, edges.row] == runs[:, edges.col]).mean(axis=0)
    kept = together >= AGREED_SHARE
    agreement = sp.csr_matrix((together[kept], (edges.row[kept], edges.col[kept])), shape=graph.shape)
    labels = _louvain(agreement, resolution, seed)
    return Clusters(labels=labels, runs=np.array([_renamed(run, labels) for run in runs]))


def _louvain(graph: sp.csr_matrix, resolution: float, seed: int) -> Labels:
    found = Louvain(resolution=resolution, shuffle_nodes=True, random_state=seed).fit_predict(graph)
    return np.asarray(found, dtype=np.int64)


def _renamed(run: Labels, labels: Labels) -> Labels:
    """Return a run's clusters under the name of the final cluster that most of each one's units are in."""
    shared = np.zeros((run.max() + 1, labels.max() + 1), dtype=np.int64)
    np.add.at(shared, (run, labels), 1)
    return np.asarray(shared.argmax(axis=1)[run], dtype=np.int64)


def centroids(vectors: Vectors, labels: Labels, n_clusters: int) -> Vectors:
    """Return (n_clusters, n_dimensions) the middle of each cluster, length one, zero for an empty one."""
    sums = np.zeros((n_clusters, vectors.shape[1]))
    np.add.at(sums, labels, vectors)
    return unit_length(sums)


def extend(clusters: Clusters, sampled: Vectors, others: Vectors) -> Clusters:
    """Return the clusters of units that were not in the sample: in each run and at the end, the nearest centroid."""
    n_clusters = int(clusters.labels.max()) + 1
    nearest = [
        (others @ centroids(sampled, labels, n_clusters).T).argmax(axis=1)
        for labels in (clusters.labels, *clusters.runs)
    ]
    return Clusters(labels=nearest[0], runs=np.array(nearest[1:]))
