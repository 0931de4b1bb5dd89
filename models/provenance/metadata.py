"""The unsigned notes inside a picture file, as raw text and tags.

Anyone can write, change or delete these notes with a free program, so whatever is read
from them is a clue and never proof.
"""

import struct
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from io import BytesIO
from typing import Any

from PIL import ExifTags, Image

from models.image import FORMATS

# What Pillow's parsers raise on notes that are cut short or contradict themselves; found by
# feeding them damaged files.
_DAMAGED = (OSError, SyntaxError, ValueError, TypeError, LookupError, OverflowError, struct.error)
_PLACE = {
    ExifTags.GPS.GPSLatitude, ExifTags.GPS.GPSLongitude,
    ExifTags.GPS.GPSDestLatitude, ExifTags.GPS.GPSDestLongitude,
}  # fmt: skip
_XMP_KEYWORD = "XML:com.adobe.xmp"


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
        gps_date: the day the satellites named, UTC, or None.
        gps_is_impossible: the position is no place on earth, or 0 degrees both ways, where there
            is only sea and where devices without a position think they are.
        thumbnail: the small copy that the Exif block holds, a JPEG file, or None.
    """

    texts: dict[str, str] = field(default_factory=dict)
    xmp: bytes | None = None
    exif_state: MetadataState = MetadataState.ABSENT
    exif: dict[int, object] = field(default_factory=dict)
    has_gps: bool = False
    gps_date: date | None = None
    gps_is_impossible: bool = False
    thumbnail: bytes | None = field(default=None, repr=False)


def read_metadata(data: bytes) -> EmbeddedMetadata:
    """Return the notes inside an encoded picture.

    Damaged notes are reported in ``exif_state``, not raised.

    Args:
        data: a whole PNG, JPEG or WebP file that ``open_image`` has accepted.
    """
    with Image.open(BytesIO(data), formats=FORMATS) as picture:
        # ``text`` reads on to the end of the file: notes may follow the pixels.
        texts = dict(picture.text) if picture.format == "PNG" else {}
        block = picture.info.get("exif") or _raw_profile(texts, "exif")
        xmp = picture.info.get("xmp")
    if isinstance(xmp, str):
        # A text under that keyword, which is no packet but hides one from Pillow.
        xmp = texts[_XMP_KEYWORD].encode() if _XMP_KEYWORD in texts else None
    return EmbeddedMetadata(texts=texts, xmp=xmp or _raw_profile(texts, "xmp"), **_exif(block))


def _raw_profile(texts: dict[str, str], kind: str) -> bytes | None:
    """Return a block that a PNG keeps as text, in hexadecimal digits, as ImageMagick writes it."""
    # An empty line, the kind, the number of bytes, and the bytes.
    lines = texts.get(f"Raw profile type {kind}", "").strip().split("\n")[2:]
    try:
        return bytes.fromhex("".join(lines)) or None
    except ValueError:
        return None


def _exif(block: bytes | None) -> dict[str, Any]:
    """Return the attributes of ``EmbeddedMetadata`` that come from an Exif block."""
    if not block:
        return {}
    # Not ``picture.getexif``: it answers the second call with nothing where the first failed,
    # and opening a JPEG makes the first.
    exif = Image.Exif()
    try:
        exif.load(block)
        tags = dict(exif) | exif.get_ifd(ExifTags.IFD.Exif)
        gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    except _DAMAGED:
        return {"exif_state": MetadataState.UNREADABLE}
    for pointer in (ExifTags.IFD.Exif, ExifTags.IFD.GPSInfo, ExifTags.IFD.Interop):
        tags.pop(pointer, None)
    return {
        "exif_state": MetadataState.READ,
        "exif": tags,
        # Cameras without a receiver write the version of the directory, and nothing else, into it.
        "has_gps": _PLACE & gps.keys() != set(),
        "gps_date": _gps_date(gps),
        "gps_is_impossible": _is_impossible(gps),
        "thumbnail": _thumbnail(exif, block),
    }


def _gps_date(gps: dict[int, object]) -> date | None:
    try:
        stamp = str(gps.get(ExifTags.GPS.GPSDateStamp)).strip("\0 ")
        return datetime.strptime(stamp, "%Y:%m:%d").date()
    except ValueError:
        return None


def _is_impossible(gps: dict[int, object]) -> bool:
    latitude = _degrees(gps.get(ExifTags.GPS.GPSLatitude))
    longitude = _degrees(gps.get(ExifTags.GPS.GPSLongitude))
    if latitude is None or longitude is None:
        return False
    return not (0 <= latitude <= 90 and 0 <= longitude <= 180 and latitude + longitude > 0)


def _degrees(value: object) -> float | None:
    """Return degrees, minutes and seconds as degrees; None where they are not three numbers."""
    try:
        degrees, minutes, seconds = (float(part) for part in value)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    return degrees + minutes / 60 + seconds / 3600


def _thumbnail(exif: Image.Exif, block: bytes) -> bytes | None:
    try:
        directory = exif.get_ifd(ExifTags.IFD.IFD1)
        start = int(directory[ExifTags.Base.JpegIFOffset])
        length = int(directory[ExifTags.Base.JpegIFByteCount])
    except _DAMAGED:
        return None
    # Offsets count from where the TIFF header stands.
    tiff = block.removeprefix(b"Exif\0\0")
    return tiff[start : start + length] if start > 0 and length > 0 else None
