import numpy as np
import pytest

from models.evidence.spectral_peak import examine, spectrum

CLEAN = 14.0


def _waved(pixels: np.ndarray, down: float, across: float, height: float = 2) -> np.ndarray:
    y, x = np.mgrid[: pixels.shape[0], : pixels.shape[1]]
    wave = height * np.cos(2 * np.pi * (down * y + across * x))
    return np.clip(np.rint(pixels + wave[:, :, None]), 0, 255).astype(np.uint8)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("options", [{"format": "PNG"}, {"format": "JPEG", "quality": 92}])
def test_spectral_peak_finds_a_faint_wave_and_its_frequency(seed, options, scene, saved):
    clean = examine(saved(scene(seed), **options))
    found = examine(saved(_waved(scene(seed), 0.21, 0.17), **options))
    assert clean.raw_score < CLEAN
    assert found.raw_score > 1.5 * CLEAN
    assert (found.figures["down"], found.figures["across"]) == pytest.approx((0.21, 0.17), abs=2e-3)
    assert found.figures["period"] == pytest.approx(1 / np.hypot(0.21, 0.17), rel=0.01)


@pytest.mark.parametrize("period", [3, 5, 7])
def test_spectral_peak_finds_a_lattice_after_a_jpeg_save(period, scene, saved):
    pixels = scene(1).astype(int)
    pixels[::period, ::period] += 12
    found = examine(saved(np.clip(pixels, 0, 255).astype(np.uint8), "JPEG", quality=92))
    assert found.raw_score > CLEAN
    multiple = found.figures["across"] * period, found.figures["down"] * period
    assert multiple == pytest.approx(np.round(multiple), abs=0.1)


@pytest.mark.parametrize("options", [
    {"format": "JPEG", "quality": 50}, {"format": "JPEG", "quality": 70},
    {"format": "JPEG", "quality": 90}, {"format": "WEBP", "quality": 80},
])  # fmt: skip
def test_spectral_peak_leaves_out_the_grid_of_blocks(options, scene, saved):
    once = saved(scene(3), **options)
    assert examine(once).raw_score < CLEAN
    assert examine(saved(once.pixels)).raw_score < CLEAN


def test_spectral_peak_believes_cloth_that_bends(scene, saved):
    y, x = np.mgrid[:384, :512]
    bend = 14 * np.sin(y / 60) + 10 * np.cos(x / 45)
    cloth = scene(4) + 6 * np.cos(2 * np.pi * 0.23 * (x + bend))[:, :, None]
    assert examine(saved(np.clip(np.rint(cloth), 0, 255).astype(np.uint8))).raw_score < CLEAN


def test_spectral_peak_map_shows_the_half_that_has_the_wave(scene, saved):
    pixels = scene(4, 512, 512)
    pixels[:, 256:] = _waved(pixels, 0.3, 0.1, height=4)[:, 256:]
    map = examine(saved(pixels)).map.pixels()
    assert map[:, 320:].mean() > 2 * map[:, :192].mean()


def test_spectrum_peak_lies_at_the_planted_frequency():
    x = np.arange(256, dtype=np.float32)
    wave = np.tile(40 * np.cos(2 * np.pi * x / 4), (256, 1)).astype(np.float32)
    _, height = spectrum(wave)
    assert np.unravel_index(height.argmax(), height.shape) == (0, 64)
