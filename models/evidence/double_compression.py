"""Double compression: an earlier JPEG save underneath the last one, and a part that lacks it.

A JPEG rounds the strength of every fine pattern to steps. After a second, finer save the strengths
still lie close to the steps of the first; a part added between the two saves does not. In a file
that is no JPEG, block borders tell of an earlier one. That a picture was saved twice is reported
but scores nothing in a JPEG: everything sent by a messenger was.

Source:
    Farid (2009), "Exposing Digital Forgeries from JPEG Ghosts", IEEE Trans. Information Forensics
    and Security 4(1), 154-160, for trying every quality; Lin, He, Tang and Tang (2009), "Fast,
    automatic and fine-grained tampered JPEG image detection via DCT coefficient analysis",
    Pattern Recognition 42(11), 2492-2501, for the map. Deviations: instead of histograms the
    distance of each strength to its nearest step is read, see ``_steps``, which needs first
    steps at least twice as wide as the last; first qualities are sought among libjpeg's
    standard tables only.
"""

import numpy as np
import numpy.typing as npt

from models.analysis import Trace
from models.evidence._jpeg import (
    block_coefficients,
    grid_profile,
    standard_quantisation,
)
from models.evidence._steps import (
    NEIGHBOURHOODS,
    Fit,
    Strengths,
    keeps_to_equal_steps,
    step_fits,
    strengths_of,
)
from models.evidence._window import Window, box_around, measured_window
from models.image import LoadedImage

FAMILY = "compression"
QUALITIES = range(40, 99)
_MODES = ((0, 1), (1, 0), (1, 1), (0, 2), (2, 0), (1, 2), (2, 1), (0, 3), (3, 0))
_LEAST_COEFFICIENTS = 1500
_LEAST_BLOCKS = 144
_TRACE = 0.3  # fit from which a first quality is named
# By chance alone the furthest of a picture's hundred or so neighbourhoods is off by nearly this.
_LEAST_DEVIATIONS = 3.0
_LIKE = 0.01  # fits that differ by less are alike
_COMPARED_BLOCKS = 4096  # more would tell no better whether it was a JPEG that was saved first
_GRID_PEAK = 1.04  # block borders from this ratio on are named
_NOTHING_FOUND = {
    "first_quality": 0, "fit": 0.0, "missing": 0.0, "shift_across": -1, "shift_down": -1,
    "lines": 1.0,
}  # fmt: skip
_GHOST = 0.5  # rounding error, as a share of chance, below which an earlier quality is named


def examine(image: LoadedImage) -> Trace:
    """Return how clearly a part lacks the earlier save, or how clearly an earlier grid shows.

    For a JPEG that was saved twice ``raw_score`` is by how many standard deviations the most
    deviant neighbourhood is closer to a single save (0: by no more than chance explains); the map
    shows where. For other files it is how far brightness jumps at block borders exceed those
    elsewhere (0: not at all).

    Figures: ``first_quality`` of the earlier save (0: not found), the ``fit`` of the picture to
    its steps (0: chance, 1: exact), the share of the picture where the trace is ``missing``,
    ``shift_across`` and ``shift_down`` of an earlier grid in pixels (0 to 7; -1: not found), how
    many times as far brightness jumps across its ``lines`` as elsewhere, measured ``share``.
    """
    luma = image.stored_luma
    window = measured_window(luma)
    if (window.height // 8) * (window.width // 8) < _LEAST_BLOCKS:
        return Trace(0.0, abstained="too-small")
    if image.format != "JPEG":
        return _examine_grid(image, window)
    figures = _NOTHING_FOUND | {"share": window.share()}
    strengths = strengths_of(image, window)
    fits = list(step_fits(strengths))
    if not fits:
        return Trace(0.0, figures=figures)
    # What keeps to wide steps keeps to half as wide ones as well: of like fits the widest is it.
    best = max(fit.usual for fit in fits)
    first = next(fit for fit in fits if fit.usual >= best - _LIKE)
    figures["fit"] = float(np.clip(first.usual, 0, 1))
    if first.usual < _TRACE or _is_of_equal_steps(strengths, first):
        return Trace(0.0, figures=figures)
    figures["first_quality"] = first.quality
    same = {fit.size: fit for fit in fits if fit.quality == first.quality}
    fine = same.get(NEIGHBOURHOODS[0], first)
    missing = _missing(fine)
    map = window.spread(missing, 8, image.orientation)
    figures["missing"] = float((missing >= 0.5).mean())
    score = max(float(_evidence(fit).max()) for fit in same.values())
    if score < _LEAST_DEVIATIONS:
        return Trace(0.0, map, figures=figures)
    return Trace(score, map, box_around(map), figures)


def _is_of_equal_steps(strengths: Strengths, first: Fit) -> bool:
    every = max(1, round((strengths.usable.size / _COMPARED_BLOCKS) ** 0.5))
    return keeps_to_equal_steps(strengths, first.quality, np.s_[::every, ::every])


def _evidence(fit: Fit) -> npt.NDArray[np.float32]:
    """Return by how many standard deviations a neighbourhood is nearer to chance than to usual."""
    return 2 * (fit.usual / 2 - fit.local) * fit.certainty


def _missing(fit: Fit) -> npt.NDArray[np.float32]:
    """Return, for each block, how much of the usual fit its neighbourhood lacks, 0 to 1.

    Where too little is left to tell the fit from chance nothing is said to be missing.
    """
    sure = fit.usual * fit.certainty >= 3
    return np.where(sure, np.clip(1 - fit.local / fit.usual, 0, 1), 0.0)


def _examine_grid(image: LoadedImage, window: Window) -> Trace:
    luma = window.cut(image.stored_luma)
    profile = grid_profile(luma)
    if image.format == "WEBP":
        profile[:, ::4] = 1.0  # the borders of WebP's own blocks
    across, down = (int(offset) for offset in profile.argmax(axis=1))
    # A grid has both: lines one way only are a fence or a row of tiles.
    height = float(profile.max(axis=1).min()) - 1
    figures = _NOTHING_FOUND | {"share": window.share()}
    if height + 1 >= _GRID_PEAK:
        figures |= {"shift_across": across, "shift_down": down, "lines": height + 1}
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
