import numpy as np
import pytest
from PIL import Image

from models.evidence.spectral_peak import SIZE, examine, log_spectra

CLEAN = 10.0


def _enlarged(pixels: np.ndarray, factor: float) -> np.ndarray:
    height, width = pixels.shape[:2]
    size = round(width * factor), round(height * factor)
    return np.asarray(Image.fromarray(pixels).resize(size, Image.Resampling.BILINEAR))


@pytest.mark.parametrize("seed", range(3))
def test_spectral_peak_finds_an_enlargement_and_its_period(seed, scene, saved):
    clean = examine(saved(scene(seed)))
    found = examine(saved(_enlarged(scene(seed), 1.5)))
    assert clean.raw_score < CLEAN
    assert found.raw_score > 2 * CLEAN
    assert found.figures["period"] == pytest.approx(3, rel=0.03)


@pytest.mark.parametrize("period", [3, 5, 7])
def test_spectral_peak_finds_a_lattice_after_a_jpeg_save(period, scene, saved):
    pixels = scene(1).astype(int)
    pixels[::period, ::period] += 12
    found = examine(saved(np.clip(pixels, 0, 255).astype(np.uint8), "JPEG", quality=92))
    assert found.raw_score > 1.5 * CLEAN
    multiple = found.figures["across"] * period, found.figures["down"] * period
    assert multiple == pytest.approx(np.round(multiple), abs=0.1)


def test_spectral_peak_finds_a_checkerboard_in_a_lossless_picture(scene, saved):
    pixels = scene(2).astype(int)
    pixels[(np.indices(pixels.shape[:2]).sum(axis=0) % 2).astype(bool)] += 3
    found = examine(saved(np.clip(pixels, 0, 255).astype(np.uint8)))
    assert found.raw_score > 2 * CLEAN
    assert (found.figures["across"], found.figures["down"]) == pytest.approx((0.5, 0.5), abs=0.01)


@pytest.mark.parametrize("quality", [50, 70, 90])
def test_spectral_peak_leaves_out_the_jpeg_grid(quality, scene, saved):
    once = saved(scene(3), "JPEG", quality=quality)
    assert examine(once).raw_score < CLEAN
    assert examine(saved(once.pixels)).raw_score < CLEAN


def test_spectral_peak_map_shows_the_half_that_was_enlarged(scene, saved):
    pixels = scene(4, 512, 512)
    pixels[:, 256:] = _enlarged(scene(5, 342, 342), 1.5)[:512, 256:512]
    map = examine(saved(pixels)).map
    assert map[:, 320:].mean() > 2 * map[:, :192].mean()


def test_log_spectra_peak_lies_at_the_planted_frequency():
    x = np.arange(256, dtype=np.float32)
    wave = np.tile(40 * np.cos(2 * np.pi * x * 32 / SIZE), (256, 1)).astype(np.float32)
    mean = log_spectra(wave).mean(axis=(0, 1))
    assert np.unravel_index(mean.argmax(), mean.shape) == (0, 32)
