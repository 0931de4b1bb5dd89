"""Gradient-boosted trees as plain arrays: read without running anything that a file brings.

A pickled model can run any code when it is opened, and breaks with the next version of the library
that made it. The trees themselves are a few arrays of numbers.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, eq=False)
class Trees:
    """A sum of decision trees over numbers of a picture.

    Attributes:
        feature: int16 (T, N), which number a node asks about.
        threshold: float32 (T, N); a picture whose number is at most that goes left.
        left: int16 (T, N), node to the left; a leaf names itself.
        right: int16 (T, N).
        value: float32 (T, N), what a leaf adds.
        baseline: float32 (1), added to every picture.
    """

    feature: npt.NDArray[np.int16]
    threshold: npt.NDArray[np.float32]
    left: npt.NDArray[np.int16]
    right: npt.NDArray[np.int16]
    value: npt.NDArray[np.float32]
    baseline: npt.NDArray[np.float32]

    def score(self, numbers: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """Return the log odds of pictures, float32 (M), from their numbers, float32 (M, F)."""
        trees = np.arange(len(self.feature))
        node = np.zeros((len(numbers), len(trees)), dtype=np.int64)
        rows = np.arange(len(numbers))[:, None]
        while True:
            goes_left = numbers[rows, self.feature[trees, node]] <= self.threshold[trees, node]
            following = np.where(goes_left, self.left[trees, node], self.right[trees, node])
            if np.array_equal(following, node):
                return self.value[trees, node].sum(axis=1) + self.baseline[0]
            node = following


def boosted(
    numbers: npt.NDArray[np.float32], labels: npt.NDArray[np.bool_], *, seed: int = 0
) -> Trees:
    """Fit trees that tell pictures of label True apart.

    Args:
        numbers: float32 (M, F).
        labels: bool (M).
        seed: of the columns each tree may choose among.

    Source:
        scikit-learn's HistGradientBoostingClassifier, after Ke and others (2017), "LightGBM".
    """
    # Only who trains needs scikit-learn.
    from sklearn.ensemble import HistGradientBoostingClassifier  # noqa: PLC0415

    model = HistGradientBoostingClassifier(
        learning_rate=0.06, max_iter=350, max_leaf_nodes=6, min_samples_leaf=100,
        l2_regularization=3.0, max_features=0.3, early_stopping=False, random_state=seed,
    )  # fmt: skip
    model.fit(numbers, labels)
    return _as_arrays(model)


def _as_arrays(model: object) -> Trees:
    # scikit-learn has no public way to its trees' nodes; the test that compares both would tell.
    nodes = [predictor[0].nodes for predictor in model._predictors]
    shape = len(nodes), max(map(len, nodes))
    feature, left, right = (np.zeros(shape, np.int16) for _ in range(3))
    threshold, value = np.zeros(shape, np.float32), np.zeros(shape, np.float32)
    for tree, table in enumerate(nodes):
        own = np.arange(len(table))
        leaf = table["is_leaf"].astype(bool)
        feature[tree, own] = np.where(leaf, 0, table["feature_idx"])
        threshold[tree, own] = np.where(leaf, 0, _rounded_down(table["num_threshold"]))
        left[tree, own] = np.where(leaf, own, table["left"])
        right[tree, own] = np.where(leaf, own, table["right"])
        value[tree, own] = np.where(leaf, table["value"], 0)
    baseline = np.asarray(model._baseline_prediction, dtype=np.float32).reshape(1)
    return Trees(feature, threshold, left, right, value, baseline)


def _rounded_down(thresholds: npt.NDArray[np.float64]) -> npt.NDArray[np.float32]:
    """Return the largest float32 up to each threshold: it parts the same float32 numbers."""
    nearest = thresholds.astype(np.float32)
    return np.where(nearest > thresholds, np.nextafter(nearest, np.float32(-np.inf)), nearest)
