"""A weighted sum of a picture's numbers, as plain arrays.

Trees learn what a few numbers say together, and little of what very many say weakly; the sum does
that, and errs elsewhere.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

# Deviations from the mean, in standard deviations, beyond which a number says no more.
_LIMIT = 4.0
# Of the weights, scikit-learn's C: small, so that hundreds of numbers learn no picture by heart.
_FREEDOM = 0.05


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


def regressed(numbers: npt.NDArray[np.float32], labels: npt.NDArray[np.bool_]) -> Linear:
    """Fit a weighted sum that tells pictures of label True apart.

    Args:
        numbers: float32 (M, F).
        labels: bool (M).

    Source:
        scikit-learn's LogisticRegression.
    """
    # Only who trains needs scikit-learn.
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415

    spread = numbers.std(axis=0)
    # A number that never changes says nothing, whatever it is in another picture.
    fitted = Linear(
        numbers.mean(axis=0), np.where(spread > 0, spread, np.inf).astype(np.float32),
        np.zeros(numbers.shape[1], np.float32), np.zeros(1, np.float32),
    )  # fmt: skip
    model = LogisticRegression(C=_FREEDOM, max_iter=500)
    model.fit(fitted._standard(numbers), labels)
    return Linear(
        fitted.mean, fitted.spread,
        model.coef_[0].astype(np.float32), model.intercept_.astype(np.float32),
    )  # fmt: skip
