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
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
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
    """A draft is not changed as it was asked for; ``str(error)`` is the sentence to show.

    A photograph does not fit into it, or nothing can be written where it lies.
    """

    def __init__(self, key: str, **details: str | float) -> None:
        self.key = key
        super().__init__(text(key, details))


@contextmanager
def _told_if_not_written() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise DraftError("draft-not-written", reason=error.strerror or str(error)) from error


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


@_told_if_not_written()
def start_draft(title: str, language: str, size: tuple[int, int]) -> "Draft":
    """Start a pack.

    Args:
        title: as learners will see it.
        language: BCP 47 tag of its texts.
        size: width and height of its pictures, one of `SIZES`; fixed from now on.

    Raises:
        DraftError: it cannot be written.
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

    @_told_if_not_written()
    def rename(self, title: str) -> None:
        """Change the title.

        Raises:
            DraftError: it cannot be written.
        """
        path = self.folder / "pack.toml"
        _write_table(path, _read_table(path) | {"title": title.strip()})

    @_told_if_not_written()
    def add(self, photograph: np.ndarray, title: str, source: str) -> str:
        """Add a photograph as a new item, and return the item's id.

        Args:
            photograph: uint8 (H, W, 3), upright, sRGB.
            title: what to call it in its credit.
            source: what `source_of` returns for its file.

        Raises:
            DraftError: it is too small for the pack's pictures, or cannot be written; nothing of it
                is kept.
        """
        item_id = f"picture-{secrets.token_hex(3)}"
        kept = self._keep(photograph)
        added = 1 + max((table["making"]["added"] for table in self.items.values()), default=0)
        texts = dict.fromkeys(("kind", "caption", "alt", "description", "why"), "")
        credit = {"title": title, "author": "", "licence": "", "source": ""}
        making = {"added": added, "photograph": kept, "position": 0.5, "made": "", "own": source}
        more = {"check": [], "regions": [], "credits": [credit], "making": making}
        with self._dropped_if_refused(kept):
            self.write(item_id, {"picture": f"{secrets.token_hex(8)}.webp"} | texts | more)
        return item_id

    @_told_if_not_written()
    def add_original(self, item_id: str, photograph: np.ndarray, source: str) -> None:
        """Give an edited picture the photograph it was made from, or another one.

        Args:
            item_id: the edited picture.
            photograph: uint8 (H, W, 3), upright, sRGB.
            source: as for `add`; it takes the place of the edited picture's.

        Raises:
            DraftError: it is not the same photograph, or of another shape, or cannot be written;
                nothing is changed.
        """
        table = self.items[item_id]
        edited = self._photograph(table["making"]["photograph"])
        kept = self._keep(photograph)
        making = table["making"] | {"original": kept, "own": source}
        with self._dropped_if_refused(kept):
            if self._photograph(kept).shape != edited.shape:
                raise DraftError("draft-other-shape")
            self._compare(making, Kind(table["kind"]))
            self.write(item_id, table | {"making": making})

    @_told_if_not_written()
    def write(self, item_id: str, table: Mapping[str, Any]) -> None:
        """Write an item, and make its pictures anew where they change.

        Raises:
            DraftError: its kind does not fit the difference to its original, or it cannot be
                written; nothing is changed.
        """
        path = self.folder / "items" / f"{item_id}.toml"
        before = _read_table(path) if path.exists() else {}
        table = _fitting({"id": item_id} | deepcopy(dict(table)))
        contents = {path: _encoded(table)}
        if not before or _ingredients(before) != _ingredients(table):
            contents |= self._make(table)
        _write_whole(contents)
        for name in ("photograph", "original"):
            if (old := before.get("making", {}).get(name)) != table["making"].get(name):
                self._drop(old)
        for name in ("picture", "original", "mask"):
            if (old := before.get(name)) and old != table.get(name):
                (self.folder / "media" / old).unlink(missing_ok=True)

    def remove(self, item_id: str) -> None:
        """Remove an item, its pictures and its photographs."""
        table = self.items[item_id]
        (self.folder / "items" / f"{item_id}.toml").unlink()
        for name in _pictures(table):
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

    @_told_if_not_written()
    def install(self) -> Pack:
        """Save it as a pack here, in place of what was saved from it before.

        Raises:
            PackError: something is missing; see `problems`.
            DraftError: it cannot be written; what was saved before stays.
        """
        with staging(self.id) as staged:
            shutil.copy(self.folder / "pack.toml", staged)
            for inner in ("items", "media"):
                (staged / inner).mkdir()
            for item_id, table in self.items.items():
                # What was being made when the machine stopped may still lie beside them.
                for name in _pictures(table):
                    shutil.copy(self.folder / "media" / name, staged / "media")
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

    @contextmanager
    def _dropped_if_refused(self, name: str) -> Iterator[None]:
        try:
            yield
        except DraftError:
            self._drop(name)
            raise

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

    def _make(self, table: Mapping[str, Any]) -> dict[Path, bytes]:
        """Return what is to be written into the files of an item's pictures."""
        media, making = self.folder / "media", table["making"]
        if "mask" not in table:
            picture = self._framed(making["photograph"], making["position"])
            return {media / table["picture"]: deliver(picture)}
        picture, original, mask = self._compare(making, Kind(table["kind"]))
        return {
            media / table["picture"]: deliver(picture),
            media / table["original"]: deliver(original),
            media / table["mask"]: deliver_mask(mask),
        }

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


def _pictures(table: Mapping[str, Any]) -> list[str]:
    """Return the files of an item in the folder of pictures."""
    return [table[name] for name in ("picture", "original", "mask") if table.get(name)]


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
    _write_whole({path: _encoded(table)})


def _encoded(table: Mapping[str, Any]) -> bytes:
    return tomli_w.dumps(table).encode()


def _write_whole(contents: Mapping[Path, bytes]) -> None:
    # All of them or none: the machine may stop at any moment, and the disk may be full.
    unfinished = {path: path.with_suffix(".unfinished") for path in contents}
    for path, content in contents.items():
        unfinished[path].write_bytes(content)
    for path, written in unfinished.items():
        written.replace(path)
