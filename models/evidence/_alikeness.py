"""What the artifacts share that look for places that are alike."""

import cv2
import numpy as np
import numpy.typing as npt

_MOST_CORRELATION = 0.999  # rounding leaves no more
_ROW = 24  # pixels that things in one row lie above or below one another at most
_LEVEL = 2  # pixels
_STEP = 4  # pixels; distances less far apart are one
_MOST_DISTANCES = 3
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


def in_rows(
    heights: npt.NDArray[np.float64], down: npt.NDArray[np.float64], across: npt.NDArray[np.float64]
) -> npt.NDArray[np.bool_]:
    """Return which pairs of like places are letters of a line, or windows of a floor, bool (N,).

    Such repeat at one distance after the other, along one line or from one line to the next. A
    part that was copied has one distance, and pieces that fill a hole have a line each.

    Args:
        heights: (N,), of the first places, in pixels from the top.
        down, across: (N,), how far the second lie from the first, in pixels.
    """
    row = np.abs(heights[:, None] - heights) <= _ROW
    row &= np.abs(down[:, None] - down) <= _LEVEL
    steps = np.rint(across / _STEP)
    distances = np.array([len(np.unique(steps[its])) for its in row], dtype=int)
    own = (row & (np.abs(across[:, None] - across) <= _STEP)).sum(axis=1)
    return (distances > _MOST_DISTANCES) & (2 * own < row.sum(axis=1))
