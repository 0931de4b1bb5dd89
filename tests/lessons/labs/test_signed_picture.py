import zlib
from io import BytesIO

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst
from PIL import Image

from lessons.labs.signed_picture import (
    NOTE_KEYWORD,
    RecordError,
    one_pixel_changed,
    open_png,
    record_of,
    save_png,
    with_record,
    without_record,
)

SIZES = st.tuples(st.integers(1, 9), st.integers(1, 9), st.just(3))
PICTURES = npst.arrays(np.uint8, SIZES)
# A chunk as PNG writes it: length, name, content, checksum.
RECORD = b"\x00\x00\x00\x04caBXdata" + zlib.crc32(b"caBXdata").to_bytes(4, "big")


@given(PICTURES)
def test_saving_keeps_every_pixel(pixels):
    assert np.array_equal(open_png(save_png(pixels)), pixels)


@given(PICTURES)
def test_record_is_put_in_found_and_taken_out_byte_for_byte(pixels):
    plain = save_png(pixels)
    recorded = with_record(plain, RECORD)
    assert record_of(recorded) == RECORD
    assert without_record(recorded) == plain
    assert with_record(recorded, RECORD) == recorded
    assert np.array_equal(open_png(recorded), pixels)


@given(PICTURES)
def test_one_pixel_changes_by_one_step_and_no_other(pixels):
    before = pixels.copy()
    difference = one_pixel_changed(pixels).astype(int) - pixels
    assert np.count_nonzero(difference) == 1
    assert abs(difference).sum() == 1
    assert np.array_equal(pixels, before)


def test_note_is_written_where_programs_look_for_it():
    file = save_png(np.zeros((4, 4, 3), np.uint8), "<x:xmpmeta/>")
    with Image.open(BytesIO(file)) as picture:
        assert picture.info[NOTE_KEYWORD] == "<x:xmpmeta/>"


def test_file_without_a_record_says_so():
    with pytest.raises(RecordError, match="holds no record"):
        record_of(save_png(np.zeros((4, 4, 3), np.uint8)))


def test_file_that_is_no_png_says_so():
    with pytest.raises(RecordError, match="no PNG"):
        without_record(b"\xff\xd8 a JPEG")
