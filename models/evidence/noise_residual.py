"""Noise residual: a part with more, or less, fine grain than its brightness and texture explain.

One exposure gives one kind of grain all over. A part from elsewhere brings its own, and a part
that was smoothed, enlarged or painted has lost some.

Source:
    Immerkaer (1996), "Fast Noise Variance Estimation", Computer Vision and Image Understanding
    64(2), 300-302; the comparison of blocks follows Mahdian and Saic (2009), Image and Vision
    Computing 27(10), 1497-1503. Deviation: a block's grain is judged against blocks of like
    brightness and texture, see ``_surprise``.
"""

import cv2
import numpy as np
import numpy.typing as npt
from scipy import ndimage

from models.analysis import Trace
from models.evidence._surprise import BLOCK, block_means, enough_blocks, surprise
from models.evidence._window import box_around, measured_window
from models.image import LoadedImage

FAMILY = "noise"
_MASK = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], dtype=np.float32)
_MAP_FULL = 8.0  # deviations at which the map reaches 1
_LEAST_GRAIN = 0.15  # grey levels; below it the save has wiped the grain out


def grain(luma: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Return each 8 x 8 block's noise level: sigma of white noise in grey levels.

    The mask is the difference of two Laplacians: even steps and straight ramps vanish from it.

    Args:
        luma: float32 (H, W), 0 to 255.

    Returns:
        float32 (H // 8, W // 8), 0 or more.
    """
    fine = np.abs(cv2.filter2D(luma, cv2.CV_32F, _MASK, borderType=cv2.BORDER_REFLECT_101))
    # Mean absolute value of a normal variable, and the mask's own gain of 6.
    return block_means(fine) * (np.sqrt(np.pi / 2) / 6)


def examine(image: LoadedImage) -> Trace:
    """Return the part whose grain its own brightness and texture do not explain.

    ``raw_score`` is in robust standard deviations. Figures: how many ``times`` the
    expected grain the region has, or how many times less (``more`` is 1 or 0), the picture's
    typical ``grain`` in grey levels, measured ``share`` of the picture (0 to 1).
    """
    window = measured_window(image.pixels)
    if not enough_blocks(window.height, window.width):
        return Trace(0.0, abstained="too-small")
    luma = window.cut(image.luma)
    levels = grain(luma)
    typical = float(np.median(levels))
    if typical < _LEAST_GRAIN:
        return Trace(0.0, abstained="too-smooth")
    # Texture coarser than the grain, or grain would explain itself.
    gradient = ndimage.gaussian_gradient_magnitude(luma, 2.0)
    found = surprise(levels + 0.02, luma, block_means(gradient))
    if found is None:
        return Trace(0.0, abstained="too-smooth")
    return Trace(
        found.score,
        window.spread(np.abs(found.deviation) / _MAP_FULL, BLOCK),
        box_around(window.spread(found.part, BLOCK)),
        {
            "times": max(found.ratio, 1 / found.ratio),
            "more": float(found.ratio >= 1),
            "grain": typical,
            "share": window.share(),
        },
    )
