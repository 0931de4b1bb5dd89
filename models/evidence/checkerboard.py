"""Checkerboard: a pattern on a grid of 2, 4 or 8 pixels, as enlarging by whole steps leaves.

Many picture generators end in layers that double a small picture again and again. Where their
steps overlap unevenly, or repeat pixels, a grid of 2, 4 or 8 pixels stays behind all over.

A JPEG works on a grid of 8 pixels as well, and is told apart in two ways. Its blocks are as often
brighter than their neighbours as darker: averaged over the whole picture, with its sign, a pixel's
place in the block makes no difference, while in an enlarged picture it does. And its borders stand
out once in 8 pixels, which makes patterns of 2 and 4 pixels hardly stronger than one of 8. WebP's
blocks of 4 pixels make one of 2 as well, but never without one of 4. Where a JPEG was enlarged, its
grid has become one of 10 or 12 pixels, of which each fifth or third wave is one of 2 or 4.

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
from scipy import fft, ndimage

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
_LEAST_OFFSET = 0.06  # grey levels; rounding to whole ones, and WebP, leave as much
_LEAST_DEPTH = 0.004  # natural-log units
_CHANCE = 3.0  # standard errors
_PLAIN_OFFSET = 0.3  # grey levels
_PLAIN_DEPTH = 0.5  # a share
_OVERTONE = 0.8
# How many times stronger than those of JPEG's and WebP's blocks a wave is. JPEG's reach 2; WebP's
# reach 5 beside a wave of 2 pixels, and, where that is weak, more beside one of 4.
_CLEARLY = 5.0
_CLEARLY_OF_4 = 15.0
_CLEARLY_OFF_GRID = 2.0
_SLOW = 9  # pixels over which a change of sizes is none of a grid
_SHARP = 3  # steps of frequency that a wave is wide at most


def examine(image: LoadedImage) -> Trace:
    """Return the pattern on the 8 x 8 grid, or a part of it, about which the tiles agree best.

    ``raw_score`` is the pattern's size in standard errors of the mean of the tiles, beyond the few
    that chance makes; a pattern that is larger than ``_PLAIN_OFFSET`` or ``_PLAIN_DEPTH`` counts
    as many times as it is. Figures: its ``period`` in pixels (2, 4 or 8), and 0 each where that
    shows nothing of this period: how many grey levels brighter than the mean a pixel is on the grid
    (``points``), how much more change there is between pixels across its lines than elsewhere
    (``depth``, a share). The largest ``offset`` in grey levels of any period, the ``share`` of the
    picture measured.
    """
    window = measured_window(image.pixels)
    rows, columns = window.height // _TILE, window.width // _TILE
    if rows * columns < _LEAST_TILES:
        return Trace(0.0, abstained="too-small")
    luma = window.cut(image.luma)[: rows * _TILE, : columns * _TILE]
    offset_score, offset, period, agreement = _strongest_offset(folded_offsets(luma))
    depth_score, depth, beyond, depth_period, depth_agreement = _strongest_depth(luma)
    # A faint pattern can be as sure as a plain one where there are many tiles, and some cameras and
    # cloths leave one; a plain one hardly any photograph has.
    offset_score *= max(1.0, offset / _PLAIN_OFFSET)
    depth_score *= max(1.0, beyond / _PLAIN_DEPTH)
    offset_period = period
    if depth_score > offset_score:
        period, agreement = depth_period, depth_agreement
    return Trace(
        max(0.0, offset_score - _CHANCE, depth_score - _CHANCE),
        window.spread(agreement, _TILE),
        None,
        {
            "period": period,
            "points": offset if offset_period == period else 0.0,
            "depth": depth if depth_period == period else 0.0,
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


def folded_sizes(sizes: npt.NDArray[np.float32]) -> npt.NDArray[np.complex64]:
    """Return how the size of differences depends on the column's place in the grid, as waves.

    Args:
        sizes: of differences, float32 (H, W), whole tiles of 64 pixels.

    Returns:
        complex (H // 64, W // 64, 5): amplitude, in natural-log units, of the waves with 0 to 4
        periods in 8 pixels.
    """
    rows, columns = sizes.shape[0] // _TILE, sizes.shape[1] // _TILE
    folded = sizes.reshape(rows, _TILE, columns, -1, _GRID).mean(axis=(1, 3))
    return fft.rfft(folded, axis=2) / _GRID


def strongest_off_grid(sizes: npt.NDArray[np.float32]) -> float:
    """Return the amplitude of the strongest wave across columns that is none of 16 pixels' grid.

    Args:
        sizes: of differences, float32 (H, W), in natural-log units.
    """
    profile = sizes.mean(axis=0)
    profile -= ndimage.uniform_filter1d(profile, _SLOW)
    count = len(profile)
    # The window halves every amplitude.
    waves = 2 * np.abs(fft.rfft(profile * np.hanning(count))) / count
    in_16 = 16 * fft.rfftfreq(count)
    off_grid = np.abs(in_16 - np.rint(in_16)) > 16 * _SHARP / count
    return float(waves[off_grid & (in_16 > 1)].max(initial=0.0))


def _sizes(luma: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Return the size of differences across, in natural-log units."""
    kernel = np.array([[-1, 1, 0]], dtype=np.float32)
    difference = cv2.filter2D(np.ascontiguousarray(luma), cv2.CV_32F, kernel)
    return np.log(np.abs(difference) + np.float32(0.5))


def _strongest_offset(waves: npt.NDArray) -> tuple[float, float, int, npt.NDArray]:
    mean = waves.mean(axis=(0, 1))
    scores = np.abs(mean) / np.maximum(_standard_error(waves), _LEAST_OFFSET)
    scores[0, 0] = 0
    down, across = np.unravel_index(scores.argmax(), scores.shape)
    # A wave and its mirror image make one real pattern.
    paired = (-down % _GRID, -across % _GRID) != (down, across)
    offset = float(np.abs(mean[down, across])) * (1 + paired)
    period = _GRID // int(np.gcd.reduce([down, across, _GRID]))
    agreement = _agreement(waves[:, :, down, across], mean[down, across])
    return float(scores[down, across]), offset, period, agreement


def _strongest_depth(
    luma: npt.NDArray[np.float32],
) -> tuple[float, float, float, int, npt.NDArray]:
    """Return the score, how much more change there is, beyond what else does, period and map."""
    across, down = _sizes(luma), _sizes(luma.T)
    waves = np.stack([folded_sizes(across), folded_sizes(down).swapaxes(0, 1)], axis=2)
    mean = waves.mean(axis=(0, 1))
    error = np.maximum(_standard_error(waves), _LEAST_DEPTH / 3)
    other = _CLEARLY_OFF_GRID * np.array([strongest_off_grid(across), strongest_off_grid(down)])
    of_8, of_4, of_2 = (np.abs(mean[:, periods]).max(axis=1) for periods in ([1, 3], [2], [4]))
    excess = np.stack([
        of_4 - np.maximum(_CLEARLY_OF_4 * of_8, other),
        of_2 - np.maximum(_CLEARLY * np.maximum(of_8, of_4), other),
    ], axis=1).clip(0)  # fmt: skip
    # A grid of 4 pixels has waves of 2 as well; where those are stronger it is WebP's.
    excess[of_4 < _OVERTONE * of_2, 0] = 0
    # A grid has lines both ways; a fence has not.
    scores = (excess / error[:, [2, 4]]).min(axis=0)
    best = int(scores.argmax())
    periods = (2, 4)[best]
    agreement = _agreement(waves[:, :, :, periods], mean[:, periods])
    depth, beyond = (
        float(np.expm1(2 * each.min())) for each in ((of_4, of_2)[best], excess[:, best])
    )
    return (
        float(scores[best]),
        depth if scores[best] else 0.0,
        beyond,
        _GRID // periods,
        agreement.min(axis=2),
    )


def _standard_error(waves: npt.NDArray) -> npt.NDArray:
    tiles = waves.shape[0] * waves.shape[1]
    scatter = np.abs(waves - waves.mean(axis=(0, 1))) ** 2
    return np.sqrt(scatter.sum(axis=(0, 1)) / (tiles * max(tiles - 1, 1)))


def _agreement(tiles: npt.NDArray, mean: npt.NDArray) -> npt.NDArray:
    """Return how much of the mean wave each tile has, 0 to 1."""
    return np.clip((tiles * np.conj(mean)).real / np.maximum(np.abs(mean) ** 2, 1e-9), 0, 1)
