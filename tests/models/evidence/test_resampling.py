import cv2
import numpy as np
import pytest

from models.analysis import Region
from models.evidence.resampling import SIZES, examine, regularity

BOX = Region(x=180, y=100, width=200, height=200)
INSIDE = np.s_[BOX.y : BOX.y + BOX.height, BOX.x : BOX.x + BOX.width]
CLEAN = 20.0


def _enlarged(pixels: np.ndarray, factor: float, method: int) -> np.ndarray:
    return cv2.resize(pixels, None, fx=factor, fy=factor, interpolation=method)


@pytest.mark.parametrize("method", [cv2.INTER_LINEAR, cv2.INTER_CUBIC])
@pytest.mark.parametrize("factor", [1.2, 1.35, 1.7])
def test_resampling_finds_an_enlarged_part_and_its_period(factor, method, scene, saved, overlap):
    pixels = scene(1)
    planted = pixels.copy()
    planted[INSIDE] = _enlarged(pixels, factor, method)[INSIDE]
    clean, found = examine(saved(pixels)), examine(saved(planted))
    assert clean.raw_score < CLEAN
    assert found.raw_score > 1.5 * CLEAN
    # What is told is the middle of the windows that show it best, some as large as the part.
    assert overlap(found.region, BOX) > 0.25
    # Which pixels were computed repeats with the factor, and with its complement to one.
    assert 1 / found.figures["period"] == pytest.approx(min(1 / factor, 1 - 1 / factor), abs=0.01)


@pytest.mark.parametrize("factor", [0.8, 1.4])
def test_resampling_believes_a_picture_resized_all_over(factor, scene, saved):
    assert examine(saved(_enlarged(scene(2), factor, cv2.INTER_LINEAR))).raw_score < CLEAN


@pytest.mark.parametrize("quality", [60, 80, 95])
def test_resampling_leaves_out_the_jpeg_grid(quality, scene, saved):
    once = saved(scene(3), "JPEG", quality=quality)
    assert examine(once).raw_score < CLEAN
    assert examine(saved(once.pixels)).raw_score < CLEAN


def test_resampling_believes_a_fence(scene, saved):
    fence = scene(4).astype(int)
    fence[:, ::5] -= 15
    assert examine(saved(np.clip(fence, 0, 255).astype(np.uint8))).raw_score < CLEAN


def test_regularity_peaks_at_the_planted_period():
    random = np.random.default_rng(0)
    grain = random.normal(scale=4, size=(192, 192))
    calm = np.isin(np.arange(192) % 4, [0])
    grain[calm] *= 0.2
    grain[:, calm] *= 0.2
    power = regularity((128 + grain).astype(np.float32), SIZES[0])
    frequencies = np.arange(power.shape[2]) / (2 * (power.shape[2] - 1))
    best = frequencies[power.mean(axis=(0, 1)).argmax()]
    assert best == pytest.approx(0.25, abs=0.01)
