import cv2
import numpy as np
import pytest

from models.analysis import Region
from models.evidence._surprise import BLOCK, surprise
from models.evidence.noise_residual import examine, grain

BOX = Region(x=296, y=48, width=128, height=128)


def _planted(pixels: np.ndarray, other: np.ndarray) -> np.ndarray:
    part = np.s_[BOX.y : BOX.y + BOX.height, BOX.x : BOX.x + BOX.width]
    planted = pixels.copy()
    planted[part] = other[part]
    return planted


@pytest.mark.parametrize("seed", range(3))
def test_noise_residual_finds_a_part_with_more_grain(seed, scene, saved, overlap):
    pixels = scene(seed, grain=2.0)
    clean = examine(saved(pixels))
    found = examine(saved(_planted(pixels, scene(seed, grain=6.0))))
    assert overlap(found.region, BOX) > 0.6
    assert found.raw_score > 2 * clean.raw_score
    assert found.figures["more"] == 1
    # Three times the grain; the strongest of it passes for texture.
    assert 2 < found.figures["times"] <= 3


@pytest.mark.parametrize("seed", range(3))
def test_noise_residual_finds_a_part_that_was_smoothed(seed, scene, saved, overlap):
    pixels = scene(seed, grain=4.0)
    found = examine(saved(_planted(pixels, cv2.GaussianBlur(pixels, (0, 0), 0.8))))
    assert overlap(found.region, BOX) > 0.6
    assert found.figures["more"] == 0


@pytest.mark.parametrize("sigma", [1.0, 3.0, 9.0])
def test_grain_agrees_with_a_wavelet_estimate(sigma):
    noise = np.random.default_rng(0).normal(128, sigma, (256, 256)).astype(np.float32)
    # Donoho and Johnstone (1994): median of the diagonal Haar band.
    a, b, c, d = noise[::2, ::2], noise[::2, 1::2], noise[1::2, ::2], noise[1::2, 1::2]
    by_haar = np.median(np.abs(a - b - c + d)) / 2 / 0.6745
    assert grain(noise).mean() == pytest.approx(sigma, rel=0.03)
    assert grain(noise).mean() == pytest.approx(by_haar, rel=0.05)


def test_grain_does_not_see_ramps_and_straight_steps():
    ramp = np.add.outer(np.arange(64.0), 2 * np.arange(64.0)).astype(np.float32)
    step = np.zeros((64, 64), np.float32)
    step[:, 30:] = 100
    # The border pixels are mirrored, which bends a ramp.
    assert grain(ramp)[1:-1, 1:-1].max() < 1e-3
    assert grain(step).max() < 1e-3


def test_noise_residual_abstains_where_there_is_no_grain(saved):
    drawing = np.full((256, 256, 3), 60, np.uint8)
    drawing[100:180, 40:200] = 180
    trace = examine(saved(drawing))
    assert (trace.abstained, trace.raw_score, trace.map) == ("too-smooth", 0.0, None)


def test_part_that_no_prediction_fits_is_told_with_a_number_that_can_be_read():
    random = np.random.default_rng(0)
    texture = random.uniform(1, 2, (64, 64))
    values = np.exp(random.normal(0, 0.1, (64, 64)))
    values[10:30, 10:30] *= 1e60
    found = surprise(values, np.full((64 * BLOCK, 64 * BLOCK), 128, np.float32), texture)
    assert found.part[20, 20]
    assert 10 < found.ratio < 100
