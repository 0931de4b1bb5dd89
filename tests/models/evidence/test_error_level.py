import numpy as np
import pytest

from models.analysis import Region
from models.evidence.error_level import error_level, examine

BOX = Region(x=200, y=120, width=128, height=128)


def _spliced(pixels: np.ndarray, other: np.ndarray) -> np.ndarray:
    part = np.s_[BOX.y : BOX.y + BOX.height, BOX.x : BOX.x + BOX.width]
    spliced = pixels.copy()
    spliced[part] = other[part]
    return spliced


@pytest.mark.parametrize("seed", range(3))
def test_error_level_finds_a_part_that_was_never_saved(seed, scene, saved, overlap):
    once = saved(scene(seed), "JPEG", quality=80).pixels
    clean = examine(saved(once))
    found = examine(saved(_spliced(once, scene(seed + 50))))
    assert overlap(found.region, BOX) > 0.5
    assert found.raw_score > 2 * clean.raw_score
    # Once at quality 80: saved so again, only the new part changes.
    assert found.figures["part"] > 0.9
    assert found.figures["rest"] < 0.2


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("options", [{"format": "PNG"}, {"format": "JPEG", "quality": 92}])
@pytest.mark.parametrize("quality", [60, 75])
def test_error_level_finds_a_part_that_alone_was_saved(
    seed, options, quality, scene, saved, overlap
):
    pixels = scene(seed)
    part = saved(pixels, "JPEG", quality=quality).pixels
    clean = examine(saved(pixels, **options))
    found = examine(saved(_spliced(pixels, part), **options))
    assert overlap(found.region, BOX) > 0.5
    assert found.raw_score > 2 * clean.raw_score
    assert found.figures["part"] < 0.5 < found.figures["rest"]
    # Neighbouring qualities share some of their steps.
    assert found.figures["quality"] == pytest.approx(quality, abs=3)


@pytest.mark.parametrize("step", [8.0, 12.0])
@pytest.mark.parametrize("options", [{"format": "PNG"}, {"format": "JPEG", "quality": 90}])
def test_error_level_takes_equal_steps_for_no_earlier_jpeg(
    step, options, scene, saved, with_equal_steps
):
    # An AVIF's blocks of 8 pixels keep to such; a JPEG's steps grow with the frequency.
    pixels = scene(1)
    found = examine(saved(_spliced(pixels, with_equal_steps(pixels, step)), **options))
    as_a_jpeg = saved(pixels, "JPEG", quality=60).pixels
    assert found.raw_score < 5
    assert examine(saved(_spliced(pixels, as_a_jpeg), **options)).raw_score > 10


@pytest.mark.parametrize("first", [60, 75])
def test_error_level_leaves_a_lacking_part_of_a_jpeg_to_double_compression(first, scene, saved):
    once = saved(scene(1), "JPEG", quality=first).pixels
    found = examine(saved(_spliced(once, scene(51)), "JPEG", quality=92))
    assert found.raw_score < 7


@pytest.mark.parametrize("seed", range(3))
def test_error_level_map_is_brighter_in_the_planted_part(seed, scene, saved):
    once = saved(scene(seed), "JPEG", quality=80).pixels
    found = examine(saved(_spliced(once, scene(seed + 50)))).map.pixels()
    inside = np.zeros(found.shape, dtype=bool)
    inside[BOX.y : BOX.y + BOX.height, BOX.x : BOX.x + BOX.width] = True
    assert found[inside].mean() > 3 * found[~inside].mean()


def test_error_level_ignores_a_plain_edge(scene, saved):
    pixels = scene(1)
    with_edge = pixels.copy()
    with_edge[:, 250:] = np.clip(with_edge[:, 250:].astype(int) - 60, 0, 255)
    with_edge = saved(with_edge, "JPEG", quality=80).pixels
    plain = saved(pixels, "JPEG", quality=80).pixels
    edge = np.s_[:, 240:260]
    assert error_level(with_edge)[edge].mean() > error_level(plain)[edge].mean()
    assert examine(saved(with_edge)).raw_score < 7


def test_error_level_of_a_mid_grey_picture_is_zero():
    assert not error_level(np.full((64, 64, 3), 128, np.uint8)).any()


def test_error_level_is_the_mean_difference_to_an_independent_save(scene, saved):
    pixels = scene(0)
    again = saved(pixels, "JPEG", quality=90, subsampling=0).pixels
    difference = np.abs(again.astype(float) - pixels).sum(axis=2) / 3
    np.testing.assert_allclose(error_level(pixels), difference, atol=1e-4)
