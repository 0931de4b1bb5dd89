"""Pictures to look under the pixels of: what was done to them, and a spectrum to be seen."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import sliding_window_view
from scipy import ndimage

from lessons.labs.edit_traces import (
    CAMERA_QUALITY,
    Edit,
    Pixels,
    Place,
    apply_edit,
    decode,
    save_jpeg,
)

Mask: TypeAlias = npt.NDArray[np.bool_]

WINDOW = 128  # pixels
QUALITIES = (95, 90, 85, 80, 70, 60, 50)


class View(StrEnum):
    """What is measured."""

    ERROR_LEVEL = "error_level"
    NOISE = "noise_residual"
    SPECTRUM = "spectral_peak"


@dataclass(frozen=True, eq=False)
class Specimen:
    """A picture whose story is known.

    Attributes:
        pixels: uint8 (H, W, 3).
        part: bool (H, W), what was edited; None if nothing or all of it was.
    """

    pixels: Pixels
    part: Mask | None = None


def fresh_edit(photograph: Pixels, edit: Edit, place: Place, donor: Pixels) -> Specimen:
    """Return a photograph as a camera would have saved it, with one part edited since.

    Args:
        photograph: uint8 (H, W, 3).
        edit, place, donor: see ``edit_traces.apply_edit``.
    """
    edited = apply_edit(decode(save_jpeg(photograph, CAMERA_QUALITY)), edit, place, donor)
    return Specimen(edited.pixels, edited.part)


def mean_spectrum(luma: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Return the log power spectrum of a picture's fine detail, as the mean of its windows.

    Args:
        luma: float32 (H, W), 0 to 255, both at least ``WINDOW``.

    Returns:
        float32 (``WINDOW``, ``WINDOW`` // 2 + 1), natural log; frequencies as ``rfft2``.
    """
    detail = luma - ndimage.gaussian_filter(luma, 1.5)
    windows = sliding_window_view(detail, (WINDOW, WINDOW))[:: WINDOW // 2, :: WINDOW // 2]
    taper = np.hanning(WINDOW).astype(np.float32)
    power = np.abs(np.fft.rfft2(windows * np.outer(taper, taper))) ** 2
    # Rounding to whole grey levels leaves this much noise, and nothing is known below it.
    floor = (taper**2).sum() ** 2 / 12
    return np.log(power + floor).mean(axis=(0, 1)).astype(np.float32)


def whole_spectrum(half: npt.NDArray[np.float32]) -> Pixels:
    """Return a power spectrum as a grey picture with the slow changes in the middle.

    Args:
        half: log power, float (N, N // 2 + 1), frequencies in the order of ``numpy.fft.rfft2``.

    Returns:
        uint8 (N, N): brightest is 255, darkest 0. Mirrored through the middle, as the spectrum of
        every picture is.
    """
    size = half.shape[0]
    rows, columns = np.arange(size), np.arange(1, size - half.shape[1] + 1)
    mirrored = half[np.ix_(-rows % size, columns[::-1])]
    whole = np.fft.fftshift(np.concatenate([half, mirrored], axis=1))
    spread = float(np.ptp(whole))
    return np.rint((whole - whole.min()) / (spread or 1) * 255).astype(np.uint8)
