"""Put the sky of another photograph behind a landscape, and leave the landscape's light alone."""

from collections.abc import Sequence

import cv2
import numpy as np

from quiz.making.matting import matte_on
from quiz.making.photographs import PhotographFolder

# Sigma in pixels: wider than grain, which stays the canvas's own, narrower than clouds.
GRAIN = 1.5
# Share of the borrowed sky's height over which its clouds thin out towards the horizon.
FADE = 0.3


def apply(
    canvas: np.ndarray,
    photographs: PhotographFolder,
    *,
    outline: Sequence[Sequence[int]],
    source: str,
    area: Sequence[int],
    flip: bool = False,
    exposure: float = 1.0,
    reach: float = 8,
) -> tuple[np.ndarray, np.ndarray]:
    """Replace the sky.

    Args:
        canvas: uint8 (H, W, 3).
        photographs: opens `source`.
        outline: corners [x, y] around the sky, in whole pixels.
        source: id of the photograph the new sky comes from.
        area: left, top, width and height of the part to take, in its pixels. It is scaled to
            the canvas's width; where it is too low to reach the horizon, its clouds thin out
            and a gradient drawn from its lowest colours goes on.
        flip: mirror the new sky left to right.
        exposure: factor on the new sky's brightness.
        reach: how far inside the outline the land may stand, in pixels.

    Returns:
        Edited picture, uint8 (H, W, 3), and mask, bool (H, W): the sky, soft edge included.

    Raises:
        PhotographError: there is no such photograph.
        ValueError: the area leaves that photograph, or the outline is no polygon around a sky.
    """
    photograph = photographs.open(source)
    left, top, width, height = area
    part = photograph[top : top + height, left : left + width]
    if min(left, top) < 0 or part.shape[:2] != (height, width):
        raise ValueError(f"area {area} leaves {source}, which is {photograph.shape[1::-1]}")
    share = matte_on(canvas, outline, reach)
    horizon = int(np.flatnonzero(share.any(axis=1))[-1]) + 1
    new = _to_canvas(part[:, ::-1] if flip else part, canvas.shape[1], horizon) * exposure
    # Only the difference of the two skies is added, so that a pixel half leaf, half sky keeps
    # its leaf, and every pixel the grain of the camera that took the landscape.
    change = np.zeros(canvas.shape)
    change[:horizon] = new - _smooth(canvas, share)[:horizon]
    mixed = np.rint(canvas + share[..., None] * change).clip(0, 255).astype(np.uint8)
    return mixed, share > 0


def _to_canvas(part: np.ndarray, width: int, height: int) -> np.ndarray:
    """Scale a sky to a width, and go on below it with a gradient; float64 (height, width, 3)."""
    scale = width / part.shape[1]
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    sky = cv2.resize(part, (width, round(part.shape[0] * scale)), interpolation=method)
    sky = sky[:height].astype(float)
    missing = height - len(sky)
    if missing <= 0:
        return sky
    rows = np.pad(sky.mean(axis=1, keepdims=True), ((0, missing), (0, 0), (0, 0)), mode="edge")
    gradient = cv2.GaussianBlur(rows.repeat(2, axis=1), (0, 0), len(sky) / 6)[:, :1]
    clouds = np.zeros((height, width, 3))
    clouds[: len(sky)] = sky - gradient[: len(sky)]
    nearness = np.clip((len(sky) - np.arange(height)) / (FADE * len(sky)), 0, 1)
    return gradient + clouds * (nearness * nearness * (3 - 2 * nearness))[:, None, None]


def _smooth(canvas: np.ndarray, share: np.ndarray) -> np.ndarray:
    """The old sky without its grain, carried on a little beneath the edge of the land."""
    sure = (share > 0.98).astype(float)
    near, far = (
        cv2.GaussianBlur(np.dstack([canvas * sure[..., None], sure]), (0, 0), sigma)
        for sigma in (GRAIN, 16 * GRAIN)
    )
    amount = near[..., 3:]
    # Pixels with hardly any sky nearby look further for it.
    trust = np.clip(amount / 0.1, 0, 1)
    return trust * near[..., :3] / (amount + 1e-6) + (1 - trust) * far[..., :3] / (
        far[..., 3:] + 1e-6
    )
