"""Says how near to a theme is near enough to belong to it: as near as nine in ten of those who are in it already."""

import numpy as np
from numpy.typing import NDArray

PERCENTILE = 10
LEAST_LIKENESS = 0.3
"""A cosine under which nothing is alike, however loose a theme is."""


def near_enough_for(likeness: NDArray[np.float64], labels: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return (n_themes,) the 10th percentile of how near the members of each theme are to its middle.

    Args:
        likeness: (n, n_themes) cosine of each with the middle of each theme.
        labels: (n,) the theme of each, -1 for none.
    """
    n_themes = likeness.shape[1]
    own = likeness[np.arange(len(labels)), labels]
    return np.array([np.percentile(own[labels == theme], PERCENTILE) for theme in range(n_themes)])
