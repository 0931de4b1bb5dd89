"""A pack in the making: a folder built like a pack, unfinished, with the photographs for it.

What its maker does is written at once, so that nothing is lost when a page is closed. Photographs
are kept without their metadata, at the size they are needed in, and nowhere else.
"""

import base64
import hashlib
import re
import secrets
import shutil
import tomllib
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import tomli_w
from PIL import Image

from quiz.installed import install, installed_folder, shipped_packs, staging
from quiz.item import ITEM_ID, Kind
from quiz.making.comparison import changed_pixels
from quiz.making.delivery import deliver, deliver_mask, frame
from quiz.pack import FORMAT, Pack, check_pack
from quiz.plain_text import text_faults
from quiz.problem import ContentProblem
from quiz.text import text

# Width and height of a pack's pictures, to choose from: wide, square, tall.
SIZES = ((960, 640), (800, 800), (640, 960))
# Of an edit that is no regeneration: more than this share changed was cropped or filtered.
MOST_CHANGED = 0.7
LEAST_CHANGED = 0.0005
# A larger enlargement would be softer than its neighbours; the same limit as `frame` has.
LEAST_SCALE = 0.85
# What a picture whose kind has not been chosen need not be asked for yet.
_ASKED_LATER = re.compile(r"original|mask|made|regions")


class DraftError(ValueError):
    """A photograph does not fit into the draft; ``str(error)`` is the sentence to show."""

    def __init__(self, key: str, **details: str | float) -> None:
        self.key = key
        super().__init__(text(key, details))


def drafts_folder() -> Path:
    """Return the folder of all drafts, beside the installed packs; it may not exist yet."""
    return installed_folder().with_name("drafts")


def drafts() -> list["Draft"]:
    """Return every draft, by its title."""
    found = [Draft(path.parent) for path in drafts_folder().glob("*/pack.toml")]
    return sorted(found, key=lambda draft: (draft.title.casefold(), draft.id))


def open_draft(draft_id: str) -> "Draft":
    """Return a draft by its id.

    Raises:
        LookupError: there is none.
    """
    draft = Draft(drafts_folder() / draft_id)
    # The id comes from an address: it must not lead elsewhere.
    if not ITEM_ID.fullmatch(draft_id) or not (draft.folder / "pack.toml").is_file():
        raise LookupError(f"no draft {draft_id}")
    return draft


def start_draft(title: str, language: str, size: tuple[int, int]) -> "Draft":
    """Start a pack.

    Args:
        title: as learners will see it.
        language: BCP 47 tag of its texts.
        size: width and height of its pictures, one of `SIZES`; fixed from now on.
    """
    words = "-".join(re.findall(r"[a-z0-9]+", title.casefold()))[:40].strip("-")
    # The random end keeps packs of the same title apart, here and where they are imported.
    draft_id = f"{words or 'pack'}-{secrets.token_hex(3)}"
    draft = Draft(drafts_folder() / draft_id)
    for inner in ("items", "media", "photographs"):
        (draft.folder / inner).mkdir(parents=True)
    manifest = {"format": FORMAT, "id": draft_id, "title": title.strip(), "size": list(size)}
    _write_table(draft.folder / "pack.toml", manifest | {"language": language.strip()})
    return draft


def source_of(data: bytes) -> str:
    """Return what a photograph that is published nowhere has for a source: its file's hash.

    Two items made from the same file have the same source, so that they never meet in a round.

    Source:
        RFC 6920, Naming Things with Hashes.

    >>> source_of(b"Hello World!")
    'ni:///sha-256;f4OxZX_x_FO5LcGBSKHWXfwtSx-j1ncoSt3SABJtkGk'
    """
    digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest())
    return f"ni:///sha-256;{digest.decode().rstrip('=')}"


