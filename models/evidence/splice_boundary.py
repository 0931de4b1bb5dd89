"""Splice boundary: an outline along which no pixel mixes what lies on its two sides.

A lens and a sensor's pixels blur every edge a little, so along an outline most border pixels are
part object, part background. Where a part was cut out with scissors, so to speak, and laid on
another picture, each pixel is wholly one or the other. Sharp edges of that kind occur in every
picture; but seldom in one unbroken line that turns a corner.

Source:
    Lin, Wang, Tang and Shum (2005), "Detecting Doctored Images Using Camera Response Normality and
    Consistency", CVPR, for taking edge pixels as mixtures of both sides. Deviation: instead of
    estimating a response curve from the mixtures, we look for outlines that have none, and compare
    them with the picture's own edges.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from models.analysis import Region, Trace
from models.evidence._window import measured_window
from models.evidence_map import empty_map
from models.image import LoadedImage

FAMILY = "boundary"
_LEAST_SIDE = 64
_LEAST_CONTRAST = 6.0  # grey levels; a fainter edge cannot be judged
_OVER_ACTIVITY = 4.0  # times the fine detail on both sides
_UNMIXED = 0.8, 1.25  # of the whole step within one pixel; more is a sharpened edge
_MARGIN = 12  # pixels
_LEAST_RUN = 6  # edge pixels in an unbroken line
_REACH = 21  # pixels over which lines belong to one outline
_ROW_REACH = 45  # pixels over which outlines belong to one row of them
# Times that the rows, or columns, which meet outlines cross them. One part's is
# crossed twice, or more where it turns in; letters side by side are crossed 3 times and more.
_MOST_CROSSINGS = 2.5

# Edge pixels, bool (H, W) each: of edges across and of edges down.
_Lines = tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]


@dataclass(frozen=True)
class _Edges:
    """Edge pixels of one direction, bool (H, W), each marked on the edge's right or lower side."""

    found: npt.NDArray[np.bool_]
    unmixed: npt.NDArray[np.bool_]


def examine(image: LoadedImage) -> Trace:
    """Return the outline with the most unmixed edge pixels that runs both across and down.

    ``raw_score`` is the number of its unmixed edge pixels in the direction that has fewer, times
    the decimal digits of how rare such pixels are on this picture's edges. Many outlines side by
    side, as of writing, enclose no one part and count nothing. Figures: ``length`` of
    the outline in pixels, how many ``of_hundred`` edge pixels of the picture are unmixed, measured
    ``share`` of the picture (0 to 1).
    """
    window = measured_window(image.pixels)
    if min(window.height, window.width) < _LEAST_SIDE:
        return Trace(0.0, abstained="too-small")
    luma = window.cut(image.luma)
    across = edges(luma)
    turned = edges(np.ascontiguousarray(luma.T))
    down = _Edges(turned.found.T, turned.unmixed.T)
    found = int(across.found.sum() + down.found.sum())
    unmixed = int(across.unmixed.sum() + down.unmixed.sum())
    usual = (unmixed + 1) / (found + 2)
    # A frame around the whole picture encloses no part of it.
    for edge in (across.unmixed, down.unmixed):
        for margin in (np.s_[:_MARGIN], np.s_[-_MARGIN:], np.s_[:, :_MARGIN], np.s_[:, -_MARGIN:]):
            edge[margin] = False
        if image.filled is not None:
            # Nor does what we laid on white ourselves.
            square = np.ones((2 * _MARGIN + 1,) * 2, dtype=np.uint8)
            edge[window.cut(cv2.dilate(image.filled.astype(np.uint8), square)) > 0] = False
    lines = _in_lines(across.unmixed, down.unmixed)
    figures = {"length": 0.0, "of_hundred": 100 * usual, "share": window.share()}
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(_grown(lines, _REACH))
    lengths = np.stack([np.bincount(labels[line], minlength=count) for line in lines])
    is_one = np.append(False, _crossings(lines, labels) <= _MOST_CROSSINGS)
    scores = -np.log10(usual) * np.where(is_one, lengths.min(axis=0), 0)[1:]
    if not scores.size or scores.max() == 0:
        return Trace(0.0, empty_map(image.luma.shape), None, figures)
    best = int(scores.argmax()) + 1
    x, y, width, height = (int(side) for side in boxes[best, :4])
    inset = _REACH // 2
    region = Region(
        window.left + x + inset, window.top + y + inset,
        max(1, width - 2 * inset), max(1, height - 2 * inset),
    )  # fmt: skip
    marked = np.append(0, scores / scores.max())[labels]
    figures["length"] = float(lengths[:, best].sum())
    return Trace(float(scores.max()), window.spread(marked, 1), region, figures)


