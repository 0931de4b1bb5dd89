"""Checkerboard: a pattern on a grid of 2, 4 or 8 pixels, as enlarging by whole steps leaves.

Many picture generators end in layers that double a small picture again and again. Where their
steps overlap unevenly, or repeat pixels, a grid of 2, 4 or 8 pixels stays behind all over.

A JPEG works on a grid of 8 pixels as well, and is told apart in two ways. Its blocks are as often
brighter than their neighbours as darker: averaged over the whole picture, with its sign, a pixel's
place in the block makes no difference, while in an enlarged picture it does. And its borders stand
out once in 8 pixels, which makes patterns of 2 and 4 pixels no stronger than one of 8.

Source:
    Odena, Dumoulin and Olah (2016), "Deconvolution and Checkerboard Artifacts", Distill,
    doi:10.23915/distill.00003, for the cause; Gallagher (2005), "Detection of Linear and Cubic
    Interpolation in JPEG Compressed Images", Canadian Conference on Computer and Robot Vision,
    for the periodic size of differences. Deviations: both are folded onto the 8 x 8 grid, tile by
    tile, and graded by how well the tiles agree.
"""

import cv2
import numpy as np
import numpy.typing as npt
from scipy import fft

from models.analysis import Trace
from models.evidence._window import measured_window
from models.image import LoadedImage

FAMILY = "spectrum"
# A grid of whole pixels passes for the borders of blocks, for a camera's chessboard of colours and
# for a part that was enlarged by a whole number.
EXPLAINS = ("grid_shift", "colour_filter_array", "resampling")
_GRID = 8
_TILE = 64  # pixels
_LEAST_TILES = 4
_CLIP = 4.0  # grey levels; a real edge must not outvote a thousand pixels
_LEAST_OFFSET = 0.03  # grey levels; rounding to whole ones is no finer
_LEAST_DEPTH = 0.004  # natural-log units
_PLAIN_OFFSET = 0.3  # grey levels
_PLAIN_DEPTH = 0.5  # a share
_OVERTONE = 3


def examine(image: LoadedImage) -> Trace:
    """Return the pattern on the 8 x 8 grid, or a part of it, about which the tiles agree best.

    ``raw_score`` is the pattern's size in standard errors of the mean of the tiles; a pattern that
    is larger than ``_PLAIN_OFFSET`` or ``_PLAIN_DEPTH`` counts as many times as it is. Figures: its
    ``period`` in pixels (2, 4 or 8), and 0 each where that shows nothing of this period: how many
    grey levels brighter than the mean a pixel is on the grid (``points``), how much more change
    there is between pixels across its lines than elsewhere (``depth``, a share). The largest
    ``offset`` in grey levels of any period, the ``share`` of the picture measured.
    """
    window = measured_window(image.pixels)
    rows, columns = window.height // _TILE, window.width // _TILE
    if rows * columns < _LEAST_TILES:
        return Trace(0.0, abstained="too-small")
    luma = window.cut(image.luma)[: rows * _TILE, : columns * _TILE]
    offset_score, offset, period, agreement = _strongest_offset(folded_offsets(luma))
    depth_score, depth, depth_period, depth_agreement = _strongest_depth(
        folded_sizes(luma), finest=image.format == "WEBP"
    )
    # A faint pattern can be as sure as a plain one where there are many tiles, and some cameras and
    # cloths leave one; a plain one hardly any photograph has.
    offset_score *= max(1.0, offset / _PLAIN_OFFSET)
    depth_score *= max(1.0, float(np.expm1(depth)) / _PLAIN_DEPTH)
    offset_period = period
    if depth_score > offset_score:
        period, agreement = depth_period, depth_agreement
    return Trace(
        max(offset_score, depth_score),
        window.spread(agreement, _TILE),
        None,
        {
            "period": period,
            "points": offset if offset_period == period else 0.0,
            "depth": float(np.expm1(depth)) if depth_period == period else 0.0,
            "offset": offset,
            "share": window.share(),
        },
    )


