import struct
import zlib
from io import BytesIO

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from quiz.making.delivery import deliver, deliver_mask
from quiz.plain_picture import NotPlainError, picture_size

WEBP = deliver(np.zeros((30, 40, 3), np.uint8))
PNG = deliver_mask(np.eye(40, dtype=bool))


def _saved(picture, format, **options):
    out = BytesIO()
    picture.save(out, format, **options)
    return out.getvalue()


@given(st.integers(1, 80), st.integers(1, 80))
def test_size_is_that_of_the_decoded_picture(width, height):
    for data in (
        deliver(np.zeros((height, width, 3), np.uint8)),
        deliver_mask(np.zeros((height, width), bool)),
    ):
        assert picture_size(data) == Image.open(BytesIO(data)).size == (width, height)


@pytest.mark.parametrize("data", [WEBP, PNG], ids=["webp", "png"])
@given(share=st.floats(0, 1, exclude_max=True))
def test_file_cut_short_anywhere_is_refused(data, share):
    with pytest.raises(NotPlainError):
        picture_size(data[: int(share * len(data))])


@pytest.mark.parametrize("data", [WEBP, PNG], ids=["webp", "png"])
@given(more=st.binary(min_size=1))
def test_anything_behind_the_picture_is_refused(data, more):
    # Pillow, like a browser, shows the picture and says nothing of what is behind it.
    assert Image.open(BytesIO(data + more)).convert("L").size[0] == 40
    with pytest.raises(NotPlainError):
        picture_size(data + more)


def _with_text():
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", "Jane Doe")
    return _saved(Image.new("1", (8, 8)), "PNG", pnginfo=notes)


def test_png_with_two_headers_is_refused():
    # Pillow believes the last, and would fill the memory with it.
    at = PNG.index(b"IHDR") - 4
    header = PNG[at : at + 25]
    big = b"IHDR" + struct.pack(">II", 20_000, 20_000) + header[16:21]
    second = header[:4] + big + struct.pack(">I", zlib.crc32(big))
    for data in (PNG[: at + 25] + second + PNG[at + 25 :], PNG[:at] + second + PNG[at:]):
        with pytest.raises(NotPlainError, match="header"):
            picture_size(data)


def test_png_that_begins_with_anything_but_its_header_is_refused():
    at = PNG.index(b"IHDR") - 4
    empty = struct.pack(">I4sI", 0, b"IDAT", zlib.crc32(b"IDAT"))
    with pytest.raises(NotPlainError, match="header"):
        picture_size(PNG[:at] + empty + PNG[at:])


RED = Image.new("RGB", (40, 30), "red")


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(_with_text(), id="png with a name in it"),
        pytest.param(_saved(RED, "WEBP", exif=b"Exif\0\0II*\0"), id="webp with exif"),
        pytest.param(_saved(RED, "WEBP", lossless=True), id="lossless webp"),
        pytest.param(
            _saved(RED, "WEBP", save_all=True, append_images=[Image.new("RGB", (40, 30))]),
            id="animated webp",
        ),
        pytest.param(
            _saved(RED, "PNG", save_all=True, append_images=[Image.new("RGB", (40, 30))]),
            id="animated png",
        ),
        pytest.param(_saved(RED, "JPEG"), id="jpeg"),
        pytest.param(_saved(RED, "GIF"), id="gif"),
        pytest.param(b"<svg xmlns='http://www.w3.org/2000/svg'/>", id="svg"),
        pytest.param(b"<script>alert(1)</script>", id="script"),
        pytest.param(b"", id="empty"),
    ],
)
def test_everything_but_plain_pixels_is_refused(data):
    with pytest.raises(NotPlainError):
        picture_size(data)
