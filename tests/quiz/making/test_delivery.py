from io import BytesIO

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from quiz.making.delivery import HEIGHT, WIDTH, deliver, deliver_mask, frame

# Red holds the column and green the row, in tenths: a crop can be read off its corners.
COLUMNS, ROWS = np.meshgrid(np.arange(2400) // 10, np.arange(1800) // 10)
RULER = np.dstack([COLUMNS, ROWS, np.zeros_like(ROWS)]).astype(np.uint8)


def corners(picture: np.ndarray) -> list[tuple[int, int]]:
    """Return (column, row) in tenths of the top left and bottom right corner."""
    return [tuple(map(int, picture[place][:2])) for place in ((0, 0), (-1, -1))]


def test_frame_takes_the_largest_part_around_the_centre_of_a_tall_photograph():
    assert corners(frame(RULER)) == [(0, 10), (239, 169)]


def test_frame_takes_the_largest_part_around_the_centre_of_a_wide_photograph():
    assert corners(frame(RULER[:1000])) == [(45, 0), (194, 99)]


def test_frame_takes_exactly_the_crop_asked_for():
    assert corners(frame(RULER, (300, 600, 1200))) == [(30, 60), (149, 139)]


def test_frame_of_a_picture_of_the_delivered_size_changes_nothing():
    picture = RULER[:HEIGHT, :WIDTH]
    np.testing.assert_array_equal(frame(picture), picture)


def test_frame_takes_the_shape_of_another_size():
    framed = frame(RULER, size=(512, 640))
    assert framed.shape == (640, 512, 3)
    assert corners(framed) == [(48, 0), (191, 179)]
    assert corners(frame(RULER, (300, 600, 600), (600, 600))) == [(30, 60), (89, 119)]


def test_frame_refuses_to_enlarge_to_another_size():
    with pytest.raises(ValueError, match="take at least 1088 pixels"):
        frame(RULER, (0, 0, 1087), (1280, 256))


@settings(deadline=None, max_examples=25)
@given(st.integers(960, 2400), st.integers(640, 1800))
def test_frame_always_gives_the_delivered_size(width, height):
    framed = frame(RULER[:height, :width])
    assert (framed.shape, framed.dtype) == ((HEIGHT, WIDTH, 3), np.uint8)


@pytest.mark.parametrize(
    "crop", [(-1, 0, 960), (0, -1, 960), (1441, 0, 960), (0, 1161, 960), (0, 0, 2401)]
)
def test_frame_refuses_a_crop_that_leaves_the_photograph(crop):
    with pytest.raises(ValueError, match="leaves the photograph of 2400 x 1800 pixels"):
        frame(RULER, crop)


@pytest.mark.parametrize("crop", [(0, 0, 815), None])
def test_frame_refuses_to_enlarge(crop):
    with pytest.raises(ValueError, match="would be enlarged; take at least 816 pixels"):
        frame(RULER if crop else RULER[:600, :800], crop)


@pytest.fixture
def photograph() -> np.ndarray:
    noise = np.random.default_rng(7).normal(0, 12, (HEIGHT, WIDTH, 3))
    return np.clip(frame(RULER) + noise, 0, 255).astype(np.uint8)


def test_deliver_writes_lossy_webp_of_that_size_without_metadata(photograph):
    data = deliver(photograph)
    with Image.open(BytesIO(data)) as picture:
        assert (picture.format, picture.size, picture.mode) == ("WEBP", (WIDTH, HEIGHT), "RGB")
        assert {"exif", "xmp", "icc_profile"}.isdisjoint(picture.info)
        assert np.abs(np.asarray(picture).astype(int) - photograph).mean() < 12
    assert data[12:16] == b"VP8 "


def test_deliver_writes_the_same_bytes_every_time(photograph):
    assert deliver(photograph) == deliver(photograph.copy())


def test_deliver_mask_keeps_every_pixel_in_one_bit_each():
    mask = np.random.default_rng(3).random((HEIGHT, WIDTH)) < 0.5
    with Image.open(BytesIO(deliver_mask(mask))) as picture:
        assert (picture.format, picture.mode) == ("PNG", "1")
        np.testing.assert_array_equal(np.asarray(picture), mask)
