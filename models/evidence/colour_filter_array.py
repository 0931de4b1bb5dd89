"""Colour filter array: a part where the camera's filling-in of colours is missing, or out of step.

A camera sees one colour at each pixel, in a pattern that repeats every two pixels, and fills the
others in from the neighbours. So half of the greens, like the black fields of a chessboard, can be
told from their neighbours better than the other half. A part that was painted, scaled or pasted
lacks that, or has it the other way round. Most pictures on the web were scaled or squeezed since,
and show no such trace anywhere: then nothing can be missing.

Source:
    Ferrara, Bianchi, De Rosa and Piva (2012), "Image Forgery Localization via Fine-Grained
    Analysis of CFA Artifacts", IEEE Trans. Information Forensics and Security 7(5), 1566-1577.
    Deviations: the mean logarithm of the squared prediction errors in place of the logarithm of
    their weighted variance, which a single edge can decide; parts are graded by how much of the
    picture's own usual trace they have, instead of by a mixture model.
"""

import cv2
import numpy as np
import numpy.typing as npt
from scipy import ndimage

from models.analysis import Trace
from models.evidence._surprise import BLOCK, block_means
from models.evidence._window import box_around, measured_window
from models.evidence_map import empty_map
from models.image import LoadedImage

FAMILY = "camera"
# Filling colours in is a kind of enlarging, and smooths the grain; a part without it lacks both.
EXPLAINS = "resampling", "noise_residual"
_NEIGHBOURHOOD = 11  # blocks; a smaller part than 88 pixels is not looked for
_LEAST_BLOCKS = 144
_LEAST_ERROR = 0.25  # squared grey levels; below it rounding is all there is
_TRACE = 0.2  # natural-log units from which the picture counts as filled in
# Share of the usual trace that every part of a filled-in photograph keeps: blur and edges alone
# took away more in few of the real photographs that were sent through a drawn camera.
_KEPT = 0.2
_ROUNDING = 0.1  # mean squared prediction error that rounding alone leaves
_NORMAL_MAD = 1.4826


def examine(image: LoadedImage) -> Trace:
    """Return the part whose greens were not filled in as those of the rest.

    ``raw_score`` is by how many standard deviations a neighbourhood has less of the picture's
    usual trace than any should; 0 where the picture has none. Figures: how many ``times`` better
    the one half of the greens is predicted in the picture (1: no trace), the same in the ``part``
    (below 1: the other half is), measured ``share`` of the picture (0 to 1).
    """
    window = measured_window(image.pixels)
    if min(window.height, window.width) < _NEIGHBOURHOOD * BLOCK:
        return Trace(0.0, abstained="too-small")
    contrast, usable = green_contrast(window.cut(image.pixels))
    share = ndimage.uniform_filter(usable.astype(float), _NEIGHBOURHOOD, mode="constant")
    enough = share >= 0.4
    if enough.sum() < _LEAST_BLOCKS:
        return Trace(0.0, abstained="too-smooth")
    total = ndimage.uniform_filter(np.where(usable, contrast, 0), _NEIGHBOURHOOD, mode="constant")
    local = total / np.maximum(share, 0.4)
    usual = float(np.median(local[enough]))
    trace = abs(usual)
    local *= np.sign(usual) or 1
    figures = {"times": float(np.exp(trace / 2)), "part": 1.0, "share": window.share()}
    empty = empty_map(image.luma.shape)
    if trace < _TRACE:
        return Trace(0.0, empty, None, figures)
    scatter = _NORMAL_MAD * float(np.median(np.abs(contrast[usable] - np.median(contrast[usable]))))
    lacking = np.where(enough, (_KEPT * trace - local) * _NEIGHBOURHOOD / scatter, 0)
    peak = np.unravel_index(lacking.argmax(), lacking.shape)
    score = float(lacking[peak])
    if score <= 0:
        return Trace(0.0, empty, None, figures)
    missing = np.where(enough, np.clip(1 - local / trace, 0, 1), 0)
    labels, _ = ndimage.label(missing >= 0.5)
    part = labels == labels[peak]
    figures["part"] = float(np.exp(local[peak] / 2))
    return Trace(
        score, window.spread(missing, BLOCK), box_around(window.spread(part, BLOCK)), figures
    )


def green_contrast(
    pixels: npt.NDArray[np.uint8],
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.bool_]]:
    """Return how much worse the greens of one colour of the chessboard are predicted.

    Args:
        pixels: uint8 (H, W, 3).

    Returns:
        Two arrays, (H // 8, W // 8): the difference of the mean natural logarithms of the squared
        errors of predicting a green from its four neighbours, pixels of even row plus column
        less the others; and whether the block has enough detail, unclipped, to be believed.
    """
    green = pixels[:, :, 1].astype(np.float32)
    kernel = np.array([[0, -1, 0], [-1, 4, -1], [0, -1, 0]], dtype=np.float32) / 4
    squared = cv2.filter2D(green, cv2.CV_32F, kernel, borderType=cv2.BORDER_REFLECT_101) ** 2
    logarithm = np.log(squared + np.float32(_ROUNDING))
    # Even less odd, each half of the pixels.
    logarithm[::2, 1::2] *= -1
    logarithm[1::2, ::2] *= -1
    clipped = (green < 2) | (green > 253)
    usable = (block_means(clipped) < 0.1) & (block_means(squared) > _LEAST_ERROR)
    return 2 * block_means(logarithm), usable
