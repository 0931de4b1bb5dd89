"""Move a detector's threshold over measured scores, and count its alarms in natural frequencies."""

import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

ScoreList: TypeAlias = npt.NDArray[np.float64]

PICTURES = 100
BINS = 20
_Z_95 = 1.959964  # standard normal quantile of a two-sided 95 % interval


class ScoresError(ValueError):
    """A file of scores cannot be used; ``str(error)`` says why, and what to do."""


@dataclass(frozen=True, eq=False)
class Scores:
    """Scores that a detector gave to pictures whose origin is known.

    Attributes:
        real: float64 (N,), 0 to 1, of real pictures; higher looks more generated.
        generated: float64 (M,), of generated ones.
        command: what measures them again.
        date: when they were measured.
    """

    real: ScoreList
    generated: ScoreList
    command: str
    date: str


@dataclass(frozen=True)
class Rate:
    """A share counted from `count` of `total` pictures; `total` is 1 or more."""

    count: int
    total: int

    @property
    def share(self) -> float:
        """The share, 0 to 1."""
        return self.count / self.total

    @property
    def interval(self) -> tuple[float, float]:
        """Where the share may truly lie, with 95 % confidence.

        Source:
            Wilson (1927), Journal of the American Statistical Association 22(158), 209-212.

        >>> [round(end, 3) for end in Rate(0, 50).interval]
        [0.0, 0.071]
        """
        squared = _Z_95**2
        middle = (self.count + squared / 2) / (self.total + squared)
        spread = self.share * (1 - self.share) / self.total + squared / (4 * self.total**2)
        half = _Z_95 * math.sqrt(spread) * self.total / (self.total + squared)
        return max(0.0, middle - half), min(1.0, middle + half)


@dataclass(frozen=True)
class Alarms:
    """What a detector does at one threshold.

    Attributes:
        hits: generated pictures that raise an alarm.
        false_alarms: real pictures that raise an alarm.
    """

    hits: Rate
    false_alarms: Rate


@dataclass(frozen=True)
class Hundred:
    """What to expect of ``PICTURES`` pictures, in whole pictures that add up."""

    hits: int
    misses: int
    false_alarms: int
    correct_rejections: int

    @property
    def alarms(self) -> int:
        """All pictures that raise an alarm, rightly or not."""
        return self.hits + self.false_alarms


def read_scores(path: Path) -> Scores | None:
    """Return the scores in a file, or None if there is no such file.

    Raises:
        ScoresError: it is no JSON object with a command, a date, and two lists of numbers from
            0 to 1, neither of them empty.
    """
    try:
        table = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise ScoresError(f"{path} is not JSON; measure the scores again.") from error
    try:
        real, generated = (
            np.array(table[name], dtype=np.float64) for name in ("real", "generated")
        )
        scores = Scores(real, generated, str(table["command"]), str(table["date"]))
    except (KeyError, TypeError, ValueError) as error:
        raise ScoresError(f"{path} lacks a part ({error}); measure the scores again.") from error
    for part in (real, generated):
        # Written so that a score that is no number is caught too.
        if part.ndim != 1 or part.size == 0 or not ((part >= 0) & (part <= 1)).all():
            raise ScoresError(f"{path} needs scores from 0 to 1; measure the scores again.")
    return scores


def alarms(scores: Scores, threshold: float) -> Alarms:
    """Count the scores that reach a threshold, 0 to 1."""
    return Alarms(
        hits=Rate(int((scores.generated >= threshold).sum()), scores.generated.size),
        false_alarms=Rate(int((scores.real >= threshold).sum()), scores.real.size),
    )


def hundred(found: Alarms, generated: int) -> Hundred:
    """Say what to expect if `generated` of ``PICTURES`` pictures are generated.

    >>> hundred(Alarms(hits=Rate(9, 10), false_alarms=Rate(1, 10)), 10)
    Hundred(hits=9, misses=1, false_alarms=9, correct_rejections=81)
    """
    real = PICTURES - generated
    hits = round(found.hits.share * generated)
    false_alarms = round(found.false_alarms.share * real)
    return Hundred(hits, generated - hits, false_alarms, real - false_alarms)


def right_alarms(found: Alarms, generated: int) -> float | None:
    """Return the share of alarms that are right, 0 to 1, or None if there is no alarm.

    Unlike ``hundred`` it is not rounded to whole pictures.

    Args:
        found: the detector at its threshold.
        generated: how many of ``PICTURES`` pictures are generated.

    Source:
        Bayes' rule, told in frequencies: Gigerenzer and Hoffrage (1995), Psychological Review
        102(4), 684-704.

    >>> right_alarms(Alarms(hits=Rate(9, 10), false_alarms=Rate(1, 10)), 10)
    0.5
    """
    hits = found.hits.share * generated
    false_alarms = found.false_alarms.share * (PICTURES - generated)
    return hits / (hits + false_alarms) if hits + false_alarms else None


def histogram(part: ScoreList) -> npt.NDArray[np.int64]:
    """Return how many scores fall into each of ``BINS`` bins from 0 to 1, int64 (BINS,)."""
    return np.histogram(part, bins=BINS, range=(0.0, 1.0))[0]
