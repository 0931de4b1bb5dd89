"""Pictures to look under the pixels of: what was done to them, and a spectrum to be seen."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

import cv2
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
ENLARGED = 2  # times
# How much brighter than the rest a place is where the steps of an enlargement overlap: so little
# that the points it leaves are plain at quality 95 and lost at 70.
_OVERLAP = 0.008
_LEAST_POINT = 1.0  # natural-log units by which a sharp point outshines the lines through it
_LEAST_RADIUS = 0.14  # cycles per pixel; nearer to the middle lie the scene's own patterns
_AROUND = 11  # places
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


def enlarged(photograph: Pixels) -> Specimen:
    """Return a photograph made ``ENLARGED`` times smaller and as many times larger again.

    The steps of the enlargement overlap unevenly, as they do in generators that double a small
    picture again and again: every second row and column comes out a little brighter.

    Args:
        photograph: uint8 (H, W, 3); what is beyond whole steps is cut off.

    Source:
        Odena, Dumoulin and Olah (2016), "Deconvolution and Checkerboard Artifacts", Distill,
        doi:10.23915/distill.00003.
    """
    height, width = (side // ENLARGED * ENLARGED for side in photograph.shape[:2])
    size = width // ENLARGED, height // ENLARGED
    # Not rounded before the end: whole grey levels are coarser than the unevenness.
    exact = photograph[:height, :width].astype(np.float32)
    small = cv2.resize(exact, size, interpolation=cv2.INTER_AREA)
    large = cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR)
    gain = np.ones(ENLARGED)
    gain[0] += _OVERLAP
    gain /= gain.mean()
    uneven = large * np.outer(np.resize(gain, height), np.resize(gain, width))[..., None]
    return Specimen(np.clip(np.rint(uneven), 0, 255).astype(np.uint8))


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
    whole = np.fft.fftshift(_mirrored(half))
    spread = float(np.ptp(whole))
    return np.rint((whole - whole.min()) / (spread or 1) * 255).astype(np.uint8)


def sharp_points(half: npt.NDArray[np.float32]) -> Mask:
    """Return where a spectrum has sharp points away from its middle.

    A point is brighter than all around it, and than the lines through it: straight edges in a
    picture make bright lines, which are no pattern that repeats.

    Args:
        half: as for ``whole_spectrum``.

    Returns:
        bool (N, N), places as in ``whole_spectrum``.
    """
    whole = _mirrored(half)
    shapes = (_AROUND, 1), (1, _AROUND), (_AROUND, _AROUND)
    around = np.maximum.reduce([ndimage.median_filter(whole, s, mode="wrap") for s in shapes])
    excess = whole - around
    frequencies = np.fft.fftfreq(whole.shape[0])
    points = (
        (excess >= _LEAST_POINT)
        & (excess == ndimage.maximum_filter(excess, 3, mode="wrap"))
        & (np.hypot(frequencies[:, None], frequencies) >= _LEAST_RADIUS)
    )
    return np.fft.fftshift(points)


def _mirrored(half: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Return all of a spectrum, (N, N), frequencies in the order of ``numpy.fft.fft2``."""
    size = half.shape[0]
    rows, columns = np.arange(size), np.arange(1, size - half.shape[1] + 1)
    return np.concatenate([half, half[np.ix_(-rows % size, columns[::-1])]], axis=1)
