"""How pictures are compared, one with another and many with many: arithmetic alone.

Features are rows, float (N, D); pictures are uint8 (N, H, W, 3).
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import stats
from scipy.spatial.distance import cdist

Rows = npt.NDArray[np.float64]

NEIGHBOURS = 3
WIDEST = 0.9
RESAMPLES = 1000
FRECHET_RESAMPLES = 60
# Rec. 709 luma.
LUMA = 0.2126, 0.7152, 0.0722


class Measured(NamedTuple):
    """A figure with its 95% interval."""

    value: float
    low: float
    high: float


def average(values: npt.ArrayLike, statistic: Callable = np.mean) -> Measured:
    """Return the mean, or another statistic, of (N,) values with its percentile bootstrap."""
    values = np.asarray(values, float)
    drawn = stats.bootstrap(
        (values,), statistic, n_resamples=RESAMPLES, method="percentile", rng=0, vectorized=True
    )
    return Measured(float(statistic(values)), *map(float, drawn.confidence_interval))


def share(true: Sequence[bool], of: Sequence[Hashable] | None = None) -> Measured:
    """Return the share of what is true with its 95% Wilson interval.

    Args:
        true: one for each answer, at least one.
        of: the picture that each answer was about. Answers about one picture are no independent
            witnesses, so the interval is that of as many independent answers as vary as much.

    Source:
        Wilson (1927), Journal of the American Statistical Association 22, 209-212; the effective
        sample size as in Korn and Graubard (1998), Survey Methodology 24(2), 193-201.
    """
    answers = np.asarray(true, float)
    value, count = float(answers.mean()), len(answers)
    size = float(count)
    if of is not None:
        apart = defaultdict(float)
        for picture, answer in zip(of, answers, strict=True):
            apart[picture] += answer - value
        pictures = len(apart)
        error = np.square(list(apart.values())).sum() / count**2
        error *= pictures / max(pictures - 1, 1)
        size = value * (1 - value) / error if error > 0 else pictures
        size = float(np.clip(size, pictures, count))
    z = stats.norm.ppf(0.975)
    middle = (value + z**2 / (2 * size)) / (1 + z**2 / size)
    reach = z / (1 + z**2 / size) * np.sqrt(value * (1 - value) / size + (z / (2 * size)) ** 2)
    return Measured(value, max(0.0, middle - reach), min(1.0, middle + reach))


def whitening(rows: Rows, least: float = 0.1) -> Callable[[Rows], Rows]:
    """Return a map to a space in which the rows spread alike in every direction.

    A distance then counts most where real pictures hardly differ, which is where bad pictures
    give themselves away. No direction is dropped: what real pictures never do must stay visible.

    Args:
        rows: more of them than of the pictures to be measured, and not the same ones.
        least: variance that is added to every direction, of a mean variance of 1, so that a
            direction in which these rows happen not to spread does not drown the others.
    """
    middle, scale = rows.mean(axis=0), rows.std(axis=0)
    # A feature that never changes here is left in its own unit rather than divided by nothing.
    scale = np.where(scale > 0, scale, 1)
    variances, axes = np.linalg.eigh(np.cov((rows - middle) / scale, rowvar=False))
    turned = axes / np.sqrt(np.maximum(variances, 0) + least)
    return lambda given: (given - middle) / scale @ turned


def frechet_distance(first: Rows, second: Rows) -> float:
    """Return the squared Fréchet distance of the normal distributions that fit two sets of rows.

    It grows as the sets get smaller: compare only values from sets of the same size.

    Source:
        Dowson, Landau (1982), J. Multivariate Analysis 12(3); on features of pictures: Heusel
        et al. (2017), NeurIPS.
    """
    covariances = np.cov(first, rowvar=False), np.cov(second, rowvar=False)
    variances, axes = np.linalg.eigh(covariances[0])
    root = (axes * np.sqrt(np.maximum(variances, 0))) @ axes.T
    shared = np.linalg.eigvalsh(root @ covariances[1] @ root)
    apart = np.square(first.mean(axis=0) - second.mean(axis=0)).sum()
    spread = sum(map(np.trace, covariances)) - 2 * np.sqrt(np.maximum(shared, 0)).sum()
    return max(0.0, float(apart + spread))


def measured_frechet(first: Rows, second: Rows) -> Measured:
    """Return the Fréchet distance with its interval.

    Resampled sets hold rows twice, which shifts their distance up: the interval takes only their
    spread, 1.96 standard deviations each way.
    """
    rng = np.random.default_rng(0)
    drawn = [
        frechet_distance(*(rows[rng.integers(len(rows), size=len(rows))] for rows in sets))
        for sets in [(first, second)] * FRECHET_RESAMPLES
    ]
    value, reach = frechet_distance(first, second), 1.96 * float(np.std(drawn))
    return Measured(value, max(0.0, value - reach), value + reach)


def inside(rows: Rows, reference: Rows) -> npt.NDArray[np.bool_]:
    """Return for each row whether it lies among the reference, bool (N,).

    It does if it is as near to some row of the reference as that row's third-nearest neighbour
    is. With generated rows among real ones the mean is precision; with real rows among generated
    ones it is recall.

    Two things are guarded against. Rows that occur twice count once in the reference: a
    neighbour at distance 0 would shrink the reach of both. And no row reaches further than nine
    tenths of them do: one that lies far off would reach over half the space.

    Source:
        Kynkäänniemi et al. (2019), NeurIPS, "Improved precision and recall metric for assessing
        generative models"; the guards are ours.
    """
    reference = np.unique(reference, axis=0)
    apart = np.sort(cdist(reference, reference), axis=1)
    reach = apart[:, min(NEIGHBOURS, len(reference) - 1)]
    reach = np.minimum(reach, np.quantile(reach, WIDEST))
    return (cdist(rows, reference) <= reach).any(axis=1)


def sharpness(pictures: npt.NDArray[np.uint8], originals: npt.NDArray[np.uint8], factor: int):
    """Return how much fine structure each picture has, of that in its original, float (N,).

    Fine is what shrinking by the factor cannot keep: more than one wave in twice so many
    pixels. 1 is as much as the original has, whether it is the same structure or another; grain
    counts too, so a distance to the original must stand beside it.

    Args:
        pictures, originals: uint8 (N, H, W, 3), of the same shape.
        factor: of the shrinking.
    """
    mine, theirs = (_fine_power(each, factor) for each in (pictures, originals))
    return np.sqrt(mine / np.maximum(theirs, np.finfo(float).tiny))


def signal_to_noise(pictures: npt.NDArray[np.uint8], originals: npt.NDArray[np.uint8]):
    """Return the PSNR of each picture in decibels, float (N,); infinite for the original."""
    error = np.square(pictures.astype(float) - originals).mean(axis=(1, 2, 3))
    with np.errstate(divide="ignore"):
        return 10 * np.log10(255**2 / error)


def _fine_power(pictures: npt.NDArray[np.uint8], factor: int) -> npt.NDArray[np.float64]:
    height, width = pictures.shape[1:3]
    luma = pictures @ np.array(LUMA)
    # Without a window the picture's edges would count as its sharpest structure.
    window = np.outer(np.hanning(height), np.hanning(width))
    luma = (luma - luma.mean(axis=(1, 2), keepdims=True)) * window
    power = np.abs(np.fft.fft2(luma)) ** 2
    waves = np.hypot(np.fft.fftfreq(height)[:, None], np.fft.fftfreq(width))
    return power[:, waves > 1 / (2 * factor)].sum(axis=1)
