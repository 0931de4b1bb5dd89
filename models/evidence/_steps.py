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


@dataclass(frozen=True, eq=False)
class Strengths:
    """How strong the coarser frequencies of each block are.

    Attributes:
        planes: float32 (modes, rows, columns), a plane for each of ``_MODES``, orthonormal.
        usable: bool (rows, columns), the blocks that no channel's end has cut off, which moves
            strengths off the steps.
        least: int (modes,), the smallest earlier step that can be seen in each.
    """

    planes: Plane
    usable: npt.NDArray[np.bool_]
    least: npt.NDArray[np.int64]


def strengths_of(image: LoadedImage, window: Window) -> Strengths:
    """Return the strengths of a picture's blocks, which begin at its stored top left corner.

    Args:
        image: the picture.
        window: the part of ``image.stored_luma`` to measure.
    """
    coefficients = block_coefficients(window.cut(image.stored_luma))
    rows, columns = coefficients.shape[:2]
    pixels = window.cut(image.stored(image.pixels))
    ends = ((pixels == 0) | (pixels == 255)).any(axis=2)
    usable = (block_means(ends) < 0.02)[:rows, :columns]
    least = np.full(len(_MODES), _FINEST)
    last = luma_quantisation(image)
    if last is not None:
        least = np.maximum(least, _COARSER * np.array([last[mode] for mode in _MODES]))
    return Strengths(np.stack([coefficients[:, :, *mode] for mode in _MODES]), usable, least)


def step_fits(strengths: Strengths) -> Iterator[Fit]:
    """Yield the fits to every quality that can be told, at every size of neighbourhood."""

    # Neighbouring qualities share most of their steps.
    @lru_cache(2 * len(_MODES))
    def told(mode: int, step: int) -> tuple[Plane, npt.NDArray[np.bool_]]:
        level = strengths.planes[mode] / np.float32(step)
        nearest = np.rint(level)
        # What was rounded to nothing is near a multiple of any step.
        counted = strengths.usable & (nearest != 0)
        return np.where(counted, np.float32(1 / 12) - (level - nearest) ** 2, 0), counted

    for quality in QUALITIES:
        steps = _steps_at(quality)
        modes = np.flatnonzero(steps >= strengths.least)
        if not modes.size:
            continue
        gain = np.zeros(strengths.usable.shape, dtype=np.float32)
        count = np.zeros(strengths.usable.shape, dtype=np.float32)
        for mode in modes:
            nearer, counted = told(int(mode), int(steps[mode]))
            gain += nearer
            count += counted
        for size in NEIGHBOURHOODS:
            fit = _fit(quality, size, gain, count)
            if fit is not None:
                yield fit


def keeps_to_equal_steps(strengths: Strengths, quality: int, blocks: tuple[slice, slice]) -> bool:
    """Return whether one step for all frequencies explains blocks better than a JPEG's do.

    A JPEG's steps grow with the frequency. AVIF and HEIC files are stored in blocks of 8 pixels
    too, among others, but as a rule with equal steps; where those are like a JPEG's middle ones,
    blocks look as if they had been saved as one.

    Args:
        strengths: of the picture.
        quality: libjpeg's, of the ``Fit`` that is in question.
        blocks: which, as rows and columns of ``strengths.usable``.

    Source:
        Han and others (2021), "A Technical Overview of AV1", Proceedings of the IEEE 109(9),
        1435-1462: quantisation matrices are an option. Both models are compared by how much nearer
        to their steps the same strengths lie than chance, as everywhere here.
    """
    planes = strengths.planes[:, *blocks][:, strengths.usable[blocks]]

    def gain(steps: npt.NDArray) -> float:
        level = planes / steps[:, None].astype(np.float32)
        nearest = np.rint(level)
        counted = (nearest != 0) & (steps >= strengths.least)[:, None]
        return float((1 / 12 - (level - nearest) ** 2)[counted].sum())

    equal = max(gain(np.full(len(_MODES), step)) for step in _EQUAL_STEPS)
    return equal > gain(_steps_at(quality))


def _steps_at(quality: int) -> npt.NDArray[np.int64]:
    steps = standard_quantisation(quality)
    return np.array([steps[mode] for mode in _MODES])


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
