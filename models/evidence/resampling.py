"""Resampling: a part that was enlarged, shrunk or turned, and so computed from its neighbours.

A resized part has pixels that lie on old ones and pixels that were computed in between, and the
computed ones are smoother. Which is which repeats every few pixels, along rows and columns alike.

Source:
    Gallagher (2005), "Detection of Linear and Cubic Interpolation in JPEG Compressed Images",
    Canadian Conference on Computer and Robot Vision, for the periodic second derivative; Popescu
    and Farid (2005), "Exposing Digital Forgeries by Detecting Traces of Resampling", IEEE Trans.
    Signal Processing 53(2), 758-767. Deviations: the derivative's logarithm, so that an edge
    does not drown the rest; small windows; and a period counts only if it is found along rows and
    along columns, which fences and writing seldom offer. Turned parts are found only as far as
    their period shows along both.
"""

import cv2
import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import sliding_window_view
from scipy import fft, ndimage

from models.analysis import Trace
from models.evidence._jpeg import grid_profile
from models.evidence._window import Window, box_around, measured_window
from models.image import LoadedImage

FAMILY = "spectrum"
SIZE = 64
_STEP = SIZE // 2
_BINS = 2 * SIZE  # padded, so that no frequency falls between two
_LOWEST = 0.07  # cycles per pixel; slower variation is the scene's
_BACKGROUND = 25  # bins
_GRID_VISIBLE = 1.04
_MAP_FULL = 20.0


def examine(image: LoadedImage) -> Trace:
    """Return the part whose smoothness varies most regularly along both rows and columns.

    ``raw_score`` is the geometric mean of the powers of that variation along rows and columns,
    over the power of irregular variation. Figures: its ``period`` in pixels, the ``score``, the
    part of the picture that varies with this period (``spread``, 0 to 1), measured ``share``.
    """
    window = measured_window(image.pixels)
    if min(window.height, window.width) < 2 * SIZE:
        return Trace(0.0, abstained="too-small")
    luma = window.cut(image.luma)
    power = regularity(luma)
    power[:, :, ~_eligible(image, luma)] = 0
    # A part seldom fits one window: those that overlap are taken together.
    power = ndimage.uniform_filter(power, (2, 2, 1), mode="nearest")
    row, column, bin = np.unravel_index(power.argmax(), power.shape)
    score = float(power[row, column, bin])
    at = power[:, :, bin]
    labels, _ = ndimage.label(at >= score / 3)
    part = labels == labels[row, column]
    return Trace(
        score,
        _spread(window, at / _MAP_FULL),
        box_around(_spread(window, part)) if score > 0 else None,
        {
            "period": _BINS / max(bin, 1),
            "score": score,
            "spread": float((at >= score / 3).mean()),
            "share": window.share(),
        },
    )


def regularity(luma: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Return how regularly the second derivative's size varies, window by window.

    Args:
        luma: float32 (H, W), 0 to 255, both at least ``SIZE``.

    Returns:
        float32 (rows, columns, ``_BINS`` // 2 + 1): power at each frequency, bin / ``_BINS``
        cycles per pixel, over the irregular power around it; the geometric mean of that along
        rows and that along columns.
    """
    return np.sqrt(_along_rows(luma) * _along_rows(luma.T).swapaxes(0, 1))


def _along_rows(luma: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    kernel = np.array([[1, -2, 1]], dtype=np.float32)
    second = np.abs(cv2.filter2D(np.ascontiguousarray(luma), cv2.CV_32F, kernel))
    smoothness = np.log(second + np.float32(1))
    rows = smoothness.shape[0] // _STEP
    strips = smoothness[: rows * _STEP].reshape(rows, _STEP, -1).mean(axis=1)
    profiles = (strips[1:] + strips[:-1]) / 2
    # Slow variation would leak into all frequencies.
    profiles -= ndimage.uniform_filter1d(profiles, 15, axis=1)
    windows = sliding_window_view(profiles, SIZE, axis=1)[:, ::_STEP]
    taper = np.hanning(SIZE + 2)[1:-1].astype(np.float32)
    power = np.abs(fft.rfft(windows * taper, _BINS, axis=2)) ** 2
    background = ndimage.median_filter(power, (1, 1, _BACKGROUND), mode="reflect") / np.log(2)
    # No window is so even that rounding leaves nothing.
    floor = (taper**2).sum() * 0.02**2
    return power / (background + np.float32(floor))


def _eligible(image: LoadedImage, luma: npt.NDArray[np.float32]) -> npt.NDArray[np.bool_]:
    frequency = np.arange(_BINS // 2 + 1) / _BINS
    eligible = frequency >= _LOWEST
    if image.format != "PNG" or grid_profile(luma).max() >= _GRID_VISIBLE:
        eligible &= np.abs(frequency - np.round(frequency * 8) / 8) > 1.1 / SIZE
    return eligible


def _spread(window: Window, values: npt.NDArray):
    padded = np.pad(values.astype(np.float32), ((0, 1), (0, 1)), mode="edge")
    return window.spread(padded, _STEP)
