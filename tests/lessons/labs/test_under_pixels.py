import numpy as np
import pytest

from lessons.labs.edit_traces import CAMERA_QUALITY, Edit, Place, decode, save_jpeg
from lessons.labs.under_pixels import (
    ENLARGED,
    WINDOW,
    enlarged,
    fresh_edit,
    mean_spectrum,
    sharp_points,
    whole_spectrum,
)


@pytest.fixture
def photograph():
    grain = np.random.default_rng(1).normal(0, 4, (160, 240, 3))
    return np.clip(np.linspace(60, 190, 240)[None, :, None] + grain, 0, 255).astype(np.uint8)


def half_spectrum(plane):
    return np.log(np.abs(np.fft.rfft2(plane)) + 1).astype(np.float32)


def test_fresh_edit_leaves_the_rest_as_a_camera_saved_it(photograph):
    specimen = fresh_edit(photograph, Edit.SMOOTH, Place(0.5), photograph)
    saved = decode(save_jpeg(photograph, CAMERA_QUALITY))
    assert np.array_equal(specimen.pixels[~specimen.part], saved[~specimen.part])
    assert (specimen.pixels[specimen.part] != saved[specimen.part]).mean() > 0.5


def test_mean_spectrum_is_highest_where_a_pattern_repeats():
    grain = np.random.default_rng(4).normal(128, 4, (300, 400))
    grain[:, ::4] += 6
    spectrum = mean_spectrum(grain.astype(np.float32))
    assert spectrum.shape == (WINDOW, WINDOW // 2 + 1)
    # Every 4 pixels along a row, at no frequency down.
    assert np.unravel_index(spectrum.argmax(), spectrum.shape)[0] == 0
    assert spectrum[0, WINDOW // 4] > np.median(spectrum) + 3


@pytest.mark.parametrize("size", [16, 17, 128])
def test_whole_spectrum_agrees_with_the_full_transform(size):
    plane = np.random.default_rng(3).normal(size=(size, size))
    full = np.fft.fftshift(np.log(np.abs(np.fft.fft2(plane)) + 1))
    expected = np.rint((full - full.min()) / np.ptp(full) * 255)
    drawn = whole_spectrum(half_spectrum(plane))
    assert drawn.shape == (size, size)
    assert np.abs(drawn - expected).max() <= 1


def test_whole_spectrum_shows_a_repeating_pattern_as_two_points_facing_each_other():
    columns = np.indices((64, 64))[1]
    drawn = whole_spectrum(half_spectrum(np.cos(2 * np.pi * columns / 4)))
    # A period of 4 pixels is a quarter of the sampling rate, 16 places from the middle.
    assert np.argwhere(drawn > 128).tolist() == [[32, 16], [32, 48]]


def test_whole_spectrum_of_nothing_is_black():
    assert not whole_spectrum(np.zeros((8, 5), np.float32)).any()


def test_enlarged_picture_is_brighter_on_every_second_row_and_column(photograph):
    pixels = enlarged(photograph[:-3]).pixels.astype(float)
    assert pixels.shape == (156, 240, 3)
    for axis in (0, 1):
        lines = pixels.mean(axis=(1 - axis, 2))
        # Against the mean of its two neighbours, so that the slope of the ramp does not count.
        bumps = (lines[1:-1] - (lines[:-2] + lines[2:]) / 2)[ENLARGED - 1 :: ENLARGED]
        assert bumps.mean() == pytest.approx(0.008 * pixels.mean(), rel=0.3)


def test_sharp_points_are_those_of_a_pattern_and_not_of_noise_or_edges():
    random = np.random.default_rng(5)
    grain = random.normal(128, 4, (300, 400)).astype(np.float32)
    assert not sharp_points(mean_spectrum(grain)).any()
    # An upright edge makes a bright line through the middle.
    edge = grain + 60 * (np.arange(400) > 190)
    assert not sharp_points(mean_spectrum(edge)).any()
    patterned = grain.copy()
    patterned[:, ::4] += 6
    middle = WINDOW // 2
    across = [0, middle - WINDOW // 4, middle + WINDOW // 4]
    found = np.argwhere(sharp_points(mean_spectrum(patterned)))
    assert found.tolist() == [[middle, column] for column in across]
