"""Open an uploaded picture, or refuse it with one clear sentence."""

import struct
import zlib
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import ExifTags, Image, PngImagePlugin, UnidentifiedImageError

from models.text import text

FORMATS = ("JPEG", "PNG", "WEBP")
# Of a JPEG and a PNG file.
_BEGINNINGS = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"

# Pillow refuses a PNG whose packed texts or colour profile come to more than 1 MB; honest notes of
# editors and picture generators do.
PngImagePlugin.MAX_TEXT_CHUNK = 16 * 1024**2

# Pillow reports a damaged file by whichever of these its decoder happens to raise.
_DAMAGED = (OSError, SyntaxError, ValueError, EOFError, IndexError, TypeError, KeyError,
            OverflowError, struct.error, zlib.error)  # fmt: skip

_STRIP = 256  # rows


@dataclass(frozen=True)
class Limits:
    """How large a picture may be: its file in ``bytes``, and what is in it in ``pixels``."""

    bytes: int
    pixels: int


# What visitors may send to a computer that others use at the same time.
UPLOADED = Limits(10 * 1024**2, 40_000_000)
# What people may open on their own: the largest files that cameras and phones make as a rule.
OWN = Limits(100 * 1024**2, 80_000_000)


class ImageRefusedError(ValueError):
    """A picture that cannot be examined; ``str(error)`` is the sentence to show.

    Attributes:
        key: the message's identifier in ``models.ftl``.
    """

    def __init__(self, key: str, **figures: float) -> None:
        self.key = key
        super().__init__(text(key, figures))


