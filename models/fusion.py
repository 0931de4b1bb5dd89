"""One map of a whole picture out of the maps of its artifacts."""

from collections.abc import Sequence
from itertools import groupby
from math import log

import numpy as np
import numpy.typing as npt

from models.analysis import ALLOWED_RATES, NO_FAMILY, Evidence, Strength

# From this rarity on a map counts in full.
_FULL_WEIGHT_RATE = ALLOWED_RATES[Strength.STRONG]
# What a map that was learnt from edited pictures counts at least: it says where, however common.
_LEAST_WEIGHT = 0.25


def fused_map(evidence: Sequence[Evidence], size: tuple[int, int]) -> npt.NDArray[np.float32]:
    """Return where the evidence lies, all artifacts together.

    With p the share of real photographs that score as high as artifact i, its map M_i counts with
    the weight w(p) = min(1, log p / log 0.01)^2: 1 at p = 0.01, 0.42 at 0.05, 0.25 at 0.10, 0.02
    at 0.5. Artifacts of one family F are not independent witnesses, so the largest speaks for
    them; families are joined as independent causes ("noisy or"):

        fused = 1 - prod over F of (1 - max over i in F of w(p_i) M_i)

    The map of an artifact of no family was learnt from edited pictures, as the chance of each
    place, and counts with a quarter at least.

    A trace without a region lies all over the picture. Its map is fainter where there is little
    detail, which says nothing of that place, so it counts with its mean everywhere.

    Args:
        evidence: from ``analyse``; a map whose artifact has no rates on record is left out.
        size: height and width of the picture in pixels.

    Returns:
        float32 (H, W), 0 (nothing unusual) to 1; 0 all over where no artifact has a map.

    Source:
        Noisy or: Pearl, Probabilistic Reasoning in Intelligent Systems (1988), section 4.3.2.
    """
    clear = np.ones(size, dtype=np.float32)
    mapped = [found for found in evidence if found.map is not None]
    # In place, one map after the other: a camera's picture has millions of pixels.
    for _, members in groupby(sorted(mapped, key=_family), key=_family):
        largest = np.zeros(size, dtype=np.float32)
        for found in members:
            np.maximum(largest, _weighed(found), out=largest)
        clear *= np.subtract(1, largest, out=largest)
    return np.subtract(1, clear, out=clear)


def _family(found: Evidence) -> str:
    return found.family


def _weighed(found: Evidence) -> npt.NDArray[np.float32] | np.float32:
    pixels = found.map.pixels()
    if found.region is None and found.family != NO_FAMILY:
        return _weight(found) * pixels.mean()
    return np.multiply(pixels, _weight(found), out=pixels)


def _weight(found: Evidence) -> np.float32:
    if found.false_alarm_rate is None:
        return np.float32(0)
    share = log(max(found.false_alarm_rate, _FULL_WEIGHT_RATE)) / log(_FULL_WEIGHT_RATE)
    least = _LEAST_WEIGHT if found.family == NO_FAMILY else 0.0
    return np.float32(max(share**2, least))
