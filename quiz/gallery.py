"""Browsing a collection: what it can be narrowed down by, and a page of what is left."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from quiz.item import LEVELS, Family, Item, Kind
from quiz.pack import Pack
from quiz.session import ItemKey

# A phone on a weak network loads so many small pictures in a few seconds.
PAGE_LENGTH = 12


class Entry(NamedTuple):
    """An item and its place."""

    key: ItemKey
    item: Item


@dataclass(frozen=True)
class Facet:
    """Something that a collection can be narrowed down by.

    Attributes:
        name: of the facet.
        values: returns what an entry counts under; nothing, one thing, or several.
        order: of all values there can be; empty where only the alphabet orders them.
    """

    name: str
    values: Callable[[Entry], Collection[str]]
    order: Sequence[str] = ()

    def choices(self, entries: Iterable[Entry]) -> list[str]:
        """Return the values that occur among `entries`, each once, in order."""
        found = {value for entry in entries for value in self.values(entry)}
        return sorted(found, key=self.order.index if self.order else None)


FACETS = (
    Facet("kind", lambda entry: (entry.item.kind,), list(Kind)),
    Facet("clue", lambda entry: entry.item.families, list(Family)),
    Facet(
        "difficulty",
        lambda entry: (str(entry.item.difficulty),) if entry.item.difficulty else (),
        list(map(str, LEVELS)),
    ),
    Facet("pack", lambda entry: (entry.key.pack,)),
)


def all_entries(packs: Iterable[Pack]) -> list[Entry]:
    """Return every item of `packs`, those kept for measuring too: for facilitators only."""
    return [Entry(ItemKey(pack.id, item.id), item) for pack in packs for item in pack.items]


def open_entries(
    packs: Iterable[Pack], met: Collection[ItemKey], waiting: Collection[ItemKey]
) -> list[Entry]:
    """Return the items that a learner may browse.

    Args:
        packs: where they lie.
        met: items whose answer the learner has seen; they are among them whatever else holds.
        waiting: items that the learner is about to judge; neither they nor others made from their
            photographs are among them, for beside the untouched one a fake is no riddle.

    Returns:
        The items met and those for practice, but none kept for measuring learners later.
    """
    packs = list(packs)
    practice = {ItemKey(pack.id, item.id) for pack in packs for item in pack.practice}
    entries = all_entries(packs)
    awaited = {
        source
        for entry in entries
        if entry.key in waiting and entry.key not in met
        for source in entry.item.sources
    }
    return [
        entry
        for entry in entries
        if entry.key in met or (entry.key in practice and not entry.item.sources & awaited)
    ]


def narrowed(entries: Iterable[Entry], wanted: Mapping[str, str]) -> list[Entry]:
    """Return the entries that fit.

    Args:
        entries: to choose from.
        wanted: a value by a facet's name; a facet that is not named lets everything through.
    """
    return [
        entry
        for entry in entries
        if all(
            wanted[facet.name] in facet.values(entry) for facet in FACETS if facet.name in wanted
        )
    ]


def page_count(entries: Sequence[Entry]) -> int:
    """Return on how many pages they are shown; one if there are none."""
    return max(1, -(-len(entries) // PAGE_LENGTH))


def page_of(entries: Sequence[Entry], number: int) -> Sequence[Entry]:
    """Return the entries of a page, counted from 1."""
    return entries[(number - 1) * PAGE_LENGTH : number * PAGE_LENGTH]
