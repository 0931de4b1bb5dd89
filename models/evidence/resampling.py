"""Resampling: a part that was enlarged, and so computed from fewer pixels.

An enlarged part has pixels that lie on old ones and pixels that were computed in between, and the
computed ones are smoother. Which is which repeats every few pixels, along rows and columns alike.

Source:
    Gallagher (2005), "Detection of Linear and Cubic Interpolation in JPEG Compressed Images",
    Canadian Conference on Computer and Robot Vision, for the periodic size of a derivative;
    Popescu and Farid (2005), "Exposing Digital Forgeries by Detecting Traces of Resampling", IEEE
    Trans. Signal Processing 53(2), 758-767. Deviations: the fourth and sixth derivative in place
    of the second, because the trace lies in the finest detail and the scene does not; their
    logarithm, so that an edge does not drown the rest; small windows; and a period counts only if
    it is found along rows and along columns, which fences and writing seldom offer. Turned parts
    are missed.
"""

import cv2
import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import sliding_window_view
from scipy import fft, ndimage

from models.analysis import Trace
from models.evidence._jpeg import grid_profile
from models.evidence._window import Window, box_around, measured_window
from models.evidence_map import EvidenceMap
from models.image import LoadedImage

FAMILY = "spectrum"
SIZES = 96, 160  # pixels; a part is seen best in a window that it fills
_STEP = 32
_BINS = 256  # padded, so that no frequency falls between two
_LOWEST = 0.115  # cycles per pixel; slower variation is the scene's
_NEAR_PEAK, _FLANK = 6, 25  # bins, between a peak and its background, and of the background
_DERIVATIVES = np.array([1, -4, 6, -4, 1]) / 6, np.array([1, -6, 15, -20, 15, -6, 1]) / 20
_ROUNDING = 0.3  # grey levels that a derivative may have of rounding alone
_LEAST_VARIATION = 0.01  # natural-log units; no window is so even that nothing is left
_USUAL = 1.0  # power over the irregular; by chance half the windows have a third of it
_PART_OVER_USUAL = 100
_OVERTONES = 2, 3, 4
_GRID_VISIBLE = 1.04
_GRID = 16  # pixels; a JPEG with colours at half size, and WebP, work in such blocks
_NEAR_GRID = 0.014  # cycles per pixel
_MAP_FULL = 100.0
# Power falls with the square of what a window shares with the part: at a third of it to a ninth.
_WHOLE_PART = 9


def examine(image: LoadedImage) -> Trace:
    """Return the part whose smoothness varies most regularly along both rows and columns.

    ``raw_score`` is the power of that variation, along rows or along columns, whichever is less,
    over the power of irregular variation, leaving out periods that most of the picture has.
    Figures: its ``period`` in pixels, the ``score``, the share of the picture that varies with
    this period (``spread``, 0 to 1), measured ``share``.
    """
    window = measured_window(image.pixels)
    if min(window.height, window.width) < SIZES[0] + _STEP:
        return Trace(0.0, abstained="too-small")
    luma = window.cut(image.luma)
    gridded = image.format != "PNG" or bool(grid_profile(luma).max() >= _GRID_VISIBLE)
    sizes = [size for size in SIZES if size <= min(window.height, window.width)]
    powers = [regularity(luma, size, gridded) for size in sizes]
    parts = ~of_the_whole(powers[0])
    best, size = max(
        ((power * parts, size) for power, size in zip(powers, sizes, strict=True)),
        key=lambda found: float(found[0].max()),
    )
    row, column, bin = (int(index) for index in np.unravel_index(best.argmax(), best.shape))
    score = float(best[row, column, bin])
    at = best[:, :, max(bin - 1, 0) : bin + 2].max(axis=2)
    labels, _ = ndimage.label(at >= score / _WHOLE_PART)
    part = labels == labels[row, column]
    return Trace(
        score,
        _as_map(window, at / _MAP_FULL, size),
        box_around(_as_map(window, part, size)) if score > 0 else None,
        {
            "period": _BINS / max(bin, 1),
            "score": score,
            "spread": float((at >= score / _WHOLE_PART).mean()),
            "share": window.share(),
        },
    )


