"""Spectral peak: a pattern that repeats every few pixels all over the picture.

Enlarging a picture, and the last layers of many picture generators, work on a grid, and the grid
stays behind as sharp points in the picture's spectrum.

Source:
    Zhang, Karaman and Chang (2019), "Detecting and Simulating Artifacts in GAN Fake Images",
    IEEE WIFS, arXiv:1907.06515; Popescu and Farid (2005), "Exposing Digital Forgeries by
    Detecting Traces of Resampling", IEEE Trans. Signal Processing 53(2), 758-767.
    Deviation: the mean of the *log* spectra of many windows, which a texture in some of the
    windows hardly moves, less a local background.
"""

import cv2
import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import sliding_window_view
from scipy import fft, ndimage

from models.analysis import EvidenceMap, Trace
from models.evidence._jpeg import grid_profile
from models.evidence._window import Window, measured_window
from models.image import LoadedImage

FAMILY = "spectrum"
SIZE = 128
_STEP = SIZE // 2
_LEAST_RADIUS = 0.12  # cycles per pixel; below it lie the scene's own patterns
_GRID_VISIBLE = 1.04
# A large picture's mean spectrum is so even that a peak of no consequence would score.
_LEAST_SPREAD = 0.08
_MAP_FULL = 3.0  # natural-log power above the background at which the map reaches 1


def log_spectra(luma: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Return the log power spectra of overlapping windows of the picture's fine detail.

    Args:
        luma: float32 (H, W), both at least ``SIZE``.

    Returns:
        float32 (rows, columns, SIZE, SIZE // 2 + 1), natural log; frequencies as ``rfft2``.
    """
    detail = luma - cv2.GaussianBlur(luma, (0, 0), 1.5)
    windows = sliding_window_view(detail, (SIZE, SIZE))[::_STEP, ::_STEP]
    taper = np.hanning(SIZE).astype(np.float32)
    power = np.abs(fft.rfft2(windows * (taper[:, None] * taper), axes=(2, 3))) ** 2
    # Rounding to whole grey levels leaves this much noise, and nothing is known below it.
    floor = np.float32((taper**2).sum() ** 2 / 12)
    return np.log(power + floor)


def examine(image: LoadedImage) -> Trace:
    """Return the sharpest peak of the averaged spectrum that is not a JPEG's own grid.

    ``raw_score`` is the peak's height over the background in robust standard deviations of the
    spectrum, which count as at least ``_LEAST_SPREAD``. Figures: ``period`` in pixels, ``across``
    and ``down`` in cycles per pixel,
    ``height`` of the peak (times the background's power), measured ``share``.
    """
    window = measured_window(image.pixels)
    if min(window.height, window.width) < SIZE:
        return Trace(0.0, abstained="too-small")
    luma = window.cut(image.luma)
    spectra = log_spectra(luma)
    excess = _over_background(spectra.mean(axis=(0, 1)))
    eligible = _eligible(image, luma)
    spread = 1.4826 * float(np.median(np.abs(excess[eligible])))
    if spread == 0:
        return Trace(0.0, abstained="too-smooth")
    row, column = np.unravel_index(np.where(eligible, excess, -np.inf).argmax(), excess.shape)
    height = float(excess[row, column])
    down, across = _frequency(excess, int(row), int(column))
    return Trace(
        height / max(spread, _LEAST_SPREAD),
        _where(spectra, (int(row), int(column)), window),
        None,
        {
            "period": 1 / float(np.hypot(down, across)),
            "across": across,
            "down": down,
            "height": float(np.exp(height)),
            "share": window.share(),
        },
    )


def _over_background(spectrum: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Take away the slow fall of power with frequency, and the ridges that straight lines leave."""
    # The rows of an rfft2 wrap round; its columns end at 0 and at Nyquist, where they mirror.
    padded = np.pad(np.pad(spectrum, ((8, 8), (0, 0)), "wrap"), ((0, 0), (8, 8)), "reflect")
    medians = [
        ndimage.median_filter(padded, shape)[8:-8, 8:-8] for shape in ((9, 9), (13, 1), (1, 13))
    ]
    return spectrum - np.maximum.reduce(medians)


def _eligible(image: LoadedImage, luma: npt.NDArray[np.float32]) -> npt.NDArray[np.bool_]:
    down = fft.fftfreq(SIZE)[:, None]
    across = fft.rfftfreq(SIZE)[None, :]
    eligible = np.hypot(down, across) >= _LEAST_RADIUS
    # WebP works in blocks of 4 and 16 pixels; a PNG may hold a picture that was once a JPEG.
    if image.format != "PNG" or grid_profile(luma).max() >= _GRID_VISIBLE:
        eligible &= ~(_on_lattice(down) & _on_lattice(across))
    return eligible


def _on_lattice(frequency: npt.NDArray) -> npt.NDArray[np.bool_]:
    """Return which frequencies lie within a bin of a multiple of 1/8."""
    return np.abs(frequency - np.round(frequency * 8) / 8) <= 1.01 / SIZE


def _frequency(excess: npt.NDArray[np.float32], row: int, column: int) -> tuple[float, float]:
    """Return the peak's vertical and horizontal frequency, 0 to 0.5, to a fraction of a bin."""
    near = np.arange(-1, 2)
    columns = np.clip(column + near, 0, excess.shape[1] - 1)
    weights = np.expm1(np.maximum(excess[(row + near) % SIZE][:, columns], 0))
    total = float(weights.sum())
    down = row + float((weights.sum(axis=1) * near).sum()) / total
    across = column + float((weights.sum(axis=0) * (columns - column)).sum()) / total
    return abs(min(down, SIZE - down)) / SIZE, across / SIZE


def _where(spectra: npt.NDArray[np.float32], peak: tuple[int, int], window: Window) -> EvidenceMap:
    """Return how far each window's own spectrum stands out at the peak."""
    row, column = peak
    rows = np.arange(row - 4, row + 5) % SIZE
    columns = np.arange(max(column - 4, 0), min(column + 5, spectra.shape[3]))
    patch = spectra[:, :, rows][:, :, :, columns]
    height = spectra[:, :, row, column] - np.median(patch, axis=(2, 3))
    # Neighbouring windows share half their pixels: one value for each step of 64 pixels.
    padded = np.pad(height, ((0, 1), (0, 1)), mode="edge")
    return window.spread(padded / _MAP_FULL, _STEP)