def _grown(lines: _Lines, across: int) -> npt.NDArray[np.uint8]:
    """Return edge pixels that lie within reach of each other as one, uint8 (H, W), 0 or 1."""
    return cv2.dilate((lines[0] | lines[1]).astype(np.uint8), np.ones((_REACH, across), np.uint8))


def _crossings(lines: _Lines, labels: npt.NDArray[np.int32]) -> npt.NDArray[np.float64]:
    """Return how often a row, or a column, crosses an outline and those in a row with it.

    Args:
        lines: bool (H, W) each, edge pixels of edges across and down.
        labels: int (H, W), which outline a pixel belongs to, from 1 on; 0 for none.

    Returns:
        float (outlines,): of the rows and columns that meet them the mean, whichever is more.
    """
    count, rows = cv2.connectedComponents(_grown(lines, _ROW_REACH))
    crossings = []
    for direction, line in enumerate(lines):
        places = np.nonzero(line)
        side = line.shape[direction]
        met = np.unique(rows[places].astype(np.int64) * side + places[direction]) // side
        times = np.bincount(rows[places], minlength=count)
        crossings.append(times / np.maximum(np.bincount(met, minlength=count), 1))
    row_of = np.zeros(labels.max() + 1, dtype=np.int64)
    row_of[labels] = rows
    return np.max(crossings, axis=0)[row_of[1:]]


def edges(luma: npt.NDArray[np.float32]) -> _Edges:
    """Return the edges between left and right neighbours that stand out from their surroundings.

    Args:
        luma: float32 (H, W), 0 to 255.
    """
    # A step within one pixel gives 1 times its height, one spread over two at most 0.63.
    jump = np.abs(_filtered(luma, [0.5, -1.5, 1.5, -0.5], 2))
    step = np.abs(_filtered(luma, [-1 / 3, -1 / 3, -1 / 3, 1 / 3, 1 / 3, 1 / 3], 3))
    # The same jump a few pixels aside, where the edge itself is out of reach.
    aside = np.zeros(15, dtype=np.float32)
    aside[[1, 2, 3, 11, 12, 13]] = 1 / 6
    activity = _filtered(jump, aside, 7)
    highest = jump >= cv2.dilate(jump, np.ones((1, 5), np.uint8))
    found = highest & (step > _LEAST_CONTRAST) & (step > _OVER_ACTIVITY * activity)
    unmixed = found & (jump > _UNMIXED[0] * step) & (jump < _UNMIXED[1] * step)
    return _Edges(found, unmixed)


def _filtered(plane: npt.NDArray[np.float32], kernel, anchor: int) -> npt.NDArray[np.float32]:
    kernel = np.asarray(kernel, dtype=np.float32)[None]
    return cv2.filter2D(plane, cv2.CV_32F, kernel, anchor=(anchor, 0))


def _in_lines(across: npt.NDArray[np.bool_], down: npt.NDArray[np.bool_]) -> _Lines:
    """Return the edge pixels that belong to an unbroken line of at least ``_LEAST_RUN``."""
    # Edges lie between pixels: on a grid of twice as many lines the ends of neighbours touch.
    height, width = across.shape
    fine = np.zeros((2 * height + 1, 2 * width + 1), np.uint8)
    for edge, vertical in ((across, True), (down, False)):
        y, x = np.nonzero(edge)
        for end in (0, 1, 2):
            if vertical:
                fine[2 * y + end, 2 * x] = 1
            else:
                fine[2 * y, 2 * x + end] = 1
    # One missing pixel does not break a line.
    fine = cv2.morphologyEx(fine, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    count, labels = cv2.connectedComponents(fine)
    at_across, at_down = labels[1::2, :-1:2], labels[:-1:2, 1::2]
    length = np.bincount(at_across[across], minlength=count)
    length += np.bincount(at_down[down], minlength=count)
    long = length >= _LEAST_RUN
    return across & long[at_across], down & long[at_down]
