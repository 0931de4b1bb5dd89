"""Results by kind of clue."""

from collections import defaultdict
from collections.abc import Iterable

from quiz.item import Family, Item
from quiz.scoring import Outcome, Tally, tally


def tally_by_family(judged: Iterable[tuple[Item, Outcome]]) -> dict[Family, Tally]:
    """Count outcomes apart for every family of clue.

    An item counts once for each family that its regions hold, so the tallies overlap and must
    not be added up; one without regions counts nowhere. Of a few pictures show the counts, never
    a percentage alone.

    Args:
        judged: items, each with how the choice turned out.

    Returns:
        The tally of each family that occurs, in the order of `Family`.
    """
    outcomes = defaultdict(list)
    for item, outcome in judged:
        for family in item.families:
            outcomes[family].append(outcome)
    return {family: tally(outcomes[family]) for family in Family if family in outcomes}
