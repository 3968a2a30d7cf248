"""Joins each unit with those most like it: a graph of nearest neighbours by cosine.

Source: k-nearest-neighbour graphs as in von Luxburg 2007. k = 16; under 60 units a quarter of them, from 4 to 8.
"""

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from consult.analysis.pipeline.vectors import Vectors

NEIGHBOURS = 16
_FEW_UNITS = 60
_SHARPNESS = 1.5
"""A power over the cosines: weak likenesses count for less, so that small themes are not drawn into large ones."""
_LEAST_OF_FEW = 0.15
"""The cosine under which two of few units are not joined: among few, the nearest may have nothing in common."""
_BLOCK = 1_000


def neighbours_wanted(n_units: int) -> int:
    """Return how many neighbours each unit is joined with."""
    if n_units >= _FEW_UNITS:
        return NEIGHBOURS
    return max(4, min(8, n_units // 4))


def neighbour_graph(vectors: Vectors) -> sp.csr_matrix:
    """Return a symmetric (n, n) matrix of sharpened cosines between near neighbours. Ties go to the lower row."""
    n = len(vectors)
    k = min(neighbours_wanted(n), n - 1)
    if k < 1:
        return sp.csr_matrix((n, n))
    rows, columns, weights = [], [], []
    for begin in range(0, n, _BLOCK):
        cosines = np.round(vectors[begin : begin + _BLOCK] @ vectors.T, 9)
        cosines[np.arange(len(cosines)), np.arange(begin, begin + len(cosines))] = -1
        nearest = _largest(cosines, k)
        rows.append(np.repeat(np.arange(begin, begin + len(cosines)), k))
        columns.append(nearest.ravel())
        weights.append(np.take_along_axis(cosines, nearest, axis=1).ravel())
    cosine = np.concatenate(weights)
    alike = cosine > (_LEAST_OF_FEW if n < _FEW_UNITS else 0.0)
    graph = sp.csr_matrix(
        (cosine[alike] ** _SHARPNESS, (np.concatenate(rows)[alike], np.concatenate(columns)[alike])), shape=(n, n)
    )
    return graph.maximum(graph.T).tocsr()


def _largest(cosines: Vectors, k: int) -> NDArray[np.int64]:
    """Return (n, k) the columns of the largest of each row, the largest first; ties go to the lower column.

    Cosines have nine digits, so that less than one in the tenth can tell equal ones apart.
    """
    lowered = cosines - np.arange(cosines.shape[1]) * (4e-10 / cosines.shape[1])
    some = np.argpartition(-lowered, k - 1, axis=1)[:, :k]
    order = np.argsort(-np.take_along_axis(lowered, some, axis=1), axis=1, kind="stable")
    return np.take_along_axis(some, order, axis=1)
