import base64
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from models.analysis import Region
from models.overlay import LONG_SIDE, THUMBNAIL_SIZE, data_uri, draw_overlay, preview, thumbnail

GREY = np.full((120, 160, 3), 128, dtype=np.uint8)


def test_overlay_without_map_and_region_is_the_grey_picture():
    drawn = np.asarray(draw_overlay(GREY, None, None))
    assert drawn.tolist() == GREY.tolist()


def test_overlay_veils_only_where_the_map_is_high():
    map = np.zeros((120, 160), dtype=np.float32)
    map[:60] = 1
    drawn = np.asarray(draw_overlay(GREY, map, None))
    assert (drawn[:50, :, 2] > drawn[:50, :, 0]).all()
    assert drawn[70:].tolist() == GREY[70:].tolist()


def test_overlay_outlines_the_region_dark_and_light_and_leaves_its_inside_alone():
    drawn = np.asarray(draw_overlay(GREY, None, Region(x=40, y=30, width=60, height=50)))
    row = drawn[55, :, 0]
    assert row.min() == 0
    assert row.max() == 255
    assert drawn[40:70, 50:90].tolist() == GREY[40:70, 50:90].tolist()


def test_overlay_draws_all_four_sides_of_a_region_that_fills_the_picture():
    drawn = np.asarray(draw_overlay(GREY, None, Region(x=0, y=0, width=160, height=120)))[..., 0]
    sides = [drawn[:12, 80], drawn[-12:, 80], drawn[60, :12], drawn[60, -12:]]
    assert [(side.min(), side.max()) for side in sides] == [(0, 255)] * 4


def test_overlay_of_a_tiny_picture_is_drawn():
    speck = np.zeros((1, 1, 3), np.uint8)
    assert draw_overlay(speck, None, Region(x=0, y=0, width=1, height=1)).size == (1, 1)


def test_overlay_scales_the_region_with_the_picture():
    large = np.full((800, 1600, 3), 128, dtype=np.uint8)
    drawn = np.asarray(draw_overlay(large, None, Region(x=800, y=0, width=800, height=800)))
    assert drawn.shape == (LONG_SIDE // 2, LONG_SIDE, 3)
    assert (drawn[:, : LONG_SIDE // 2 - 10] == 128).all()


def test_overlay_outlines_the_region_where_it_lies_on_the_smaller_copy():
    large = np.full((800, 1600, 3), 128, dtype=np.uint8)
    drawn = np.asarray(draw_overlay(large, None, Region(x=400, y=200, width=600, height=300)))
    lines = np.argwhere((drawn != 128).any(axis=2))
    (top, left), (bottom, right) = lines.min(axis=0), lines.max(axis=0)
    assert (top, left, bottom, right) == pytest.approx((100, 200, 250, 500), abs=5)
    assert (drawn[110:240, 210:490] == 128).all()


def test_preview_never_enlarges():
    assert preview(GREY).size == (160, 120)
    assert preview(np.zeros((40, 4000, 3), np.uint8)).size == (LONG_SIDE, 8)


def test_thumbnail_has_one_size_for_every_shape():
    sizes = {thumbnail(np.zeros((*shape, 3), np.uint8)).size for shape in [(1, 1), (9, 900)]}
    assert sizes == {THUMBNAIL_SIZE}


def test_data_uri_holds_the_picture_itself():
    head, _, body = data_uri(preview(GREY)).partition(",")
    assert head == "data:image/webp;base64"
    assert Image.open(BytesIO(base64.b64decode(body))).size == (160, 120)
