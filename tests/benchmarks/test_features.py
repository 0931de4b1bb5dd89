"""The small network learns, is the same each time, and sees what it should."""

import numpy as np
import pytest

from tests.benchmarks.features import (
    all_statistics,
    answers,
    last_means,
    open_features,
    perceptual_distance,
    train_features,
)


@pytest.fixture(scope="module")
def striped() -> tuple[np.ndarray, np.ndarray]:
    """Stripes that lie, and stripes that stand, in noise."""
    rng = np.random.default_rng(1)
    lying = 128 + 80 * np.sin(np.arange(64) / 2)[:, None, None] + np.zeros((64, 64, 3))
    classes = np.arange(64) % 2
    pixels = np.stack([lying.transpose(1, 0, 2) if each else lying for each in classes])
    return (pixels + rng.normal(0, 20, pixels.shape)).clip(0, 255).astype(np.uint8), classes


@pytest.fixture(scope="module")
def network(striped):
    return train_features(*striped, epochs=20)


def test_network_learns_its_classes(striped, network):
    pixels, classes = striped
    assert (answers(network, pixels) == classes).mean() > 0.95


def test_kept_network_is_the_one_that_was_trained(striped, tmp_path):
    pixels, classes = striped
    first, again = (open_features(pixels, classes, tmp_path, epochs=1) for _ in range(2))
    anew = open_features(pixels, classes, None, epochs=1)
    for other in (again, anew):
        assert last_means(other, pixels) == pytest.approx(last_means(first, pixels), abs=1e-5)
    assert len(list(tmp_path.iterdir())) == 1


def test_kept_network_is_not_used_for_other_pictures(striped, tmp_path):
    pixels, classes = striped
    open_features(pixels, classes, tmp_path, epochs=1)
    open_features(255 - pixels, classes, tmp_path, epochs=1)
    assert len(list(tmp_path.iterdir())) == 2


def test_features_have_a_row_for_each_picture(striped, network):
    pixels, _ = striped
    assert last_means(network, pixels[:5]).shape == (5, 128)
    assert all_statistics(network, pixels[:5]).shape == (5, 688)


def test_perceptual_distance_grows_with_the_damage(striped, network):
    pixels = striped[0][:4]
    grain = np.random.default_rng(2).normal(0, 1, pixels.shape)
    slight, heavy = (np.clip(pixels + s * grain, 0, 255).astype(np.uint8) for s in (5, 60))
    assert perceptual_distance(network, pixels, pixels) == pytest.approx(np.zeros(4), abs=1e-6)
    near, far = (perceptual_distance(network, worse, pixels) for worse in (slight, heavy))
    assert (near > 0).all() and (near < far).all() and (far <= 2).all()
