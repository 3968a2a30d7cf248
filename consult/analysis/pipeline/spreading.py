"""Lets a sample's clusters take in everything else, block by block: a million responses in bounded memory.

The space is fitted on the sample and the clusters are found in it; each other unit goes to the nearest middle of each
run and of the result. Its clusters and its cosines to the middles are kept, in single precision; its vector is not. A
block always holds the same units, so that the last digit of a product of matrices does not depend on who computes it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from consult.analysis.pipeline.clusters import Clusters, centroids
from consult.analysis.pipeline.crew import Crew, blocks_of
from consult.analysis.pipeline.units import Unit
from consult.analysis.pipeline.vectors import Fitted, Vectors

Likeness = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Where all units lie: in which clusters, how like the middle of each, and whether they say anything at all.

    ``likeness``: (n_units, n_clusters) float32 cosines; ``is_said``: (n_units,), false for a unit without a known word.
    """

    clusters: Clusters
    likeness: Likeness
    is_said: NDArray[np.bool_]


def spread(
    units: Sequence[Unit],
    fitted: Fitted,
    *,
    sample: NDArray[np.int64],
    sampled: Vectors,
    found: Clusters,
    crew: Crew,
) -> Spread:
    """Return the clusters of all units, those of the sample as they were found."""
    n_clusters = int(found.labels.max()) + 1
    middles = np.stack([centroids(sampled, labels, n_clusters) for labels in (found.labels, *found.runs)])
    nearest = np.empty((len(middles), len(units)), dtype=np.int16)
    likeness = np.empty((len(units), n_clusters), dtype=np.float32)
    is_said = np.empty(len(units), dtype=bool)
    begin = 0
    for near, like, said in crew.each(partial(_nearest, fitted, middles), blocks_of(units)):
        end = begin + len(said)
        nearest[:, begin:end], likeness[begin:end], is_said[begin:end] = near, like, said
        begin = end
    nearest[0, sample], nearest[1:, sample] = found.labels, found.runs
    return Spread(
        clusters=Clusters(labels=nearest[0].astype(np.int64), runs=nearest[1:]), likeness=likeness, is_said=is_said
    )


def _nearest(
    fitted: Fitted, middles: Vectors, units: Sequence[Unit]
) -> tuple[NDArray[np.int16], Likeness, NDArray[np.bool_]]:
    """Return of one block the nearest middle in the result and in each run, the cosines, and whether each says much."""
    with threadpool_limits(limits=1):  # also in a worker far away: how a sum is split changes its last digit
        vectors = fitted.lay(units)
        cosines = [np.round(vectors @ of_one.T, 6) for of_one in middles]
    near = np.array([like.argmax(axis=1) for like in cosines], dtype=np.int16)
    return near, cosines[0].astype(np.float32), np.asarray(vectors.any(axis=1))
