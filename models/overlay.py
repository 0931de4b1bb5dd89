"""Draw where a trace was found onto the picture."""

import base64

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageOps

from models.analysis import Region
from models.encoding import encoded

LONG_SIDE = 800
THUMBNAIL_SIZE = (288, 216)
# Blue keeps its difference from grey for every common kind of colour blindness.
_TINT = (0, 90, 255)
_TINT_OPACITY = 0.6
_WEBP_QUALITY = 75
_PEN = 4


def draw_overlay(
    pixels: npt.NDArray[np.uint8],
    map: npt.NDArray[np.float32] | None,
    region: Region | None,
) -> Image.Image:
    """Return a grey copy of the picture with the map as a blue veil and the region outlined.

    The outline is dark with a light core, so it shows on any picture and needs no colour.

    Args:
        pixels: uint8 (H, W, 3).
        map: float32 (H, W), 0 (no veil) to 1, or None.
        region: a box on ``pixels``, or None.
    """
    picture = _shrink(Image.fromarray(pixels)).convert("L").convert("RGB")
    if map is not None:
        opacity = np.clip(map, 0, 1)
        opacity *= _TINT_OPACITY * 255
        veil = Image.fromarray(opacity.astype(np.uint8))
        veil = veil.resize(picture.size, Image.Resampling.BILINEAR)
        picture.paste(_TINT, mask=veil)
    if region is not None:
        scale = picture.width / pixels.shape[1]
        corners = np.array([region.x, region.y, region.x + region.width, region.y + region.height])
        # Kept inside the picture, so that no side of the box is lost at its edge.
        farthest = np.array([picture.width, picture.height] * 2) - _PEN - 1
        box = np.clip(corners * scale, _PEN, np.maximum(farthest, _PEN)).round().tolist()
        _outline(picture, box, _PEN, "black")
        _outline(picture, box, _PEN // 2, "white")
    return picture


def preview(pixels: npt.NDArray[np.uint8]) -> Image.Image:
    """Return the picture, uint8 (H, W, 3), at most ``LONG_SIDE`` pixels long, never enlarged."""
    return _shrink(Image.fromarray(pixels))


def thumbnail(pixels: npt.NDArray[np.uint8]) -> Image.Image:
    """Return the middle of the picture, uint8 (H, W, 3), cut to ``THUMBNAIL_SIZE``."""
    return ImageOps.fit(Image.fromarray(pixels), THUMBNAIL_SIZE)


def data_uri(picture: Image.Image) -> str:
    """Return the picture as the address of itself, so that no file has to be kept for it."""
    file = encoded(picture, "WEBP", quality=_WEBP_QUALITY)
    return "data:image/webp;base64," + base64.b64encode(file).decode("ascii")


def _outline(picture: Image.Image, box: list[float], width: int, colour: str) -> None:
    """Draw a frame of twice this width whose middle line is the box."""
    left, top, right, bottom = box
    ImageDraw.Draw(picture).rectangle(
        [left - width, top - width, right + width, bottom + width],
        outline=colour,
        width=2 * width,
    )


def _shrink(picture: Image.Image) -> Image.Image:
    picture.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.LANCZOS)
    return picture
