"""Stretch, shrink, turn or shift a part, and let its surroundings give way smoothly."""

from collections.abc import Sequence

import cv2
import numpy as np

from quiz.making.photographs import PhotographFolder


def apply(
    canvas: np.ndarray,
    photographs: PhotographFolder,
    *,
    polygon: Sequence[Sequence[float]],
    reach: float,
    anchor: Sequence[float] | None = None,
    scale: Sequence[float] = (1.0, 1.0),
    turn: float = 0.0,
    shift: Sequence[float] = (0.0, 0.0),
) -> tuple[np.ndarray, np.ndarray]:
    """Move the points of a part by one affine map, and those around it by ever less.

    Args:
        canvas: uint8 (H, W, 3).
        photographs: unused.
        polygon: corners [x, y] of the part before the warp, in pixels.
        reach: how far from the part, where it arrives, the surroundings give way, in pixels.
        anchor: the point [x, y] that scaling and turning leave where it is; None takes the
            middle of the part.
        scale: factors in x and y, above 0.
        turn: degrees, clockwise as seen.
        shift: pixels to the right and down, after scaling and turning.

    Returns:
        Edited picture, uint8 (H, W, 3), and mask, bool (H, W): the part and its surroundings.

    Raises:
        ValueError: the warp would fold the picture over itself; says what to change.

    Source:
        Warping by a displacement that fades out: Gustafsson (1993), "Interactive image
        warping", Helsinki University of Technology, on local warps.
    """
    corners = np.asarray(polygon, np.float32)
    centre = corners.mean(axis=0) if anchor is None else np.asarray(anchor, np.float32)
    affine = _affine(scale, turn)
    # Everything is worked out where the part arrives, so that no map needs to be inverted.
    weight = _fading((corners - centre) @ affine.T + centre + shift, reach, canvas.shape[:2])
    points = np.stack(np.meshgrid(*map(np.arange, canvas.shape[1::-1])), axis=2)
    before = (points - centre - shift) @ np.linalg.inv(affine).T + centre
    source = points + weight[..., None] * (before - points)
    if _folds(source):
        raise ValueError("the warp folds the picture over itself; move less or reach further")
    edited = cv2.remap(
        canvas, source.astype(np.float32), None, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT_101
    )
    mask = weight > 0
    return np.where(mask[..., None], edited, canvas), mask


def _fading(corners: np.ndarray, reach: float, shape: tuple[int, int]) -> np.ndarray:
    """1 in the part, falling smoothly to 0 at `reach` pixels from it; float64 (H, W)."""
    outside = np.ones(shape, np.uint8)
    cv2.fillPoly(outside, [np.rint(corners).astype(np.int32)], 0)
    distance = cv2.distanceTransform(outside, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    nearness = np.clip(1 - distance.astype(float) / reach, 0, 1)
    return nearness * nearness * (3 - 2 * nearness)


def _affine(scale: Sequence[float], turn: float) -> np.ndarray:
    angle = np.deg2rad(turn)
    rotation = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return rotation @ np.diag(scale)


def _folds(source: np.ndarray) -> bool:
    """Whether a map (H, W, 2) turns any part of the picture inside out."""
    (xy, xx), (yy, yx) = (np.gradient(source[..., i]) for i in (0, 1))
    return bool((xx * yy - xy * yx <= 0).any())
