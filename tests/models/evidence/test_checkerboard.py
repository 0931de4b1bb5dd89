import cv2
import numpy as np
import pytest
from skimage import data

from models.analysis import Strength, grade
from models.evidence.checkerboard import FAMILY, examine, folded_offsets, strongest_off_grid
from tests.benchmarks.planting import filled_in

CLEAN = 1.0


def _bytes(values: np.ndarray) -> np.ndarray:
    return np.clip(np.rint(values), 0, 255).astype(np.uint8)


@pytest.mark.parametrize("period", [2, 4, 8])
def test_checkerboard_finds_uneven_overlap(period, scene, saved):
    pixels = scene(1)
    row = 1 + 0.015 * np.cos(2 * np.pi * np.arange(512) / period)
    gain = np.outer(row[:384], row)[:, :, None]
    found = examine(saved(_bytes(pixels * gain)))
    assert examine(saved(pixels)).raw_score < CLEAN
    assert found.raw_score > CLEAN
    assert found.figures["period"] == period
    assert found.figures["offset"] > 0.3


@pytest.mark.parametrize("period", [2, 4])
def test_checkerboard_finds_repeated_pixels(period, scene, saved):
    small = scene(2, 384 // period, 512 // period)
    found = examine(saved(np.repeat(np.repeat(small, period, axis=0), period, axis=1)))
    assert found.raw_score > 2 * CLEAN
    assert found.figures["period"] == period


@pytest.mark.parametrize("photograph", [data.coffee, data.chelsea, data.astronaut])
def test_pixels_repeated_all_over_a_photograph_are_a_strong_sign(photograph, saved):
    pixels = np.repeat(np.repeat(photograph()[:256, :256], 2, axis=0), 2, axis=1)
    found = grade("checkerboard", FAMILY, examine(saved(pixels)), "PNG")
    assert found.strength is Strength.STRONG


def test_checkerboard_is_found_after_a_jpeg_save(scene, saved):
    pixels = scene(3).astype(float)
    pixels[::2, ::2] += 4
    found = examine(saved(_bytes(pixels), "JPEG", quality=92))
    assert found.raw_score > 2 * CLEAN
    assert found.figures["period"] == 2


@pytest.mark.parametrize("quality", [45, 60, 75, 90])
def test_checkerboard_is_not_the_jpeg_grid(quality, scene, saved):
    once = saved(scene(4), "JPEG", quality=quality)
    assert examine(once).raw_score < CLEAN
    assert examine(saved(once.pixels)).raw_score < CLEAN


@pytest.mark.parametrize("photograph", [data.coffee, data.chelsea, data.astronaut])
@pytest.mark.parametrize("quality", [50, 80, 95])
def test_checkerboard_is_not_the_blocks_of_webp(photograph, quality, saved):
    once = saved(photograph(), "WEBP", quality=quality)
    assert examine(once).raw_score < CLEAN
    assert examine(saved(once.pixels)).raw_score < CLEAN


@pytest.mark.parametrize("photograph", [data.coffee, data.chelsea, data.astronaut])
@pytest.mark.parametrize("factor", [1.25, 1.5])
def test_checkerboard_is_not_the_grid_of_an_enlarged_jpeg(photograph, factor, saved):
    once = saved(photograph(), "JPEG", quality=80).pixels
    size = round(once.shape[1] * factor), round(once.shape[0] * factor)
    large = cv2.resize(once, size, interpolation=cv2.INTER_LINEAR)
    assert examine(saved(large)).raw_score < CLEAN
    assert examine(saved(large, "JPEG", quality=92)).raw_score < CLEAN


def test_strongest_off_grid_measures_a_wave_of_ten_pixels_and_none_of_eight():
    columns = np.arange(400, dtype=np.float32)
    for period, expected in ((10, 0.5), (8, 0), (2, 0)):
        sizes = np.broadcast_to(np.cos(2 * np.pi * columns / period), (64, 400))
        assert strongest_off_grid(sizes.astype(np.float32)) == pytest.approx(expected, abs=0.08)


@pytest.mark.parametrize("seed", range(3))
def test_checkerboard_is_not_a_cameras_pattern_of_colours(seed, scene, saved):
    found = examine(saved(filled_in(scene(seed), np.random.default_rng(seed))))
    assert found.raw_score < CLEAN


def test_checkerboard_believes_a_fence(scene, saved):
    pixels = scene(5)
    pixels[:, ::4] //= 2
    assert examine(saved(pixels)).raw_score > CLEAN
    pixels = scene(5)
    y, x = np.mgrid[:384, :512]
    fence = (np.sin(2 * np.pi * (x + 0.03 * y) / 4.1) > 0) * 25
    assert examine(saved(_bytes(pixels - fence[:, :, None]))).raw_score < CLEAN


def test_folded_offsets_measures_the_planted_wave():
    plane = np.full((128, 128), 100, np.float32)
    plane[::2] += 1
    plane[1::2] -= 1
    blurred = cv2.GaussianBlur(plane, (0, 0), 1.5)
    waves = folded_offsets(plane)
    assert np.abs(waves[:, :, 4, 0]) == pytest.approx(1, abs=0.05)
    assert np.abs(blurred - 100)[8:-8].max() < 0.05
