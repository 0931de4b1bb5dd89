"""Double compression: an earlier JPEG save underneath the last one, and a part that lacks it.

A JPEG rounds the strength of every fine pattern to steps. Rounding twice, with different steps,
leaves gaps and pile-ups in the histogram of the strengths; a part added between the two saves
lacks them. In a file that is no JPEG, block borders tell of an earlier one. That a picture was
saved twice is reported but scores nothing in a JPEG: everything sent by a messenger was.

Source:
    Lukas and Fridrich (2003), "Estimation of Primary Quantization Matrix in Double Compressed
    JPEG Images", DFRWS, for the histograms and for estimating the unrounded values from a
    shifted grid; Lin, He, Tang and Tang (2009), "Fast, automatic and fine-grained tampered JPEG
    image detection via DCT coefficient analysis", Pattern Recognition 42(11), 2492-2501, for
    the map; Farid (2009), "Exposing Digital Forgeries from JPEG Ghosts", IEEE Trans. Information
    Forensics and Security 4(1), 154-160, for trying every quality on a file that is no JPEG.
    Deviation: first qualities are sought among libjpeg's standard tables only.
"""

import numpy as np
import numpy.typing as npt
from scipy import ndimage, stats

from models.analysis import Trace
from models.evidence._jpeg import (
    block_coefficients,
    grid_profile,
    luma_quantisation,
    standard_quantisation,
)
from models.evidence._window import Window, box_around, measured_window
from models.image import LoadedImage, upright

FAMILY = "compression"
QUALITIES = range(40, 99)
_MODES = ((0, 1), (1, 0), (1, 1), (0, 2), (2, 0), (1, 2), (2, 1), (0, 3), (3, 0))
_MOST_STEPS = 40  # histogram length; stronger patterns are too rare to count
_REACH = 512  # coefficients beyond it are left out of the estimate
_LEAST_COEFFICIENTS = 1500
_LEAST_BLOCKS = 144
_NEIGHBOURHOOD = 7  # blocks
_TRACE_GAIN = 0.02  # nats per coefficient from which a first quality is named
_MAP_GAIN = 0.1  # nats per coefficient from which a missing trace means something
# A normal distribution of 0.5 at seven points: pixels rounded to whole numbers, twice.
_ROUNDING = tuple(
    (offset / 2, weight) for offset, weight in zip(
        np.linspace(-3, 3, 7), stats.norm.pdf(np.linspace(-3, 3, 7)), strict=True)
)  # fmt: skip
_GRID_PEAK = 1.04  # block borders from this ratio on are named
_NOTHING_FOUND = {
    "first_quality": 0, "gain": 0.0, "missing": 0.0, "shift_across": -1, "shift_down": -1,
}  # fmt: skip
_GHOST = 0.5  # rounding error, as a share of chance, below which an earlier quality is named


