"""Spectral peak: a wave that runs in step through the whole picture.

Many picture generators, scanners and screens work with a pattern of their own, and a trace of it
stays behind all over as a sharp point in the picture's spectrum. Cloth, fences and tiles make
waves too, but those bend and end with the thing.

Source:
    Corvi, Cozzolino, Poggi, Nagano and Verdoliva (2023), "Intriguing Properties of Synthetic
    Images: from Generative Adversarial Networks to Diffusion Models", CVPR Workshops, for peaks in
    generated pictures; Zhang, Karaman and Chang (2019), "Detecting and Simulating Artifacts in GAN
    Fake Images", IEEE WIFS, arXiv:1907.06515. Deviations: one spectrum of the whole picture
    instead of a mean over many, so that a wave has to keep in step; multiples of 1/16, the
    grid of JPEG's and WebP's blocks, are left to ``checkerboard``, and what was enlarged to
    ``resampling``; waves straight along the sides are left out, because every JPEG that was
    resized has some.
"""

import cv2
import numpy as np
import numpy.typing as npt
from scipy import fft

from models.analysis import Trace
from models.evidence._surprise import BLOCK, block_means
from models.evidence._window import Window, measured_window
from models.evidence_map import EvidenceMap
from models.image import LoadedImage

FAMILY = "spectrum"
_LEAST_SIDE = 128
_LEAST_RADIUS = 0.12  # cycles per pixel; below it lie the scene's own patterns
_OFF_GRID = 0.008  # cycles per pixel around multiples of 1/16
_CLIP = 2.5  # times the local detail; a real edge must not outvote a thousand pixels
_LEAST_DETAIL = 0.7  # grey levels; rounding leaves about half of that
_AROUND = 31  # bins; the background that a peak is compared with
_NEAR = 5  # bins around a peak that are no background
_MAP_REACH = 24.0  # pixels


def spectrum(
    luma: npt.NDArray[np.float32],
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Return the even detail of a picture, and its power over the power around it.

    Args:
        luma: float32 (H, W), 0 to 255.

    Returns:
        detail: float32 (H, W), without slow variation and divided by its local size.
        height: float32 (H, W // 2 + 1), frequencies as ``rfft2``: 1 is no more than around.
    """
    detail = luma - cv2.GaussianBlur(luma, (0, 0), 1.5)
    size = np.sqrt(cv2.GaussianBlur(detail * detail, (0, 0), 8)) + _LEAST_DETAIL
    detail = np.clip(detail / size, -_CLIP, _CLIP)
    taper = np.outer(np.hanning(luma.shape[0]), np.hanning(luma.shape[1])).astype(np.float32)
    power = (np.abs(fft.rfft2(detail * taper)) ** 2).astype(np.float32)
    return detail, power / np.maximum(_background(power), 1e-9)


def examine(image: LoadedImage) -> Trace:
    """Return the sharpest slanting peak of the spectrum outside of the grid of 16 pixels.

    ``raw_score`` is the peak's power over the power around it, in decibels; chance alone reaches
    about 11. Figures: ``period`` in pixels, ``across`` and ``down`` in cycles per pixel,
    ``height`` of the peak (times the power around it), measured ``share``.
    """
    window = measured_window(image.pixels)
    if min(window.height, window.width) < _LEAST_SIDE:
        return Trace(0.0, abstained="too-small")
    luma = window.cut(image.luma)
    height, width = (fft.prev_fast_len(side, real=True) for side in luma.shape)
    detail, peaks = spectrum(luma[:height, :width])
    if not detail.any():
        return Trace(0.0, abstained="too-smooth")
    down, across = fft.fftfreq(height)[:, None], fft.rfftfreq(width)[None, :]
    eligible = (np.hypot(down, across) >= _LEAST_RADIUS) & ~(_on_grid(down) & _on_grid(across))
    # An earlier JPEG's squares, made smaller with the picture, run straight along both sides.
    eligible &= np.minimum(np.abs(down), np.abs(across)) > _OFF_GRID
    row, column = np.unravel_index(np.where(eligible, peaks, 0).argmax(), peaks.shape)
    down, across = float(down[row, 0]), float(across[0, column])
    peak = max(1.0, float(peaks[row, column]))
    return Trace(
        10 * float(np.log10(peak)),
        _where(detail, down, across, window),
        None,
        {
            "period": 1 / float(np.hypot(down, across)),
            "across": across,
            "down": abs(down),
            "height": peak,
            "share": window.share(),
        },
    )


def _background(power: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Return the mean power around each bin: of a square, or along the ridge of a straight line."""
    padded = np.pad(
        np.pad(power, ((_AROUND, _AROUND), (0, 0)), "wrap"), ((0, 0), (_AROUND, _AROUND)), "reflect"
    )
    means = [
        _mean_without_middle(padded, shape)
        for shape in ((_AROUND, _AROUND), (2 * _AROUND - 1, 1), (1, 2 * _AROUND - 1))
    ]
    inner = np.s_[_AROUND:-_AROUND, _AROUND:-_AROUND]
    return np.maximum.reduce(means)[inner]


def _mean_without_middle(
    plane: npt.NDArray[np.float32], shape: tuple[int, int]
) -> npt.NDArray[np.float32]:
    middle = min(_NEAR, shape[0]), min(_NEAR, shape[1])
    total, near = (
        cv2.boxFilter(plane, cv2.CV_32F, size[::-1], normalize=False) for size in (shape, middle)
    )
    return (total - near) / (shape[0] * shape[1] - middle[0] * middle[1])


def _on_grid(frequency: npt.NDArray) -> npt.NDArray[np.bool_]:
    # JPEG with its colours at half size, and WebP, work in blocks of 16 pixels.
    return np.abs(frequency - np.round(frequency * 16) / 16) <= _OFF_GRID


def _where(
    detail: npt.NDArray[np.float32], down: float, across: float, window: Window
) -> EvidenceMap:
    """Return how much of the detail is the wave, place by place, 0 to 1."""
    turns = (
        np.exp(2j * np.pi * frequency * np.arange(side)).astype(np.complex64)
        for frequency, side in zip((down, across), detail.shape, strict=True)
    )
    wave = detail * np.outer(*turns)
    parts = (
        cv2.GaussianBlur(block_means(part), (0, 0), _MAP_REACH / BLOCK)
        for part in (wave.real, wave.imag)
    )
    return window.spread(2 * np.hypot(*parts), BLOCK)
