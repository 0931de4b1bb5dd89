"""Grid shift: a part whose JPEG blocks begin elsewhere than those of the rest.

A JPEG rounds many of a block's fine patterns to nothing. Cut out anywhere else, the same pixels
have few patterns of exactly nothing, so the blocks betray where they began, even in a file that
is no JPEG any more. A part pasted from another JPEG, or moved within one, seldom falls into step.

Source:
    Nikoukhah, Anger, Colom, Morel and Grompone von Gioi (2021), "ZERO: a Local JPEG Grid Origin
    Detector Based on the Number of DCT Zeros and its Applications in Image Forensics", Image
    Processing On Line 11, 396-433. Deviations: zeros are counted among the finer patterns
    only, and parts are sought in windows
    instead of by growing regions.
"""

import cv2
import numpy as np
import numpy.typing as npt
from scipy import fft, ndimage, stats

from models.analysis import Trace
from models.evidence._window import box_around, measured_window
from models.evidence_map import empty_map
from models.image import LoadedImage, upright

FAMILY = "compression"
# On the rest's grid such a part looks as if it had been saved at no quality, or at another one;
# and its squares repeat every 8 pixels.
EXPLAINS = "error_level", "resampling"
_FREQUENCIES = range(2, 8)
_ZERO = 0.5  # half of the least step that a JPEG can have
_CELL = 16  # pixels
_WINDOWS = 4, 8  # cells; a smaller foreign part than 64 pixels is not looked for
_NO_VOTE = 64
_LEAST = 2.0  # log10; chance in one picture of a hundred is no sign
_RAREST = 300.0  # log10; smaller chances are no longer told apart
_MAP_FULL = 10.0  # log10 of the odds against chance at which the map reaches 1
_LEAST_CAST = 0.25  # of a window's pixels
_WHOLE = 0.5  # share of the windows that vote from which a grid is the picture's, not a part's
_NEAR = 3  # cells; for drawing the outline


