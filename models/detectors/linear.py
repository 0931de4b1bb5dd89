"""A weighted sum of a picture's numbers, as plain arrays.

Trees learn what a few numbers say together, and little of what very many say weakly; the sum does
that, and errs elsewhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

# Deviations from the mean, in standard deviations, beyond which a number says no more.
_LIMIT = 4.0
# Of the weights, scikit-learn's C: small, so that hundreds of numbers learn no picture by heart.
_FREEDOM = 5e-4
# How much dearer than a number that is the same in all photographs' sources one is that differs
# between them by a standard deviation.
_SOURCE_COST = 16.0


@dataclass(frozen=True, eq=False)
class Linear:
    """A logistic regression over numbers of a picture.

    Attributes:
        mean: float32 (F), of each number over what was learnt from.
        spread: float32 (F), its standard deviation there.
        weight: float32 (F), log odds for each standard deviation.
        baseline: float32 (1), added to every picture.
    """

    mean: npt.NDArray[np.float32]
    spread: npt.NDArray[np.float32]
    weight: npt.NDArray[np.float32]
    baseline: npt.NDArray[np.float32]

    def score(self, numbers: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """Return the log odds of pictures, float32 (M), from their numbers, float32 (M, F)."""
        return self._standard(numbers) @ self.weight + self.baseline[0]

    def _standard(self, numbers: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        return np.clip((numbers - self.mean) / self.spread, -_LIMIT, _LIMIT)


def regressed(
    numbers: npt.NDArray[np.float32], labels: npt.NDArray[np.bool_], sources: Sequence[str]
) -> Linear:
    """Fit a weighted sum that tells pictures of label True apart.

    In what photographs of one source differ from those of another, a photograph of yet another
    may differ too, and no model need have made it: weights along such directions cost more.

    Args:
        numbers: float32 (M, F).
        labels: bool (M).
        sources: of each picture (M); what they are of pictures of label True does not count.

    Source:
        scikit-learn's LogisticRegression; Hatch, Kajarekar and Stolcke (2006), "Within-Class
        Covariance Normalization for SVM-based Speaker Recognition", Interspeech. Deviation: only
        what differs between sources of photographs is normalised, and not fully.
    """
    # Only who trains needs scikit-learn.
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415

    spread = numbers.std(axis=0)
    # A number that never changes says nothing, whatever it is in another picture.
    fitted = Linear(
        numbers.mean(axis=0), np.where(spread > 0, spread, np.inf).astype(np.float32),
        np.zeros(numbers.shape[1], np.float32), np.zeros(1, np.float32),
    )  # fmt: skip
    standard = fitted._standard(numbers)
    names = np.array(sources)
    means = [
        standard[~labels & (names == name)].mean(axis=0, dtype=np.float64)
        for name in sorted(set(names[~labels]))
    ]
    apart = np.cov(means, rowvar=False) if len(means) > 1 else np.zeros((numbers.shape[1],) * 2)
    variances, directions = np.linalg.eigh(apart)
    cheapened = directions / np.sqrt(1 + _SOURCE_COST * variances.clip(0)) @ directions.T
    model = LogisticRegression(C=_FREEDOM, max_iter=500)
    model.fit(standard @ cheapened, labels)
    return Linear(
        fitted.mean, fitted.spread,
        (cheapened @ model.coef_[0]).astype(np.float32), model.intercept_.astype(np.float32),
    )  # fmt: skip
