"""Error level: a part that changes more, or less, than the rest when the picture is saved again.

A part that came from another picture has been saved a different number of times, or at another
quality, and so loses a different amount when everything is saved once more.

Source:
    Krawetz (2007), "A Picture's Worth: Digital Image Analysis and Forensics", Black Hat USA.
    Deviation: the map is read through ``_surprise``, because raw error level lights up every edge.
"""

from io import BytesIO

import numpy as np
import numpy.typing as npt
from PIL import Image
from scipy import ndimage

from models.analysis import Trace
from models.evidence._surprise import BLOCK, block_means, enough_blocks, surprise
from models.evidence._window import box_around, measured_window
from models.image import LoadedImage

FAMILY = "compression"
QUALITY = 90
_MAP_FULL = 8.0  # deviations at which the map reaches 1


def error_level(pixels: npt.NDArray[np.uint8], quality: int = QUALITY) -> npt.NDArray[np.float32]:
    """Return how far each pixel moves when the picture is saved as a JPEG once more.

    Args:
        pixels: uint8 (H, W, 3) sRGB.
        quality: libjpeg quality, 1 to 100.

    Returns:
        float32 (H, W), mean absolute difference of the three channels, 0 to 255.
    """
    saved = BytesIO()
    # 4:4:4: chroma subsampling would light up every coloured edge, real or not.
    Image.fromarray(pixels).save(saved, "JPEG", quality=quality, subsampling=0)
    again = np.asarray(Image.open(saved).convert("RGB"), dtype=np.int16)
    return np.abs(again - pixels).mean(axis=2, dtype=np.float32)


def examine(image: LoadedImage) -> Trace:
    """Return the part whose error level its own brightness and texture do not explain.

    ``raw_score`` is in robust standard deviations. Figures: ``quality`` of the extra save,
    how many ``times`` as much as expected the region changes, or as little (``more`` is 1 or 0),
    mean ``level`` of the picture (0 to 255), measured ``share`` of it (0 to 1).
    """
    window = measured_window(image.pixels)
    if not enough_blocks(window.height, window.width):
        return Trace(0.0, abstained="too-small")
    luma = window.cut(image.luma)
    level = block_means(error_level(window.cut(image.pixels)))
    # Texture seen through a blur: what a save changes is finer than this.
    gradient = ndimage.gaussian_gradient_magnitude(luma, 1.5)
    found = surprise(level + 0.02, luma, block_means(gradient))
    if found is None:
        return Trace(0.0, abstained="too-smooth")
    return Trace(
        found.score,
        window.spread(np.abs(found.deviation) / _MAP_FULL, BLOCK),
        box_around(window.spread(found.part, BLOCK)),
        {
            "quality": QUALITY,
            "times": max(found.ratio, 1 / found.ratio),
            "more": float(found.ratio >= 1),
            "level": float(level.mean()),
            "share": window.share(),
        },
    )
