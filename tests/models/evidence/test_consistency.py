import cv2
import numpy as np
import pytest
from PIL import Image

from models.evidence.consistency import examine

PART = np.s_[96:224, 200:344]


def _edited(pixels: np.ndarray, part: np.ndarray) -> np.ndarray:
    edited = pixels.copy()
    edited[PART] = part[PART]
    return edited


@pytest.mark.parametrize(
    ("format", "options"), [("PNG", {}), ("JPEG", {"quality": 90}), ("JPEG", {"quality": 75})]
)
@pytest.mark.parametrize("change", ["smoothed", "grainier"])
def test_consistency_points_at_a_part_of_another_make(change, format, options, scene, saved):
    pixels = scene(1, grain=3.0)
    smoothed = cv2.GaussianBlur(pixels, (0, 0), 1.5)
    part = smoothed if change == "smoothed" else scene(1, grain=9.0)
    clean = examine(saved(pixels, format, **options))
    found = examine(saved(_edited(pixels, part), format, **options))
    inside = np.zeros(pixels.shape[:2], dtype=bool)
    inside[PART] = True
    assert found.map.pixels()[inside].mean() > 2 * found.map.pixels()[~inside].mean()
    assert found.raw_score > clean.raw_score


def test_consistency_looks_at_the_rows_as_they_are_stored(scene, saved):
    # Of these sides no multiple is a block's, so blocks begin elsewhere in the upright picture.
    pixels = _edited(scene(1), scene(1, grain=9.0))[:379, :501]
    exif = Image.Exif()
    exif[0x0112] = 3
    straight = examine(saved(pixels, "JPEG", quality=80))
    turned = examine(saved(pixels, "JPEG", quality=80, exif=exif))
    assert turned.raw_score == straight.raw_score
    np.testing.assert_array_equal(turned.map.pixels(), straight.map.pixels()[::-1, ::-1])


def test_consistency_does_not_judge_what_we_laid_on_white(scene, saved):
    see_through = np.full((384, 512, 1), 255, dtype=np.uint8)
    see_through[:40, :40] = 0
    trace = examine(saved(np.concatenate([scene(2), see_through], axis=2)))
    assert (trace.abstained, trace.raw_score, trace.map) == ("see-through", 0.0, None)


def test_consistency_map_is_the_right_way_up(scene, saved):
    pixels, grainier = scene(1, grain=3.0), scene(1, grain=9.0)
    pixels[16:144, 24:168] = grainier[16:144, 24:168]
    map = examine(saved(pixels)).map.pixels()
    corners = [map[:192, :256], map[:192, 256:], map[192:, :256], map[192:, 256:]]
    assert map[16:144, 24:168].mean() > 2 * max(corner.mean() for corner in corners[1:])


def test_consistency_says_what_it_measured(scene, saved):
    trace = examine(saved(scene(2)))
    assert trace.map.pixels().shape == (384, 512)
    assert trace.figures["share"] == 1
    assert trace.figures["chance"] == pytest.approx(float(trace.map.pixels().max()), abs=0.05)
    assert 0 <= trace.figures["foreign"] <= 1
