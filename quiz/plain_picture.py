"""Pictures of packs made elsewhere: pixels and nothing else, in the two forms that packs use."""

import struct

_PNG = b"\x89PNG\r\n\x1a\n"
# What a picture needs to be seen: all else is metadata, an animation, or something hidden.
_CHUNKS = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"}


class NotPlainError(ValueError):
    """A file is not one of the two forms, or holds more than pixels."""


def picture_size(data: bytes) -> tuple[int, int]:
    """Return the width and height that a lossy WebP or a PNG picture says it has.

    Nothing is decoded, so that a picture which would fill the memory is known before it does.
    Every byte of the file must belong to the picture.

    Raises:
        NotPlainError: another format (whatever the file is called), lossless or animated WebP,
            metadata, or bytes before or after the picture.

    Source:
        RFC 9649, section 2.5, and RFC 6386, section 9.1 (WebP); W3C PNG (Third Edition),
        sections 5.2, 5.3 and 11.2.1.
    """
    try:
        return _png_size(data) if data.startswith(_PNG) else _webp_size(data)
    except struct.error as error:
        raise NotPlainError("the file is cut short") from error


def _webp_size(data: bytes) -> tuple[int, int]:
    riff, length, form, chunk_length = struct.unpack_from("<4sI8sI", data)
    if (riff, form) != (b"RIFF", b"WEBPVP8 "):
        raise NotPlainError("the file is no PNG and no plain lossy WebP picture")
    if length + 8 != len(data) or chunk_length + chunk_length % 2 + 20 != len(data):
        raise NotPlainError("the file holds more or less than one picture")
    width, height = struct.unpack_from("<HH", data, 26)
    return width & 0x3FFF, height & 0x3FFF


def _png_size(data: bytes) -> tuple[int, int]:
    place, name = len(_PNG), b""
    while name != b"IEND":
        length, name = struct.unpack_from(">I4s", data, place)
        # With a second header, Pillow and browsers believe the one or the other.
        if (name == b"IHDR") != (place == len(_PNG)):
            raise NotPlainError("the file does not begin with its header, or has more than one")
        if name not in _CHUNKS:
            raise NotPlainError(f"the file holds {name!r}, which no pixel needs")
        place += length + 12
    if place != len(data):
        raise NotPlainError("the file holds more or less than one picture")
    width, height = struct.unpack_from(">II", data, len(_PNG) + 8)
    return width, height
