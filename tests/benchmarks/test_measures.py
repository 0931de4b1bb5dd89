"""The measures tell good sets from bad ones, and are not fooled where an earlier one was."""

import numpy as np
import pytest
from scipy import ndimage
from scipy.stats import binomtest
from skimage.metrics import peak_signal_noise_ratio

from tests.benchmarks.measures import (
    average,
    frechet_distance,
    inside,
    measured_frechet,
    share,
    sharpness,
    signal_to_noise,
    whitening,
)


def _rows(seed: int, count: int = 300, middle: float = 0.0) -> np.ndarray:
    return np.random.default_rng(seed).normal(middle, 1, (count, 6))


@pytest.fixture
def pictures() -> np.ndarray:
    noise = np.random.default_rng(1).normal(0, 60, (3, 96, 128, 3))
    fine = ndimage.gaussian_filter(noise, (0, 0.7, 0.7, 0))
    return np.clip(128 + fine, 0, 255).astype(np.uint8)


def test_same_set_has_no_distance_and_lies_inside_itself():
    rows = _rows(1)
    assert frechet_distance(rows, rows) == pytest.approx(0, abs=1e-9)
    assert inside(rows, rows).all()


def test_sets_of_one_kind_lie_mostly_inside_each_other():
    first, second = _rows(1), _rows(2)
    assert frechet_distance(first, second) < 0.5
    assert inside(first, second).mean() > 0.7
    assert inside(second, first).mean() > 0.7


def test_sets_far_apart_do_not_meet():
    near, far = _rows(1), _rows(2, middle=50)
    assert not inside(near, far).any()
    assert not inside(far, near).any()


def test_frechet_distance_of_known_normal_distributions():
    # One dimension moved by 3, another stretched from 1 to 2: 3 ** 2 + (2 - 1) ** 2.
    rows = _rows(1, count=200_000)
    other = _rows(2, count=200_000) * [1, 2, 1, 1, 1, 1] + [3, 0, 0, 0, 0, 0]
    assert frechet_distance(rows, other) == pytest.approx(10, rel=0.01)


def test_collapsed_generator_has_high_precision_and_low_recall():
    real = _rows(1)
    collapsed = real[:1] + np.random.default_rng(2).normal(0, 1e-3, real.shape)
    assert inside(collapsed, real).mean() == 1
    assert inside(real, collapsed).mean() < 0.02


def test_generator_with_one_picture_alone_recalls_only_that():
    real = _rows(1)
    assert inside(real, real[[7] * 50]).tolist() == (np.arange(len(real)) == 7).tolist()


def test_repeated_rows_change_nothing():
    real, generated = _rows(1), _rows(2)
    repeated = np.concatenate([real] * 4)
    assert inside(generated, repeated).tolist() == inside(generated, real).tolist()
    assert inside(repeated, generated).mean() == inside(real, generated).mean()


def test_outlier_does_not_reach_over_everything():
    real = _rows(1)
    outlier = np.full((1, real.shape[1]), 100.0)
    between = _rows(2, count=50, middle=60)
    assert not inside(between, np.concatenate([real, outlier])).any()


def test_features_of_length_one_let_anything_in_and_whitened_ones_do_not():
    # Why an earlier measure gave an untrained painter a precision of 0.83.
    rng = np.random.default_rng(1)
    real = rng.normal(10, 1, (300, 6))
    faint = rng.normal(10, 1, (100, 6)) / 100

    def shortened(rows):
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)

    space = whitening(rng.normal(10, 1, (900, 6)))
    assert inside(shortened(faint), shortened(real)).mean() > 0.7
    assert inside(space(faint), space(real)).mean() == 0


def test_whitened_rows_spread_alike_and_keep_every_direction():
    rows = _rows(1, count=5000) @ np.random.default_rng(3).normal(size=(6, 6))
    white = whitening(rows, least=1e-9)(rows)
    assert np.cov(white, rowvar=False) == pytest.approx(np.eye(6), abs=1e-3)


def test_whitening_keeps_sight_of_a_feature_that_never_changed():
    rows = _rows(1)
    rows[:, 0] = 4
    moved = rows.copy()
    moved[:, 0] = 9
    space = whitening(rows)
    assert np.linalg.norm(space(moved) - space(rows), axis=1).min() > 5


def test_interval_holds_the_value_and_narrows_with_more_pictures():
    few, many = (average(_rows(1, count)[:, 0]) for count in (20, 2000))
    assert few.low < few.value < few.high
    assert many.high - many.low < (few.high - few.low) / 5
    assert average([3.0, 3.0, 3.0]) == (3, 3, 3)


def test_frechet_interval_holds_the_value():
    measured = measured_frechet(_rows(1), _rows(2, middle=1))
    assert measured.low < measured.value < measured.high
    assert measured.value == frechet_distance(_rows(1), _rows(2, middle=1))


@pytest.mark.parametrize("factor", [4, 8, 16])
def test_original_is_as_sharp_as_itself_and_a_blurred_one_is_not(pictures, factor):
    blurred = ndimage.gaussian_filter(pictures.astype(float), (0, factor, factor, 0))
    assert sharpness(pictures, pictures, factor) == pytest.approx(np.ones(3))
    assert (sharpness(np.round(blurred).astype(np.uint8), pictures, factor) < 0.5).all()


def test_brighter_or_stronger_coarse_structure_is_not_sharper(pictures):
    rows = np.arange(pictures.shape[1])[None, :, None, None]
    slope = pictures + 0.2 * rows
    assert sharpness(slope, pictures.astype(float), 4) == pytest.approx(np.ones(3), rel=0.01)


def test_signal_to_noise_agrees_with_scikit_image(pictures):
    worse = pictures ^ 8
    expected = [
        peak_signal_noise_ratio(*pair, data_range=255) for pair in zip(pictures, worse, strict=True)
    ]
    assert signal_to_noise(worse, pictures) == pytest.approx(expected)
    assert np.isinf(signal_to_noise(pictures, pictures)).all()


def test_share_of_independent_answers_has_wilsons_interval():
    true = [True] * 7 + [False] * 23
    known = binomtest(7, 30).proportion_ci(method="wilson")
    for measured in (share(true), share(true, range(30))):
        assert measured == pytest.approx((7 / 30, known.low, known.high), abs=0.004)


def test_answers_about_one_picture_count_as_one_where_they_are_all_the_same():
    of = np.repeat(range(30), 8)
    together = share(np.repeat([True] * 7 + [False] * 23, 8), of)
    assert together == pytest.approx(share([True] * 7 + [False] * 23), abs=0.004)
    # Where they differ within each picture as among them, they are nearly as good as independent.
    mixed = np.random.default_rng(0).random(240) < 0.25
    alone = share(mixed)
    assert share(mixed, of).high - share(mixed, of).low < 1.3 * (alone.high - alone.low)


def test_interval_of_a_share_that_never_occurs_counts_pictures():
    assert share([False] * 240, np.repeat(range(30), 8)) == pytest.approx(share([False] * 30))
