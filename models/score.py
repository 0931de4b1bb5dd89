"""One chance of being generated or edited, out of the trained detector and the single traces."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from scipy import special

from models.analysis import LEARNED, Evidence, measured_rates, rounded
from models.detectors.calibration import MOST_CHANCE

# Under which the rates file keeps what real photographs come to, as odds.
WHOLE = "whole"
# Decimal digits; the few hundred photographs measured vouch for no rarer score.
_MOST_RARITY = 3.0
_CONFIDENCE = 0.95


@dataclass(frozen=True)
class Whole:
    """What the trained detector and the single traces come to together.

    Attributes:
        chance: 0 to 1, that the picture was generated or edited, if half of all pictures were;
            None where the trained detector abstains.
        least, most: the same where the trained detector looks at the picture saved once more (the
            single traces are not measured anew), the lowest and the highest, and ``chance`` itself;
            0 and 1 where there is none.
        photographs: how many real ones of this format were measured.
        as_high: how many of those come to a chance as high; 0 where there is no chance.
        learned: whether the trained detector speaks for it more than the rarest trace does.
        raised: whether a single trace raised it; ``chance`` is the most that it can be then.
    """

    chance: float | None
    least: float = 0.0
    most: float = 1.0
    photographs: int = 0
    as_high: int = 0
    learned: bool = True
    raised: bool = False

    @property
    def most_false_alarms(self) -> float:
        """The share of photographs, 0 to 1, that may score as high, with 95% confidence.

        Of photographs like those measured; 1 where none were.

        Source:
            Clopper and Pearson (1934), Biometrika 26, 404-413; the upper bound alone.
        """
        if self.as_high == self.photographs:
            return 1.0
        others = self.photographs - self.as_high
        return float(special.betaincinv(self.as_high + 1, others, _CONFIDENCE))


def whole(
    chance: float | None, saved_again: Sequence[float], evidence: Sequence[Evidence], format: str
) -> Whole:
    """Return what a picture comes to, and how rare that is among photographs.

    The trained detector's odds are multiplied by what the rarest single trace is worth. With m
    traces measured, the rarest of them is as rare as it is in q = m * 10^-rarity of all
    photographs, and that is worth 1 / (-e q ln q) at most. Nothing is taken away where no trace
    is rare: careful edits leave none.

    Args:
        chance: of the trained detector; None where it abstains, and then so does this.
        saved_again: the same of the picture saved once more, for each way of saving.
        evidence: from ``analyse``.
        format: of the file, one of ``models.image.FORMATS``.

    Source:
        Sellke, Bayarri and Berger (2001), "Calibration of p Values for Testing Precise Null
        Hypotheses", The American Statistician 55(1), 62-71; q after Bonferroni.
    """
    if chance is None:
        return Whole(None)
    worth = _worth(evidence)
    chances = [_times(each, worth) for each in (chance, *saved_again)]
    both, least, most = chances[0], min(chances), max(chances)
    learned = chance / (1 - chance) >= worth
    known = measured_rates().get((WHOLE, format))
    if known is None:
        return Whole(both, least, most, learned=learned, raised=worth > 1)
    score, photographs = rounded(both / (1 - both)), len(known.held_out)
    as_high = round(known.false_alarm_rate(score) * photographs)
    return Whole(both, least, most, photographs, as_high, learned, worth > 1)


def _times(chance: float, worth: float) -> float:
    odds = chance / (1 - chance) * worth
    return min(odds / (1 + odds), MOST_CHANCE)


def _worth(evidence: Sequence[Evidence]) -> float:
    """Return the odds, 1 or more, that the rarest single trace is worth."""
    traces = [found for found in evidence if found.artifact != LEARNED and not found.abstained]
    rarity = max((min(found.rarity, _MOST_RARITY) for found in traces), default=0.0)
    rare = min(1.0, max(len(traces), 1) * 10**-rarity)
    return float(1 / (-math.e * rare * math.log(rare))) if rare < 1 / math.e else 1.0
