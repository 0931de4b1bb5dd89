"""A pack: a folder of items, their pictures, and the terms they come under."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from quiz.item import HEIGHT, ITEM_ID, WIDTH, Item, Kind, Region, parse_item
from quiz.problem import ContentProblem, Fields, read_toml

FORMAT = 1
# Pixels a side. Less shows too little on a phone, more is too slow to load.
SIDE_LIMITS = range(256, 1601)
# A region may reach beyond the changed pixels (a shadow that is missing has none), but one that
# shares less than a tenth of its area with them points at the wrong place.
REGION_OVERLAP = 0.1
METADATA = ("exif", "xmp", "icc_profile")
# Pillow reports a damaged file by whichever of these its decoder happens to raise.
_DAMAGED = (OSError, SyntaxError, ValueError)


@dataclass(frozen=True)
class Pack:
    """A loaded pack.

    Attributes:
        id: name of its folder.
        title: as learners see it.
        language: BCP 47 tag of its texts.
        folder: where it lies.
        items: in the order of their ids.
        examples: ids of items to try the detector on; whoever looks there knows them in the quiz.
        taught: ids of items whose photographs the lessons use; likewise.
        forms: ids of the items kept for measuring, by the name of their form: see ``quiz.forms``.
        size: width and height of its pictures in pixels.
    """

    id: str
    title: str
    language: str
    folder: Path
    items: tuple[Item, ...]
    examples: tuple[str, ...] = ()
    taught: tuple[str, ...] = ()
    forms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    size: tuple[int, int] = (WIDTH, HEIGHT)

    @property
    def practice(self) -> tuple[Item, ...]:
        """The items to play and browse freely.

        Those of the forms are not among them, nor any that shares a photograph with one: who
        knows a picture already is not measured by it.
        """
        kept = {item_id for form in self.forms.values() for item_id in form}
        sources = {source for item in self.items if item.id in kept for source in item.sources}
        return tuple(item for item in self.items if not item.sources & sources)

    def item(self, item_id: str) -> Item:
        """Return the item of that id.

        Raises:
            KeyError: the pack has none.
        """
        for item in self.items:
            if item.id == item_id:
                return item
        raise KeyError(f"pack {self.id} has no item {item_id}")

    def counts(self) -> dict[str, object]:
        """Return how many items there are, of each sort, as `quiz check --json` prints them."""
        kinds = Counter(item.kind.value for item in self.items if not item.is_real)
        real = [item for item in self.items if item.is_real]
        return {
            "id": self.id,
            "items": len(self.items),
            "real": len(real),
            "odd": sum(item.odd for item in real),
            "fake": len(self.items) - len(real),
            "kinds": dict(sorted(kinds.items())),
        }


def load_pack(folder: Path) -> Pack:
    """Read a pack without looking inside its pictures.

    Raises:
        PackError: the pack has faults; the message lists them all.
    """
    pack, problems = read_pack(folder)
    if pack is None or problems:
        raise PackError(problems)
    return pack


def read_pack(folder: Path, *, built: bool = True) -> tuple[Pack | None, list[ContentProblem]]:
    """Read what can be read of a pack, and everything that is wrong with its texts.

    Args:
        folder: the pack.
        built: whether its pictures must be there; False for one whose pictures are still to be
            made, where an item names files that do not lie anywhere yet.
    """
    manifest = folder / "pack.toml"
    if not manifest.exists():
        return None, [ContentProblem(manifest, "", "Is missing; `python -m quiz new` writes it.")]
    table = read_toml(manifest)
    if isinstance(table, ContentProblem):
        return None, [table]
    fields = Fields(manifest, table)
    if table.get("format") != FORMAT:
        fields.fault("format", f"Write format = {FORMAT}, the only one this version reads.")
    pack_id = fields.text("id")
    if pack_id and (pack_id != folder.name or not ITEM_ID.fullmatch(pack_id)):
        fields.fault("id", f"Is {pack_id!r}; use the folder's name, {folder.name!r}.")
    title, language = fields.text("title"), fields.text("language")

    problems = fields.problems
    size = _size(fields)
    items = []
    for path in sorted((folder / "items").glob("*.toml")):
        item = parse_item(path, folder / "media" if built else None, size)
        if isinstance(item, Item):
            items.append(item)
        else:
            problems.extend(item)
    if not items and not problems:
        fields.fault("", "Has no items; add one file to items/ (`python -m quiz new`).")
    for path, times in Counter(_media_files(items)).items():
        if times > 1:
            problems.append(ContentProblem(path, "", f"Is used {times} times; give each its own."))
    known = {item.id for item in items}
    examples, taught = (_item_ids(fields, name, known) for name in ("examples", "taught"))
    part = fields.part("forms")
    forms = {name: _item_ids(part, name, known) for name in part.table}
    pack = Pack(pack_id, title, language, folder, tuple(items), examples, taught, forms, size)
    return pack, problems


def _item_ids(fields: Fields, name: str, known: set[str]) -> tuple[str, ...]:
    ids = fields.texts(name) if name in fields.table else []
    for item_id, times in sorted(Counter(ids).items()):
        if item_id not in known:
            fields.fault(name, f"{item_id!r} is not an item of this pack.")
        if times > 1:
            fields.fault(name, f"{item_id!r} is listed {times} times; list it once.")
    return tuple(item_id for item_id in ids if item_id in known)


def _media_files(items: Iterable[Item]) -> Iterator[Path]:
    for item in items:
        yield from (path for path in (item.picture, item.original, item.mask) if path)


def check_pack(folder: Path) -> tuple[Pack | None, list[ContentProblem]]:
    """Read a pack and look inside every picture: all faults at once."""
    pack, problems = read_pack(folder)
    if pack is None:
        return None, problems
    used = set(_media_files(pack.items))
    for item in pack.items:
        problems.extend(_picture_problems(folder / "items" / f"{item.id}.toml", item))
    media = folder / "media"
    for path in sorted(media.iterdir() if media.is_dir() else ()):
        if path not in used:
            problems.append(ContentProblem(path, "", "No item uses this file; remove it."))
    return pack, problems


class PackError(ValueError):
    """A pack could not be loaded; `problems` says why."""

    def __init__(self, problems: list[ContentProblem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def _size(fields: Fields) -> tuple[int, int]:
    size = fields.table.get("size", [WIDTH, HEIGHT])
    if isinstance(size, list) and len(size) == 2:
        width, height = size
        if all(type(side) is int and side in SIDE_LIMITS for side in size):
            return width, height
    least, most = SIDE_LIMITS[0], SIDE_LIMITS[-1]
    fields.fault("size", f"Give [width, height] in pixels, each from {least} to {most}.")
    return WIDTH, HEIGHT


def region_mask(region: Region, size: tuple[int, int]) -> np.ndarray:
    """Return the area of a region, bool (H, W), for a picture of `size` (W, H) pixels."""
    width, height = size
    canvas = Image.new("1", size)
    ImageDraw.Draw(canvas).polygon([(x * width, y * height) for x, y in region.polygon], fill=1)
    return np.asarray(canvas)


def _picture_problems(path: Path, item: Item) -> list[ContentProblem]:
    pixels = {}
    for name in ("picture", "original", "mask"):
        file = getattr(item, name)
        if file is None:
            continue
        try:
            with Image.open(file, formats=("PNG",) if name == "mask" else ("WEBP",)) as picture:
                if any(picture.info.get(name) for name in METADATA):
                    return [ContentProblem(path, name, f"{file.name} has metadata; strip it.")]
                pixels[name] = np.asarray(picture.convert("L" if name == "mask" else "RGB"))
        except _DAMAGED:
            # What Pillow says of it may name the folder, which is nobody else's business.
            message = f"{file.name} does not open; it is damaged or of another format."
            return [ContentProblem(path, name, message)]
    width, height = item.size
    for name, array in pixels.items():
        if array.shape[:2] != (height, width):
            message = f"Is {array.shape[1]} x {array.shape[0]} pixels; make it {width} x {height}."
            return [ContentProblem(path, name, message)]
    if not item.kind.is_edit:
        return []

    mask = pixels["mask"] > 127
    if not mask.any() or (mask.all() and item.kind is not Kind.REGENERATION):
        return [ContentProblem(path, "mask", "Must mark some of the picture, and not all.")]
    problems = []
    for number, region in enumerate(item.regions, start=1):
        area = region_mask(region, (mask.shape[1], mask.shape[0]))
        shared = (area & mask).sum()
        if not area.any() or shared < REGION_OVERLAP * area.sum():
            message = "Lies outside what was changed; draw it around the edit."
            if 2 * shared > mask.sum():
                message = "Is much larger than what was changed; draw it closer around the edit."
            problems.append(ContentProblem(path, f"regions[{number}].polygon", message))
    return problems
