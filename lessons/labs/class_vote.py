"""Count a class's votes before and after a debate."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Vote:
    """How many voted for what; nobody is named."""

    agree: int
    unsure: int
    disagree: int

    @property
    def total(self) -> int:
        """All who voted."""
        return self.agree + self.unsure + self.disagree


@dataclass(frozen=True)
class Shift:
    """What a debate did to a vote.

    Attributes:
        agree, unsure, disagree: more votes than before; fewer if negative.
        changed_at_least: how many must have changed their vote, as the counts tell; more may
            have, in opposite directions. None if not as many voted as before.
    """

    agree: int
    unsure: int
    disagree: int
    changed_at_least: int | None


def shift(before: Vote, after: Vote) -> Shift:
    """Compare two votes of one class.

    >>> shift(Vote(agree=12, unsure=8, disagree=5), Vote(agree=9, unsure=4, disagree=12))
    Shift(agree=-3, unsure=-4, disagree=7, changed_at_least=7)
    """
    moved = (
        after.agree - before.agree,
        after.unsure - before.unsure,
        after.disagree - before.disagree,
    )
    gained = sum(max(0, more) for more in moved)
    return Shift(*moved, gained if before.total == after.total else None)
