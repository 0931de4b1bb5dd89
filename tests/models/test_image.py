import io
import struct
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageOps

from models import image as image_module
from models.image import OWN, UPLOADED, ImageRefusedError, Limits, open_image, upright

PIXELS = np.random.default_rng(0).integers(0, 256, (24, 40, 3), dtype=np.uint8)


def _file(picture: Image.Image, format: str, **options: object) -> bytes:
    file = io.BytesIO()
    picture.save(file, format, **options)
    return file.getvalue()


def _photo() -> Image.Image:
    return Image.fromarray(PIXELS)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _png(width: int, height: int, depth: int, colour: int, rows: bytes, *chunks: bytes) -> bytes:
    header = _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))
    data = _chunk(b"IDAT", zlib.compress(rows)) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(chunks) + data


def _webp_header(kind: bytes, body: bytes) -> bytes:
    return b"RIFF" + struct.pack("<I", 1000) + b"WEBP" + kind + struct.pack("<I", 900) + body


def _refusal(data: bytes) -> str:
    with pytest.raises(ImageRefusedError) as refused:
        open_image(data)
    return refused.value.key


@pytest.mark.parametrize("options", [{"format": "PNG"}, {"format": "WEBP", "lossless": True}])
def test_open_image_keeps_every_pixel_of_a_lossless_file(options):
    data = _file(_photo(), **options)
    image = open_image(data)
    np.testing.assert_array_equal(image.pixels, PIXELS)
    assert (image.format, image.data, image.converted) == (options["format"], data, ())
    assert (image.width, image.height) == (40, 24)


def test_open_image_reads_a_jpeg():
    image = open_image(_file(_photo(), "JPEG", quality=95, subsampling=0))
    assert (image.format, image.pixels.shape, image.pixels.dtype) == ("JPEG", (24, 40, 3), np.uint8)


