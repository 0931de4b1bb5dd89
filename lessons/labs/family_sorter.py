"""Sort outlined parts of pictures into families of clues, and say whether they are flaws at all."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Family(StrEnum):
    """What a clue is about.

    Source:
        Kamali, Nakamura, Chatzimparmpas, Hullman and Groh (2024), arXiv 2406.08651.
    """

    ANATOMICAL = "anatomical"
    STYLISTIC = "stylistic"
    FUNCTIONAL = "functional"
    PHYSICS = "physics"
    SOCIOCULTURAL = "sociocultural"


class Belief(StrEnum):
    """What a learner takes an outlined part for."""

    FLAW = "flaw"
    ODD = "odd"


@dataclass(frozen=True)
class Card:
    """An outlined part of a picture.

    Attributes:
        family: where we sort it.
        real: whether it is odd but real; if not, it is a flaw in an edited or generated picture.
    """

    family: Family
    real: bool


@dataclass(frozen=True)
class Reply:
    """What a learner said of a card."""

    family: Family
    belief: Belief


class Outcome(StrEnum):
    """What a reply is worth; a flaw is the signal."""

    HIT = "hit"
    MISS = "miss"
    FALSE_ALARM = "false-alarm"
    CORRECT_REJECTION = "correct-rejection"


@dataclass(frozen=True)
class Tally:
    """What a learner has done so far.

    Attributes:
        cards: replied to.
        sorted_alike: put into the same family as by us.
        flaws, flaws_found: flaws there were, and those called flaws.
        real, real_believed: odd but real parts there were, and those believed.
    """

    cards: int
    sorted_alike: int
    flaws: int
    flaws_found: int
    real: int
    real_believed: int


def outcome(card: Card, reply: Reply) -> Outcome:
    """Return what a reply is worth.

    >>> outcome(Card(Family.PHYSICS, real=True), Reply(Family.PHYSICS, Belief.FLAW))
    <Outcome.FALSE_ALARM: 'false-alarm'>
    """
    if card.real:
        return Outcome.CORRECT_REJECTION if reply.belief is Belief.ODD else Outcome.FALSE_ALARM
    return Outcome.HIT if reply.belief is Belief.FLAW else Outcome.MISS


def tally(replies: Iterable[tuple[Card, Reply]]) -> Tally:
    """Count what a learner has said of the cards; real pictures count as much as flaws."""
    replies = list(replies)
    outcomes = [outcome(card, reply) for card, reply in replies]
    real = sum(card.real for card, _ in replies)
    return Tally(
        cards=len(replies),
        sorted_alike=sum(card.family is reply.family for card, reply in replies),
        flaws=len(replies) - real,
        flaws_found=outcomes.count(Outcome.HIT),
        real=real,
        real_believed=outcomes.count(Outcome.CORRECT_REJECTION),
    )
