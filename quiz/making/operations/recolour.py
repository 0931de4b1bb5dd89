"""Give a part another colour; its light, shade and texture stay."""

from collections.abc import Sequence

import cv2
import numpy as np

from quiz.making.matting import matte_on
from quiz.making.photographs import PhotographFolder

# A hue range fades out over as many degrees; a sharp end would show as jagged islands.
HUE_FADE = 15.0
# Colours greyer than this have no hue to speak of.
LEAST_CHROMA = 8.0


def apply(
    canvas: np.ndarray,
    photographs: PhotographFolder,
    *,
    outline: Sequence[Sequence[int]],
    turn: float = 0.0,
    chroma: float = 1.0,
    cast: Sequence[float] = (0.0, 0.0),
    hues: Sequence[float] | None = None,
    reach: float = 8,
) -> tuple[np.ndarray, np.ndarray]:
    """Turn the hues of a part in CIELAB, so that its lightness stays.

    Args:
        canvas: uint8 (H, W, 3).
        photographs: unused.
        outline: corners [x, y] around the part, in whole pixels.
        turn: degrees from red over yellow, green and blue to red.
        chroma: factor; 0 takes all colour out.
        cast: added to a* (green to red) and b* (blue to yellow) of mid-grey and lighter, to
            darker by ever less.
        hues: first and last hue to be turned, in degrees of CIELAB, counted upwards (so
            [330, 60] holds the reds); None turns all of them.
        reach: how far inside the outline background may lie, in pixels.

    Returns:
        Edited picture, uint8 (H, W, 3), and mask, bool (H, W): the part, soft edge included.

    Raises:
        ValueError: the outline is not a polygon inside the canvas, or holds no object.

    Source:
        Hue as an angle, chroma as a radius: CIE 15:2004, section 8.2.1.
    """
    share = matte_on(canvas, outline, reach)
    lab = cv2.cvtColor(canvas.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
    if hues is not None:
        share = share * _hue_share(lab, hues)
    angle = np.deg2rad(turn)
    rotation = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    turned = lab.copy()
    turned[..., 1:] = chroma * lab[..., 1:] @ rotation.T
    turned[..., 1:] += np.clip(lab[..., :1] / 50, 0, 1) * np.asarray(cast)
    turned = cv2.cvtColor(turned, cv2.COLOR_LAB2RGB).clip(0, 1) * 255
    mixed = canvas + share[..., None] * (turned - canvas)
    mask = share > 0
    return np.where(mask[..., None], np.rint(mixed).astype(np.uint8), canvas), mask


def _hue_share(lab: np.ndarray, hues: Sequence[float]) -> np.ndarray:
    """1 for colours inside the range of hues, fading to 0 outside it and towards grey."""
    first, last = hues
    hue = np.rad2deg(np.arctan2(lab[..., 2], lab[..., 1]))
    half = ((last - first) % 360) / 2
    beyond = np.abs((hue - first - half + 180) % 360 - 180) - half
    coloured = np.hypot(lab[..., 1], lab[..., 2]) / LEAST_CHROMA
    return np.clip(1 - beyond / HUE_FADE, 0, 1) * np.clip(coloured, 0, 1)