@dataclass(frozen=True)
class Draft:
    """A draft on disk.

    An item's file is that of a pack, with empty texts where they are still missing, and a table
    ``making``: ``photograph`` and ``original`` (files in ``photographs/``), ``position`` of the
    crop (0 to 1 along the side that is too long), ``made``, ``own`` (the source of the photograph
    while no page is named) and ``added`` (a rising number). A region is a rectangle and says so:
    ``across`` and ``down`` are the shares of width and height that it lies between.

    Attributes:
        folder: where it lies, named after its id.
    """

    folder: Path

    @property
    def id(self) -> str:
        """Id that the pack will have."""
        return self.folder.name

    @property
    def title(self) -> str:
        """Title that the pack will have."""
        return _read_table(self.folder / "pack.toml")["title"]

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of its pictures, in pixels."""
        width, height = _read_table(self.folder / "pack.toml")["size"]
        return width, height

    @property
    def items(self) -> dict[str, dict[str, Any]]:
        """Every item's table by its id, in the order they were added."""
        tables = {path.stem: _read_table(path) for path in self.folder.glob("items/*.toml")}
        return dict(sorted(tables.items(), key=lambda entry: entry[1]["making"]["added"]))

    def rename(self, title: str) -> None:
        """Change the title."""
        path = self.folder / "pack.toml"
        _write_table(path, _read_table(path) | {"title": title.strip()})

    def add(self, photograph: np.ndarray, title: str, source: str) -> str:
        """Add a photograph as a new item, and return the item's id.

        Args:
            photograph: uint8 (H, W, 3), upright, sRGB.
            title: what to call it in its credit.
            source: what `source_of` returns for its file.

        Raises:
            DraftError: it is too small for the pack's pictures.
        """
        item_id = f"picture-{secrets.token_hex(3)}"
        kept = self._keep(photograph)
        added = 1 + max((table["making"]["added"] for table in self.items.values()), default=0)
        texts = dict.fromkeys(("kind", "caption", "alt", "description", "why"), "")
        credit = {"title": title, "author": "", "licence": "", "source": ""}
        making = {"added": added, "photograph": kept, "position": 0.5, "made": "", "own": source}
        more = {"check": [], "regions": [], "credits": [credit], "making": making}
        self.write(item_id, {"picture": f"{secrets.token_hex(8)}.webp"} | texts | more)
        return item_id

    def add_original(self, item_id: str, photograph: np.ndarray, source: str) -> None:
        """Give an edited picture the photograph it was made from, or another one.

        Args:
            item_id: the edited picture.
            photograph: uint8 (H, W, 3), upright, sRGB.
            source: as for `add`; it takes the place of the edited picture's.

        Raises:
            DraftError: it is not the same photograph, or of another shape; nothing is changed.
        """
        table = self.items[item_id]
        edited = self._photograph(table["making"]["photograph"])
        kept = self._keep(photograph)
        if self._photograph(kept).shape != edited.shape:
            self._drop(kept)
            raise DraftError("draft-other-shape")
        making = table["making"] | {"original": kept, "own": source}
        try:
            self._compare(making, Kind(table["kind"]))
        except DraftError:
            self._drop(kept)
            raise
        self.write(item_id, table | {"making": making})

    def write(self, item_id: str, table: Mapping[str, Any]) -> None:
        """Write an item, and make its pictures anew where they change.

        Raises:
            DraftError: its kind does not fit the difference to its original; nothing is changed.
        """
        path = self.folder / "items" / f"{item_id}.toml"
        before = _read_table(path) if path.exists() else {}
        table = _fitting({"id": item_id} | deepcopy(dict(table)))
        if not before or _ingredients(before) != _ingredients(table):
            self._make(table)
            kept = {table["making"].get(name) for name in ("photograph", "original")}
            for name in ("photograph", "original"):
                if (old := before.get("making", {}).get(name)) not in kept:
                    self._drop(old)
        for name in ("picture", "original", "mask"):
            if (old := before.get(name)) and old != table.get(name):
                (self.folder / "media" / old).unlink(missing_ok=True)
        _write_table(path, table)

    def remove(self, item_id: str) -> None:
        """Remove an item, its pictures and its photographs."""
        table = self.items[item_id]
        (self.folder / "items" / f"{item_id}.toml").unlink()
        for name in filter(None, map(table.get, ("picture", "original", "mask"))):
            (self.folder / "media" / name).unlink(missing_ok=True)
        for name in ("photograph", "original"):
            self._drop(table["making"].get(name))

    def delete(self) -> None:
        """Delete the draft with its photographs. A pack saved from it stays installed."""
        shutil.rmtree(self.folder)

    def problems(self) -> list[ContentProblem]:
        """Return what is still missing or wrong before it can be saved as a pack."""
        tables = self.items
        undecided = {item_id for item_id, table in tables.items() if not table["kind"]}
        found = [
            problem
            for problem in check_pack(self.folder)[1]
            # The pictures of an item that is not finished seem to be nobody's.
            if problem.path.parent.name != "media"
            and not (problem.path.stem in undecided and _ASKED_LATER.match(problem.field))
        ]
        for path in (self.folder / "pack.toml", *self.folder.glob("items/*.toml")):
            for field, fault in text_faults(_read_table(path)):
                found.append(ContentProblem(path, field, text("draft-text", {"fault": fault})))
        return found

    def install(self) -> Pack:
        """Save it as a pack here, in place of what was saved from it before.

        Raises:
            PackError: something is missing; see `problems`.
        """
        with staging(self.id) as staged:
            shutil.copy(self.folder / "pack.toml", staged)
            shutil.copytree(self.folder / "media", staged / "media")
            (staged / "items").mkdir()
            for item_id, table in self.items.items():
                del table["making"]
                for region in table["regions"]:
                    del region["across"], region["down"]
                _write_table(staged / "items" / f"{item_id}.toml", table)
            return install(staged)

    @property
    def saved(self) -> Path | None:
        """The folder of the pack that was saved from it, if one is installed."""
        folder = installed_folder() / self.id
        return folder if folder.is_dir() and self.id not in _shipped() else None

    def slack(self, table: Mapping[str, Any]) -> bool:
        """Return whether an item's photograph is longer or taller than what is shown of it."""
        height, width = self._photograph(table["making"]["photograph"]).shape[:2]
        return (width, height) != self.size

    def _keep(self, photograph: np.ndarray) -> str:
        """Store a photograph, scaled so that it just covers a picture, and return its name."""
        wanted_width, wanted_height = self.size
        height, width = photograph.shape[:2]
        scale = max(wanted_width / width, wanted_height / height)
        if scale * LEAST_SCALE > 1:
            least = "{:.0f} x {:.0f}".format(*(side * LEAST_SCALE for side in self.size))
            raise DraftError("draft-too-small", found=f"{width} x {height}", least=least)
        covering = (
            max(wanted_width, round(width * scale)),
            max(wanted_height, round(height * scale)),
        )
        method = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
        scaled = cv2.resize(photograph, covering, interpolation=method)
        name = f"{secrets.token_hex(8)}.png"
        Image.fromarray(scaled).save(self.folder / "photographs" / name, compress_level=1)
        return name

    def _drop(self, name: str | None) -> None:
        if name:
            (self.folder / "photographs" / name).unlink(missing_ok=True)

    def _photograph(self, name: str) -> np.ndarray:
        with Image.open(self.folder / "photographs" / name) as picture:
            return np.asarray(picture)

    def _framed(self, name: str, position: float) -> np.ndarray:
        photograph = self._photograph(name)
        width, height = self.size
        left = round((photograph.shape[1] - width) * position)
        top = round((photograph.shape[0] - height) * position)
        return frame(photograph, (left, top, width), self.size)

    def _make(self, table: Mapping[str, Any]) -> None:
        media, making = self.folder / "media", table["making"]
        if "mask" not in table:
            picture = self._framed(making["photograph"], making["position"])
            (media / table["picture"]).write_bytes(deliver(picture))
            return
        picture, original, mask = self._compare(making, Kind(table["kind"]))
        (media / table["picture"]).write_bytes(deliver(picture))
        (media / table["original"]).write_bytes(deliver(original))
        (media / table["mask"]).write_bytes(deliver_mask(mask))

    def _compare(
        self, making: Mapping[str, Any], kind: Kind
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return picture, original and the exact mask of an edit.

        What merely saving it has moved is put back, so that outside the mask the two are equal:
        otherwise a learner, or a detector, could tell fakes by how often they were saved.
        """
        edited, original = (
            self._framed(making[name], making["position"]) for name in ("photograph", "original")
        )
        if kind is Kind.REGENERATION:
            mask = np.ones(edited.shape[:2], bool)
        else:
            mask = changed_pixels(original, edited)
            if mask.mean() > MOST_CHANGED:
                raise DraftError("draft-all-differs", share=round(100 * mask.mean()))
        picture = np.where(mask[..., None], edited, original)
        mask &= (picture != original).any(axis=2)
        if mask.mean() < LEAST_CHANGED:
            raise DraftError("draft-no-difference")
        return picture, original, mask


def _fitting(table: dict[str, Any]) -> dict[str, Any]:
    """Return an item's table with the fields that its kind has, and without the others."""
    kind = Kind(table["kind"]) if table["kind"] else None
    for name in ("original", "mask", "made"):
        table.setdefault(name, "")
    if not (kind and kind.is_edit and "original" in table["making"]):
        table["original"] = table["mask"] = ""
    else:
        table["original"] = table["original"] or f"{secrets.token_hex(8)}.webp"
        table["mask"] = table["mask"] or f"{secrets.token_hex(8)}.png"
    table["made"] = table["making"]["made"]
    for region in table["regions"]:
        (left, right), (top, bottom) = region["across"], region["down"]
        region["polygon"] = [[left, top], [right, top], [right, bottom], [left, bottom]]
    first = table["credits"][0]
    if not first["source"] or first["source"].startswith("ni:"):
        first["source"] = table["making"]["own"]
    made = kind is None or kind.is_edit or kind is Kind.GENERATED
    unfit = set() if made else {"made"}
    if not table["mask"]:
        unfit |= {"original", "mask"}
    if kind is not Kind.REAL:
        unfit.add("odd")
    return {name: value for name, value in table.items() if name not in unfit}


def _ingredients(table: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return everything about an item that its pictures depend on."""
    making = table["making"]
    whole = table["kind"] == Kind.REGENERATION
    return table.get("mask"), whole, *map(making.get, ("photograph", "original", "position"))


def _shipped() -> set[str]:
    return {path.name for path in shipped_packs()}


def _read_table(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _write_table(path: Path, table: Mapping[str, Any]) -> None:
    # Whole or not at all: the machine may stop at any moment.
    unfinished = path.with_suffix(".unfinished")
    unfinished.write_text(tomli_w.dumps(table), encoding="utf-8")
    unfinished.replace(path)
