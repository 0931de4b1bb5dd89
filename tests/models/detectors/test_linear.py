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
    model = LogisticRegression(C=5e-4, max_iter=500).fit(scale.transform(near), labels)
    expected = model.decision_function(scale.transform(near))
    assert np.allclose(regressed(near, labels, [""] * len(near)).score(near), expected, atol=0.02)


def test_sum_learns_what_many_numbers_say_weakly():
    linear = regressed(*_numbers(3000, 0), [""] * 3000)
    numbers, labels = _numbers(1000, 1)
    assert np.mean((linear.score(numbers) > 0) == labels) > 0.8


def test_number_far_beyond_all_that_was_seen_says_no_more_than_a_rare_one():
    linear = regressed(*_numbers(600, 0), [""] * 600)
    picture = np.full((1, 40), 5, np.float32)
    rare, absurd = picture.copy(), picture.copy()
    rare[0, 3], absurd[0, 3] = 5 + 3 * 6, 1e6
    assert linear.score(absurd) == pytest.approx(linear.score(rare), abs=0.05)


def test_number_that_never_changed_says_nothing():
    numbers, labels = _numbers(600, 0)
    numbers[:, 7] = 2.5
    linear = regressed(numbers, labels, [""] * len(numbers))
    other = numbers.copy()
    other[:, 7] = 40
    assert np.array_equal(linear.score(numbers), linear.score(other))
    assert np.isfinite(linear.score(other)).all()


def test_number_in_which_sources_of_photographs_differ_counts_for_less():
    rng = np.random.default_rng(0)
    labels = rng.random(2000) < 0.5
    source = rng.integers(5, size=2000)
    numbers = rng.normal(size=(2000, 2)).astype(np.float32) + 0.8 * labels[:, None]
    # The first tells sources apart and what is generated; the second only the latter.
    numbers[~labels, 0] += 0.8 * (source[~labels] - 2)
    numbers[labels, 0] += rng.normal(0, 0.8 * np.sqrt(2), labels.sum())
    unaware = regressed(numbers, labels, [""] * 2000)
    aware = regressed(numbers, labels, source.astype(str).tolist())
    assert abs(aware.weight[0] / aware.weight[1]) < 0.5 * abs(unaware.weight[0] / unaware.weight[1])