@dataclass(frozen=True, eq=False)
class LoadedImage:
    """A picture ready to be shown and examined.

    Attributes:
        pixels: uint8 (H, W, 3), upright, taken as sRGB: the stored colour values, without
            applying an embedded RGB profile, because that would overwrite compression traces.
        format: "JPEG", "PNG" or "WEBP", decided by content.
        data: the uploaded bytes, unchanged.
        converted: what had to be done to show it, in order of doing; any of
            "animated_first_frame", "sixteen_bit", "alpha", "cmyk", "orientation".
        orientation: the EXIF orientation that was undone, 1 to 8. The compression grid of a
            JPEG runs along the stored rows, not along the upright ones.
        filled: bool (H, W), upright: the pixels, at least a little transparent, that were laid on
            white, and so are not the picture's own; None where there are none.
    """

    pixels: npt.NDArray[np.uint8] = field(repr=False)
    format: str
    data: bytes = field(repr=False)
    converted: tuple[str, ...] = ()
    orientation: int = 1
    filled: npt.NDArray[np.bool_] | None = field(default=None, repr=False)

    @property
    def width(self) -> int:
        return self.pixels.shape[1]

    @property
    def height(self) -> int:
        return self.pixels.shape[0]

    @cached_property
    def luma(self) -> npt.NDArray[np.float32]:
        """Brightness, float32 (H, W), 0 to 255, with the weights JPEG uses (ITU-R BT.601)."""
        weights = np.array([0.299, 0.587, 0.114], dtype=np.float32)
        luma = np.empty(self.pixels.shape[:2], dtype=np.float32)
        # Strip by strip: all at once NumPy would copy the picture at four times its size.
        for top in range(0, self.height, _STRIP):
            np.matmul(self.pixels[top : top + _STRIP], weights, out=luma[top : top + _STRIP])
        return luma

    @property
    def stored_luma(self) -> npt.NDArray[np.float32]:
        """Brightness as the file stores its rows, float32 (rows, columns), 0 to 255."""
        return self.stored(self.luma)

    def stored(self, array: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """Return an upright (H, W, ...) array as the file stores its rows.

        Only so do the blocks of a JPEG or WebP file begin at the top left corner.
        """
        # A quarter turn is undone by the other quarter turn, anything else by itself.
        return upright(array, {6: 8, 8: 6}.get(self.orientation, self.orientation))


def open_image(data: bytes, limits: Limits = UPLOADED) -> LoadedImage:
    """Decode a JPEG, PNG or WebP picture.

    Size in bytes and in pixels is checked from the header, before anything is decoded. The
    content decides the format; a file name is never asked for. Of an animation the first frame
    is taken, transparency is laid on white, 16-bit channels keep their upper 8 bits.

    Raises:
        ImageRefusedError: empty, larger than ``limits``, of another format, or damaged.
    """
    if not data:
        raise ImageRefusedError("refused-empty")
    if len(data) > limits.bytes:
        raise ImageRefusedError("refused-too-many-bytes", limit=limits.bytes // 1024**2)
    # Pillow asks libwebp for a whole canvas as soon as it opens the file.
    _refuse_too_many_pixels(*_webp_canvas(data), limits)
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as picture:
            _refuse_too_many_pixels(*picture.size, limits)
            return _decode(picture, data)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels(limits) from error
    except UnidentifiedImageError as error:
        # Pillow gives the same answer to another format and to a spoilt beginning.
        is_ours = data.startswith(_BEGINNINGS) or _is_webp(data)
        raise ImageRefusedError("refused-damaged" if is_ours else "refused-format") from error
    except ImageRefusedError:
        raise
    except _DAMAGED as error:
        raise ImageRefusedError("refused-damaged") from error


def upright(array: npt.NDArray[Any], orientation: int) -> npt.NDArray[Any]:
    """Return a stored (H, W, ...) array the way up that an EXIF ``orientation`` asks for.

    Source:
        EXIF 2.32 (CIPA DC-008), tag 0x0112. Values outside 1 to 8 count as 1.
    """
    match orientation:
        case 2:
            return array[:, ::-1]
        case 3:
            return array[::-1, ::-1]
        case 4:
            return array[::-1]
        case 5:
            return array.swapaxes(0, 1)
        case 6:
            return np.rot90(array, -1)
        case 7:
            return np.rot90(array, 2).swapaxes(0, 1)
        case 8:
            return np.rot90(array)
    return array


def _decode(picture: Image.Image, data: bytes) -> LoadedImage:
    # A phone's JPEG may carry a second view or a depth map; Pillow calls that MPO.
    format = "JPEG" if picture.format == "MPO" else picture.format
    converted = []
    if format != "JPEG" and getattr(picture, "is_animated", False):
        converted.append("animated_first_frame")
    # Byte 24 of a PNG is its bit depth; Pillow's mode no longer tells for RGB.
    if format == "PNG" and data[24] == 16:
        converted.append("sixteen_bit")
    picture.load()
    orientation = _orientation(picture)
    if picture.mode.startswith("I"):
        picture = Image.fromarray((np.asarray(picture) >> 8).astype(np.uint8))
    if picture.mode == "CMYK":
        converted.append("cmyk")
    filled = None
    if picture.has_transparency_data:
        picture = picture.convert("RGBA")
        if picture.getextrema()[3][0] < 255:
            converted.append("alpha")
            filled = upright(np.asarray(picture)[:, :, 3] < 255, orientation)
            white = Image.new("RGBA", picture.size, "white")
            picture = Image.alpha_composite(white, picture)
    if orientation != 1:
        converted.append("orientation")
    pixels = np.ascontiguousarray(upright(np.asarray(picture.convert("RGB")), orientation))
    return LoadedImage(pixels, format, data, tuple(converted), orientation, filled)


def _orientation(picture: Image.Image) -> int:
    try:
        value = picture.getexif().get(ExifTags.Base.Orientation, 1)
    except _DAMAGED:
        return 1  # A spoilt EXIF block is no reason to refuse a picture that opens.
    return value if value in range(1, 9) else 1


def _webp_canvas(data: bytes) -> tuple[int, int]:
    """Return a WebP file's width and height from its first 30 bytes; (0, 0) for another file.

    Source:
        RFC 9649, sections 2.7.1, 3.4 (VP8L), and RFC 6386, section 9.1 (VP8).
    """
    if not _is_webp(data) or len(data) < 30:
        return 0, 0
    match data[12:16]:
        case b"VP8X":
            return (int.from_bytes(data[24:27], "little") + 1,
                    int.from_bytes(data[27:30], "little") + 1)  # fmt: skip
        case b"VP8L":
            bits = int.from_bytes(data[21:25], "little")
            return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        case b"VP8 ":
            width, height = struct.unpack("<HH", data[26:30])
            return width & 0x3FFF, height & 0x3FFF
    return 0, 0


def _is_webp(data: bytes) -> bool:
    return data[:4] == b"RIFF" and data[8:12] == b"WEBP"


def _refuse_too_many_pixels(width: int, height: int, limits: Limits) -> None:
    if width * height > limits.pixels:
        raise _too_many_pixels(limits)


def _too_many_pixels(limits: Limits) -> ImageRefusedError:
    return ImageRefusedError("refused-too-many-pixels", limit=limits.pixels // 1_000_000)
