"""Do to a signed picture what may happen to one: change it, strip it, or dress up another.

The picture is a PNG file, in which a signed record lies in a chunk of its own, so that picture and
record can be taken apart and put together byte by byte.

Source:
    C2PA Technical Specification 2.2, appendix A.3 (embedding manifests into PNG).
"""

import struct
from enum import StrEnum
from io import BytesIO
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from PIL import Image, PngImagePlugin

Pixels: TypeAlias = npt.NDArray[np.uint8]

RECORD_CHUNK = b"caBX"
NOTE_KEYWORD = "XML:com.adobe.xmp"
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_FRAME = 12  # bytes of a chunk's length, name and checksum


class Says(StrEnum):
    """What a record or a note says of a picture, true or not."""

    CAMERA = "camera"
    MODEL = "model"


class Fate(StrEnum):
    """What happens to a picture after it was signed."""

    UNTOUCHED = "untouched"
    ONE_PIXEL = "one-pixel"
    STRIPPED = "stripped"
    MOVED = "moved"
    IMPOSTOR = "impostor"
    NOTE_ONLY = "note-only"


class RecordError(ValueError):
    """A file holds no record, or is no PNG file."""


def save_png(pixels: Pixels, note: str = "") -> bytes:
    """Return a picture, uint8 (H, W, 3), as a PNG file without loss.

    Args:
        pixels: the picture.
        note: an XMP packet to keep with it, which anybody can write; empty for none.
    """
    text = PngImagePlugin.PngInfo()
    if note:
        text.add_itxt(NOTE_KEYWORD, note)
    saved = BytesIO()
    Image.fromarray(pixels).save(saved, "PNG", pnginfo=text)
    return saved.getvalue()


def open_png(file: bytes) -> Pixels:
    """Return the pixels of a PNG file, uint8 (H, W, 3)."""
    with Image.open(BytesIO(file)) as picture:
        return np.asarray(picture.convert("RGB"))


def record_of(file: bytes) -> bytes:
    """Return the chunk of a PNG file that holds its signed record.

    Raises:
        RecordError: it has none.
    """
    for name, chunk in _chunks(file):
        if name == RECORD_CHUNK:
            return chunk
    raise RecordError("The file holds no record.")


def without_record(file: bytes) -> bytes:
    """Return a PNG file without its signed record, every other byte as it was."""
    return _SIGNATURE + b"".join(chunk for name, chunk in _chunks(file) if name != RECORD_CHUNK)


def with_record(file: bytes, record: bytes) -> bytes:
    """Return a PNG file with another file's record in place of its own, if it had one."""
    header, *others = (chunk for name, chunk in _chunks(file) if name != RECORD_CHUNK)
    return _SIGNATURE + header + record + b"".join(others)


def one_pixel_changed(pixels: Pixels) -> Pixels:
    """Return a picture whose middle pixel is one step of 255 brighter or darker in red."""
    changed = pixels.copy()
    row, column = pixels.shape[0] // 2, pixels.shape[1] // 2
    red = changed[row, column, 0]
    changed[row, column, 0] = red - 1 if red else red + 1
    return changed


def _chunks(file: bytes) -> list[tuple[bytes, bytes]]:
    """Return name and bytes of each chunk, its length and its checksum included."""
    if not file.startswith(_SIGNATURE):
        raise RecordError("This is no PNG file.")
    chunks, place = [], len(_SIGNATURE)
    while place + _FRAME <= len(file):
        (length,) = struct.unpack_from(">I", file, place)
        chunk = file[place : place + length + _FRAME]
        chunks.append((chunk[4:8], chunk))
        place += len(chunk)
    return chunks