def folded_offsets(luma: npt.NDArray[np.float32]) -> npt.NDArray[np.complex64]:
    """Return each tile's mean detail by place in the 8 x 8 grid, as waves.

    Args:
        luma: float32 (H, W), whole tiles of 64 pixels.

    Returns:
        complex (H // 64, W // 64, 8, 8): amplitude in grey levels of the waves with k and l
        periods in 8 pixels, down and across.
    """
    detail = np.clip(luma - cv2.GaussianBlur(luma, (0, 0), 1.5), -_CLIP, _CLIP)
    rows, columns = luma.shape[0] // _TILE, luma.shape[1] // _TILE
    blocks = _TILE // _GRID
    folded = detail.reshape(rows, blocks, _GRID, columns, blocks, _GRID).mean(axis=(1, 4))
    return fft.fft2(folded.swapaxes(1, 2), axes=(2, 3)) / _GRID**2


def folded_sizes(luma: npt.NDArray[np.float32]) -> npt.NDArray[np.complex64]:
    """Return how the size of differences depends on the place in the grid, as waves.

    Args:
        luma: float32 (H, W), whole tiles of 64 pixels.

    Returns:
        complex (H // 64, W // 64, 2, 5): amplitude, in natural-log units, of the waves with 0 to
        4 periods in 8 pixels, of differences between neighbours across and down.
    """
    return np.stack([_sizes(luma), _sizes(luma.T).swapaxes(0, 1)], axis=2)


def _sizes(luma: npt.NDArray[np.float32]) -> npt.NDArray[np.complex64]:
    kernel = np.array([[-1, 1, 0]], dtype=np.float32)
    difference = cv2.filter2D(np.ascontiguousarray(luma), cv2.CV_32F, kernel)
    size = np.log(np.abs(difference) + np.float32(0.5))
    rows, columns = luma.shape[0] // _TILE, luma.shape[1] // _TILE
    folded = size.reshape(rows, _TILE, columns, -1, _GRID).mean(axis=(1, 3))
    return fft.rfft(folded, axis=2) / _GRID


def _strongest_offset(waves: npt.NDArray) -> tuple[float, float, int, npt.NDArray]:
    mean = waves.mean(axis=(0, 1))
    scores = np.abs(mean) / np.maximum(_standard_error(waves), _LEAST_OFFSET / 3)
    scores[0, 0] = 0
    down, across = np.unravel_index(scores.argmax(), scores.shape)
    # A wave and its mirror image make one real pattern.
    paired = (-down % _GRID, -across % _GRID) != (down, across)
    offset = float(np.abs(mean[down, across])) * (1 + paired)
    period = _GRID // int(np.gcd.reduce([down, across, _GRID]))
    agreement = _agreement(waves[:, :, down, across], mean[down, across])
    return float(scores[down, across]), offset, period, agreement


def _strongest_depth(waves: npt.NDArray, finest: bool) -> tuple[float, float, int, npt.NDArray]:
    mean = np.abs(waves.mean(axis=(0, 1)))
    error = np.maximum(_standard_error(waves), _LEAST_DEPTH / 3)
    # The borders of blocks of 8 pixels, or of WebP's of 4, make all these waves alike.
    blocks = mean[:, [1, 2, 3] if finest else [1, 3]].max(axis=1, keepdims=True)
    excess = np.maximum(mean - blocks, 0)
    # A grid has lines both ways; a fence has not.
    scores = (excess / error).min(axis=0)
    # A grid of 4 pixels has waves of 2 as well, which may be stronger.
    waves_in_grid = 2 if scores[2] >= scores[4] / _OVERTONE and not finest else 4
    agreement = _agreement(waves[:, :, :, waves_in_grid], waves.mean(axis=(0, 1))[:, waves_in_grid])
    return (
        float(scores[4] if finest else max(scores[2], scores[4])),
        2 * float(excess[:, waves_in_grid].min()),
        _GRID // waves_in_grid,
        agreement.min(axis=2),
    )


def _standard_error(waves: npt.NDArray) -> npt.NDArray:
    tiles = waves.shape[0] * waves.shape[1]
    scatter = np.abs(waves - waves.mean(axis=(0, 1))) ** 2
    return np.sqrt(scatter.sum(axis=(0, 1)) / (tiles * max(tiles - 1, 1)))


def _agreement(tiles: npt.NDArray, mean: npt.NDArray) -> npt.NDArray:
    """Return how much of the mean wave each tile has, 0 to 1."""
    return np.clip((tiles * np.conj(mean)).real / np.maximum(np.abs(mean) ** 2, 1e-9), 0, 1)
