"""How alike two arrays rise and fall, without a warning where one of them is even."""

import numpy as np
import numpy.typing as npt

_TINY = 1e-6


def correlation(one: npt.NDArray[np.float32], other: npt.NDArray[np.float32]) -> float:
    """Return Pearson's correlation, -1 to 1, of two arrays of one shape; 0 where one is even."""
    one, other = ((each - each.mean()).ravel() for each in (one, other))
    # Sums of products as the linear algebra library takes them, in a third of the time.
    spread = np.sqrt(float(one @ one) * float(other @ other)) / one.size
    return float(one @ other) / one.size / (spread + _TINY)
