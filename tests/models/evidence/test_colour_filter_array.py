import cv2
import numpy as np
import pytest

from models.analysis import Region
from models.evidence.colour_filter_array import examine, green_contrast

BOX = Region(x=200, y=120, width=150, height=140)
INSIDE = np.s_[BOX.y : BOX.y + BOX.height, BOX.x : BOX.x + BOX.width]


def _filled_in(pixels: np.ndarray, code: int = cv2.COLOR_BayerRGGB2RGB) -> np.ndarray:
    raw = pixels[:, :, 1].copy()
    raw[::2, ::2] = pixels[::2, ::2, 0]
    raw[1::2, 1::2] = pixels[1::2, 1::2, 2]
    return cv2.cvtColor(raw, code)


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("code", [cv2.COLOR_BayerRGGB2RGB, cv2.COLOR_BayerRGGB2RGB_EA])
def test_colour_filter_array_finds_a_part_that_no_camera_filled_in(
    seed, code, scene, saved, overlap
):
    clean = _filled_in(scene(seed), code)
    planted = clean.copy()
    planted[INSIDE] = scene(seed)[INSIDE]
    found = examine(saved(planted))
    assert examine(saved(clean)).raw_score == 0
    assert found.raw_score > 2
    assert overlap(found.region, BOX) > 0.4
    assert found.figures["times"] > 1.2
    assert found.figures["part"] == pytest.approx(1, abs=0.15)


def test_colour_filter_array_finds_a_part_moved_by_one_pixel(scene, saved, overlap):
    clean = _filled_in(scene(2))
    planted = clean.copy()
    planted[INSIDE] = np.roll(clean, 1, axis=1)[INSIDE]
    found = examine(saved(planted))
    assert overlap(found.region, BOX) > 0.4
    assert found.figures["part"] < 0.9


@pytest.mark.parametrize("options", [{"format": "PNG"}, {"format": "JPEG", "quality": 85}])
def test_colour_filter_array_says_nothing_where_there_is_no_trace(options, scene, saved):
    found = examine(saved(scene(3), **options))
    assert (found.raw_score, found.region) == (0.0, None)
    assert found.figures["times"] == pytest.approx(1, abs=0.1)


def test_green_contrast_tells_which_half_was_filled_in(scene):
    filled = _filled_in(scene(1))
    contrast, usable = green_contrast(filled)
    moved, _ = green_contrast(np.roll(filled, 1, axis=1))
    # In the RGGB pattern greens lie where row plus column is odd.
    assert np.median(contrast[usable]) < -0.5
    assert np.median(moved[usable]) > 0.5
