"""What every quiz page shares: the packs, the store, and the names of things."""

import os
from pathlib import Path

import streamlit as st

from quiz.installed import last_changes, load_packs, shipped_packs
from quiz.item import Item
from quiz.online_packs import online_folders
from quiz.pack import Pack
from quiz.session import ItemKey
from quiz.store import AnswerStore
from quiz.text import text

# In the address: the token of a round. In the session: the one that was shown last.
ROUND, LAST_ROUND = "round", "quiz-last-round"
# Twice as wide as it is shown on a phone, whose screen has two or three points a pixel.
THUMBNAIL_WIDTH = 320
DATABASE_SETTING = "SECOND_LOOK_DATABASE"
DEFAULT_DATABASE = Path(__file__).parents[2] / "data" / "answers.sqlite3"


def packs() -> dict[str, Pack]:
    """Return every pack, by id: those of the app, and those installed later, as they are now."""
    return _packs_as_of(tuple(last_changes().items()))


@st.cache_resource(show_spinner=False, max_entries=1)
def _packs_as_of(installed: tuple[tuple[str, int], ...]) -> dict[str, Pack]:
    return load_packs()


def media_folders() -> dict[str, Path]:
    """Return the folder of each pack's pictures, by the pack's id."""
    return {pack.id: pack.folder / "media" for pack in packs().values()}


def store() -> AnswerStore:
    """Return the store named by the setting, opened once in this process."""
    return _open_store(os.environ.get(DATABASE_SETTING) or str(DEFAULT_DATABASE))


@st.cache_resource(show_spinner=False)
def _open_store(address: str) -> AnswerStore:
    return AnswerStore(address)


def detector_examples() -> list[tuple[str, Path, str]]:
    """Return the pictures the packs name as examples: a short label, the file, and the truth."""
    items = [pack.item(item_id) for pack in packs().values() for item_id in pack.examples]
    return [
        (
            name_of(item),
            item.picture,
            text("truth-real" if item.is_real else "truth-fake", {"why": item.why}),
        )
        for item in items
    ]


def pictures_by_name() -> dict[str, Path]:
    """Return every picture's file, by the id of its item.

    Of several pictures with the same id it is that of the pack that comes with the app: the
    detector's page speaks of those, and a pack from elsewhere can call its own as it likes.
    """
    # Shipped packs come first in `packs`, and last here, where the last one counts.
    return {item.id: item.picture for pack in reversed(packs().values()) for item in pack.items}


def item_of(key: ItemKey) -> Item:
    """Return an item.

    Raises:
        KeyError: its pack or the item itself is no longer installed.
    """
    return packs()[key.pack].item(key.item)


def is_there(key: ItemKey) -> bool:
    """Return whether an item is still installed: its pack may have been removed or changed."""
    pack = packs().get(key.pack)
    return pack is not None and any(item.id == key.item for item in pack.items)


def is_ours(pack_id: str) -> bool:
    """Return whether this project made a pack: it comes with the app, or can be downloaded."""
    return pack_id in {folder.name for folder in (*shipped_packs(), *online_folders())}


def name_of(item: Item) -> str:
    """Return a short name of an item, for people."""
    return item.id.replace("-", " ").capitalize()


def address_of(key: ItemKey, picture: Path) -> str:
    """Return where a picture of a pack is served."""
    return f"/pictures/{key.pack}/{picture.name}"


def thumbnail_of(key: ItemKey, item: Item) -> tuple[str, tuple[int, int]]:
    """Return where a small version of an item's picture is served, and its size in pixels."""
    width, height = item.size
    size = (THUMBNAIL_WIDTH, round(height * THUMBNAIL_WIDTH / width))
    return f"/thumbnails/{key.pack}/{item.picture.name}", size
