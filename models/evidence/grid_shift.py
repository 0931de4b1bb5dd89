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
from models.image import LoadedImage, upright

FAMILY = "compression"
_FREQUENCIES = range(2, 8)
_ZERO = 0.5  # half of the least step that a JPEG can have
_CELL = 16  # pixels
_WINDOWS = 4, 8  # cells; a smaller foreign part than 64 pixels is not looked for
_NO_VOTE = 64
_RAREST = 300.0  # log10; smaller chances are no longer told apart
_MAP_FULL = 10.0  # log10 of the odds against chance at which the map reaches 1
_WHOLE = 0.5  # share of the picture from which a grid is the picture's, not a part's


def examine(image: LoadedImage) -> Trace:
    """Return the part that keeps to a grid that is neither the picture's nor the file's.

    ``raw_score`` is minus the decimal logarithm of how many such windows chance would give in
    this picture, 0 if it would give one or more. Figures: ``across`` and ``down``, by how many
    pixels the part's blocks are shifted from the picture's (0 to 7), the ``share_of_votes`` for
    its grid in the part (0 to 1), measured ``share`` of the picture.
    """
    luma = image.stored_luma
    window = measured_window(luma)
    if min(window.height, window.width) < _CELL * _WINDOWS[0] + 8:
        return Trace(0.0, abstained="too-small")
    cells = _counted(grid_votes(window.cut(luma)))
    rarity = np.maximum(*(_rarity(cells, size) for size in _WINDOWS))
    own = _own_grids(cells, rarity, image.format)
    foreign = rarity.copy()
    foreign[:, :, own] = 0.0
    figures = {"across": 0, "down": 0, "share_of_votes": 0.0, "share": window.share()}
    row, column, grid = np.unravel_index(foreign.argmax(), foreign.shape)
    score = float(foreign[row, column, grid])
    if score <= 0:
        empty = np.zeros(image.luma.shape, dtype=np.float32)
        return Trace(0.0, empty, None, figures)
    labels, _ = ndimage.label(foreign[:, :, grid] >= min(score / 2, _MAP_FULL))
    part = labels == labels[row, column]
    counts = cells[part].sum(axis=0)
    main = max(own, key=lambda origin: int(cells[:, :, origin].sum()))
    figures |= {
        "across": int(grid % 8 - main % 8) % 8,
        "down": int(grid // 8 - main // 8) % 8,
        "share_of_votes": float(counts[grid] / max(1, counts.sum())),
    }
    box = upright(window.spread(part, _CELL), image.orientation)
    map = upright(window.spread(foreign.max(axis=2) / _MAP_FULL, _CELL), image.orientation)
    return Trace(score, np.ascontiguousarray(map), box_around(np.ascontiguousarray(box)), figures)


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
            pattern = cv2.sepFilter2D(
                luma, cv2.CV_32F, basis[across], basis[down], anchor=(0, 0)
            )
            zeros += np.abs(pattern) < _ZERO
    # Blocks that would reach over the border do not stand for election.
    zeros[-7:] = zeros[:, -7:] = 0
    origin = np.add.outer(8 * (np.arange(luma.shape[0]) % 8), np.arange(luma.shape[1]) % 8)
    origin = origin.astype(np.uint16)
    # The block is elected together with its name; asked in both orders, ties name two.
    first, second = (
        _best_of_containing(64 * zeros + name) % 64 for name in (origin, 63 - origin)
    )
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


def _rarity(cells: npt.NDArray[np.int64], size: int) -> npt.NDArray[np.float64]:
    """Return minus log10 of how many windows of ``size`` cells chance gives so many votes, >= 0."""
    votes = size**2 * ndimage.uniform_filter(
        cells.astype(float), (size, size, 0), mode="constant"
    )
    # The pixels of one block vote alike: 64 of them make one independent vote.
    voters = np.floor(votes.sum(axis=2, keepdims=True) / 64)
    chance = stats.binom.logsf(np.floor(votes / 64) - 1, voters, 1 / 64) / np.log(10)
    return np.clip(-chance - np.log10(len(_WINDOWS) * votes.size), 0, _RAREST)


def _own_grids(
    cells: npt.NDArray[np.int64], rarity: npt.NDArray[np.float64], format: str
) -> list[int]:
    """Return the grids that are no part's: the file's own, and those of most of the picture."""
    spread = (rarity > 0).mean(axis=(0, 1))
    most = int(cells.sum(axis=(0, 1)).argmax())
    # WebP works in blocks of 4 pixels as well.
    own = {0, 4, 32, 36} if format == "WEBP" else {0}
    own |= {int(grid) for grid in np.nonzero(spread >= _WHOLE)[0]}
    # Where a picture is too plain for half of its windows to vote, its commonest grid is its own.
    voting = (rarity > 0).any(axis=2)
    if voting.any() and (rarity[:, :, most] > 0)[voting].mean() >= _WHOLE:
        own.add(most)
    return sorted(own)
