from dataclasses import astuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.detectors.calibration import MOST_CHANCE, Calibration, fit_calibration

FINITE = st.floats(-1e6, 1e6)


def _drawn(count, weights, seed=0):
    """Scores, and labels that come true as often as the calibration says."""
    rng = np.random.default_rng(seed)
    scores = rng.normal(size=(count, 2)) * 2
    chance = 1 / (1 + np.exp(-(scores @ weights[:2] + weights[2])))
    return scores, rng.random(count) < chance


def test_fit_finds_the_calibration_that_made_the_labels():
    found = fit_calibration(*_drawn(8000, np.array([0.8, 0.3, -0.5])))
    assert (found.patches, found.statistics) == pytest.approx((0.8, 0.3), abs=0.12)
    assert found.offset == pytest.approx(-0.5, abs=0.12)


def test_chance_comes_true_as_often_as_it_says():
    weights = np.array([1.5, 0.2, 0.4])
    fitted = fit_calibration(*_drawn(4000, weights))
    scores, labels = _drawn(4000, weights, seed=1)
    chances = np.array([fitted.chance(fitted.combined(*pair)) for pair in scores])
    for low in np.arange(0.1, 0.9, 0.2):
        within = (chances >= low) & (chances < low + 0.2)
        assert labels[within].mean() == pytest.approx(chances[within].mean(), abs=0.08)


def test_two_pictures_hardly_move_what_the_others_say_and_many_do():
    common = Calibration(0.7, 0.4, 0.1)
    # Told apart by the statistics alone, and so clearly that no weight would be too large.
    scores, labels = np.array([[0.0, 0.6], [0.0, -0.6]]), np.array([True, False])
    few = fit_calibration(scores, labels, common)
    many = fit_calibration(np.tile(scores, (500, 1)), np.tile(labels, 500), common)
    assert astuple(few) == pytest.approx(astuple(common), abs=0.3)
    assert many.statistics > 5


def test_no_part_counts_against_its_own_word():
    found = fit_calibration(*_drawn(2000, np.array([-1.0, 1.0, 0.0])))
    assert found.patches == 0
    assert found.statistics > 0.5


@given(first=FINITE, second=FINITE)
def test_chance_grows_with_the_odds_and_is_never_certain(first, second):
    calibration = Calibration(1, 1, 0)
    low, high = (calibration.chance(odds) for odds in sorted((first, second)))
    assert 1 - MOST_CHANCE <= low <= high <= MOST_CHANCE
