"""Find the part of a picture whose blocks differ from what its own other blocks predict.

A plain edge is brighter in an error map than a plain wall, and a dark corner is noisier than a
bright one, in every honest photograph. So a block is compared with the blocks of the same picture
that are as bright and as textured as it is, and only what is left over counts.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
from scipy import ndimage

BLOCK = 8
_NEIGHBOURHOOD = 9  # blocks; a smaller foreign part than 72 pixels is not looked for
_LEAST_BLOCKS = 144
_MOST = 3.0  # natural-log units; a single wild block must not carry its neighbourhood


@dataclass(frozen=True)
class Surprise:
    """How far a picture's blocks are from what its other blocks predict.

    Attributes:
        excess: float (rows, columns), natural logarithm of each neighbourhood's measured over its
            predicted value, less the picture's median.
        part: bool (rows, columns), the connected blocks around the largest excess, up or down.
        ratio: measured over predicted value in ``part``, typical block.
    """

    excess: npt.NDArray[np.float64]
    part: npt.NDArray[np.bool_]
    ratio: float

    @property
    def score(self) -> float:
        return float(np.abs(self.excess).max())


def block_means(plane: npt.NDArray, size: int = BLOCK) -> npt.NDArray[np.float32]:
    """Return the mean of each whole ``size`` x ``size`` block of an (H, W) plane."""
    rows, columns = plane.shape[0] // size, plane.shape[1] // size
    whole = np.ascontiguousarray(plane[: rows * size, : columns * size], dtype=np.float32)
    return cv2.resize(whole, (columns, rows), interpolation=cv2.INTER_AREA)


def enough_blocks(height: int, width: int) -> bool:
    """Return whether a picture of this size has enough blocks to be compared with itself."""
    rows, columns = height // BLOCK, width // BLOCK
    return min(rows, columns) >= _NEIGHBOURHOOD and rows * columns >= _LEAST_BLOCKS


def surprise(
    values: npt.NDArray, luma: npt.NDArray[np.float32], texture: npt.NDArray
) -> Surprise | None:
    """Compare each block's value with what its brightness and texture predict.

    Args:
        values: (rows, columns), what is examined, one positive number a block.
        luma: (H, W) brightness, 0 to 255.
        texture: (rows, columns), how much goes on in the block, positive. Measure it in a way
            that the examined trace itself does not change, or it will be explained away.

    Returns:
        None where nothing can be compared: too few blocks that are neither black nor burnt out.
    """
    usable = _unclipped(luma) & (values > 0)
    if usable.sum() < _LEAST_BLOCKS:
        return None
    measured = np.log(np.where(usable, values, 1.0))
    excess = measured - _predicted(measured, block_means(luma) / 255, texture, usable)
    clipped = np.where(usable, np.clip(excess, -_MOST, _MOST), 0.0)
    share = ndimage.uniform_filter(usable.astype(float), _NEIGHBOURHOOD, mode="constant")
    trusted = share >= 0.6
    if trusted.sum() < _LEAST_BLOCKS // 4:
        return None
    total = ndimage.uniform_filter(clipped, _NEIGHBOURHOOD, mode="constant")
    local = np.where(trusted, total / np.maximum(share, 0.6), 0.0)
    local = np.where(trusted, local - np.median(local[trusted]), 0.0)
    part = _around_largest(local)
    inside = part & usable
    # Far outside of what it was fitted to, a prediction can be wrong by any factor.
    ratio = float(np.exp(np.median(clipped[inside]))) if inside.any() else 1.0
    return Surprise(local, part, ratio)


def _unclipped(luma: npt.NDArray[np.float32]) -> npt.NDArray[np.bool_]:
    """Return the blocks that are neither black nor burnt out: there is no noise in those."""
    return block_means((luma < 4) | (luma > 251)) < 0.1


def _predicted(
    measured: npt.NDArray, brightness: npt.NDArray, texture: npt.NDArray,
    usable: npt.NDArray[np.bool_],
) -> npt.NDArray[np.float64]:  # fmt: skip
    """Fit ``measured`` as a quadratic in brightness and log texture, leaving outliers out."""
    t = np.log(texture + 0.1)
    terms = np.stack(
        [np.ones_like(t), t, t**2, brightness, brightness**2, t * brightness], axis=-1
    ).astype(np.float64)
    kept = usable
    for _ in range(3):
        weights, *_ = np.linalg.lstsq(terms[kept], measured[kept], rcond=None)
        predicted = terms @ weights
        distance = np.abs(measured - predicted)
        kept = usable & (distance <= 3 * np.median(distance[usable]) + 1e-9)
    return predicted


def _around_largest(excess: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    peak = np.unravel_index(np.abs(excess).argmax(), excess.shape)
    signed = excess * np.sign(excess[peak])
    labels, _ = ndimage.label(signed >= signed[peak] / 2)
    return (labels == labels[peak]) & (signed[peak] > 0)