def test_open_image_names_a_two_view_jpeg_a_jpeg():
    data = _file(_photo(), "MPO", save_all=True, append_images=[_photo()])
    image = open_image(data)
    assert (image.format, image.converted) == ("JPEG", ())


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"", "refused-empty"),
        (b"Just a letter.", "refused-format"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "refused-format"),
        (_file(_photo(), "GIF", save_all=True, append_images=[_photo()]), "refused-format"),
        (_file(_photo(), "BMP"), "refused-format"),
        (_file(_photo(), "TIFF"), "refused-format"),
        (b"\xff\xd8\xff\xe0", "refused-damaged"),
        (b"\x89PNG\r\n\x1a\n", "refused-damaged"),
        (b"RIFF\x04\0\0\0WEBP", "refused-damaged"),
        (b"\x00" * (UPLOADED.bytes + 1), "refused-too-many-bytes"),
    ],
)
def test_open_image_refuses_what_is_no_picture_of_ours(data, key):
    assert _refusal(data) == key


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_open_image_refuses_a_truncated_file(format):
    data = _file(_photo(), format)
    assert _refusal(data[: len(data) * 2 // 3]) == "refused-damaged"


@pytest.mark.parametrize("side", [30_000, 2**31 - 1])
def test_open_image_refuses_an_enormous_png_by_its_header(side):
    # 900 million pixels and more, in 70 bytes.
    assert _refusal(_png(side, side, 8, 2, b"")) == "refused-too-many-pixels"


@pytest.mark.parametrize(
    "data",
    [
        _webp_header(b"VP8X", b"\x02" + bytes(3) + b"\xfe\x3f\x00" + b"\xfe\x3f\x00" + bytes(40)),
        _webp_header(b"VP8L", b"\x2f" + struct.pack("<I", 16382 | 16382 << 14) + bytes(40)),
        _webp_header(b"VP8 ", bytes(6) + struct.pack("<HH", 16383, 16383) + bytes(40)),
    ],
)
def test_open_image_refuses_an_enormous_webp_by_its_header(data):
    assert _refusal(data) == "refused-too-many-pixels"


def test_open_image_refuses_an_enormous_jpeg_by_its_header():
    data = bytearray(_file(_photo(), "JPEG"))
    start = data.index(b"\xff\xc0")
    data[start + 5 : start + 9] = struct.pack(">HH", 60_000, 60_000)
    assert _refusal(bytes(data)) == "refused-too-many-pixels"


@pytest.mark.parametrize("size", [(1, 1), (17, 5), (200, 100)])
@pytest.mark.parametrize(
    ("kind", "options"),
    [
        (b"VP8L", {"lossless": True}),
        (b"VP8 ", {"quality": 80}),
        (b"VP8X", {"quality": 80, "xmp": b"<x/>"}),
    ],
)
def test_webp_canvas_is_the_size_in_every_kind_of_header(size, kind, options):
    data = _file(Image.new("RGB", size), "WEBP", **options)
    assert data[12:16] == kind
    assert image_module._webp_canvas(data) == size


def test_open_image_allows_exactly_the_limit():
    data = _file(_photo(), "PNG")
    assert open_image(data, Limits(len(data), 24 * 40)).pixels.shape == PIXELS.shape
    for limits, key in [
        (Limits(len(data), 24 * 40 - 1), "refused-too-many-pixels"),
        (Limits(len(data) - 1, 24 * 40), "refused-too-many-bytes"),
    ]:
        with pytest.raises(ImageRefusedError) as refused:
            open_image(data, limits)
        assert refused.value.key == key


def test_a_file_of_ones_own_may_be_larger_than_one_that_is_sent():
    data = _file(_photo(), "PNG") + bytes(UPLOADED.bytes)
    assert _refusal(data) == "refused-too-many-bytes"
    np.testing.assert_array_equal(open_image(data, OWN).pixels, PIXELS)
    assert UPLOADED.pixels < OWN.pixels < Image.MAX_IMAGE_PIXELS


@pytest.mark.parametrize("at_the_end", [False, True])
def test_open_image_takes_a_png_with_a_long_packed_text(at_the_end):
    # As a picture generator's workflow or an editor's history may be.
    data = _file(_photo(), "PNG")
    text = _chunk(b"zTXt", b"workflow\x00\x00" + zlib.compress(b"step " * 600_000))
    place = -12 if at_the_end else 33
    np.testing.assert_array_equal(
        open_image(data[:place] + text + data[place:]).pixels, PIXELS
    )


def test_open_image_refuses_a_text_bomb_in_a_png():
    bomb = _chunk(b"zTXt", b"Comment\x00\x00" + zlib.compress(bytes(80_000_000), 9))
    assert len(bomb) < 100_000
    assert _refusal(_png(1, 1, 8, 2, b"\x00" * 4, bomb)) == "refused-damaged"


@pytest.mark.parametrize("format", ["PNG", "WEBP"])
def test_open_image_takes_the_first_frame_of_an_animation(format):
    white = Image.new("RGB", (40, 24), "white")
    options = {"lossless": True} if format == "WEBP" else {}
    data = _file(_photo(), format, save_all=True, append_images=[white], **options)
    image = open_image(data)
    np.testing.assert_array_equal(image.pixels, PIXELS)
    assert image.converted == ("animated_first_frame",)


def test_open_image_lays_transparency_on_white():
    picture = _photo()
    picture.putalpha(Image.linear_gradient("L").resize(picture.size))
    image = open_image(_file(picture, "PNG"))
    alpha = np.asarray(picture)[:, :, 3:] / 255
    expected = alpha * PIXELS + (1 - alpha) * 255
    assert np.abs(image.pixels - expected).max() <= 1
    assert image.converted == ("alpha",)


def test_open_image_does_not_mention_an_alpha_channel_that_hides_nothing():
    image = open_image(_file(_photo().convert("RGBA"), "PNG"))
    np.testing.assert_array_equal(image.pixels, PIXELS)
    assert image.converted == ()


def test_open_image_turns_print_colours_into_screen_colours():
    image = open_image(_file(Image.new("CMYK", (8, 8), (0, 255, 255, 0)), "JPEG"))
    assert np.abs(image.pixels[4, 4].astype(int) - [255, 0, 0]).max() <= 3
    assert image.converted == ("cmyk",)


def test_open_image_keeps_the_upper_half_of_sixteen_bits():
    values = np.array([[0, 256, 32_768, 65_535]], dtype=">u2")
    grey = open_image(_png(4, 1, 16, 0, b"\x00" + values.tobytes()))
    np.testing.assert_array_equal(grey.pixels[0, :, 0], [0, 1, 128, 255])
    colour = open_image(_png(1, 1, 16, 2, b"\x00" + values[:, 1:].tobytes()))
    np.testing.assert_array_equal(colour.pixels[0, 0], [1, 128, 255])
    assert grey.converted == colour.converted == ("sixteen_bit",)


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA"])
def test_open_image_shows_other_colour_modes_as_rgb(mode):
    picture = Image.linear_gradient("L").resize((40, 24)).convert(mode)
    image = open_image(_file(picture, "PNG"))
    np.testing.assert_array_equal(image.pixels, np.asarray(picture.convert("RGB")))


@pytest.mark.parametrize("orientation", range(1, 9))
def test_open_image_turns_a_picture_as_pillow_would(orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    data = _file(_photo(), "PNG", exif=exif)
    image = open_image(data)
    expected = ImageOps.exif_transpose(Image.open(io.BytesIO(data)))
    np.testing.assert_array_equal(image.pixels, np.asarray(expected))
    assert image.orientation == orientation
    assert image.converted == (() if orientation == 1 else ("orientation",))
    np.testing.assert_allclose(image.stored_luma, open_image(_file(_photo(), "PNG")).luma)


def test_open_image_opens_one_pixel():
    image = open_image(_file(Image.new("RGB", (1, 1), (7, 8, 9)), "PNG"))
    np.testing.assert_array_equal(image.pixels, [[[7, 8, 9]]])


def test_luma_weighs_the_primaries_as_jpeg_does():
    image = open_image(_file(Image.fromarray(np.eye(3, dtype=np.uint8)[None] * 255), "PNG"))
    np.testing.assert_allclose(image.luma, [[76.245, 149.685, 29.07]], rtol=1e-5)


def test_upright_ignores_an_unknown_orientation():
    np.testing.assert_array_equal(upright(PIXELS, 77), PIXELS)


def test_refusal_is_one_sentence_that_names_the_limit():
    limit = UPLOADED.pixels // 1_000_000
    with pytest.raises(ImageRefusedError, match=f"more than {limit} million"):
        open_image(_png(30_000, 30_000, 8, 2, b""))


@settings(max_examples=150, deadline=None)
@given(
    format=st.sampled_from(["JPEG", "PNG", "WEBP"]),
    changes=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), max_size=8),
    kept=st.floats(0.1, 1),
)
def test_open_image_opens_or_refuses_any_spoilt_file(format, changes, kept):
    data = bytearray(_file(_photo(), format))
    for where, value in changes:
        data[int(where * len(data))] = value
    try:
        image = open_image(bytes(data[: int(kept * len(data))]))
    except ImageRefusedError as refused:
        assert str(refused).endswith(".")
    else:
        assert image.pixels.dtype == np.uint8
        assert image.pixels.ndim == 3
