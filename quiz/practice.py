"""A round that practises something: which pictures suit it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from quiz.item import Family, Item, Kind

Name = TypeVar("Name", bound=StrEnum)


@dataclass(frozen=True)
class Practice:
    """What to practise; a picture suits it for any one of these.

    Attributes:
        families: of clues that one of its regions holds.
        kinds: of things done to it.
        items: ids of pictures wanted in any case, as far as a round has room.
    """

    families: frozenset[Family] = frozenset()
    kinds: frozenset[Kind] = frozenset()
    items: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.families or self.kinds or self.items)

    @classmethod
    def named(
        cls, families: Iterable[str] = (), kinds: Iterable[str] = (), items: Iterable[str] = ()
    ) -> "Practice":
        """Return what these names ask for; a name that nothing has is left out."""
        return cls(_known(families, Family), _known(kinds, Kind), frozenset(filter(None, items)))

    def suits(self, item: Item) -> bool:
        """Return whether a picture is of the sort to practise."""
        return (
            item.id in self.items
            or item.kind in self.kinds
            or any(region.family in self.families for region in item.regions)
        )


def _known(names: Iterable[str], members: type[Name]) -> frozenset[Name]:
    return frozenset(members(name) for name in names if name in list(members))
