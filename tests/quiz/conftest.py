"""A pack of made-up items: enough to play with, no pictures needed."""

from collections.abc import Callable
from pathlib import Path

import pytest

from quiz.item import Credit, Item, Kind
from quiz.pack import Pack


@pytest.fixture
def make_item() -> Callable[..., Item]:
    def make(item_id: str, kind: Kind = Kind.REAL, odd: bool = False, source: str = "") -> Item:
        return Item(
            id=item_id,
            kind=kind,
            odd=odd,
            picture=Path(f"{item_id}.webp"),
            original=Path(f"{item_id}-before.webp") if kind.is_edit else None,
            mask=Path(f"{item_id}.png") if kind.is_edit else None,
            alt="A thing",
            description="A thing on a table",
            why="Because",
            check=("Another picture of it",),
            regions=(),
            credits=(
                Credit("Thing", "Someone", "CC0-1.0", source or f"https://{item_id}.example"),
            ),
            made="With scissors" if kind.is_edit else "",
        )

    return make


@pytest.fixture
def make_pack() -> Callable[..., Pack]:
    def make(*items: Item, pack_id: str = "drawn") -> Pack:
        return Pack(pack_id, "Drawn", "en", Path(pack_id), items)

    return make
