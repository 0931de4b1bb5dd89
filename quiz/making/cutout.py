"""Cut an object out of a photograph: a hand-drawn outline becomes a soft matte.

Photographs go in as uint8 (H, W, 3) sRGB; colours and mattes come out as float64, 0 to 1.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import cv2
import numpy as np
from pymatting import estimate_alpha_cf, estimate_foreground_ml

GRABCUT_ROUNDS = 5
# Room left around the outline, in pixels of the cut-out: GrabCut and the matting both need to see
# some of the background.
MARGIN = 24
# Half the width of the soft border, and the width of a line to keep, in pixels of the cut-out.
FRINGE = 3
KEEP_WIDTH = 2
# Thinner than this, a veil of matte is noise of the solver rather than hair.
LEAST_MATTE = 0.04


@dataclass(frozen=True)
class Cutout:
    """An object without its background.

    Attributes:
        colour: float64 (H, W, 3), 0 to 1: the object's own colour, freed of the background's
            also where the two mix.
        matte: float64 (H, W), the share of each pixel that is the object.
        foot: the middle of the outline's lower edge, (x, y) in pixels of the cut-out.
    """

    colour: np.ndarray
    matte: np.ndarray
    foot: tuple[float, float]

    def mirrored(self) -> Self:
        """Return the object with left and right exchanged."""
        x, y = self.foot
        width = self.matte.shape[1]
        return type(self)(self.colour[:, ::-1], self.matte[:, ::-1], (width - x, y))


def cut_out(
    photograph: np.ndarray,
    outline: Sequence[Sequence[float]],
    width: int,
    reach: float = 8,
    keep: Sequence[Sequence[Sequence[float]]] = (),
) -> Cutout:
    """Cut the object inside an outline out of a photograph and scale it.

    The photograph is scaled first, so that the matte is as fine as the picture it will be part
    of. GrabCut then corrects the outline, and closed-form matting turns the border that is left
    into a soft one.

    Args:
        photograph: uint8 (H, W, 3).
        outline: three or more corners (x, y) around the object, pixels of the photograph.
        width: width of the outline in the cut-out, pixels.
        reach: how far inside the outline, in pixels of the cut-out, background may lie.
        keep: lines of corners (x, y), pixels of the photograph, along thin parts such as legs,
            which the object surely has.

    Returns:
        The cut-out, cropped to the outline and a margin of up to 24 pixels a side; the margin
        ends where the photograph does. Outside the outline the matte is 0.

    Raises:
        ValueError: the outline is not a polygon inside the photograph, the object would be
            enlarged, or nothing in the outline differs from what surrounds it.

    Source:
        Rother, Kolmogorov and Blake (2004), "GrabCut", SIGGRAPH. Levin, Lischinski and Weiss
        (2008), "A closed-form solution to natural image matting", IEEE TPAMI 30(2). Germer et
        al. (2020), "Fast multi-level foreground estimation", ICPR.
    """
    corners = np.asarray(outline, float)
    height, full_width = photograph.shape[:2]
    if corners.ndim != 2 or corners.shape[1] != 2 or len(corners) < 3:
        raise ValueError("An outline needs three or more corners (x, y).")
    if not np.ptp(corners, axis=0).all():
        raise ValueError("The outline encloses nothing; draw it around the object.")
    if (corners < 0).any() or (corners > (full_width, height)).any():
        raise ValueError(f"The outline leaves the photograph of {full_width} x {height} pixels.")
    scale = width / np.ptp(corners[:, 0])
    if scale > 1:
        raise ValueError(f"The object would be enlarged {scale:.2f} times; give a smaller width.")

    small = cv2.resize(photograph, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    corners = corners * scale
    left, top = np.maximum(corners.min(axis=0) - MARGIN, 0).astype(int)
    right, bottom = np.ceil(corners.max(axis=0) + MARGIN).astype(int)
    part = small[top:bottom, left:right]
    inside = np.zeros(part.shape[:2], np.uint8)
    cv2.fillPoly(inside, [np.round(corners - (left, top)).astype(np.int32)], 1)

    sure = np.zeros_like(inside)
    for line in keep:
        points = np.round(np.asarray(line) * scale - (left, top)).astype(np.int32)
        cv2.polylines(sure, [points], False, 1, KEEP_WIDTH)

    matte = _soften(part, _correct(part, inside, sure, reach), sure)
    matte[cv2.dilate(inside, _disc(FRINGE)) == 0] = 0
    matte = np.where(matte < LEAST_MATTE, 0, matte)
    low, high = corners.min(axis=0) - (left, top), corners.max(axis=0) - (left, top)
    foot = float(low[0] + high[0]) / 2, float(high[1])
    return Cutout(estimate_foreground_ml(part / 255.0, matte), matte, foot)


def _correct(part: np.ndarray, inside: np.ndarray, sure: np.ndarray, reach: float) -> np.ndarray:
    """Return the object inside an outline as GrabCut sees it, uint8 (H, W), 0 or 1."""
    depth = cv2.distanceTransform(inside, cv2.DIST_L2, 5)
    marks = np.full(inside.shape, cv2.GC_BGD, np.uint8)
    marks[inside == 1] = cv2.GC_PR_FGD
    marks[(depth > reach) | (sure == 1)] = cv2.GC_FGD
    models = np.zeros((1, 65)), np.zeros((1, 65))
    # GrabCut starts its colour models from OpenCV's own random generator.
    cv2.setRNGSeed(0)
    cv2.grabCut(part, marks, None, *models, GRABCUT_ROUNDS, cv2.GC_INIT_WITH_MASK)
    found = np.isin(marks, (cv2.GC_FGD, cv2.GC_PR_FGD)).astype(np.uint8)
    if not found.any():
        raise ValueError("Nothing in the outline differs from its surroundings; draw it closer.")
    return found


def _soften(part: np.ndarray, found: np.ndarray, core: np.ndarray) -> np.ndarray:
    sure = cv2.erode(found, _disc(FRINGE)) | core
    possible = cv2.dilate(found, _disc(FRINGE))
    known = np.where(sure == 1, 1.0, np.where(possible == 0, 0.0, 0.5))
    return estimate_alpha_cf(part / 255.0, known)


def _disc(radius: int) -> np.ndarray:
    return cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1, 2 * radius + 1))
