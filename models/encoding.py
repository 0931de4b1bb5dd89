"""Pictures to the bytes of a file, and back, in memory."""

from io import BytesIO
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image


def encoded(picture: Image.Image, format: str, **settings: Any) -> bytes:
    """Return the file, "JPEG", "PNG" or "WEBP", that a picture makes with Pillow's settings."""
    file = BytesIO()
    picture.save(file, format, **settings)
    return file.getvalue()


def decoded(data: bytes) -> npt.NDArray[np.uint8]:
    """Return the pixels, uint8 (H, W, 3), of a file that ``encoded`` made.

    What others made is for ``models.image.open_image``, which checks it first.
    """
    with Image.open(BytesIO(data)) as picture:
        return np.asarray(picture.convert("RGB"))
