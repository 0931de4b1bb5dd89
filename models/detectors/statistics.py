"""Numbers about a picture's fine structure that tell generated ones apart, on average.

Source:
    Cross-difference harmonics: Bammey (2024), IEEE Open Journal of Signal Processing 5, 1-9,
    "Synthbuster". Block DCT: Frank and others (2020), ICML, "Leveraging Frequency Analysis for
    Deep Fake Image Recognition". Co-occurrences of residuals: Fridrich and Kodovsky (2012),
    IEEE TIFS 7(3), 868-882. Deviations: fewer and simpler numbers of each. Those of the wavelet
    bands, and of detail from place to place, are in modules of their own.
"""

import cv2
import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import sliding_window_view
from scipy import fft

from models.detectors.correlation import correlation
from models.detectors.local_detail import local_detail
from models.detectors.wavelets import wavelet_numbers

LEAST_SIDE = 128
# The middle of a larger picture is measured.
MOST_SIDE = 768
_WINDOW = 128
_STEP = 64
_RINGS = 16
_SECOND = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], dtype=np.float32) / 4
_LAGS = ((0, 1), (1, 0), (1, 1), (0, 2), (2, 0), (2, 2), (0, 4), (4, 0), (0, 8), (8, 0))
_TINY = 1e-6


def statistics(pixels: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
    """Return the numbers of a picture, float32 (N), N the same for every picture.

    Args:
        pixels: uint8 (H, W, 3), both sides at least ``LEAST_SIDE``.

    Raises:
        ValueError: a side is shorter.
    """
    height, width = pixels.shape[:2]
    if min(height, width) < LEAST_SIDE:
        raise ValueError(f"the picture is {width} x {height}; give {LEAST_SIDE} pixels each way")
    pixels = _middle(pixels)
    ycc = cv2.cvtColor(pixels, cv2.COLOR_RGB2YCrCb).astype(np.float32)
    luma = np.ascontiguousarray(ycc[:, :, 0])
    return np.concatenate(
        [
            _harmonics(luma),
            _rings(luma),
            _block_dct(luma),
            _residuals(pixels.astype(np.float32), ycc),
            _co_occurrences(luma),
            wavelet_numbers(ycc),
            local_detail(luma),
        ]
    ).astype(np.float32)


def _middle(pixels: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    height, width = pixels.shape[:2]
    # From a corner of a JPEG's blocks, wherever the middle is.
    top, left = (max(0, side - MOST_SIDE) // 2 // 8 * 8 for side in (height, width))
    return np.ascontiguousarray(pixels[top : top + MOST_SIDE, left : left + MOST_SIDE])


def _log_spectrum(plane: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Return the mean log power spectrum of overlapping windows, (_WINDOW, _WINDOW // 2 + 1)."""
    windows = sliding_window_view(plane, (_WINDOW, _WINDOW))[::_STEP, ::_STEP]
    taper = np.hanning(_WINDOW).astype(np.float32)
    spectra = fft.rfft2(windows * (taper[:, None] * taper), axes=(2, 3))
    floor = np.float32((taper**2).sum() ** 2 / 12)
    return np.log(np.abs(spectra) ** 2 + floor).mean(axis=(0, 1))


def _harmonics(luma: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Return how far the cross-difference stands out at multiples of 1/8 of the sampling rate."""
    crossed = np.abs(luma[:-1, :-1] + luma[1:, 1:] - luma[:-1, 1:] - luma[1:, :-1])
    crossed = np.pad(crossed, ((0, 1), (0, 1)), mode="edge")
    spectrum = _log_spectrum(crossed - crossed.mean())
    background = cv2.medianBlur(np.pad(spectrum, 4, mode="wrap"), 5)[4:-4, 4:-4]
    excess = spectrum - background
    eighth = _WINDOW // 8
    rows = [row * eighth % _WINDOW for row in range(-3, 5)]
    columns = [column * eighth for column in range(5)]
    found = excess[np.ix_(rows, columns)].ravel()
    # Without the mean of the picture, (0, 0): row -3 + 3.
    return np.delete(found, 3 * 5)


def _rings(luma: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Return the power by frequency, without its mean: how the spectrum falls."""
    detail = luma - cv2.GaussianBlur(luma, (0, 0), 1.5)
    spectrum = _log_spectrum(detail)
    radius = np.hypot(fft.fftfreq(_WINDOW)[:, None], fft.rfftfreq(_WINDOW)[None, :])
    ring = np.minimum((radius / 0.71 * _RINGS).astype(int), _RINGS - 1)
    sums = np.bincount(ring.ravel(), spectrum.ravel(), minlength=_RINGS)
    means = sums / np.bincount(ring.ravel(), minlength=_RINGS)
    return np.append(means - means.mean(), means.mean())


def _block_dct(luma: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Return size and emptiness of each frequency of 8 x 8 blocks, on the grid and beside it."""
    found = []
    for shift in (0, 4):
        rows, columns = ((side - shift) // 8 for side in luma.shape)
        blocks = luma[shift : shift + rows * 8, shift : shift + columns * 8]
        blocks = blocks.reshape(rows, 8, columns, 8).swapaxes(1, 2)
        sizes = np.abs(fft.dctn(blocks, axes=(2, 3), norm="ortho")).reshape(-1, 64)[:, 1:]
        strength = np.log(sizes.mean(axis=0) + 0.01)
        found.append((strength, (sizes < 0.5).mean(axis=0)))
    (strength, empty), (beside, empty_beside) = found
    shape = strength - strength.mean()
    order = np.argsort([row + column for row in range(8) for column in range(8)][1:], kind="stable")
    bands = np.array_split(order, 9)
    return np.concatenate(
        [
            shape,
            [(strength - beside)[band].mean() for band in bands],
            [empty[band].mean() for band in bands],
            [(empty - empty_beside)[band].mean() for band in bands],
        ]
    )


def _residuals(
    pixels: npt.NDArray[np.float32], ycc: npt.NDArray[np.float32]
) -> npt.NDArray[np.float32]:
    """Return shape, colour relations, neighbour relations and brightness relation of the grain."""
    found: list[float] = []
    fine = cv2.filter2D(ycc, cv2.CV_32F, _SECOND)[2:-2, 2:-2]
    for channel in range(3):
        plane = fine[:, :, channel]
        spread = float(plane.std()) + _TINY
        size, squares = np.abs(plane), plane * plane
        found += [
            np.log(spread),
            float(np.clip((squares * squares).mean() / spread**4, 0, 100)),
            float(size.mean()) / spread,
            float((size < 0.5).mean()),
        ]
    colours = cv2.filter2D(pixels, cv2.CV_32F, _SECOND)[2:-2, 2:-2].reshape(-1, 3)
    for one, other in ((0, 1), (1, 2), (0, 2)):
        found.append(correlation(colours[:, one], colours[:, other]))
    grain = np.clip(fine[:, :, 0], -12, 12)
    rows, columns = grain.shape
    for down, across in _LAGS:
        found.append(
            correlation(
                grain[: rows - down, : columns - across].ravel(), grain[down:, across:].ravel()
            )
        )
    # How much grain, by brightness, where the picture is smooth.
    luma = cv2.GaussianBlur(ycc[:, :, 0], (0, 0), 2)[2:-2, 2:-2]
    smooth = cv2.GaussianBlur(np.abs(fine[:, :, 0]), (0, 0), 4)
    flat = smooth <= np.quantile(smooth, 0.5)
    typical = np.log(np.abs(fine[:, :, 0])[flat].mean() + 0.05)
    found.append(float(typical))
    for low, high in ((0, 64), (64, 128), (128, 192), (192, 256)):
        within = flat & (luma >= low) & (luma < high)
        some = within.mean() > 0.005
        level = np.log(np.abs(fine[:, :, 0])[within].mean() + 0.05) if some else typical
        found.append(float(level - typical))
    return np.array(found)


def _co_occurrences(luma: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Return how often triples of neighbouring second differences occur, signs taken together."""
    counts = np.zeros(125)
    for plane in (luma, luma.T):
        second = plane[:, 2:] - 2 * plane[:, 1:-1] + plane[:, :-2]
        level = np.clip(np.round(second / 2), -2, 2).astype(np.int64) + 2
        triples = level[:, :-2] * 25 + level[:, 1:-1] * 5 + level[:, 2:]
        counts += np.bincount(triples.ravel(), minlength=125)
    counts = counts + counts[::-1]
    return np.log(counts[:63] / counts.sum() + 1e-5)
