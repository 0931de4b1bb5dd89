"""Traces of the 8 x 8 blocks in which JPEG stores a picture."""

from io import BytesIO

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image
from scipy import fft

from models.image import LoadedImage

_STEP_LIMIT = 12.0  # grey levels; a real edge must not outvote a thousand block borders


def luma_quantisation(image: LoadedImage) -> npt.NDArray[np.int64] | None:
    """Return a JPEG's (8, 8) luminance quantisation steps, by frequency; None for other files."""
    if image.format != "JPEG":
        return None
    with Image.open(BytesIO(image.data), formats=("JPEG",)) as header:
        # Brightness uses the first table; a broken file may give steps of 0.
        table = header.quantization[min(header.quantization)]
    return np.maximum(np.asarray(table, dtype=np.int64).reshape(8, 8), 1)


def standard_quantisation(quality: int) -> npt.NDArray[np.int64]:
    """Return the (8, 8) luminance steps that libjpeg uses at ``quality``, 1 to 100.

    Source:
        ITU-T T.81, Annex K.1; scaling as in libjpeg's ``jpeg_quality_scaling``.
    """
    scale = 5000 // quality if quality < 50 else 200 - 2 * quality
    return np.clip((_ANNEX_K * scale + 50) // 100, 1, 255)


def block_coefficients(luma: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Return the DCT coefficients of each whole 8 x 8 block: (rows, columns, 8, 8), orthonormal."""
    rows, columns = luma.shape[0] // 8, luma.shape[1] // 8
    blocks = luma[: rows * 8, : columns * 8].reshape(rows, 8, columns, 8).swapaxes(1, 2)
    return fft.dctn(blocks - np.float32(128), axes=(2, 3), norm="ortho")


def grid_profile(luma: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    """Return how much brightness jumps at each position within 8 pixels: (2, 8), across and down.

    Each profile is divided by its median, so 1 means no more than elsewhere. The grid of an
    unshifted JPEG shows as a peak at 0, the border between a block's last pixel and the next.

    Source:
        Li, Yuan and Yu (2009), "Passive detection of doctored JPEG image via block artifact
        grid extraction", Signal Processing 89(9), 1821-1829.
    """
    return np.stack([_steps(luma), _steps(luma.T)])


def _steps(luma: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    # The jump beyond what the slopes on both sides lead one to expect.
    luma = np.ascontiguousarray(luma)
    kernel = np.array([[0.5, -1.5, 1.5, -0.5]], dtype=np.float32)
    jump = np.abs(cv2.filter2D(luma, cv2.CV_32F, kernel, anchor=(2, 0)))
    column = np.minimum(jump, _STEP_LIMIT).mean(axis=0, dtype=np.float64)[4:-4]
    profile = np.array([column[(offset - 4) % 8 :: 8].mean() for offset in range(8)])
    return profile / max(float(np.median(profile)), 1e-6)


_ANNEX_K = np.array([
    [16, 11, 10, 16, 24, 40, 51, 61],
    [12, 12, 14, 19, 26, 58, 60, 55],
    [14, 13, 16, 24, 40, 57, 69, 56],
    [14, 17, 22, 29, 51, 87, 80, 62],
    [18, 22, 37, 56, 68, 109, 103, 77],
    [24, 35, 55, 64, 81, 104, 113, 92],
    [49, 64, 78, 87, 103, 121, 120, 101],
    [72, 92, 95, 98, 112, 100, 103, 99],
])  # fmt: skip
