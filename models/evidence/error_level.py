"""Error level: a part that changes more, or less, than the rest when the picture is saved again.

A part that came from another picture has been saved a different number of times, or at another
quality, and so loses a different amount when everything is saved once more. A part that was once
saved at the very quality of the extra save hardly changes at all.

Source:
    Krawetz (2007), "A Picture's Worth: Digital Image Analysis and Forensics", Black Hat USA, for
    the picture of one extra save, ``error_level``. It lights up every edge, so what is graded
    follows Farid (2009), "Exposing Digital Forgeries from JPEG Ghosts", IEEE Trans. Information
    Forensics and Security 4(1), 154-160: extra saves at every quality, each block's change
    compared with that of a block that was never saved. Deviations: the change is computed on
    the blocks' strengths, see ``_steps``, and only where a part was saved on the picture's own
    grid; ``grid_shift`` looks for the others. A part that other programs than JPEG's seem to have
    saved, see ``keeps_to_equal_steps``, counts nothing.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from PIL import Image
from scipy import ndimage

from models.analysis import Trace
from models.encoding import decoded, encoded
from models.evidence._steps import Fit, Strengths, keeps_to_equal_steps, step_fits, strengths_of
from models.evidence._window import Window, box_around, measured_window
from models.image import LoadedImage

FAMILY = "compression"
# The squares of a part that was saved repeat every 8 pixels.
EXPLAINS = ("resampling",)
QUALITY = 90
_LEAST_BLOCKS = 144
_MAP_FULL = 8.0  # deviations at which the map reaches 1


def error_level(pixels: npt.NDArray[np.uint8], quality: int = QUALITY) -> npt.NDArray[np.float32]:
    """Return how far each pixel moves when the picture is saved as a JPEG once more.

    Args:
        pixels: uint8 (H, W, 3) sRGB.
        quality: libjpeg quality, 1 to 100.

    Returns:
        float32 (H, W), mean absolute difference of the three channels, 0 to 255.
    """
    # 4:4:4: chroma subsampling would light up every coloured edge, real or not.
    saved = encoded(Image.fromarray(pixels), "JPEG", quality=quality, subsampling=0)
    return np.abs(decoded(saved).astype(np.int16) - pixels).mean(axis=2, dtype=np.float32)


def examine(image: LoadedImage) -> Trace:
    """Return the part that an extra save changes less, or more, than the rest of the picture.

    In a JPEG only a part that changes less counts: one that changes more is what
    ``double_compression`` looks for. ``raw_score`` is in standard deviations. Figures: the
    ``quality`` of the extra save that shows it best, how much the ``part`` changes there and how
    much the ``rest`` does (0: not at all, 1: like a picture that was never saved), measured
    ``share`` of the picture (0 to 1).
    """
    window = measured_window(image.stored_luma)
    if (window.height // 8) * (window.width // 8) < _LEAST_BLOCKS:
        return Trace(0.0, abstained="too-small")
    strengths = strengths_of(image, window)
    fits = list(step_fits(strengths))
    if not fits:
        return Trace(0.0, abstained="too-smooth")
    excess = np.stack([_excess(fit, image.format) for fit in fits])
    while True:
        best, *place = (int(at) for at in np.unravel_index(excess.argmax(), excess.shape))
        if not _is_of_equal_steps(strengths, fits[best], excess[best], place):
            return _trace(image, window, fits[best], excess[best])
        # Neighbourhoods that share blocks with it.
        down, across = (_around(at, fits[best].size, fits[best].size + 1) for at in place)
        excess[:, down, across] = 0


def _around(at: int, before: int, after: int) -> slice:
    return slice(max(0, at - before), at + after)


def _is_of_equal_steps(
    strengths: Strengths, fit: Fit, excess: npt.NDArray[np.float32], place: Sequence[int]
) -> bool:
    # A part that lies farther from a quality's steps than the rest keeps to none.
    if excess[*place] <= 0 or fit.local[*place] <= fit.usual:
        return False
    before = fit.size // 2
    down, across = (_around(at, before, fit.size - before) for at in place)
    return keeps_to_equal_steps(strengths, fit.quality, (down, across))


def _excess(fit: Fit, format: str) -> npt.NDArray[np.float32]:
    """Return by how many standard deviations each neighbourhood stands out, 0 or more."""
    # The last save's own steps can hold a JPEG's strengths off those of another quality; to be
    # nearer to them than that is no sign of having been on them.
    less = (fit.local - max(fit.usual, 0)) * fit.certainty
    if format == "JPEG" or fit.usual <= 0:
        return np.maximum(less, 0)
    return np.maximum(less, (fit.usual - fit.local) * fit.certainty)


def _trace(image: LoadedImage, window: Window, fit: Fit, excess: npt.NDArray[np.float32]) -> Trace:
    peak = np.unravel_index(excess.argmax(), excess.shape)
    labels, _ = ndimage.label(excess >= excess[peak] / 2)
    part = labels == labels[peak]
    return Trace(
        float(excess[peak]),
        window.spread(excess / _MAP_FULL, 8, image.orientation),
        box_around(window.spread(part, 8, image.orientation)) if excess[peak] > 0 else None,
        {
            "quality": fit.quality,
            "part": float(np.clip(1 - fit.local[peak], 0, 1)),
            "rest": float(np.clip(1 - fit.usual, 0, 1)),
            "share": window.share(),
        },
    )
