import numpy as np
import pytest

from models.detectors.correlation import correlation

ONE, OTHER = np.random.default_rng(0).normal(size=(2, 20, 20)).astype(np.float32)


def test_correlation_is_numpys():
    mixed = ONE + 2 * OTHER
    expected = np.corrcoef(ONE.ravel(), mixed.ravel())[0, 1]
    assert correlation(ONE, mixed) == pytest.approx(expected, abs=1e-3)
    assert correlation(ONE, -3 * ONE) == pytest.approx(-1, abs=1e-3)


def test_nothing_goes_with_an_even_plane():
    assert correlation(ONE, np.full_like(ONE, 7)) == 0
