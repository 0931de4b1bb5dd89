"""From log odds to a chance that means what it says, for each way of delivery.

Source:
    Platt (1999), "Probabilistic outputs for support vector machines"; that such a fit helps
    detectors of generated pictures: Dimitri, Tondi and Barni (2025), WACV workshops.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special
from scipy.optimize import minimize

# Of the squared weights, so that a delivery with few pictures keeps to what the others say.
_RIDGE = 1.0
# No picture is told to be surer than calibration pictures can show: where none of 130 photographs
# scores as high, 2.3% of others still may (95% confidence), and that many would make it 0.977.
MOST_CHANCE = 0.975
# From here on a chance leans clearly to one side, and as far below one half to the other.
CLEAR_CHANCE = 0.65


@dataclass(frozen=True)
class Calibration:
    """How the two scores make one, and the one a chance.

    Attributes:
        patches: weight of the pooled patches' log odds.
        statistics: weight of the log odds by the picture's numbers.
        offset: added to both.
    """

    patches: float
    statistics: float
    offset: float

    def combined(self, patches: float, statistics: float) -> float:
        """Return the log odds of being generated, from both log odds."""
        return self.patches * patches + self.statistics * statistics + self.offset

    def chance(self, log_odds: float) -> float:
        """Return the chance, ``1 - MOST_CHANCE`` to ``MOST_CHANCE``, of combined log odds."""
        return float(np.clip(special.expit(log_odds), 1 - MOST_CHANCE, MOST_CHANCE))


def fit_calibration(
    scores: npt.NDArray[np.float64],
    labels: npt.NDArray[np.bool_],
    common: Calibration | None = None,
) -> Calibration:
    """Fit a calibration to pictures that neither part has learnt from.

    Args:
        scores: float (N, 2), log odds of the patches and by the numbers.
        labels: bool (N), generated or not.
        common: what the fit is drawn towards where there are few pictures; by default nothing.
    """
    start = np.array([0.5, 0.5, 0.0] if common is None else
                     [common.patches, common.statistics, common.offset])  # fmt: skip
    terms = np.column_stack([scores, np.ones(len(scores))])
    signs = np.where(labels, 1.0, -1.0)

    def cost(weights: npt.NDArray[np.float64]) -> float:
        losses = np.logaddexp(0, -signs * (terms @ weights))
        return float(losses.sum() + _RIDGE * ((weights - start) ** 2).sum())

    # A weight below 0 would let a part's word count against itself.
    found = minimize(cost, start, bounds=[(0, None), (0, None), (None, None)]).x
    return Calibration(*map(float, found))
