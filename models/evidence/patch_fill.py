"""Patch fill: a part put together from small pieces of the rest of the picture.

A program that takes something out of a picture fills the hole with pieces from around it, each
moved by a way of its own, and bends their tones until no seam is left. ``copy_move`` looks for one
part that moved as a whole, by places that can be told from all others; here the pieces are small,
and most of them are grass, sky or water. But each still has the grain of the place it came from.

Letters are alike as well, and so are the windows of a house. But those repeat in rows, at one
distance after the other, and no such program puts its pieces so.

Source:
    Chang, Yu and Chang (2013), "A forgery detection algorithm for exemplar-based inpainting images
    using multi-region relation", Image and Vision Computing 31(1), 57-71, for the question; Zabih
    and Woodfill (1994), "Non-parametric local transforms for computing visual correspondence",
    ECCV, for patterns of signs, which bent tones leave alone; Indyk and Motwani (1998),
    "Approximate nearest neighbors", STOC, for finding alike ones through parts drawn at random.
    Deviations: neighbours must vote for one movement, and each movement is then checked pixel by
    pixel as in ``copy_move``.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import compress
from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt
from scipy import fft

from models.analysis import LEAST_SIDE, Trace
from models.evidence._alikeness import (
    LEVEL,
    MOST_DISTANCES,
    ROW,
    STEP,
    joined,
    local_correlation,
    pixel_information,
    shared_information,
)
from models.evidence._window import box_around, measured_window
from models.evidence_map import empty_map
from models.image import LoadedImage

FAMILY = "duplication"
# The middle of a larger picture is measured, in pixels. It is not shrunk: that would take the
# finest detail away, and move every piece by a part of a pixel.
MEASURED_SIDE = 1024
_REACH = 4  # pixels each way that a pattern of signs is drawn from
_SIGNS = 20  # in a pattern
_PLACE_BITS = 32  # of a place's number
_DRAWS = 4  # of patterns; a save that turns one sign round spoils some of them, not all
_MOST_ALIKE = 3  # places of one pattern; what more have, a row of windows has
_LEAST_MOVE = 24.0  # pixels
_LEAST_CORNER = 0.1  # along an edge everything is like its neighbours
_CELL = 16  # pixels; places in one cell vote together
_LEAST_VOTES = 4
_MOST_DOUBLES = 600
_PATCH = 9  # pixels over which detail is correlated
_RIM = _PATCH // 2
_MARGIN = 16  # pixels around a cell in which its piece may go on
_LEAST_CORRELATION = 0.7
_LEAST_POWER = 0.25  # grey levels squared
_NUDGES = (0, 3), (3, 0), (0, -3), (-3, 0), (2, 2), (2, -2), (-2, 2), (-2, -2)  # pixels
_NUDGE = 3
_NEARBY = 20  # pixels in which a texture has come round again
_LEAST_OVERLAP = 0.05  # of a box's power
_LEAST_SHARPNESS = 0.35  # of correlation, above that with what is close by
_LEAST_WIDTH = 7  # pixels
_NEAR = 45  # pixels between pieces of one part
_ORIGIN = 0.5  # of what a part is marked with, for the places that its pieces came from
_AS_TELLING = 0.8  # of what the part tells, from which on the other end may be the part as well
_SEVERAL = 3  # pieces with movements of their own; a part that moved as a whole has one
_FIGURES = ("pieces", "area", "correlation")

Plane = npt.NDArray[np.float32]


class Double(NamedTuple):
    """A cell, by its top left pixel, and how far down and across its double lies."""

    top: int
    left: int
    down: int
    across: int

    def moves(self) -> list[tuple[int, int]]:
        """Return how far down and across the double lies, and places a few pixels from it."""
        nudges = ((0, 0), *_NUDGES)
        return [(self.down + down, self.across + across) for down, across in nudges]


@dataclass(frozen=True, eq=False)
class Piece:
    """A box with a double.

    Attributes:
        top, left: its first pixel.
        down, across: how far away its double lies, in pixels.
        agreement: float32 (h, w), the correlation of each of its places with its double, 0 where
            that does not count.
    """

    top: int
    left: int
    down: int
    across: int
    agreement: Plane

    def ends(self) -> list[tuple[slice, slice]]:
        """Return the index of its pixels, and of its double's."""
        height, width = self.agreement.shape
        return [
            np.s_[top : top + height, left : left + width]
            for top, left in (
                (self.top, self.left), (self.top + self.down, self.left + self.across)
            )
        ]  # fmt: skip


