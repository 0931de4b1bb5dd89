"""Learned map: what a small trained network finds in every patch, and statistics in the whole.

Source:
    See ``models.detectors``. The picture's score is the mean of its patches' scores beside a score
    by the picture's statistics, so that the map is the decision and not a guess at its reasons.
    Both look twice, see ``models.detectors.judgement.passed_on``.
"""

import math

from models.analysis import Trace
from models.image import LoadedImage

FAMILY = "learned"
# Odds beyond that are told as that: calibration pictures cannot tell them apart.
_MOST_ODDS = 1e4


def examine(image: LoadedImage) -> Trace:
    """Return the odds that a model made the picture, and where its patches look like that.

    ``raw_score`` is odds: 1 is as likely as not, for half real and half generated pictures.
    Figures: ``chance`` (0 to 1), and ``share`` of the picture that was looked at.
    """
    # PyTorch is loaded by the first picture that is examined.
    from models.detectors.judgement import judge

    found = judge(image)
    if found.abstained:
        return Trace(0.0, abstained=found.abstained)
    odds = min(math.exp(min(found.raw_score, 20.0)), _MOST_ODDS)
    figures = {"chance": found.calibrated_score, "share": found.share}
    return Trace(odds, found.map, found.region, figures)
