"""Whether blocks still keep to the steps to which an earlier JPEG save rounded them.

A strength that was rounded to a step lies close to a multiple of it; one that never was lies
anywhere. How far anywhere is, is known without looking at any picture: the squared distance to
the nearest multiple, in steps, has a mean of 1/12 and a variance of 1/180. So the count of
strengths says how sure one can be.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
import numpy.typing as npt

from models.evidence._jpeg import block_coefficients, luma_quantisation, standard_quantisation
from models.evidence._surprise import block_means
from models.evidence._window import Window
from models.image import LoadedImage

QUALITIES = range(40, 98)
NEIGHBOURHOODS = 7, 12  # blocks; a smaller part than 56 pixels is not looked for
_MODES = [(down, across) for down in range(5) for across in range(5) if 0 < down + across <= 4]
_FINEST = 3  # a step of less cannot be told from rounding to whole grey levels
_COARSER = 2  # an earlier step must be so many times the last save's to be seen beneath it
_LEAST_STRENGTHS = 40
_LEAST_NEIGHBOURHOODS = 100
_NORMAL_MAD = 1.4826
# Steps that a strength of 1 to 3 of them tells from the next.
_EQUAL_STEPS = np.geomspace(3, 64, 154)

Plane = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Fit:
    """How well the picture keeps to one quality's steps.

    Attributes:
        quality: libjpeg's.
        size: side of a neighbourhood, in blocks.
        local: float (rows, columns), how much nearer to the steps a neighbourhood's strengths
            lie than chance, as a share of what is possible: 0 for chance, 1 for exactly on them.
        usual: the median of ``local``.
        certainty: float (rows, columns), how many standard deviations a difference of 1 in
            ``local`` is; 0 where there are too few strengths to tell.
    """

    quality: int
    size: int
    local: Plane
    usual: float
    certainty: Plane


def step_fits(image: LoadedImage, window: Window) -> Iterator[Fit]:
    """Yield the fits to every quality that can be told, at every size of neighbourhood.

    Args:
        image: the picture; its blocks are taken to begin at its stored top left corner.
        window: the part of ``image.stored_luma`` to measure.
    """
    coefficients = block_coefficients(window.cut(image.stored_luma))
    rows, columns = coefficients.shape[:2]
    usable = _unclipped(image, window)[:rows, :columns]
    last = luma_quantisation(image)

    # Neighbouring qualities share most of their steps.
    @lru_cache(2 * len(_MODES))
    def told(mode: tuple[int, int], step: int) -> tuple[Plane, npt.NDArray[np.bool_]]:
        level = coefficients[:, :, *mode] / np.float32(step)
        nearest = np.rint(level)
        # What was rounded to nothing is near a multiple of any step.
        counted = usable & (nearest != 0)
        return np.where(counted, np.float32(1 / 12) - (level - nearest) ** 2, 0), counted

    for quality in QUALITIES:
        steps = standard_quantisation(quality)
        modes = [mode for mode in _MODES if steps[mode] >= _least_step(mode, last)]
        if not modes:
            continue
        gain = np.zeros((rows, columns), dtype=np.float32)
        count = np.zeros((rows, columns), dtype=np.float32)
        for mode in modes:
            nearer, counted = told(mode, int(steps[mode]))
            gain += nearer
            count += counted
        for size in NEIGHBOURHOODS:
            fit = _fit(quality, size, gain, count)
            if fit is not None:
                yield fit


def keeps_to_equal_steps(
    image: LoadedImage, window: Window, fit: Fit, place: tuple[int, int]
) -> bool:
    """Return whether one step for all frequencies explains a neighbourhood better than ``fit``.

    A JPEG's steps grow with the frequency. AVIF and HEIC files are stored in blocks of 8 pixels
    too, among others, but as a rule with equal steps; where those are like a JPEG's middle ones, a
    part looks as if it had been saved as one.

    Args:
        image, window: what ``fit`` was measured on.
        fit: one of ``step_fits``.
        place: row and column in ``fit.local``.

    Source:
        Han and others (2021), "A Technical Overview of AV1", Proceedings of the IEEE 109(9),
        1435-1462: quantisation matrices are an option. Both models are compared by how much nearer
        to their steps the same strengths lie than chance, as everywhere here.
    """
    top, left = (max(0, at - fit.size // 2) for at in place)
    bottom, right = (at - fit.size // 2 + fit.size for at in place)
    blocks = np.s_[top:bottom, left:right]
    pixels = np.s_[8 * top : 8 * bottom, 8 * left : 8 * right]
    coefficients = block_coefficients(window.cut(image.stored_luma)[pixels])
    rows, columns = coefficients.shape[:2]
    usable = _unclipped(image, window)[blocks][:rows, :columns]
    strengths = np.stack([coefficients[:, :, *mode][usable] for mode in _MODES])
    last = luma_quantisation(image)
    least = np.array([_least_step(mode, last) for mode in _MODES])

    def gain(steps: npt.NDArray[np.float64]) -> float:
        level = strengths / steps[:, None]
        nearest = np.rint(level)
        counted = (nearest != 0) & (steps >= least)[:, None]
        return float((1 / 12 - (level - nearest) ** 2)[counted].sum())

    of_quality = standard_quantisation(fit.quality)
    equal = max(gain(np.full(len(_MODES), step)) for step in _EQUAL_STEPS)
    return equal > gain(np.array([of_quality[mode] for mode in _MODES], dtype=np.float64))


def _least_step(mode: tuple[int, int], last: npt.NDArray[np.int64] | None) -> int:
    """Return the smallest earlier step that can be seen beneath a JPEG's ``last`` save's."""
    return _FINEST if last is None else max(_FINEST, _COARSER * int(last[mode]))


def _unclipped(image: LoadedImage, window: Window) -> npt.NDArray[np.bool_]:
    """Return the blocks that no channel's end has cut off, which moves strengths off the steps."""
    pixels = window.cut(image.stored(image.pixels))
    ends = ((pixels == 0) | (pixels == 255)).any(axis=2)
    return block_means(ends) < 0.02


def _fit(quality: int, size: int, gain: Plane, count: Plane) -> Fit | None:
    total, strengths = (
        cv2.boxFilter(
            plane, cv2.CV_32F, (size, size), normalize=False, borderType=cv2.BORDER_CONSTANT
        )
        for plane in (gain, count)
    )
    enough = strengths >= _LEAST_STRENGTHS
    if enough.sum() < _LEAST_NEIGHBOURHOODS:
        return None
    local = np.where(enough, 12 * total / np.maximum(strengths, 1), 0)
    usual = float(np.median(local[enough]))
    # 12 times the standard deviation of a squared distance, 1 / sqrt(180).
    certainty = np.where(enough, np.sqrt(strengths * 180) / 12, 0)
    spread = _NORMAL_MAD * float(np.median(np.abs((local - usual) * certainty)[enough]))
    return Fit(quality, size, local, usual, certainty / max(spread, 1.0))