def examine(image: LoadedImage) -> Trace:
    """Return the part whose pieces appear elsewhere too.

    ``raw_score`` is the square root of what the places of the part and their doubles tell of one
    another, in nats. Figures: how many ``pieces`` with movements of their own it has, its ``area``
    as a share of the picture, the mean ``correlation`` of its finest detail with that of the
    doubles (all 0 if nothing was found), and the measured ``share``.
    """
    if min(image.height, image.width) < LEAST_SIDE:
        return Trace(0.0, abstained="too-small")
    window = measured_window(image.luma, MEASURED_SIDE)
    if window.is_even(image.luma):
        return Trace(0.0, abstained="too-smooth")
    luma = np.ascontiguousarray(window.cut(image.luma))
    detail = luma - cv2.GaussianBlur(luma, (0, 0), 1.0)
    pieces = list(verified(detail, doubles(detail)))
    table = np.array([(each.top, each.down, each.across) for each in pieces]).reshape(-1, 3)
    pieces = list(compress(pieces, ~_in_rows(*table.T)))
    agreement = _laid_out(pieces, detail.shape)
    figures = dict.fromkeys(_FIGURES, 0.0) | {"share": window.share()}
    part = _most_telling_part(agreement)
    if part is None:
        return Trace(0.0, empty_map(image.luma.shape), None, figures)
    own = np.where(part, agreement, 0)
    its = [piece for piece in pieces if any(part[end].any() for end in piece.ends())]
    movements = {(piece.down, piece.across) for piece in its}
    ends = _laid_out(its, detail.shape)
    filled = _filled(part, agreement)
    marked, origin = _marked(filled, ends, agreement, several=len(movements) >= _SEVERAL)
    figures |= {
        "pieces": float(len(movements)),
        "area": float(filled.mean()) * window.share(),
        "correlation": float(own[own > 0].mean()),
    }
    map = window.spread(np.maximum(marked, origin) * figures["correlation"], 1)
    return Trace(shared_information(own), map, box_around(window.spread(marked, 1)), figures)


def _marked(
    filled: npt.NDArray[np.bool_], ends: Plane, agreement: Plane, *, several: bool
) -> tuple[npt.NDArray[np.bool_], Plane]:
    """Return where pieces may have been put, and where else they came from, by half.

    Which of two alike places is the copy the places themselves do not say, so both are marked.
    But several pieces that lie side by side, and come from here and there, were put where they
    lie side by side.
    """
    other = _most_telling_part(np.where(filled, 0, ends))
    if other is None:
        return filled, np.zeros_like(ends)
    told, told_there = (shared_information(np.where(at, ends, 0)) for at in (filled, other))
    if several and told_there < _AS_TELLING * told:
        return filled, (ends > 0) * np.float32(_ORIGIN)
    return filled | _filled(other, agreement), np.zeros_like(ends)


def explains(figures: Mapping[str, float]) -> tuple[str, ...]:
    """Return what this trace leaves behind too: of many pieces one may be found as a copy."""
    return ("copy_move",) if figures["pieces"] >= _SEVERAL else ()


def _laid_out(pieces: Iterable[Piece], shape: tuple[int, int]) -> Plane:
    """Return how places agree with their doubles, float32 (H, W), at both ends."""
    agreement = np.zeros(shape, dtype=np.float32)
    for piece in pieces:
        for end in piece.ends():
            np.maximum(agreement[end], piece.agreement, out=agreement[end])
    return agreement


