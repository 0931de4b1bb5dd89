"""The unsigned notes inside a picture file, as raw text and tags.

Anyone can write, change or delete these notes with a free program, so whatever is read
from them is a clue and never proof.
"""

import struct
from dataclasses import dataclass, field
from enum import StrEnum
from io import BytesIO

from PIL import ExifTags, Image

from models.image import FORMATS

# What Pillow's parsers raise on notes that are cut short or contradict themselves; found by
# feeding them damaged files.
_DAMAGED = (OSError, SyntaxError, ValueError, TypeError, LookupError, struct.error)


class MetadataState(StrEnum):
    """Whether one kind of note was there, and whether it could be read."""

    READ = "read"
    ABSENT = "absent"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class EmbeddedMetadata:
    """The notes found in one file, not yet interpreted.

    Attributes:
        texts: PNG text chunks by keyword; empty for other formats.
        xmp: the XMP packet, UTF-8 XML, or None where the file has none.
        exif_state: whether the Exif block was there and could be read.
        exif: Exif tags of the main directory and the Exif directory, by tag number.
        has_gps: the file holds a position. The position itself is never kept.
    """

    texts: dict[str, str] = field(default_factory=dict)
    xmp: bytes | None = None
    exif_state: MetadataState = MetadataState.ABSENT
    exif: dict[int, object] = field(default_factory=dict)
    has_gps: bool = False


def read_metadata(data: bytes) -> EmbeddedMetadata:
    """Return the notes inside an encoded picture.

    Damaged notes are reported in ``exif_state``, not raised.

    Args:
        data: a whole PNG, JPEG or WebP file that ``open_image`` has accepted.
    """
    with Image.open(BytesIO(data), formats=FORMATS) as picture:
        # ``text`` reads on to the end of the file: notes may follow the pixels.
        texts = dict(picture.text) if picture.format == "PNG" else {}
        exif_state, exif, has_gps = _exif_tags(picture.info.get("exif"))
        return EmbeddedMetadata(texts, picture.info.get("xmp"), exif_state, exif, has_gps)


def _exif_tags(block: bytes | None) -> tuple[MetadataState, dict[int, object], bool]:
    if not block:
        return MetadataState.ABSENT, {}, False
    # Not ``picture.getexif``: it answers the second call with nothing where the first failed,
    # and opening a JPEG makes the first.
    exif = Image.Exif()
    try:
        exif.load(block)
        tags = dict(exif) | exif.get_ifd(ExifTags.IFD.Exif)
        has_gps = bool(exif.get_ifd(ExifTags.IFD.GPSInfo))
    except _DAMAGED:
        return MetadataState.UNREADABLE, {}, False
    for pointer in (ExifTags.IFD.Exif, ExifTags.IFD.GPSInfo, ExifTags.IFD.Interop):
        tags.pop(pointer, None)
    return MetadataState.READ, tags, has_gps
