"""From answers to outcomes, and from outcomes to what a learner may conclude."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

# Five steps from a coin toss to certainty, evenly spaced between 50% and 100%.
CONFIDENCE_STEPS = (1, 2, 3, 4, 5)


class Choice(StrEnum):
    """What a learner says of a picture."""

    REAL = "real"
    FAKE = "fake"


class Outcome(StrEnum):
    """How a choice turned out; a fake is the signal to detect."""

    HIT = "hit"
    MISS = "miss"
    FALSE_ALARM = "false_alarm"
    CORRECT_REJECTION = "correct_rejection"

    @property
    def is_right(self) -> bool:
        """Whether the choice was right."""
        return self in (Outcome.HIT, Outcome.CORRECT_REJECTION)


class Balance(StrEnum):
    """Which way the mistakes of a round went."""

    ALL_RIGHT = "all_right"
    TRUSTING = "trusting"
    SUSPICIOUS = "suspicious"
    EVEN = "even"
    MANY = "many"


@dataclass(frozen=True)
class Answer:
    """What a learner said of one picture.

    Attributes:
        choice: real or fake.
        confidence: 1 (a guess) to 5 (certain).

    Raises:
        ValueError: the confidence is not one of the five steps.
    """

    choice: Choice
    confidence: int

    def __post_init__(self) -> None:
        if self.confidence not in CONFIDENCE_STEPS:
            raise ValueError(f"confidence is {self.confidence}; use a whole number from 1 to 5")


@dataclass(frozen=True)
class Tally:
    """How many of each outcome there were."""

    hits: int = 0
    misses: int = 0
    false_alarms: int = 0
    correct_rejections: int = 0

    @property
    def fakes(self) -> int:
        """Number of fakes judged."""
        return self.hits + self.misses

    @property
    def reals(self) -> int:
        """Number of real pictures judged."""
        return self.false_alarms + self.correct_rejections


@dataclass(frozen=True)
class CalibrationStep:
    """How often answers of one confidence were right.

    Attributes:
        confidence: 1 to 5.
        answers: how many were given with it, at least one.
        right: how many of those were right.
    """

    confidence: int
    answers: int
    right: int

    @property
    def expected(self) -> float:
        """Share of right answers this confidence stands for, 0.5 to 1."""
        return expected_share(self.confidence)


def expected_share(confidence: int) -> float:
    """Return the share of right answers a confidence stands for: 0.5 for 1, up to 1 for 5.

    >>> expected_share(3)
    0.75
    """
    return 0.5 + (confidence - 1) * 0.125


def judge(is_real: bool, choice: Choice) -> Outcome:
    """Return how a choice turned out.

    >>> judge(is_real=True, choice=Choice.FAKE)
    <Outcome.FALSE_ALARM: 'false_alarm'>
    """
    if is_real:
        return Outcome.CORRECT_REJECTION if choice is Choice.REAL else Outcome.FALSE_ALARM
    return Outcome.HIT if choice is Choice.FAKE else Outcome.MISS


def tally(outcomes: Iterable[Outcome]) -> Tally:
    """Count outcomes.

    >>> tally([Outcome.HIT, Outcome.HIT, Outcome.FALSE_ALARM])
    Tally(hits=2, misses=0, false_alarms=1, correct_rejections=0)
    """
    counts = Counter(outcomes)
    return Tally(
        hits=counts[Outcome.HIT],
        misses=counts[Outcome.MISS],
        false_alarms=counts[Outcome.FALSE_ALARM],
        correct_rejections=counts[Outcome.CORRECT_REJECTION],
    )


def balance(counts: Tally) -> Balance:
    """Return which way the mistakes of a round went, or `MANY` where a third and more were wrong.

    Compared are shares, not numbers: a round of 6 fakes and 4 real pictures has more fakes to
    miss. They have to lie more than 3 in 10 apart, two pictures of five: with this a learner who
    errs equally often in both is called trusting as often as suspicious, within 4 in 100 rounds,
    whatever the mix.

    >>> balance(Tally(hits=3, misses=3, false_alarms=2, correct_rejections=2)).value
    'many'
    """
    wrong = counts.misses + counts.false_alarms
    if wrong == 0:
        return Balance.ALL_RIGHT
    # Both shares times both numbers: exact, and zero where there is nothing to compare.
    apart = counts.misses * counts.reals - counts.false_alarms * counts.fakes
    if 10 * abs(apart) > 3 * counts.fakes * counts.reals:
        return Balance.TRUSTING if apart > 0 else Balance.SUSPICIOUS
    return Balance.EVEN if 3 * wrong <= counts.fakes + counts.reals else Balance.MANY


def calibration(judged: Sequence[tuple[Answer, Outcome]]) -> list[CalibrationStep]:
    """Return, for each confidence used, how often it was right, from guess to certain.

    Ten answers say little about each step: show the counts, never a percentage alone.
    """
    steps = []
    for confidence in CONFIDENCE_STEPS:
        outcomes = [outcome for answer, outcome in judged if answer.confidence == confidence]
        if outcomes:
            right = sum(outcome.is_right for outcome in outcomes)
            steps.append(CalibrationStep(confidence, len(outcomes), right))
    return steps
