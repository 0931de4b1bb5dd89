"""The last steps every picture takes, real or edited, so that no file tells which it is."""

from io import BytesIO

import cv2
import numpy as np
from PIL import Image

from quiz.item import HEIGHT, WIDTH

# One size, one codec, one quality. 3:2 at 960 px is sharp on a phone at three pixels to a point
# and, at this quality, about 100 KB: ten pictures with their originals stay under 2.5 MB.
QUALITY = 82


def frame(photograph: np.ndarray, crop: tuple[int, int, int] | None = None) -> np.ndarray:
    """Cut a photograph to 3:2 and scale it to the delivered size.

    Args:
        photograph: uint8 (H, W, 3).
        crop: left, top and width in its pixels, the height follows; None takes the largest
            part around the centre.

    Returns:
        uint8 (640, 960, 3).

    Raises:
        ValueError: the crop leaves the photograph, or would be enlarged: an enlarged picture
            is softer than its neighbours and would stand out.
    """
    height, width = photograph.shape[:2]
    if crop is None:
        crop_width = min(width, height * WIDTH // HEIGHT)
        crop_height = crop_width * HEIGHT // WIDTH
        crop = ((width - crop_width) // 2, (height - crop_height) // 2, crop_width)
    left, top, crop_width = crop
    crop_height = crop_width * HEIGHT // WIDTH
    if left < 0 or top < 0 or left + crop_width > width or top + crop_height > height:
        raise ValueError(f"crop {crop} leaves the photograph of {width} x {height} pixels")
    if crop_width < WIDTH * 0.85:
        raise ValueError(f"crop {crop} would be enlarged; take at least {WIDTH * 0.85:.0f} pixels")
    part = photograph[top : top + crop_height, left : left + crop_width]
    method = cv2.INTER_AREA if crop_width > WIDTH else cv2.INTER_CUBIC
    return cv2.resize(part, (WIDTH, HEIGHT), interpolation=method)


def deliver(picture: np.ndarray) -> bytes:
    """Encode a picture, uint8 (640, 960, 3), as WebP without metadata."""
    out = BytesIO()
    Image.fromarray(picture).save(out, "WEBP", quality=QUALITY, method=6)
    return out.getvalue()


def deliver_mask(mask: np.ndarray) -> bytes:
    """Encode a mask, bool (H, W), as a one-bit PNG, white where the picture was changed."""
    out = BytesIO()
    Image.fromarray(mask).save(out, "PNG", optimize=True)
    return out.getvalue()
