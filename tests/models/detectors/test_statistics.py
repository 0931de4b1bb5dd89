import cv2
import numpy as np
import pytest

from models.detectors.statistics import LEAST_SIDE, _harmonics, statistics
from tests.models.detectors.conftest import drawn_picture

PICTURE = drawn_picture(np.random.default_rng(5), 256, 256)


@pytest.mark.parametrize(
    "pixels",
    [
        PICTURE,
        PICTURE[:LEAST_SIDE, :LEAST_SIDE],
        np.zeros((200, 150, 3), np.uint8),
        np.full((150, 900, 3), 255, np.uint8),
        np.repeat(PICTURE[:, :, :1], 3, axis=2),
    ],
    ids=["scene", "smallest", "black", "white and wide", "grey"],
)
def test_every_picture_gives_as_many_finite_numbers(pixels):
    found = statistics(pixels)
    assert found.shape == statistics(PICTURE).shape
    assert found.dtype == np.float32
    assert np.isfinite(found).all()


def test_picture_that_is_too_small_is_refused():
    with pytest.raises(ValueError, match=f"give {LEAST_SIDE} pixels"):
        statistics(PICTURE[: LEAST_SIDE - 1])


def test_repeated_pixels_stand_out_in_the_harmonics():
    luma = PICTURE[:, :, 0].astype(np.float32)
    grown = np.repeat(np.repeat(luma[:128, :128], 2, axis=0), 2, axis=1)
    assert _harmonics(grown).max() > _harmonics(luma).max() + 1


def test_turned_picture_keeps_what_does_not_depend_on_direction():
    rings = slice(39, 39 + 17)
    turned = np.ascontiguousarray(np.rot90(PICTURE))
    assert np.allclose(statistics(PICTURE)[rings], statistics(turned)[rings], atol=0.05)


def test_blur_is_told_by_many_numbers():
    blurred = cv2.GaussianBlur(PICTURE, (0, 0), 1.2)
    assert (np.abs(statistics(PICTURE) - statistics(blurred)) > 0.2).mean() > 0.3
