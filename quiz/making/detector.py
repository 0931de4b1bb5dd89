"""What the detector thinks of a picture: the one thing that makers of packs borrow from it."""

from models.analysis import analyse
from models.image import open_image


def suspicion(data: bytes) -> float:
    """Return how unusual the detector finds a picture, from 0 (not at all) to 1.

    It is one minus the smallest false-alarm rate of all artifacts that could be measured: the
    share of real photographs that look less unusual than this one where it stands out most.

    Args:
        data: the file as it is delivered.

    Raises:
        ImageRefusedError: it cannot be opened.
    """
    rates = [found.false_alarm_rate for found in analyse(open_image(data))]
    return 1 - min((rate for rate in rates if rate is not None), default=1.0)
