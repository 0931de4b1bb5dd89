import numpy as np
import pytest

from models.evidence._window import measured_window
from models.evidence_map import EvidenceMap, empty_map, map_of_pixels, whole_map
from models.image import upright

RAMP = np.linspace(0, 1, 4 * 5, dtype=np.float32).reshape(4, 5)


def test_map_of_pixels_is_those_pixels():
    pixels = map_of_pixels(RAMP).pixels()
    assert (pixels.dtype, pixels.tolist()) == (np.float32, RAMP.tolist())


def test_what_no_block_covers_repeats_its_neighbour():
    pixels = measured_window(np.zeros((37, 43))).spread(RAMP, 8).pixels()
    assert pixels.shape == (37, 43)
    np.testing.assert_array_equal(pixels[32:], np.broadcast_to(pixels[31], (5, 43)))
    np.testing.assert_array_equal(pixels[:, 40:], np.broadcast_to(pixels[:, 39:40], (37, 3)))
    assert (pixels[0, 0], pixels[-1, -1]) == (0, 1)


def test_blocks_are_limited_to_what_a_map_may_be():
    pixels = measured_window(np.zeros((8, 16))).spread(np.array([[-3.0, 7.0]]), 8).pixels()
    assert (pixels.min(), pixels.max()) == (0, 1)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_map_of_stored_rows_is_shown_upright(orientation):
    window = measured_window(np.zeros((96, 64)), 48)
    pixels = window.spread(RAMP, 8, orientation).pixels()
    assert pixels.flags.c_contiguous
    np.testing.assert_array_equal(pixels, upright(window.spread(RAMP, 8).pixels(), orientation))


def test_empty_map_has_the_size_of_the_picture():
    pixels = empty_map((30, 20)).pixels()
    assert (pixels.shape, pixels.any()) == ((30, 20), False)


def test_coarse_map_of_a_whole_picture_reaches_its_edges():
    pixels = whole_map(np.array([[0, 1], [0, 1]]), (40, 60)).pixels()
    assert pixels.shape == (40, 60)
    assert (pixels[:, 0].max(), pixels[:, -1].min()) == (0, 1)


def test_map_is_no_larger_than_what_was_measured():
    window = measured_window(np.broadcast_to(0, (6000, 8000)), 1024)
    found = window.spread(np.ones((128, 128)), 8)
    assert isinstance(found, EvidenceMap)
    assert found.blocks.nbytes == 4 * 128 * 128
    assert found.pixels().sum() == 1024**2
