"""Consistency: a part whose fine structure is not that of the rest of its picture.

A small trained network compares each block with the picture's own blocks, see
``models.detectors.consistency``. It cannot say what it has seen there: grain, sharpness, earlier
saves and colours all count.

Source:
    Huh, Liu, Owens and Efros (2018), "Fighting Fake News: Image Splice Detection via Learned
    Self-Consistency", ECCV. Deviations: see the network.
"""

import cv2

from models.analysis import LEAST_SIDE, NO_FAMILY, Trace
from models.evidence._window import box_around, measured_window
from models.image import LoadedImage

FAMILY = NO_FAMILY
# The middle of a larger picture is measured, in pixels.
MEASURED_SIDE = 1024
# Blocks whose chances are averaged: 5 lie on 40 pixels. A smaller part is not looked for.
_NEIGHBOURHOOD = 5


def examine(image: LoadedImage) -> Trace:
    """Return the odds that the strangest part is not from here, and what looks foreign.

    ``raw_score`` is odds: 1 is as likely as not, among pictures most of which were edited.
    Figures: the ``chance`` of that part (0 to 1), the share of the picture that is ``foreign``,
    and the measured ``share``.
    """
    if min(image.height, image.width) < LEAST_SIDE:
        return Trace(0.0, abstained="too-small")
    if image.filled is not None:
        # What we laid on white ourselves would be the part that is not from here.
        return Trace(0.0, abstained="see-through")
    # PyTorch is loaded by the first picture that is examined.
    from models.detectors.consistency import foreign_chances
    from models.detectors.network import STRIDE
    from models.detectors.weights import load_consistency

    pixels = image.stored(image.pixels)
    window = measured_window(pixels, MEASURED_SIDE)
    if window.is_even(image.stored_luma):
        return Trace(0.0, abstained="too-smooth")
    chances = foreign_chances(window.cut(pixels), load_consistency())
    part = cv2.blur(chances, (_NEIGHBOURHOOD, _NEIGHBOURHOOD), borderType=cv2.BORDER_REFLECT)
    chance = float(part.max())
    map = window.spread(part, STRIDE, image.orientation)
    figures = {"chance": chance, "foreign": float((part >= 0.5).mean()), "share": window.share()}
    return Trace(chance / (1 - chance + 1e-6), map, box_around(map), figures)
