"""Where on a picture a trace lies, kept as coarse as it was measured."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from models.image import upright


@dataclass(frozen=True, eq=False)
class EvidenceMap:
    """A value for each block of the measured part of a picture, 0 elsewhere.

    A report has a dozen maps, and a camera's picture has millions of pixels, so a map has a value
    for each pixel only while somebody looks at it.

    Attributes:
        blocks: float32 (rows, columns), 0 (as expected) to 1, as the file stores its rows.
        grown: height and width in pixels of all blocks together.
        part: the measured rows and columns of the stored picture; the first block begins where
            they do, and what no block covers repeats its neighbour.
        stored: the stored picture's height and width in pixels.
        orientation: the EXIF orientation, 1 to 8, in which the picture is shown.
    """

    blocks: npt.NDArray[np.float32]
    grown: tuple[int, int]
    part: tuple[slice, slice]
    stored: tuple[int, int]
    orientation: int = 1

    def pixels(self) -> npt.NDArray[np.float32]:
        """Return the map of the upright picture, float32 (H, W), made anew at each call."""
        rows, columns = self.grown
        height, width = (side.stop - side.start for side in self.part)
        grown = cv2.resize(self.blocks, (columns, rows), interpolation=cv2.INTER_LINEAR)
        grown = grown[:height, :width]
        if rows < height or columns < width:
            missing = (0, max(0, height - rows)), (0, max(0, width - columns))
            grown = np.pad(grown, missing, mode="edge")
        whole = np.zeros(self.stored, dtype=np.float32)
        whole[self.part] = grown
        return np.ascontiguousarray(upright(whole, self.orientation))


def map_of_pixels(values: npt.NDArray) -> EvidenceMap:
    """Return the map of a whole upright picture that has these values, (H, W), 0 to 1."""
    return whole_map(values, values.shape)


def whole_map(blocks: npt.NDArray, size: tuple[int, int]) -> EvidenceMap:
    """Return blocks, (rows, columns), 0 to 1, as the map of an upright picture of a size."""
    part = slice(0, size[0]), slice(0, size[1])
    return EvidenceMap(blocks.astype(np.float32), size, part, size)


def empty_map(size: tuple[int, int]) -> EvidenceMap:
    """Return the map of a picture of this height and width on which nothing stands out."""
    return whole_map(np.zeros((1, 1)), size)
