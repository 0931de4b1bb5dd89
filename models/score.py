"""One chance of being generated or edited, out of the trained detector and the single traces."""

import math
from collections.abc import Sequence

from models.analysis import LEARNED, Evidence
from models.detectors.calibration import MOST_CHANCE

# Decimal digits; the few hundred photographs measured vouch for no rarer score.
_MOST_RARITY = 3.0


def combined_chance(chance: float | None, evidence: Sequence[Evidence]) -> float | None:
    """Return the chance, 0 to 1, that a picture was generated or edited; half of them are.

    The trained detector's odds are multiplied by what the rarest single trace is worth. With m
    traces measured, the rarest of them is as rare as it is in q = m * 10^-rarity of all
    photographs, and that is worth 1 / (-e q ln q) at most. Nothing is taken away where no trace
    is rare: careful edits leave none.

    Args:
        chance: of the trained detector; None where it abstains, and then so does this.
        evidence: from ``analyse``.

    Source:
        Sellke, Bayarri and Berger (2001), "Calibration of p Values for Testing Precise Null
        Hypotheses", The American Statistician 55(1), 62-71; q after Bonferroni.
    """
    if chance is None:
        return None
    traces = [found for found in evidence if found.artifact != LEARNED and not found.abstained]
    rarity = max((min(found.rarity, _MOST_RARITY) for found in traces), default=0.0)
    rare = min(1.0, max(len(traces), 1) * 10**-rarity)
    worth = 1 / (-math.e * rare * math.log(rare)) if rare < 1 / math.e else 1.0
    odds = chance / (1 - chance) * worth
    return min(odds / (1 + odds), MOST_CHANCE)