def examine(image: LoadedImage) -> Trace:
    """Return the part that keeps to a grid that is neither the picture's nor the file's.

    ``raw_score`` is minus the decimal logarithm of how many such windows chance would give in
    this picture, 0 if it would in one picture of a hundred. Figures: ``across`` and ``down``, by
    how many pixels the part's blocks are shifted from the picture's (0 to 7), the
    ``share_of_votes`` for its grid in the part (0 to 1), measured ``share`` of the picture.
    """
    luma = image.stored_luma
    window = measured_window(luma)
    if min(window.height, window.width) < _CELL * _WINDOWS[0] + 8:
        return Trace(0.0, abstained="too-small")
    cells = _counted(grid_votes(window.cut(luma)))
    own = _own_grids(cells, _rarity(cells, _WINDOWS[0], 1 / 64), image.format)
    small, large = (_rarity(cells, size, _usual(cells, size)) for size in _WINDOWS)
    foreign = np.maximum(small, large)
    foreign[:, :, own] = small[:, :, own] = 0.0
    figures = {"across": 0, "down": 0, "share_of_votes": 0.0, "share": window.share()}
    row, column, grid = np.unravel_index(foreign.argmax(), foreign.shape)
    score = float(foreign[row, column, grid])
    if score < _LEAST:
        return Trace(0.0, empty_map(image.luma.shape), None, figures)
    part = _part(cells[:, :, grid], cells.sum(axis=2), (row, column))
    counts = cells[part].sum(axis=0)
    main = max(own, key=lambda origin: int(cells[:, :, origin].sum()))
    across, down = _upright_shift(
        int(grid % 8 - main % 8) % 8, int(grid // 8 - main // 8) % 8, image.orientation
    )
    figures |= {
        "across": across,
        "down": down,
        "share_of_votes": float(counts[grid] / max(1, counts.sum())),
    }
    map = window.spread(small.max(axis=2) / _MAP_FULL, _CELL, image.orientation)
    region = box_around(window.spread(part, _CELL, image.orientation))
    return Trace(score, map, region, figures)


def _upright_shift(across: int, down: int, orientation: int) -> tuple[int, int]:
    """Return by how many pixels, across and down, a shift of stored rows is one when upright."""
    first, shifted = np.zeros((2, 8, 8), dtype=bool)
    first[0, 0] = shifted[down, across] = True
    turned = [np.argwhere(upright(block, orientation))[0] for block in (shifted, first)]
    down, across = (int(step) for step in (turned[0] - turned[1]) % 8)
    return across, down


def _part(
    votes: npt.NDArray[np.int64], all: npt.NDArray[np.int64], peak: tuple[int, int]
) -> npt.NDArray[np.bool_]:
    """Return the connected cells around the peak that vote for one grid half as much as it."""
    near, of = (
        ndimage.uniform_filter(counts.astype(float), _NEAR, mode="constant")
        for counts in (votes, all)
    )
    agreed = near / np.maximum(of, 1)
    # The best window need not be centred on the best cells.
    best = ndimage.maximum_filter(agreed, _WINDOWS[0])[peak]
    labels, _ = ndimage.label((agreed >= best / 2) & (near >= 1))
    reached = labels[
        max(0, peak[0] - _NEAR) : peak[0] + _NEAR + 1,
        max(0, peak[1] - _NEAR) : peak[1] + _NEAR + 1,
    ]
    counts = np.bincount(labels.ravel(), weights=votes.ravel(), minlength=labels.max() + 1)
    here = [label for label in np.unique(reached) if label]
    if not here:
        return np.zeros(votes.shape, bool)
    return labels == max(here, key=counts.__getitem__)


def grid_votes(luma: npt.NDArray[np.float32]) -> npt.NDArray[np.uint8]:
    """Return, for each pixel, where the blocks begin that it votes for.

    A pixel votes for the one block, of the 64 that contain it, in which the most patterns are
    nothing.

    Args:
        luma: float32 (H, W), 0 to 255, both at least 8.

    Returns:
        uint8 (H, W): 8 * (row % 8) + column % 8 of the block's first pixel; 64 where two blocks
        do equally well.
    """
    basis = fft.dct(np.eye(8), axis=0, norm="ortho").astype(np.float32)
    zeros = np.zeros(luma.shape, dtype=np.uint16)
    for down in _FREQUENCIES:
        for across in _FREQUENCIES:
            pattern = cv2.sepFilter2D(luma, cv2.CV_32F, basis[across], basis[down], anchor=(0, 0))
            zeros += np.abs(pattern) < _ZERO
    # Blocks that would reach over the border do not stand for election.
    zeros[-7:] = zeros[:, -7:] = 0
    origin = np.add.outer(8 * (np.arange(luma.shape[0]) % 8), np.arange(luma.shape[1]) % 8)
    origin = origin.astype(np.uint16)
    # The block is elected together with its name; asked in both orders, ties name two.
    first, second = (_best_of_containing(64 * zeros + name) % 64 for name in (origin, 63 - origin))
    return np.where(first == 63 - second, first, _NO_VOTE).astype(np.uint8)


def _best_of_containing(values: npt.NDArray[np.uint16]) -> npt.NDArray[np.uint16]:
    # A pixel lies in the blocks that begin up to 7 pixels before it.
    square = np.ones((8, 8), np.uint8)
    return cv2.dilate(values, square, anchor=(7, 7), borderValue=0)


def _counted(votes: npt.NDArray[np.uint8]) -> npt.NDArray[np.int64]:
    """Return the votes for each of 64 grids in each cell: (rows, columns, 64)."""
    rows, columns = votes.shape[0] // _CELL, votes.shape[1] // _CELL
    votes = votes[: rows * _CELL, : columns * _CELL].astype(np.int64)
    cell = np.add.outer(
        columns * (np.arange(rows * _CELL) // _CELL), np.arange(columns * _CELL) // _CELL
    )
    counted = np.bincount((65 * cell + votes).ravel(), minlength=65 * rows * columns)
    return counted.reshape(rows, columns, 65)[:, :, :64]


def _rarity(
    cells: npt.NDArray[np.int64], size: int, chance: float | npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """Return minus log10 of how many windows of ``size`` cells chance gives so many votes, >= 0."""
    votes, voters = _voters(cells, size)
    rare = -stats.binom.logsf(np.floor(votes / 64) - 1, voters, chance) / np.log(10)
    return np.clip(rare - np.log10(len(_WINDOWS) * votes.size), 0, _RAREST)


def _usual(cells: npt.NDArray[np.int64], size: int) -> npt.NDArray[np.float64]:
    """Return each grid's share of the votes in most windows, float (64), at least chance's.

    A pattern that repeats all over the picture votes for several grids everywhere; what most
    windows do is no part's.
    """
    votes, voters = _voters(cells, size)
    able = voters[:, :, 0] > 0
    if not able.any():
        return np.full(64, 1 / 64)
    return np.clip(np.median(votes[able] / (64 * voters[able]), axis=0), 1 / 64, 1.0)


def _voters(
    cells: npt.NDArray[np.int64], size: int
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return each window's votes, and how many votes they amount to, (rows, columns, 1)."""
    votes = size**2 * ndimage.uniform_filter(cells.astype(float), (size, size, 0), mode="constant")
    # The pixels of one block vote alike: 64 of them make one independent vote.
    return votes, np.floor(votes.sum(axis=2, keepdims=True) / 64)


def _own_grids(
    cells: npt.NDArray[np.int64], rarity: npt.NDArray[np.float64], format: str
) -> list[int]:
    """Return the grids that are no part's: the file's own, and that of most of the picture."""
    # WebP works in blocks of 4 pixels as well.
    own = {0, 4, 32, 36} if format == "WEBP" else {0}
    # Plain windows cast no votes; in windows of a picture that has no grid they are scattered.
    cast = ndimage.uniform_filter(cells.sum(axis=2).astype(float), _WINDOWS[0], mode="constant")
    able = cast >= _LEAST_CAST * _CELL**2
    won = able & (rarity.max(axis=2) > 0)
    if won.any():
        winners = np.bincount(rarity.argmax(axis=2)[won], minlength=64)
        if winners.max() >= _WHOLE * able.sum():
            own.add(int(winners.argmax()))
    return sorted(own)