def doubles(detail: Plane) -> list[Double]:
    """Return cells that several of their places say to have a double, most votes first.

    Args:
        detail: float32 (H, W), the high-pass residual in grey levels.
    """
    height, width = detail.shape
    first, second = _alike(detail)
    top, left = first // width, first % width
    down, across = second // width - top, second % width - left
    far = np.hypot(down, across) >= _LEAST_MOVE
    top, left, down, across = (each[far] for each in (top, left, down, across))
    # Cell and movement in one number. The second of a pair never lies above the first.
    sizes = height, 2 * width, height // _CELL + 1, width // _CELL + 1
    codes = np.ravel_multi_index((down, across + width, top // _CELL, left // _CELL), sizes)
    codes, votes = np.unique(codes, return_counts=True)
    chosen = np.flatnonzero(votes >= _LEAST_VOTES)
    chosen = chosen[np.argsort(-votes[chosen], kind="stable")][:_MOST_DOUBLES]
    down, across, row, column = np.unravel_index(codes[chosen], sizes)
    table = np.stack([row * _CELL, column * _CELL, down, across - width], axis=1)
    return [Double(*each) for each in table.tolist()]


def _alike(detail: Plane) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return pairs of places around which detail rises and falls alike, as flat indices."""
    height, width = detail.shape
    inner = np.s_[_REACH : height - _REACH, _REACH : width - _REACH]
    telling = _is_telling(detail)[inner]
    places = np.arange(height * width).reshape(height, width)[inner][telling]
    rises = (detail > 0).astype(np.uint32)
    around = range(-_REACH, _REACH + 1)
    steps = np.array([(down, across) for down in around for across in around])
    random = np.random.default_rng(0)
    pairs = []
    for _ in range(_DRAWS):
        patterns = np.zeros(telling.shape, dtype=np.uint32)
        for down, across in random.permutation(steps)[:_SIGNS]:
            moved = np.s_[_REACH + down : height - _REACH + down,
                          _REACH + across : width - _REACH + across]  # fmt: skip
            patterns <<= 1
            patterns |= rises[moved]
        # Pattern and place in one number, which is sorted several times as fast as two. Of one
        # pattern the places keep their order, so the first of a pair is the upper one.
        both = np.sort(patterns[telling].astype(np.int64) << _PLACE_BITS | places)
        alike, sorted_places = both >> _PLACE_BITS, both & ((1 << _PLACE_BITS) - 1)
        begins = np.flatnonzero(np.append(True, alike[1:] != alike[:-1]))
        counts = np.diff(np.append(begins, len(alike)))
        few = np.repeat(counts <= _MOST_ALIKE, counts)
        for step in range(1, _MOST_ALIKE):
            same = (alike[:-step] == alike[step:]) & few[:-step]
            pairs.append((sorted_places[:-step][same], sorted_places[step:][same]))
    first, second = (np.concatenate(each) for each in zip(*pairs, strict=True))
    return first, second


def _is_telling(detail: Plane) -> npt.NDArray[np.bool_]:
    """Return where there is detail, and more than an edge."""
    down, across = (cv2.Sobel(detail, cv2.CV_32F, *way) for way in ((0, 1), (1, 0)))
    wide = _PATCH + 2
    own, other, both = (
        cv2.blur(product, (wide, wide)) for product in (down * down, across * across, down * across)
    )
    half, spread = (own + other) / 2, np.hypot((own - other) / 2, both)
    power = cv2.blur(detail * detail, (_PATCH, _PATCH))
    return (power > _LEAST_POWER) & (half - spread > _LEAST_CORNER * (half + spread))


def verified(detail: Plane, found: Iterable[Double]) -> Iterator[Piece]:
    """Yield the pieces of those cells whose doubles are ones pixel by pixel.

    A place counts only if the agreement is lost as soon as the double is moved by a few pixels
    more, see ``copy_move.verified``; and a box only if it is more like its double than like
    anything close by: cloth and baskets agree with themselves a few threads further on, and then
    with many places further away.

    Args:
        detail: float32 (H, W), the high-pass residual in grey levels.
        found: cells with doubles.
    """
    height, width = detail.shape
    power = cv2.blur(detail * detail, (_PATCH, _PATCH))
    square = np.ones((_LEAST_WIDTH, _LEAST_WIDTH), np.uint8)
    for double in found:
        top = max(0, double.top - _MARGIN, _NUDGE - double.down)
        left = max(0, double.left - _MARGIN, _NUDGE - double.across)
        bottom = min(double.top + _CELL + _MARGIN, height - double.down - _NUDGE)
        right = min(double.left + _CELL + _MARGIN, width - max(double.across, 0) - _NUDGE)
        if min(bottom - top, right - left) <= 2 * _RIM:
            continue
        here = np.s_[top:bottom, left:right]
        moved = [
            np.s_[top + down : bottom + down, left + across : right + across]
            for down, across in double.moves()
        ]
        agrees, *elsewhere = (
            local_correlation(detail[here], detail[there], power[here], power[there], _PATCH)
            for there in moved
        )
        solid = (
            (agrees >= _LEAST_CORRELATION)
            & (np.minimum(power[here], power[moved[0]]) > _LEAST_POWER)
            & (agrees - np.maximum.reduce(elsewhere) >= _LEAST_SHARPNESS)
        )
        solid = cv2.morphologyEx(solid.astype(np.uint8), cv2.MORPH_OPEN, square)
        # Along the border of a box its products are blurred with what is not there.
        inner = np.s_[_RIM : bottom - top - _RIM, _RIM : right - left - _RIM]
        agrees = np.where(solid, agrees, 0)[inner]
        if (agrees > 0).any() and (
            agrees[agrees > 0].mean() - _likeness_nearby(detail[here]) >= _LEAST_SHARPNESS
        ):
            yield Piece(top + _RIM, left + _RIM, double.down, double.across, agrees)


def _in_rows(
    heights: npt.NDArray[np.float64], down: npt.NDArray[np.float64], across: npt.NDArray[np.float64]
) -> npt.NDArray[np.bool_]:
    """Return which pairs of like places are letters of a line, or windows of a floor, bool (N,).

    Such repeat at one distance after the other, along one line or from one line to the next. A
    part that was copied has one distance, and pieces that fill a hole have a line each.

    Args:
        heights: (N,), of the first places, in pixels from the top.
        down, across: (N,), how far the second lie from the first, in pixels.
    """
    row = np.abs(heights[:, None] - heights) <= ROW
    row &= np.abs(down[:, None] - down) <= LEVEL
    steps = np.rint(across / STEP)
    distances = np.array([len(np.unique(steps[its])) for its in row], dtype=int)
    own = (row & (np.abs(across[:, None] - across) <= STEP)).sum(axis=1)
    return (distances > MOST_DISTANCES) & (2 * own < row.sum(axis=1))


def _likeness_nearby(box: Plane) -> float:
    """Return the highest correlation of a box with itself, moved by some pixels."""
    shape = [side + _NEARBY for side in box.shape]
    values, squares, ones = (
        fft.rfft2(each, shape) for each in (box, box * box, np.ones_like(box))
    )
    shared, own, other = (
        fft.irfft2(one * np.conj(two), shape)
        for one, two in ((values, values), (squares, ones), (ones, squares))
    )
    # Where nearly nothing is left to compare, chance decides.
    least = (_LEAST_OVERLAP * float((box * box).sum())) ** 2
    likeness = shared / np.sqrt(np.maximum(own * other, max(least, 1e-6)))
    moves = np.arange(-_NEARBY, _NEARBY + 1)
    far = np.hypot(moves[:, None], moves) > _NUDGE
    return float(likeness[np.ix_(moves, moves)][far].max())


def _most_telling_part(agreement: Plane) -> npt.NDArray[np.bool_] | None:
    """Return the connected part that has most in common with its doubles; None without any."""
    count, labels = cv2.connectedComponents(joined(agreement > 0))
    if count < 2:
        return None
    told = np.bincount(labels.ravel(), pixel_information(agreement).ravel(), minlength=count)
    # What lies in no part tells nothing.
    return labels == told.argmax()


def _filled(part: npt.NDArray[np.bool_], agreement: Plane) -> npt.NDArray[np.bool_]:
    """Return the part with the pieces near it and all between them.

    Between the pieces that are found lie smaller ones, and such as have no detail to be found by.
    """
    height, width = part.shape
    ellipse = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (_NEAR, _NEAR))
    # A border, or what lies along the picture's own would be taken for near.
    pieces = np.pad((agreement > 0).astype(np.uint8), _NEAR)
    near = cv2.morphologyEx(pieces, cv2.MORPH_CLOSE, ellipse)[_NEAR:-_NEAR, _NEAR:-_NEAR]
    _, labels = cv2.connectedComponents(near)
    found = (agreement > 0) & np.isin(labels, np.unique(labels[part & (agreement > 0)]))
    hull = cv2.convexHull(cv2.findNonZero(found.astype(np.uint8)))
    filled = np.zeros((height, width), np.uint8)
    cv2.fillConvexPoly(filled, hull, 1)
    return cv2.dilate(filled, np.ones((_PATCH, _PATCH), np.uint8)) > 0
