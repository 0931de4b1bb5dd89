"""Numbers about how much detail a picture has from place to place, at three scales.

A camera leaves grain wherever there is light, and blurs what is out of focus; a model draws detail
where its subject has some. Deviations of a picture's own places from each other say which.

Source:
    Made for this detector. That the grain's amount, place by place, tells pictures apart: Lyu, Pan
    and Zhang (2014), IJCV 110(2), 202-221, "Exposing region splicing forgeries with blind local
    noise estimation".
"""

import cv2
import numpy as np
import numpy.typing as npt

from models.detectors.correlation import correlation

# Of the blurs between which detail lies, in pixels.
_SCALES = (0, 0.7), (1.4, 2.8), (2.8, 5.6)
_PLACE_PX = 16
_SHARES = 0.02, 0.1, 0.25, 0.5, 0.75, 0.9, 0.98
_GROUPS = 5


def local_detail(luma: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Return the numbers, float32 (N), N the same for every picture.

    Args:
        luma: float32 (H, W), 0 to 255; sides of 128 or more.
    """
    levels = [
        _by_place(_blurred(luma, finer) - _blurred(luma, coarser)) for finer, coarser in _SCALES
    ]
    found: list[float] = []
    for level in levels:
        amounts = np.quantile(level, _SHARES)
        found += [*(amounts - amounts[3]), amounts[3], level.std()]
    for one, other in ((0, 1), (1, 2), (0, 2)):
        fine, coarse = levels[one], levels[other]
        excess = fine - coarse
        found += [correlation(fine, coarse), *np.quantile(excess, _SHARES)]
        # From the places with least coarse detail to those with most.
        groups = np.array_split(excess.ravel()[np.argsort(coarse.ravel())], _GROUPS)
        found += [*(group.mean() for group in groups), *(group.std() for group in groups)]
    return np.array(found, dtype=np.float32)


def _blurred(plane: npt.NDArray[np.float32], spread: float) -> npt.NDArray[np.float32]:
    return cv2.GaussianBlur(plane, (0, 0), spread) if spread else plane


def _by_place(detail: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Return the log of the detail's spread around every eighth pixel each way."""
    power = cv2.boxFilter(detail * detail, -1, (_PLACE_PX, _PLACE_PX))
    half = _PLACE_PX // 2
    return np.log(power[half:-half:half, half:-half:half] + 0.02) / 2
