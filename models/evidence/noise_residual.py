"""Noise residual: a part with more, or less, fine grain than its brightness and texture explain.

One exposure gives one kind of grain all over. A part from elsewhere brings its own, and a part
that was smoothed, enlarged or painted has lost some.

Source:
    Immerkaer (1996), "Fast Noise Variance Estimation", Computer Vision and Image Understanding
    64(2), 300-302; the comparison of blocks follows Mahdian and Saic (2009), Image and Vision
    Computing 27(10), 1497-1503. Deviations: a block's grain is judged against blocks of like
    brightness and texture, see ``_surprise``; and the grain of colours is measured beside that of
    brightness, because texture hides it less.
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
_MAP_FULL = 1.5  # natural-log units at which the map reaches 1
_LEAST_GRAIN = 0.15  # grey levels; below it the save has wiped the grain out
_LEAST_SHARE = 0.05  # of the blocks
_ROUNDING = 0.3  # grey levels of grain that rounding alone leaves
# Texture drives the grain of brightness further apart than that of colours: with this weight
# one in a hundred real photographs reaches the same score with either.
_BRIGHTNESS_WEIGHT = 0.36


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


def colour_grain(pixels: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
    """Return each 8 x 8 block's noise level that no mixture of two colours explains.

    Texture moves the three channels together, from one colour of the scene to another; noise
    moves each on its own. So the least eigenvalue of the channels' covariance is noise alone.

    Args:
        pixels: uint8 (H, W, 3).

    Returns:
        float32 (H // 8, W // 8), grey levels, 0 or more.

    Source:
        Pyatykh, Hesser and Zheng (2013), "Image Noise Level Estimation by Principal Component
        Analysis", IEEE Trans. Image Processing 22(2), 687-699, here over channels instead of
        places.
    """
    fine = [
        cv2.filter2D(pixels[:, :, channel].astype(np.float32), cv2.CV_32F, _MASK / 6)
        for channel in range(3)
    ]
    covariance = np.empty((pixels.shape[0] // BLOCK, pixels.shape[1] // BLOCK, 3, 3), np.float32)
    for first in range(3):
        for second in range(first, 3):
            product = block_means(fine[first] * fine[second])
            covariance[:, :, first, second] = covariance[:, :, second, first] = product
    least = np.linalg.eigvalsh(covariance)[:, :, 0]
    return np.sqrt(np.maximum(least, 0))


def examine(image: LoadedImage) -> Trace:
    """Return the part whose grain its own brightness and texture do not explain.

    ``raw_score`` is the natural logarithm of how many times more grain there is than expected, or
    less: of the colours, or of the brightness with a lower weight, whichever is more. Figures: how
    many ``times`` the expected grain the region has, or how many times less (``more`` is 1 or 0),
    the picture's typical ``grain`` in grey levels, measured ``share`` of the picture (0 to 1).
    """
    window = measured_window(image.pixels)
    if not enough_blocks(window.height, window.width):
        return Trace(0.0, abstained="too-small")
    luma = window.cut(image.luma)
    of_brightness = grain(luma)
    of_colours = colour_grain(window.cut(image.pixels))
    if (np.maximum(of_brightness, of_colours) >= _LEAST_GRAIN).mean() < _LEAST_SHARE:
        return Trace(0.0, abstained="too-smooth")
    # Texture coarser than the grain, or grain would explain itself.
    texture = block_means(ndimage.gaussian_gradient_magnitude(luma, 2.0))
    weighed = [
        (weight, surprise(np.hypot(levels, _ROUNDING), luma, texture))
        for weight, levels in ((1.0, of_colours), (_BRIGHTNESS_WEIGHT, of_brightness))
    ]
    if any(found is None for _, found in weighed):
        return Trace(0.0, abstained="too-smooth")
    weight, found = max(weighed, key=lambda pair: pair[0] * pair[1].score)
    return Trace(
        weight * found.score,
        window.spread(weight * np.abs(found.excess) / _MAP_FULL, BLOCK),
        box_around(window.spread(found.part, BLOCK)),
        {
            "times": max(found.ratio, 1 / found.ratio),
            "more": float(found.ratio >= 1),
            "grain": float(np.median(of_brightness)),
            "share": window.share(),
        },
    )