def of_the_whole(power: npt.NDArray[np.float32]) -> npt.NDArray[np.bool_]:
    """Return the frequencies at which most of the picture is regular, bool (bins).

    Nearly every picture was resized as a whole at some time: what most windows show is no part's,
    and the windows that show it more are those with more detail. A part that was itself enlarged
    stands out more.

    Args:
        power: see ``regularity``, of small windows: few of them touch a part.
    """
    # A peak is a few bins wide, and its flanks are lower.
    usual, most = (
        ndimage.maximum_filter1d(values, _NEAR_PEAK + 1)
        for values in (np.median(power, axis=(0, 1)), power.max(axis=(0, 1)))
    )
    whole = (usual >= _USUAL) & (most < _PART_OVER_USUAL * usual)
    # What repeats has overtones, which are folded back at half a cycle per pixel.
    overtones = np.outer(_OVERTONES, np.flatnonzero(whole)) % _BINS
    whole[np.minimum(overtones, _BINS - overtones)] = True
    return whole


def regularity(
    luma: npt.NDArray[np.float32], size: int, gridded: bool = False
) -> npt.NDArray[np.float32]:
    """Return how regularly the size of the finest detail varies, window by window.

    Args:
        luma: float32 (H, W), 0 to 255, both at least ``size``.
        size: side of a window, in pixels, a multiple of 32.
        gridded: whether the picture is stored in blocks, or was: then what repeats with them is
            taken away, and frequencies near theirs are 0.

    Returns:
        float32 (rows, columns, ``_BINS`` // 2 + 1), a window every 32 pixels: power at
        each frequency, bin / ``_BINS`` cycles per pixel, over the irregular power around it,
        along rows or along columns, whichever is less, for the derivative that shows it best.
    """
    frequency = np.arange(_BINS // 2 + 1) / _BINS
    eligible = frequency >= _LOWEST
    if gridded:
        eligible &= np.abs(frequency - np.round(frequency * 8) / 8) > _NEAR_GRID
    best = np.maximum(
        *(
            np.minimum(
                _along_rows(luma, kernel, size, gridded),
                _along_rows(luma.T, kernel, size, gridded).swapaxes(0, 1),
            )
            for kernel in _DERIVATIVES
        )
    )
    return best * eligible


def _along_rows(
    luma: npt.NDArray[np.float32], kernel: npt.NDArray, size: int, gridded: bool
) -> npt.NDArray[np.float32]:
    fine = cv2.filter2D(np.ascontiguousarray(luma), cv2.CV_32F, kernel[None].astype(np.float32))
    smoothness = np.log(np.abs(fine) + np.float32(_ROUNDING))
    rows = smoothness.shape[0] // _STEP
    strips = smoothness[: rows * _STEP].reshape(rows, _STEP, -1).mean(axis=1)
    profiles = sliding_window_view(strips, size // _STEP, axis=0).mean(axis=2)
    # Slow variation would leak into all frequencies.
    profiles -= ndimage.uniform_filter1d(profiles, 15, axis=1)
    windows = sliding_window_view(profiles, size, axis=1)[:, ::_STEP]
    if gridded:
        periods = windows.reshape(*windows.shape[:2], size // _GRID, _GRID)
        windows = (periods - periods.mean(axis=2, keepdims=True)).reshape(windows.shape)
    taper = np.hanning(size + 2)[1:-1].astype(np.float32)
    power = np.abs(fft.rfft(windows * taper, _BINS, axis=2)) ** 2
    return power / (_background(power) + np.float32((taper**2).sum() * _LEAST_VARIATION**2))


def _background(power: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Return the typical power on both sides of each frequency, not too near to it."""
    reach = _NEAR_PEAK + _FLANK
    logarithm = np.pad(np.log(power + 1e-9), ((0, 0), (0, 0), (reach, reach)), mode="reflect")
    means = ndimage.uniform_filter1d(logarithm, _FLANK, axis=2)
    middle = _NEAR_PEAK + _FLANK // 2
    bins = power.shape[2]
    flanks = (means[:, :, reach + side : reach + side + bins] for side in (-middle, middle))
    # The mean logarithm of an exponential variable is that of its mean, less Euler's constant.
    return np.exp(sum(flanks) / 2 + np.euler_gamma).astype(np.float32)


def _as_map(window: Window, values: npt.NDArray, size: int) -> EvidenceMap:
    """Return the windows' values as a map: each over the middle of its window."""
    margin = (size // _STEP - 1) // 2
    padded = np.pad(values.astype(np.float32), margin, mode="edge")
    return window.spread(padded, _STEP)
