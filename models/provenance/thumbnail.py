"""The small copy of a picture that cameras keep beside it: does it still show the same?

Some programs change the picture and leave the small copy as the camera made it.
"""

from io import BytesIO

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from models.image import upright

# Coarse enough to forgive how a camera shrinks, sharpens and brightens its small copies.
_GRID = (24, 18)
# Correlation of brightness on the grid. All of 18 real small copies reach 0.90 with their own
# picture, and 99 of 100 stay below 0.66 with another one; test_thumbnail.py measures again.
_LEAST_CORRELATION = 0.75
_MOST_PIXELS = 1 << 20
# Pillow itself refuses one that would be very large, by either of two classes of its own.
_UNREADABLE = (OSError, SyntaxError, ValueError,
               Image.DecompressionBombError, Image.DecompressionBombWarning)  # fmt: skip

Grey = npt.NDArray[np.float32]


def shows_another_picture(
    thumbnail: bytes, pixels: npt.NDArray[np.uint8], orientation: int
) -> bool:
    """Return whether a small copy shows something else than the picture, or another part of it.

    False also where that cannot be told: a small copy that cannot be read, or a plain one. A
    change of a small part is not noticed.

    Args:
        thumbnail: a JPEG file.
        pixels: the picture, uint8 (H, W, 3), upright.
        orientation: Exif orientation that the picture was stored with; the copy has the same.
    """
    small = _read(thumbnail)
    if small is None:
        return False
    correlation = best_correlation(upright(small, orientation), pixels)
    return correlation is not None and correlation < _LEAST_CORRELATION


def best_correlation(small: Grey, pixels: npt.NDArray[np.uint8]) -> float | None:
    """Return how alike both are, -1 to 1, in the best of three ways to fit one into the other.

    Squeezed, as it is; the picture cut to the shape of its copy; or the copy cut to the shape of
    the picture, because cameras fill up the rest with black. None if one is of one colour.
    """
    large = cv2.cvtColor(_shrunk(pixels), cv2.COLOR_RGB2GRAY).astype(np.float32)
    shape = small.shape[1] / small.shape[0], large.shape[1] / large.shape[0]
    pairs = [(small, large), (small, _cut(large, shape[0])), (_cut(small, shape[1]), large)]
    found = [correlation for pair in pairs if (correlation := _correlation(*pair)) is not None]
    return max(found, default=None)


def _read(thumbnail: bytes) -> Grey | None:
    try:
        with Image.open(BytesIO(thumbnail), formats=("JPEG",)) as picture:
            if picture.width * picture.height > _MOST_PIXELS:
                return None
            return np.asarray(picture.convert("L"), dtype=np.float32)
    except _UNREADABLE:
        return None


def _shrunk(pixels: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    # Every n-th pixel is enough for a coarse grid, and quick for a picture of many megapixels.
    step = max(1, min(pixels.shape[:2]) // 400)
    return np.ascontiguousarray(pixels[::step, ::step])


def _cut(grey: Grey, shape: float) -> Grey:
    """Return the middle of ``grey`` that is ``shape`` times as wide as high."""
    height, width = grey.shape
    new_height, new_width = min(height, round(width / shape)), min(width, round(height * shape))
    top, left = (height - new_height) // 2, (width - new_width) // 2
    return grey[top : top + new_height, left : left + new_width]


def _correlation(first: Grey, second: Grey) -> float | None:
    if min(*first.shape, *second.shape) < 2:
        return None
    coarse = [
        cv2.resize(grey, _GRID, interpolation=cv2.INTER_AREA).ravel() for grey in (first, second)
    ]
    if min(values.std() for values in coarse) < 2:
        return None
    return float(np.corrcoef(coarse)[0, 1])
