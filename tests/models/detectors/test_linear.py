import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from models.detectors.linear import regressed


def _numbers(count, seed):
    """Forty numbers, each of which says a little."""
    rng = np.random.default_rng(seed)
    numbers = rng.normal(size=(count, 40)).astype(np.float32) * 3 + 5
    return numbers, (numbers - 5).sum(axis=1) + rng.normal(size=count) * 9 > 0


def test_sum_says_what_the_library_says_of_numbers_near_their_mean():
    numbers, labels = _numbers(600, 0)
    near = np.clip(numbers, 5 - 9, 5 + 9)
    scale = StandardScaler().fit(near)
    model = LogisticRegression(C=0.05, max_iter=500).fit(scale.transform(near), labels)
    expected = model.decision_function(scale.transform(near))
    assert np.allclose(regressed(near, labels).score(near), expected, atol=0.02)


def test_sum_learns_what_many_numbers_say_weakly():
    linear = regressed(*_numbers(3000, 0))
    numbers, labels = _numbers(1000, 1)
    assert np.mean((linear.score(numbers) > 0) == labels) > 0.85


def test_number_far_beyond_all_that_was_seen_says_no_more_than_a_rare_one():
    linear = regressed(*_numbers(600, 0))
    picture = np.full((1, 40), 5, np.float32)
    rare, absurd = picture.copy(), picture.copy()
    rare[0, 3], absurd[0, 3] = 5 + 3 * 6, 1e6
    assert linear.score(absurd) == pytest.approx(linear.score(rare), abs=0.05)


def test_number_that_never_changed_says_nothing():
    numbers, labels = _numbers(600, 0)
    numbers[:, 7] = 2.5
    linear = regressed(numbers, labels)
    other = numbers.copy()
    other[:, 7] = 40
    assert np.array_equal(linear.score(numbers), linear.score(other))
    assert np.isfinite(linear.score(other)).all()
