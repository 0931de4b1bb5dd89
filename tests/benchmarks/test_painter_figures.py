"""A painter that copies is caught; one that does not is left in peace."""

import numpy as np
import pytest
import torch
from scipy import ndimage

from models.generators.data import CLASSES
from tests.benchmarks.features import FeatureNetwork
from tests.benchmarks.painter_figures import Photographs, copying, spoilt

PX = 32


def _pictures(seed: int, count: int) -> np.ndarray:
    noise = np.random.default_rng(seed).normal(0, 200, (count, PX, PX, 3))
    return np.clip(128 + ndimage.gaussian_filter(noise, (0, 2, 2, 0)), 0, 255).astype(np.uint8)


@pytest.fixture(scope="module")
def photographs() -> Photographs:
    """Made-up photographs of the first two classes, seen by a network that has learnt nothing."""
    with torch.random.fork_rng():
        torch.manual_seed(0)
        network = FeatureNetwork(len(CLASSES)).eval().requires_grad_(False)
    return Photographs(_pictures(1, 800), np.arange(800) % 2, np.arange(800) // 2 % 4 % 3, network)


def _unusually_near(photographs: Photographs, generated: np.ndarray) -> list[float]:
    row = copying(photographs, CLASSES[:2], generated)[0].rows["painter"]
    return [row[f"{space}: unusually near"].value for space in ("features", "pixels")]


def test_photographs_are_not_their_own_neighbours(photographs):
    table, _ = copying(photographs, CLASSES[:2], _pictures(2, 30))
    assert table.rows["photographs"]["pixels: nearest"] > 1
    assert table.rows["photographs"]["features: nearest"] > 0.1


def test_new_pictures_are_not_taken_for_copies(photographs):
    assert max(_unusually_near(photographs, _pictures(2, 100))) < 0.1


@pytest.mark.parametrize("turned", [1, -1], ids=["as they were", "mirrored"])
def test_copies_are_found(photographs, turned):
    copies = photographs.pixels[:50, :, ::turned]
    assert _unusually_near(photographs, copies) == [1, 1]


def test_moved_and_mirrored_copies_stand_beside_the_painter(photographs):
    rows = copying(photographs, CLASSES[:2], _pictures(2, 50))[0].rows
    assert rows["mirrored copies, moved 1 px, grain"]["features: unusually near"].value > 0.5


def test_sheet_starts_with_the_nearest_picture(photographs):
    generated = np.concatenate([_pictures(2, 5), photographs.pixels[[40], :, ::-1]])
    _, sheet = copying(photographs, CLASSES[:2], generated)
    first = [sheet[: 2 * PX : 2, 2 * PX * at : 2 * PX * (at + 1) : 2] for at in range(3)]
    assert all((picture == generated[5]).all() for picture in first)


def test_spoilt_photographs_keep_shape_and_differ():
    pictures = _pictures(3, 4)
    for _, worse in spoilt(pictures):
        assert worse.shape == pictures.shape and worse.dtype == np.uint8
        assert (worse != pictures).mean() > 0.5
