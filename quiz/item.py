"""An item: one picture a learner judges, with everything needed to explain it afterwards."""

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from quiz.licence import ACCEPTED, adapted_licence
from quiz.problem import ContentProblem, Fields, read_toml

ITEM_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# Every picture of a pack, real or not, has the same size in pixels: this one, unless the pack
# names another.
WIDTH, HEIGHT = 960, 640
MEDIA_NAME = re.compile(r"[0-9a-f]{16}\.(webp|png)")
LEVELS = range(1, 6)


class Kind(StrEnum):
    """What was done to a picture; `REAL` means nothing beyond framing and compression.

    With a caption, what is judged is whether it is true: there `REAL` means that nothing was done
    to what the words speak of, though it may have been to what they leave out, as a portrait's
    backdrop. The reasons say so then.

    `GENERATED` is made as a whole by a model, from a description or a class; `CONTEXT` is an
    untouched photograph with a caption that is not true of it.
    """

    REAL = "real"
    SPLICE = "splice"
    COPY_MOVE = "copy_move"
    REMOVAL = "removal"
    RETOUCH = "retouch"
    INPAINTING = "inpainting"
    REGENERATION = "regeneration"
    GENERATED = "generated"
    CONTEXT = "context"

    @property
    def is_edit(self) -> bool:
        """Whether it is a photograph that was changed, so that there is one to compare with."""
        return self not in (Kind.REAL, Kind.GENERATED, Kind.CONTEXT)


class Family(StrEnum):
    """The kind of clue a region holds.

    Source:
        The first five: Kamali et al. (2024), arXiv 2406.08651. `TECHNICAL` and `CONTEXT` are
        ours, for traces in the file and for answers that lie outside the picture.
    """

    ANATOMICAL = "anatomical"
    STYLISTIC = "stylistic"
    FUNCTIONAL = "functional"
    PHYSICS = "physics"
    SOCIOCULTURAL = "sociocultural"
    TECHNICAL = "technical"
    CONTEXT = "context"


class Subject(StrEnum):
    """What a picture mainly shows, as a passer-by would say; two things: what was judged."""

    ANIMAL = "animal"
    PLANT = "plant"
    LANDSCAPE = "landscape"
    BUILDING = "building"
    VEHICLE = "vehicle"
    OBJECT = "object"
    FOOD = "food"
    PEOPLE = "people"


@dataclass(frozen=True)
class Region:
    """A part of the picture worth a second look, and why.

    Attributes:
        polygon: three or more corners (x, y), each a share of the width and height, 0 to 1.
        family: the kind of clue found there.
        reason: one or two plain sentences.
    """

    polygon: tuple[tuple[float, float], ...]
    family: Family
    reason: str


@dataclass(frozen=True)
class Credit:
    """Who made a photograph used in an item, and on what terms.

    Attributes:
        title: name of the photograph where it was published.
        author: the photographer, as they name themselves.
        licence: SPDX identifier, or ``public-domain``.
        source: address of the page that states author and licence, or, of a photograph that is
            published nowhere else, its hash as an address (see ``quiz.draft.source_of``).
        changes: what was done to it before it reached us, or empty.
    """

    title: str
    author: str
    licence: str
    source: str
    changes: str = ""

    @property
    def is_published(self) -> bool:
        """Whether the source is a page; if not, it is the photograph's hash (RFC 6920)."""
        return not self.source.startswith("ni:")


@dataclass(frozen=True)
class Item:
    """One picture of a pack. Texts are in the pack's language.

    Attributes:
        id: stable for ever; says nothing about the answer.
        kind: what was done to the picture.
        odd: real, but looks faked.
        picture, original, mask: files in the pack's media folder; the last two, the untouched
            photograph and the changed pixels (white on black), are None unless it is an edit.
        alt: neutral description for before the answer.
        description: full description for after it.
        why: the answer in a sentence or two.
        check: what else one could check.
        regions: parts worth a second look.
        credits: every photograph used; the first is the one seen as a whole.
        made: how a picture that is no photograph as taken was made, in plain words; else empty.
        caption: the words the picture is shown with, as if somebody had posted it; often empty.
        size: width and height in pixels.
        subject: what it mainly shows, or None where the pack does not say.
        difficulty: estimated, from 1 (easy) to 5, or None where the pack does not say; see
            ``quiz/making/difficulty.py``.
    """

    id: str
    kind: Kind
    odd: bool
    picture: Path
    original: Path | None
    mask: Path | None
    alt: str
    description: str
    why: str
    check: tuple[str, ...]
    regions: tuple[Region, ...]
    credits: tuple[Credit, ...]
    made: str
    caption: str = ""
    size: tuple[int, int] = (WIDTH, HEIGHT)
    subject: Subject | None = None
    difficulty: int | None = None

    @property
    def is_real(self) -> bool:
        """Whether it may be believed: as a photograph, or together with its caption if any."""
        return self.kind is Kind.REAL

    @property
    def licence(self) -> str:
        """Licence of the picture as shown: its own, or the one an edit must carry."""
        if not self.kind.is_edit:
            return self.credits[0].licence
        return adapted_licence(credit.licence for credit in self.credits)

    @property
    def families(self) -> frozenset[Family]:
        """Kinds of clue that its regions hold."""
        return frozenset(region.family for region in self.regions)

    @property
    def sources(self) -> frozenset[str]:
        """Addresses of the photographs used; items sharing one never meet in a round."""
        return frozenset(credit.source for credit in self.credits)


