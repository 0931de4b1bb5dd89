"""The matte of an object that stays where it is."""

from collections.abc import Sequence

import numpy as np

from quiz.making.cutout import MARGIN, cut_out


def matte_on(canvas: np.ndarray, outline: Sequence[Sequence[int]], reach: float = 8) -> np.ndarray:
    """Return how much of each pixel of the canvas belongs to what an outline holds.

    Args:
        canvas: uint8 (H, W, 3).
        outline: three or more corners (x, y), whole pixels of the canvas.
        reach: how far inside the outline background may lie, pixels.

    Returns:
        float64 (H, W), 0 to 1; 0 everywhere outside the outline.

    Raises:
        ValueError: the outline is no polygon inside the canvas, or holds nothing that differs
            from its surroundings.
    """
    corners = np.asarray(outline, int)
    part = cut_out(canvas, corners, int(np.ptp(corners[:, 0])), reach=reach).matte
    left, top = np.maximum(corners.min(axis=0) - MARGIN, 0)
    matte = np.zeros(canvas.shape[:2])
    matte[top : top + part.shape[0], left : left + part.shape[1]] = part
    return matte
