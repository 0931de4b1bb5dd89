"""Copy a part of the picture and lay it down elsewhere in the same picture."""

from collections.abc import Sequence

import cv2
import numpy as np
from scipy.ndimage import gaussian_filter

from quiz.making.cutout import cut_out
from quiz.making.photographs import PhotographFolder

Points = Sequence[Sequence[float]]
# Colour, float64 (H, W, 3), and matte, float64 (H, W), both 0 to 1 and as large as the canvas.
Layer = tuple[np.ndarray, np.ndarray]


def apply(
    canvas: np.ndarray,
    photographs: PhotographFolder,
    *,
    outline: Points,
    offset: Sequence[float],
    flip: bool = False,
    scale: float = 1,
    rotation: float = 0,
    brightness: float = 1,
    cut: bool = False,
    reach: float = 8,
    feather: float = 2,
    seamless: bool = False,
    before: Sequence[Points] = (),
) -> tuple[np.ndarray, np.ndarray]:
    """Repeat one part of the canvas.

    Args:
        canvas: uint8 (H, W, 3).
        photographs: not used; every edit is handed it.
        outline: corners (x, y) around the part, pixels of the canvas.
        offset: how far its middle moves right and down, pixels.
        flip: mirror the copy left to right, before it is turned.
        scale: size of the copy; 1 is the size of the part. Much above 1, the copy turns soft.
        rotation: clockwise turn of the copy in degrees.
        brightness: factor for the copy's values.
        cut: cut the object inside the outline from its background; see `cut_out`. Otherwise
            everything inside the outline is copied.
        reach: how far inside a cut outline background may lie, pixels; see `cut_out`.
        feather: Gaussian sigma in pixels that softens an outline that is not cut, and those of
            `before`.
        seamless: fit the copy's colours to those around it by Poisson blending.
        before: outlines on the canvas of things that stand before the copy.

    Returns:
        The edited canvas and the pixels that changed, bool (H, W).

    Raises:
        ValueError: the outline is no polygon, `scale` is not positive, or the copy does not touch
            the canvas; or see `cut_out`.

    Source:
        Pérez, Gangnet and Blake (2003), "Poisson image editing", SIGGRAPH.
    """
    if np.ndim(outline) != 2 or np.shape(outline)[1] != 2 or len(outline) < 3:
        raise ValueError("An outline needs three or more corners (x, y).")
    if scale <= 0:
        raise ValueError(f"scale = {scale} leaves no copy; give a number above 0.")
    part = _cut(canvas, outline, reach) if cut else _patch(canvas, outline, feather)
    colour, matte = _moved(part, _placement(outline, offset, flip, scale, rotation), scale)
    if not matte.any():
        raise ValueError(f"offset = {list(offset)} leaves nothing of the copy on the canvas.")
    colour = np.clip(colour * brightness, 0, 1)
    if seamless:
        colour = _fitted(colour, matte, canvas)
    for thing in before:
        matte = matte * (1 - _patch(canvas, thing, feather)[1])
    mixed = colour * matte[..., None] + canvas / 255 * (1 - matte[..., None])
    edited = np.round(mixed * 255).astype(np.uint8)
    return edited, (edited != canvas).any(axis=2)


def _patch(canvas: np.ndarray, outline: Points, feather: float) -> Layer:
    """Return all that lies inside an outline, with a border softened by `feather`."""
    inside = np.zeros(canvas.shape[:2])
    cv2.fillPoly(inside, [np.round(outline).astype(np.int32)], 1)
    return canvas / 255, gaussian_filter(inside, feather)


def _cut(canvas: np.ndarray, outline: Points, reach: float) -> Layer:
    """Return the object inside an outline, freed of its background, where it is."""
    corners = np.asarray(outline, float)
    low, high = corners.min(axis=0), corners.max(axis=0)
    cutout = cut_out(canvas, outline, round(high[0] - low[0]), reach=reach)
    left = round((low[0] + high[0]) / 2 - cutout.foot[0])
    top = round(high[1] - cutout.foot[1])
    height, width = cutout.matte.shape
    colour, matte = canvas / 255, np.zeros(canvas.shape[:2])
    colour[top : top + height, left : left + width] = cutout.colour
    matte[top : top + height, left : left + width] = cutout.matte
    return colour, matte


def _placement(
    outline: Points,
    offset: Sequence[float],
    flip: bool,
    scale: float,
    rotation: float,
) -> np.ndarray:
    """Return the affine map, float64 (2, 3), from the part to where its copy lies."""
    corners = np.asarray(outline, float)
    middle = (corners.min(axis=0) + corners.max(axis=0)) / 2
    cos, sin = np.cos(np.deg2rad(rotation)), np.sin(np.deg2rad(rotation))
    turn = scale * np.array([[cos, -sin], [sin, cos]]) @ np.diag([-1 if flip else 1, 1])
    return np.column_stack([turn, middle + offset - turn @ middle])


def _moved(layer: Layer, placement: np.ndarray, scale: float) -> Layer:
    """Return a layer where an affine map takes it; `scale` is the map's own."""
    colour, matte = layer
    if scale < 1:
        # Shrinking by single samples would make fine texture sparkle; this is the blur that
        # skimage.transform.resize applies for the same reason.
        sigma = (1 / scale - 1) / 2
        colour = gaussian_filter(colour, (sigma, sigma, 0))
    size = matte.shape[::-1]
    # In double precision, OpenCV 5.0 leaves the border black whatever border it is asked for.
    colour = cv2.warpAffine(
        colour.astype(np.float32),
        placement,
        size,
        flags=cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_REFLECT,
    )
    return colour, cv2.warpAffine(matte, placement, size, flags=cv2.INTER_LINEAR)


def _fitted(colour: np.ndarray, matte: np.ndarray, canvas: np.ndarray) -> np.ndarray:
    """Return a copy's colour with its own detail but the tone of the canvas around it."""
    mask = np.where(matte > 0, 255, 0).astype(np.uint8)
    left, top, width, height = cv2.boundingRect(mask)
    middle = (left + width // 2, top + height // 2)
    copy = np.round(colour * 255).astype(np.uint8)
    return cv2.seamlessClone(copy, canvas, mask, middle, cv2.NORMAL_CLONE) / 255