def parse_item(
    path: Path, media: Path | None, size: tuple[int, int] = (WIDTH, HEIGHT)
) -> Item | list[ContentProblem]:
    """Read one item file, or say everything that is wrong with it.

    Args:
        path: the TOML file, named after the item's id.
        media: the folder its pictures lie in, of which only their presence is checked here; None
            for pictures that are still to be made.
        size: width and height that the pack's pictures have.

    Returns:
        The item, or one problem for each fault found.
    """
    table = read_toml(path)
    if isinstance(table, ContentProblem):
        return [table]
    fields = Fields(path, table)
    # Of an item whose kind is not known yet, all is asked that an edit needs.
    kind = fields.choice("kind", Kind) or Kind.SPLICE
    made = kind.is_edit or kind is Kind.GENERATED
    item_id = fields.text("id")
    if item_id and item_id != path.stem:
        fields.fault("id", f"Is {item_id!r} but the file is {path.name}; name both the same.")
    if item_id and not ITEM_ID.fullmatch(item_id):
        fields.fault("id", "Use lower-case words and digits joined by hyphens.")

    item = Item(
        id=item_id,
        kind=kind,
        odd=_odd(fields, kind is Kind.REAL),
        picture=_media(fields, "picture", media, ".webp") or Path(),
        original=_media(fields, "original", media, ".webp") if kind.is_edit else None,
        mask=_media(fields, "mask", media, ".png") if kind.is_edit else None,
        alt=fields.text("alt"),
        description=fields.text("description"),
        why=fields.text("why"),
        check=tuple(fields.texts("check")),
        regions=tuple(_regions(fields, needed=made or bool(table.get("odd")))),
        credits=tuple(_credits(fields)),
        made=fields.text("made") if made else "",
        caption=fields.text("caption", needed=kind is Kind.CONTEXT),
        size=size,
        subject=fields.choice("subject", Subject) if "subject" in table else None,
        difficulty=_difficulty(fields) if "difficulty" in table else None,
    )
    unfit = () if kind.is_edit else ("original", "mask") if made else ("original", "mask", "made")
    for name in unfit:
        if name in table:
            message = f"A picture of kind {kind!r} has none; remove the line or change `kind`."
            fields.fault(name, message)
    for name in ("alt", "caption"):
        if GIVE_AWAYS.search(getattr(item, name)):
            fields.fault(name, "Gives the answer away; describe only what is seen.")
    return fields.problems or item


def _odd(fields: Fields, real: bool) -> bool:
    odd = fields.table.get("odd", False)
    if not isinstance(odd, bool):
        fields.fault("odd", "Write true or false.")
    elif odd and not real:
        fields.fault("odd", "Only a real picture can be odd but real; remove the line.")
    return bool(odd)


def _difficulty(fields: Fields) -> int | None:
    level = fields.table["difficulty"]
    if type(level) is int and level in LEVELS:
        return level
    fields.fault("difficulty", f"Write a whole number from {LEVELS[0]} (easy) to {LEVELS[-1]}.")
    return None


def _media(fields: Fields, name: str, media: Path | None, suffix: str) -> Path | None:
    value = fields.text(name)
    if not value:
        return None
    if not MEDIA_NAME.fullmatch(value) or not value.endswith(suffix):
        fields.fault(name, f"Use 16 hexadecimal digits and {suffix}, so the name tells nothing.")
    elif media is not None and not (media / value).is_file():
        fields.fault(name, f"{value} is not in {media.name}/; build the pack or add the file.")
    return (media or Path()) / value


def _regions(fields: Fields, needed: bool) -> list[Region]:
    regions = []
    for inner in fields.tables("regions", needed=needed):
        polygon = inner.table.get("polygon")
        corners = _corners(polygon)
        if corners is None:
            inner.fault("polygon", "Give three or more [x, y] corners, each from 0 to 1.")
        family = inner.choice("family", Family)
        reason = inner.text("reason")
        if corners is not None and family and reason:
            regions.append(Region(corners, family, reason))
    return regions


def _corners(polygon: Any) -> tuple[tuple[float, float], ...] | None:
    if not isinstance(polygon, list) or len(polygon) < 3:
        return None
    corners = []
    for corner in polygon:
        if not isinstance(corner, list) or len(corner) != 2:
            return None
        if not all(type(part) in (int, float) and 0 <= part <= 1 for part in corner):
            return None
        corners.append((float(corner[0]), float(corner[1])))
    return tuple(corners)


def _credits(fields: Fields) -> list[Credit]:
    found = []
    for inner in fields.tables("credits", needed=True):
        licence = inner.text("licence")
        if licence and licence not in ACCEPTED:
            inner.fault("licence", f"{licence!r} is not accepted; use one of {sorted(ACCEPTED)}.")
        found.append(
            Credit(
                title=inner.text("title"),
                author=inner.text("author"),
                licence=licence,
                source=inner.text("source"),
                changes=inner.text("changes", needed=False),
            )
        )
    return found


GIVE_AWAYS = re.compile(
    r"\b(fak(e|ed|es|ing)|real(ity|istic|ly)?|edit(s|ed|ing)?|clon(e|ed|es|ing)|insert(s|ed|ing)?"
    r"|add(s|ed|ing)|remov(e|ed|es|ing)|retouch(ed|es|ing)?|splic(e|ed|es|ing)|past(ed|ing)"
    r"|alter(s|ed|ing)?|manipulat\w+|generat(e|ed|es|ing)|photoshop\w*|composit\w+|montages?|ai"
    r"|authentic\w*|genuine|untouched|original)\b",
    re.IGNORECASE,
)
