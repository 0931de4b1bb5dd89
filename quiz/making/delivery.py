"""The last steps every picture takes, real or edited, so that no file tells which it is."""

from io import BytesIO

import cv2
import numpy as np
from PIL import Image

from quiz.item import HEIGHT, WIDTH

# In a pack: one size, one codec, one quality. 3:2 at 960 px is sharp on a phone at three pixels to
# a point and, at this quality, about 100 KB: ten pictures with their originals stay under 2.5 MB.
QUALITY = 82


def frame(
    photograph: np.ndarray,
    crop: tuple[int, int, int] | None = None,
    size: tuple[int, int] = (WIDTH, HEIGHT),
) -> np.ndarray:
    """Cut a photograph to the shape of its pack's pictures and scale it to their size.

    Args:
        photograph: uint8 (H, W, 3).
        crop: left, top and width in its pixels, the height follows; None takes the largest
            part around the centre.
        size: width and height of the pack's pictures.

    Returns:
        uint8 (H, W, 3) of that size.

    Raises:
        ValueError: the crop leaves the photograph, or would be enlarged: an enlarged picture
            is softer than its neighbours and would stand out.
    """
    height, width = photograph.shape[:2]
    wanted_width, wanted_height = size
    if crop is None:
        crop_width = min(width, height * wanted_width // wanted_height)
        crop_height = crop_width * wanted_height // wanted_width
        crop = ((width - crop_width) // 2, (height - crop_height) // 2, crop_width)
    left, top, crop_width = crop
    crop_height = crop_width * wanted_height // wanted_width
    if left < 0 or top < 0 or left + crop_width > width or top + crop_height > height:
        raise ValueError(f"crop {crop} leaves the photograph of {width} x {height} pixels")
    least = wanted_width * 0.85
    if crop_width < least:
        raise ValueError(f"crop {crop} would be enlarged; take at least {least:.0f} pixels")
    part = photograph[top : top + crop_height, left : left + crop_width]
    method = cv2.INTER_AREA if crop_width > wanted_width else cv2.INTER_CUBIC
    return cv2.resize(part, size, interpolation=method)


def deliver(picture: np.ndarray) -> bytes:
    """Encode a picture, uint8 (H, W, 3), as WebP without metadata."""
    out = BytesIO()
    Image.fromarray(picture).save(out, "WEBP", quality=QUALITY, method=6)
    return out.getvalue()


def deliver_mask(mask: np.ndarray) -> bytes:
    """Encode a mask, bool (H, W), as a one-bit PNG, white where the picture was changed."""
    out = BytesIO()
    Image.fromarray(mask).save(out, "PNG", optimize=True)
    return out.getvalue()
