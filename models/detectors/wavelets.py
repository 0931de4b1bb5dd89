"""Numbers about a picture's wavelet bands: shape, order across scales and colours.

Source:
    Farid and Lyu (2003), "Higher-order wavelet statistics and their application to digital
    forensics", CVPR workshops: photographs told from rendered pictures. Colours: Li, Li, Tan and
    Huang (2020), Signal Processing 174, 107616, "Identification of deep network generated images
    using disparities in color components". Deviations: Haar's wavelet, and correlations instead of
    linear prediction.
"""

import cv2
import numpy as np
import numpy.typing as npt

from models.detectors.correlation import correlation

Plane = npt.NDArray[np.float32]

LUMA_LEVELS = 4
CHROMA_LEVELS = 3
_TO_RGB = np.array([[1, 1.403, 0], [1, -0.714, -0.344], [1, 0, 1.773]])
# In grey levels; a spread that is smaller is an even plane's rounding.
_TINY = 1e-3


def wavelet_numbers(ycc: Plane) -> npt.NDArray[np.float32]:
    """Return the numbers, float32 (N), N the same for every picture.

    Args:
        ycc: float32 (H, W, 3), luma, red and blue difference, 0 to 255; sides of 128 or more.
    """
    planes = [np.ascontiguousarray(ycc[:, :, channel]) for channel in range(3)]
    found: list[float] = []
    sizes: list[list[npt.NDArray[np.float64]]] = [[], [], []]
    finer: list[list[Plane] | None] = [None, None, None]
    for level in range(LUMA_LEVELS):
        channels = range(3) if level < CHROMA_LEVELS else range(1)
        bands: list[list[Plane]] = []
        for channel in channels:
            planes[channel], *own = _haar(planes[channel])
            bands.append(own)
            for band in own:
                found += _shape(band)
            sizes[channel].append(np.log([band.std() + 0.05 for band in own]))
        logs = [[np.log(np.abs(band) + 0.5) for band in own] for own in bands]
        for channel in channels:
            found += _neighbours(logs[channel])
            if finer[channel] is not None:
                found += _across_scales(finer[channel], logs[channel])
            finer[channel] = logs[channel]
        if level < CHROMA_LEVELS:
            found += _colours(bands, logs)
    for own in sizes:
        by_level = np.array(own)
        found += list(np.diff(by_level, axis=0).ravel()) + list(by_level[0, 1:] - by_level[0, 0])
    return np.array(found, dtype=np.float32)


def _haar(plane: Plane) -> tuple[Plane, Plane, Plane, Plane]:
    """Return the half as large plane, and its bands: across, down, both."""
    rows, columns = (side // 2 * 2 for side in plane.shape)
    upper, lower = plane[:rows:2, :columns], plane[1:rows:2, :columns]
    mean, down = upper + lower, upper - lower
    return (
        (mean[:, ::2] + mean[:, 1::2]) / 2,
        (mean[:, ::2] - mean[:, 1::2]) / 2,
        (down[:, ::2] + down[:, 1::2]) / 2,
        (down[:, ::2] - down[:, 1::2]) / 2,
    )


def _shape(band: Plane) -> list[float]:
    """Return how a band's values are spread, whatever their size."""
    spread = float(band.std()) + _TINY
    values = (band - band.mean()) / spread
    squares = values * values
    size = np.abs(values)
    return [
        float(size.mean()),
        float(np.sqrt(min((squares * squares).mean(), 60.0))),
        float(np.clip((squares * values).mean(), -6, 6)),
        float((size < 0.25).mean()),
    ]


def _neighbours(logs: list[Plane]) -> list[float]:
    """Return how alike bands of one scale are, and neighbours within each."""
    across, down, both = logs
    found = [correlation(across, down), correlation(across, both)]
    for band in (across, down):
        found += [correlation(band[:, 1:], band[:, :-1]), correlation(band[1:], band[:-1])]
    return found


def _across_scales(finer: list[Plane], coarser: list[Plane]) -> list[float]:
    found = []
    for fine, coarse in zip(finer, coarser, strict=True):
        shrunk = cv2.resize(fine, coarse.shape[::-1], interpolation=cv2.INTER_AREA)
        found.append(correlation(shrunk, coarse))
    return found


def _colours(bands: list[list[Plane]], logs: list[list[Plane]]) -> list[float]:
    """Return how the detail of one colour follows that of another."""
    values = np.stack([np.concatenate([band.ravel() for band in own]) for own in bands])
    covariance = np.cov(values) + np.eye(3) * _TINY
    of_rgb = _TO_RGB @ covariance @ _TO_RGB.T
    found = []
    for matrix in (covariance, of_rgb):
        spread = np.sqrt(np.diag(matrix))
        relation = matrix / np.outer(spread, spread)
        found += [relation[0, 1], relation[0, 2], relation[1, 2],
                  *np.log(spread[1:] / spread[0])]  # fmt: skip
    luma, *chroma = (np.concatenate([band.ravel() for band in own]) for own in logs)
    return [*map(float, found), *(correlation(luma, each) for each in chroma)]
