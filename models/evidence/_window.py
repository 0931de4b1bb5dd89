"""The part of a picture that is measured, and the maps and boxes that lie on it.

Compression and noise live in single pixels, so a large picture is not scaled down: its middle is
measured, and the rest of the map stays 0.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
from scipy import ndimage

from models.analysis import Region
from models.evidence_map import EvidenceMap

MAX_SIDE = 2048
# A JPEG's blocks are 8 pixels wide, or 16 where its colours are stored at half size.
_GRID = 16
# Grey levels between neighbours, on average.
_LEAST_DETAIL = 0.02


@dataclass(frozen=True)
class Window:
    """The measured box of a picture of ``picture_height`` by ``picture_width`` pixels."""

    top: int
    left: int
    height: int
    width: int
    picture_height: int
    picture_width: int

    def cut(self, plane: npt.NDArray) -> npt.NDArray:
        return plane[self.top : self.top + self.height, self.left : self.left + self.width]

    def is_even(self, luma: npt.NDArray) -> bool:
        """Return whether the box of a picture's luma (H, W), 0 to 255, has no fine structure."""
        return bool(np.abs(np.diff(self.cut(luma), axis=0)).mean() < _LEAST_DETAIL)

    def share(self) -> float:
        """Return the measured share of the picture's pixels, above 0 to 1."""
        return self.height * self.width / (self.picture_height * self.picture_width)

    def spread(self, blocks: npt.NDArray, size: int, orientation: int = 1) -> EvidenceMap:
        """Return a grid of block values, limited to 0..1, as a map of the picture.

        Args:
            blocks: (rows, columns), the first block at the window's top left corner.
            size: a block's side in pixels. What no block covers repeats its neighbour.
            orientation: the picture's, where the window is one of its stored rows.
        """
        rows, columns = blocks.shape
        return EvidenceMap(
            np.clip(blocks, 0, 1).astype(np.float32),
            (rows * size, columns * size),
            (slice(self.top, self.top + self.height), slice(self.left, self.left + self.width)),
            (self.picture_height, self.picture_width),
            orientation,
        )


def measured_window(plane: npt.NDArray, most: int = MAX_SIDE) -> Window:
    """Return the middle of an (H, W, ...) picture, at most ``most`` pixels square, on its grid."""
    picture_height, picture_width = plane.shape[:2]
    height, width = min(picture_height, most), min(picture_width, most)
    top = (picture_height - height) // 2 // _GRID * _GRID
    left = (picture_width - width) // 2 // _GRID * _GRID
    return Window(top, left, height, width, picture_height, picture_width)


def box_around(map: EvidenceMap) -> Region | None:
    """Return the box around the connected part of at least 0.5 in which a map is highest.

    Of several that are as high the largest counts; None if there is no such part.
    """
    pixels = map.pixels()
    marked = (pixels >= 0.5).astype(np.uint8)
    # Of a large picture most lies outside the measured window.
    left, top, width, height = cv2.boundingRect(marked)
    if width == 0:
        return None
    inside = np.s_[top : top + height, left : left + width]
    count, labels, parts, _ = cv2.connectedComponentsWithStats(marked[inside])
    highest = ndimage.maximum(pixels[inside], labels, np.arange(1, count))
    areas = np.where(highest >= highest.max(), parts[1:, cv2.CC_STAT_AREA], 0)
    x, y, width, height = (int(side) for side in parts[1 + areas.argmax(), :4])
    return Region(left + x, top + y, width, height)
