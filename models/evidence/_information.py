"""What places that look alike tell of one another."""

import numpy as np
import numpy.typing as npt

_MOST_CORRELATION = 0.999  # rounding leaves no more


def shared_information(agreement: npt.NDArray[np.float32]) -> float:
    """Return the square root of the mutual information of two places, in nats.

    Args:
        agreement: float32, correlation of each pixel's surroundings, 0 to 1; 0 where not counted.

    A copy saved as a PNG agrees by 0.99 and more, things that merely look alike by 0.8: this
    tells them apart where their mean correlation hardly does.
    """
    return float(np.sqrt(pixel_information(agreement).sum()))


def pixel_information(agreement: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    """Return each pixel's share of the mutual information, in nats, for its correlation."""
    correlation = np.minimum(agreement.astype(np.float64), _MOST_CORRELATION)
    return -0.5 * np.log1p(-(correlation**2))
