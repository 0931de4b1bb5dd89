import numpy as np
import pytest

from models.analysis import Region
from models.evidence._window import MAX_SIDE, box_around, measured_window
from models.evidence_map import map_of_pixels

SHAPE = 40, 60


def marked(*boxes):
    """Return pixels of 1 in these boxes and of a little less than a half elsewhere."""
    pixels = np.full(SHAPE, 0.49, dtype=np.float32)
    for box in boxes:
        pixels[box.y : box.y + box.height, box.x : box.x + box.width] = 1
    return pixels


def box_of(pixels):
    return box_around(map_of_pixels(pixels))


def test_box_lies_around_the_part_that_stands_out_most():
    small, large = Region(2, 3, 4, 5), Region(30, 20, 12, 9)
    pixels = marked(small, large)
    pixels[large.y :, large.x :] *= 0.6 / pixels[large.y :, large.x :].max()
    assert (pixels[large.y, large.x], pixels[small.y, small.x]) == (np.float32(0.6), 1)
    assert box_of(pixels) == small


def test_of_parts_that_stand_out_alike_the_box_lies_around_the_largest():
    small, large = Region(2, 3, 4, 5), Region(30, 20, 12, 9)
    assert box_of(marked(small, large)) == large
    assert box_of(marked(small)) == small
    corner = Region(SHAPE[1] - 3, SHAPE[0] - 2, 3, 2)
    assert box_of(marked(corner)) == corner


def test_parts_that_touch_at_a_corner_are_one():
    assert box_of(marked(Region(10, 10, 5, 5), Region(15, 15, 5, 5))) == Region(10, 10, 10, 10)


def test_there_is_no_box_where_nothing_is_likely():
    assert box_of(marked()) is None


def test_map_lies_on_the_measured_middle_and_nowhere_else():
    window = measured_window(np.zeros((120, 160)), 64)
    blocks = np.zeros((8, 8))
    blocks[0] = 1
    expected = np.zeros((120, 160), dtype=bool)
    # The first row of blocks, with half of the way to the next.
    expected[16:28, 48:112] = True
    assert np.array_equal(window.spread(blocks, 8).pixels() > 0, expected)


@pytest.mark.parametrize("shape", [(2500, 2611), (2063, 3001), (120, 2079)])
def test_measured_window_is_the_middle_and_begins_where_a_block_begins(shape):
    window = measured_window(np.broadcast_to(0, shape))
    assert (window.top % 16, window.left % 16) == (0, 0)
    for side, begin, length in zip(
        shape, (window.top, window.left), (window.height, window.width), strict=True
    ):
        assert length == min(side, MAX_SIDE)
        assert 0 <= (side - length) / 2 - begin < 16
