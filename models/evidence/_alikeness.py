"""What the artifacts share that look for places that are alike."""

import cv2
import numpy as np
import numpy.typing as npt

_MOST_CORRELATION = 0.999  # rounding leaves no more
# Letters of a line are alike, and so are the windows of a floor: these repeat at one distance after
# the other, along a line or from one line to the next.
ROW = 24  # pixels that things in one row lie above or below one another at most
LEVEL = 2  # pixels
STEP = 4  # pixels; distances less far apart are one
MOST_DISTANCES = 3  # in no row
_JOIN = 15  # pixels; flat places in a part do not tear it apart

Plane = npt.NDArray[np.float32]


def shared_information(agreement: Plane) -> float:
    """Return the square root of the mutual information of two places, in nats.

    Args:
        agreement: float32, correlation of each pixel's surroundings, 0 to 1; 0 where not counted.

    A copy saved as a PNG agrees by 0.99 and more, things that merely look alike by 0.8: this
    tells them apart where their mean correlation hardly does.
    """
    return float(np.sqrt(pixel_information(agreement).sum()))


def pixel_information(agreement: Plane) -> npt.NDArray[np.float64]:
    """Return each pixel's share of the mutual information, in nats, for its correlation."""
    correlation = np.minimum(agreement.astype(np.float64), _MOST_CORRELATION)
    return -0.5 * np.log1p(-(correlation**2))


def local_correlation(
    here: Plane, there: Plane, power: Plane, power_there: Plane, window: int
) -> Plane:
    """Return how two residuals agree around each pixel, float32 (H, W), -1 to 1.

    Args:
        here, there: float32 (H, W), in grey levels.
        power, power_there: float32 (H, W), the means of their squares over the window.
        window: side of what counts as around, in pixels.
    """
    shared = cv2.blur(here * there, (window, window))
    return shared / np.sqrt(power * power_there + 1e-6)


def joined(solid: npt.NDArray[np.bool_]) -> npt.NDArray[np.uint8]:
    """Return the places, uint8 (H, W), with narrow gaps between them closed."""
    square = np.ones((_JOIN, _JOIN), np.uint8)
    return cv2.morphologyEx(solid.astype(np.uint8), cv2.MORPH_CLOSE, square)
