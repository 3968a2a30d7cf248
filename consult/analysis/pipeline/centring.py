"""Says what all responses to a question have in common, which is taken away from each: the topic is no theme.

Source: centring as in Arora, Liang and Ma 2017; shrinkage after James and Stein 1961. Of few responses nobody can tell
whether what they share is the topic or the theme: six people who all say that the bus is late have one theme, and with
the whole mean taken away they would have none. So the mean is drawn to zero as if ``UNKNOWN`` responses more, which say
nothing, had been counted.
"""

import numpy as np
from numpy.typing import NDArray

UNKNOWN = 20

Rows = NDArray[np.float64]


def middle_of(rows: Rows) -> Rows:
    """Return (n_dimensions,) the middle of the rows, the nearer to zero the fewer there are."""
    middle: Rows = rows.sum(axis=0) / (len(rows) + UNKNOWN)
    return middle
