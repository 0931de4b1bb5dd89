import cv2
import numpy as np
import pytest

from models.detectors.wavelets import _colours, _haar, _shape, wavelet_numbers
from tests.models.detectors.conftest import drawn_picture

PICTURE = drawn_picture(np.random.default_rng(8), 256, 256)


def _ycc(pixels):
    return cv2.cvtColor(pixels, cv2.COLOR_RGB2YCrCb).astype(np.float32)


def _bands(ycc):
    return [list(_haar(np.ascontiguousarray(ycc[:, :, channel]))[1:]) for channel in range(3)]


@pytest.mark.parametrize("shape", [(128, 128), (129, 255), (131, 200)])
def test_odd_sides_give_as_many_finite_numbers(shape):
    found = wavelet_numbers(_ycc(PICTURE)[: shape[0], : shape[1]])
    assert found.shape == wavelet_numbers(_ycc(PICTURE)).shape
    assert np.isfinite(found).all()


def test_bands_hold_the_picture():
    plane = PICTURE[:, :, 1].astype(np.float32)
    low, across, down, both = _haar(plane)
    assert np.allclose((low + across + down + both) / 2, plane[::2, ::2], atol=1e-3)
    assert np.allclose((low - across - down + both) / 2, plane[1::2, 1::2], atol=1e-3)


def test_stripes_are_in_the_band_of_their_direction():
    upright = np.tile(np.float32([0, 200]), (128, 64))
    _, across, down, both = _haar(upright)
    assert (np.abs(across).min(), np.abs(down).max(), np.abs(both).max()) == (200, 0, 0)


def test_shape_of_a_band_does_not_hang_on_contrast():
    band = np.random.default_rng(0).laplace(size=(90, 90)).astype(np.float32) * 10
    assert _shape(band * 3) == pytest.approx(_shape(band), abs=0.01)


def test_rare_large_values_make_a_band_heavier():
    rng = np.random.default_rng(0)
    even, rare = rng.normal(size=(2, 90, 90)).astype(np.float32) * 10
    rare[::30, ::30] = 200
    assert _shape(rare)[1] > 2 * _shape(even)[1]


def test_grain_of_a_sensor_and_grain_of_light_are_told_apart():
    rng = np.random.default_rng(0)
    grey = 128 + rng.normal(size=(256, 256, 1)) * 12
    of_light = np.clip(np.repeat(grey, 3, axis=2), 0, 255).astype(np.uint8)
    of_sensor = np.clip(128 + rng.normal(size=(256, 256, 3)) * 12, 0, 255).astype(np.uint8)
    logs = [[np.zeros((4, 4), np.float32)] * 3] * 3
    # Red with green, red with blue, green with blue: after the same of the colour differences.
    together = _colours(_bands(_ycc(of_light)), logs)[5:8]
    apart = _colours(_bands(_ycc(of_sensor)), logs)[5:8]
    assert min(together) > 0.98
    assert max(map(abs, apart)) < 0.1