def examine(image: LoadedImage) -> Trace:
    """Return how clearly a part lacks the earlier save, or how clearly an earlier grid shows.

    For a JPEG that was saved twice ``raw_score`` is the evidence, in nats, that the most deviant
    neighbourhood was saved once; the map shows where. For other files it is how far brightness
    jumps at block borders exceed those elsewhere (0: not at all).

    Figures: ``first_quality`` of the earlier save (0: not found), the ``gain`` in nats per
    coefficient of explaining the histograms by two saves, the share of the picture where the
    trace is ``missing``, ``shift_across`` and ``shift_down`` of an earlier grid in pixels (0
    to 7; -1: not found), measured ``share``.
    """
    luma = image.stored_luma
    window = measured_window(luma)
    if (window.height // 8) * (window.width // 8) < _LEAST_BLOCKS:
        return Trace(0.0, abstained="too-small")
    quantisation = luma_quantisation(image)
    if quantisation is None:
        return _examine_grid(image, window)
    found = explain_by_two_saves(window.cut(luma), quantisation)
    if found is None:
        return Trace(0.0, abstained="too-smooth")
    quality, gain, blocks, present = found
    figures = _NOTHING_FOUND | {"gain": max(gain, 0.0), "share": window.share()}
    if gain >= _TRACE_GAIN:
        figures["first_quality"] = quality
    if gain < _MAP_GAIN:
        return Trace(0.0, figures=figures)
    missing = _missing(blocks, present, gain)
    single = -float(ndimage.uniform_filter(blocks, _NEIGHBOURHOOD).min()) * _NEIGHBOURHOOD**2
    map = upright(window.spread(missing, 8), image.orientation)
    figures["missing"] = float((missing >= 0.5).mean())
    return Trace(max(single, 0.0), map, box_around(map), figures)


def explain_by_two_saves(
    luma: npt.NDArray[np.float32], quantisation: npt.NDArray[np.int64]
) -> tuple[int, float, npt.NDArray[np.float64], npt.NDArray[np.int64]] | None:
    """Find the first quality that best explains a JPEG's histograms.

    Args:
        luma: float32 (H, W), 0 to 255, its blocks on the JPEG's grid.
        quantisation: (8, 8) steps of the last save.

    Returns:
        The quality; its gain over a single save, nats per coefficient; each block's own gain
        summed over its coefficients, (rows, columns); how many of them each block has. None
        if too few coefficients survived the last save.
    """
    coefficients = block_coefficients(luma)
    # Half a block aside, the rounding of both saves is smeared out.
    smeared = block_coefficients(luma[4:, 4:])
    counts, levels, singles = [], [], []
    for row, column in _MODES:
        step = quantisation[row, column]
        level = np.abs(np.rint(coefficients[:, :, row, column] / step)).astype(np.int64)
        levels.append(np.minimum(level, _MOST_STEPS + 1))
        counts.append(np.bincount(levels[-1].ravel(), minlength=_MOST_STEPS + 2)[1:-1])
        singles.append(_density(smeared[:, :, row, column]))
    total = int(np.sum(counts))
    if total < _LEAST_COEFFICIENTS:
        return None
    best_quality, best_gain, best_ratios = 0, -np.inf, None
    for quality in QUALITIES:
        first = standard_quantisation(quality)
        ratios = [
            np.log(_levels(single, first[mode], quantisation[mode]))
            - np.log(_levels(single, 1, quantisation[mode]))
            for mode, single in zip(_MODES, singles, strict=True)
        ]
        gain = sum(float(c @ r) for c, r in zip(counts, ratios, strict=True)) / total
        if gain > best_gain:
            best_quality, best_gain, best_ratios = quality, gain, ratios
    blocks = np.zeros(levels[0].shape)
    present = np.zeros(levels[0].shape, dtype=np.int64)
    for level, ratio in zip(levels, best_ratios, strict=True):
        # Neither a vanished coefficient nor one beyond the histogram votes.
        blocks += np.concatenate([[0.0], ratio, [0.0]])[level]
        present += (level > 0) & (level <= _MOST_STEPS)
    return best_quality, best_gain, blocks, present


def _density(smeared: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    """Return the density of unrounded absolute strengths at 0, 1, ... ``_REACH``, smoothed."""
    size = np.rint(np.abs(smeared)).astype(np.int64).ravel()
    histogram = np.bincount(size[size <= _REACH], minlength=_REACH + 1).astype(np.float64)
    # The tail is thin: smooth it more the further out it lies.
    fine, coarse = (ndimage.gaussian_filter1d(histogram, s, mode="nearest") for s in (1.5, 8.0))
    share = np.clip(np.arange(_REACH + 1) / 60, 0, 1)
    return (1 - share) * fine + share * coarse


def _levels(density: npt.NDArray[np.float64], first: int, last: int) -> npt.NDArray[np.float64]:
    """Return the probability of each level 1 to ``_MOST_STEPS`` after rounding by both steps."""
    once = np.rint(np.arange(_REACH + 1) / first) * first
    expected = np.zeros(_MOST_STEPS + 1)
    # Between the saves pixels were rounded to whole numbers, which blurs every strength a little.
    for blur, weight in _ROUNDING:
        level = np.minimum(np.rint(np.abs(once + blur) / last).astype(np.int64), _MOST_STEPS + 1)
        expected += weight * np.bincount(
            level, weights=density, minlength=_MOST_STEPS + 2
        )[: _MOST_STEPS + 1]  # fmt: skip
    seen = expected[1:] + 1e-9
    # The smeared density is only an estimate: no level is held impossible.
    return 0.97 * seen / seen.sum() + 0.03 / _MOST_STEPS


def _missing(
    blocks: npt.NDArray[np.float64], present: npt.NDArray[np.int64], gain: float
) -> npt.NDArray[np.float64]:
    """Return, for each block, how surely its neighbourhood lacks the trace of the first save.

    Returns:
        (rows, columns): 0 where the trace is there or too little is left to tell, 1 where the
        coefficients speak as clearly for a single save as the whole picture's for two.
    """
    votes = ndimage.uniform_filter(blocks, _NEIGHBOURHOOD, mode="constant")
    voters = ndimage.uniform_filter(present.astype(float), _NEIGHBOURHOOD, mode="constant")
    local = votes / np.maximum(voters, 1.0)
    enough = voters * _NEIGHBOURHOOD**2 >= 4 / gain
    return np.where(enough, np.clip(0.5 - local / gain, 0, 1), 0.0)


def _examine_grid(image: LoadedImage, window: Window) -> Trace:
    luma = window.cut(image.luma)
    profile = grid_profile(luma)
    if image.format == "WEBP":
        profile[:, ::4] = 1.0  # the borders of WebP's own blocks
    across, down = (int(offset) for offset in profile.argmax(axis=1))
    # A grid has both: lines one way only are a fence or a row of tiles.
    height = float(profile.max(axis=1).min()) - 1
    figures = _NOTHING_FOUND | {"share": window.share()}
    if height + 1 >= _GRID_PEAK:
        figures |= {"shift_across": across, "shift_down": down}
        quality = earlier_quality(luma[down:, across:])
        if quality is not None:
            figures["first_quality"] = quality
    return Trace(max(height, 0.0), figures=figures)


def earlier_quality(luma: npt.NDArray[np.float32]) -> int | None:
    """Return the JPEG quality whose steps the picture's coefficients still keep to.

    Every quality is tried: strengths that were rounded to its steps hardly move when they are
    rounded to them again.

    Args:
        luma: float32 (H, W), cut so that the earlier blocks begin at its top left corner.

    Returns:
        A quality of libjpeg's, to within 1, as neighbours can share their coarse steps; or None:
        no JPEG before, finer steps than can be told from none, or changed too much since.
    """
    coefficients = block_coefficients(luma)
    errors = {}
    for quality in QUALITIES:
        steps = standard_quantisation(quality)
        kept, lost = 0, 0.0
        for row, column in _MODES:
            level = coefficients[:, :, row, column] / steps[row, column]
            large = np.abs(level) > 0.6
            kept += int(large.sum())
            lost += float(((level - np.rint(level))[large] ** 2).sum())
        # Chance leaves a uniform rounding error, whose variance is 1/12.
        errors[quality] = 12 * lost / kept if kept >= _LEAST_COEFFICIENTS else np.inf
    best = min(errors, key=errors.__getitem__)
    return best if errors[best] <= _GHOST else None
