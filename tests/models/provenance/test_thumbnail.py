import os
import struct
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ExifTags, Image
from skimage import data

from models.image import open_image, upright
from models.provenance.metadata import read_metadata
from models.provenance.thumbnail import shows_another_picture

SHARED = Path(os.environ.get("SECOND_LOOK_SHARED", Path(__file__).parents[4] / "shared"))
PHOTOGRAPHS = SHARED / "images" / "real" / "camera-metadata"
PICTURE = data.coffee()


def small(pixels: np.ndarray, size: tuple[int, int] = (160, 107), **options) -> bytes:
    file = BytesIO()
    copy = Image.fromarray(np.ascontiguousarray(pixels)).resize(size)
    copy.save(file, "JPEG", quality=60, **options)
    return file.getvalue()


def with_bars(pixels: np.ndarray) -> np.ndarray:
    """Fill a picture up to 4:3 with black, above and below."""
    height = pixels.shape[1] * 3 // 4
    bar = (height - pixels.shape[0]) // 2
    return np.pad(pixels, ((bar, bar), (0, 0), (0, 0)))


@pytest.mark.parametrize(
    "copy",
    [
        small(PICTURE),
        small(PICTURE, (160, 120)),
        small(with_bars(PICTURE), (160, 120)),
        small(PICTURE[:, 33:-33], (160, 120)),
        small(np.clip(PICTURE * 0.7 + 40, 0, 255).astype(np.uint8)),
    ],
    ids=["same", "squeezed", "black bars", "cut to 4:3", "brightened"],
)
def test_a_cameras_small_copy_shows_the_same(copy):
    assert not shows_another_picture(copy, PICTURE, 1)


@pytest.mark.parametrize(
    "picture",
    [data.chelsea(), PICTURE[120:, 200:], PICTURE[:, ::-1], PICTURE[::-1]],
    ids=["another", "cropped", "mirrored", "upside down"],
)
def test_a_copy_of_something_else_is_noticed(picture):
    assert shows_another_picture(small(PICTURE), picture, 1)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_copy_is_turned_as_the_picture_is(orientation):
    turned = upright(PICTURE, orientation)
    assert not shows_another_picture(small(PICTURE), turned, orientation)


def enlarged_in_name(copy: bytes, side: int) -> bytes:
    """Return a JPEG whose header says that it is so large, in pixels each way."""
    frame = copy.index(b"\xff\xc0") + 5
    return copy[:frame] + side.to_bytes(2, "big") * 2 + copy[frame + 4 :]


@pytest.mark.parametrize(
    ("copy", "picture"),
    [
        (b"", PICTURE),
        (b"no picture", PICTURE),
        (small(PICTURE)[:300], PICTURE),
        (small(np.full((9, 9, 3), 99, np.uint8)), PICTURE),
        (small(PICTURE), np.zeros((300, 300, 3), np.uint8)),
        (small(PICTURE, (1, 1)), PICTURE),
        (small(PICTURE, (2000, 1500)), data.chelsea()),
        (enlarged_in_name(small(PICTURE), 10_000), data.chelsea()),
        (enlarged_in_name(small(PICTURE), 65_000), data.chelsea()),
    ],
    ids=["empty", "text", "cut short", "plain", "plain picture", "one pixel", "large",
         "said to be large", "said to be enormous"],
)  # fmt: skip
def test_nothing_is_said_where_nothing_can_be_told(copy, picture):
    assert not shows_another_picture(copy, picture, 1)


@given(st.binary(max_size=300), st.integers(1, 40), st.integers(1, 40))
def test_noise_is_no_small_copy(noise, height, width):
    picture = np.zeros((height, width, 3), np.uint8)
    assert not shows_another_picture(noise, picture, 1)


def test_small_copy_is_taken_out_of_every_kind_of_file(encode_picture):
    copy = small(PICTURE)
    for format in ("JPEG", "PNG", "WEBP"):
        data_with_copy = encode_picture(format, exif=exif_with(copy))
        assert read_metadata(data_with_copy).thumbnail == copy


def exif_with(copy: bytes) -> bytes:
    """Return an Exif block, built by hand, whose second directory names a small copy."""
    offset = 8 + 2 + 4 + 2 + 2 * 12 + 4
    entry = "HHII"
    tiff = struct.pack("<2sHI", b"II", 42, 8)
    tiff += struct.pack("<HI", 0, 8 + 2 + 4)
    tiff += struct.pack("<H", 2)
    tiff += struct.pack(f"<{entry}", ExifTags.Base.JpegIFOffset, 4, 1, offset)
    tiff += struct.pack(f"<{entry}", ExifTags.Base.JpegIFByteCount, 4, 1, len(copy))
    tiff += struct.pack("<I", 0)
    return b"Exif\0\0" + tiff + copy


@pytest.mark.skipif(not PHOTOGRAPHS.is_dir(), reason=f"no photographs in {PHOTOGRAPHS}")
def test_no_real_photograph_has_a_copy_of_something_else():
    pictures, copies = [], []
    for path in sorted(PHOTOGRAPHS.glob("*.*")):
        image = open_image(path.read_bytes())
        if copy := read_metadata(image.data).thumbnail:
            pictures.append(image)
            copies.append(copy)
    assert len(copies) >= 15
    found = np.array(
        [
            [shows_another_picture(copy, image.pixels, image.orientation) for copy in copies]
            for image in pictures
        ]
    )
    own = np.eye(len(copies), dtype=bool)
    assert not found[own].any()
    assert found[~own].mean() > 0.98
