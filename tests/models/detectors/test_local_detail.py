import cv2
import numpy as np
import pytest

from models.detectors.local_detail import _by_place, local_detail

RNG = np.random.default_rng(3)
GRAIN = (128 + RNG.normal(size=(256, 256)) * 6).astype(np.float32)


@pytest.mark.parametrize("shape", [(128, 128), (131, 250), (600, 128)])
def test_every_size_gives_as_many_finite_numbers(shape):
    plane = np.resize(GRAIN, shape)
    found = local_detail(plane)
    assert (found.shape, found.dtype) == (local_detail(GRAIN).shape, np.float32)
    assert np.isfinite(found).all()
    assert np.isfinite(local_detail(np.zeros(shape, np.float32))).all()


def test_brightness_says_nothing():
    assert np.allclose(local_detail(GRAIN + 60), local_detail(GRAIN), atol=0.02)


def test_picture_that_is_smooth_in_places_has_unequal_places():
    half = GRAIN.copy()
    half[:, 128:] = cv2.GaussianBlur(GRAIN, (0, 0), 3)[:, 128:]
    # The spread over places of the finest scale.
    assert local_detail(half)[8] > 3 * local_detail(GRAIN)[8]


def test_amount_of_detail_at_a_place_is_the_log_of_its_spread():
    assert np.median(_by_place(GRAIN - 128)) == pytest.approx(np.log(6), abs=0.05)
