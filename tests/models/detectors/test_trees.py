import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

from models.detectors.trees import Trees, _as_arrays, boosted


def _numbers(count, seed):
    numbers = np.random.default_rng(seed).normal(size=(count, 12)).astype(np.float32)
    return numbers, numbers[:, 0] * numbers[:, 1] + 0.5 * numbers[:, 2] > 0


def test_arrays_say_what_the_library_says():
    numbers, labels = _numbers(800, 0)
    model = HistGradientBoostingClassifier(max_iter=40, early_stopping=False).fit(numbers, labels)
    fresh = np.concatenate([numbers, _numbers(300, 1)[0]])
    expected = model.decision_function(fresh)
    assert np.allclose(_as_arrays(model).score(fresh), expected, atol=1e-4)


def test_trees_learn_what_no_single_number_tells():
    trees = boosted(*_numbers(3000, 0))
    numbers, labels = _numbers(1000, 1)
    assert np.mean((trees.score(numbers) > 0) == labels) > 0.85


def test_same_seed_gives_the_same_trees():
    first, second = (boosted(*_numbers(400, 0), seed=3) for _ in range(2))
    assert np.array_equal(first.threshold, second.threshold)


def test_number_on_the_threshold_goes_left():
    stump = Trees(
        feature=np.zeros((1, 3), np.int16),
        threshold=np.float32([[0.5, 0, 0]]),
        left=np.int16([[1, 1, 2]]),
        right=np.int16([[2, 1, 2]]),
        value=np.float32([[0, -1, 1]]),
        baseline=np.float32([0.25]),
    )
    assert stump.score(np.float32([[0.5], [0.51]])).tolist() == [-0.75, 1.25]
