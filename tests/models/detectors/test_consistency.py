import hashlib
import shutil

import cv2
import numpy as np
import pytest
import torch

from models.detectors.consistency import ConsistencyNetwork, foreign_chances
from models.detectors.weights import (
    CONSISTENCY,
    CONSISTENCY_NAME,
    DetectorError,
    load_consistency,
    save_consistency,
)
from models.generators.weights import LISTING, read_listing
from tests.models.detectors.conftest import drawn_picture

LIMIT_BYTES = 1_000_000


@pytest.fixture(scope="module")
def edited():
    """A drawn photograph whose middle was smoothed."""
    pixels = drawn_picture(np.random.default_rng(2), 256, 320)
    pixels[80:176, 104:216] = cv2.GaussianBlur(pixels, (0, 0), 1.5)[80:176, 104:216]
    return pixels


def test_shipped_weights_are_the_listed_ones_and_small():
    entry = read_listing()[CONSISTENCY_NAME]
    assert hashlib.sha256(CONSISTENCY.read_bytes()).hexdigest() == entry.sha256
    assert CONSISTENCY.stat().st_size == entry.bytes <= LIMIT_BYTES


def test_weights_come_back_as_they_were_saved(tmp_path):
    shipped = load_consistency()
    save_consistency(shipped, tmp_path, data="drawn", steps=1, pictures_seen=2)
    back = load_consistency(tmp_path / CONSISTENCY.name)
    picture = torch.rand(1, 3, 64, 64) * 255
    assert torch.equal(back(picture), shipped(picture))


def test_changed_weights_are_refused(tmp_path):
    for name in (CONSISTENCY.name, LISTING):
        shutil.copy(CONSISTENCY.with_name(name), tmp_path)
    path = tmp_path / CONSISTENCY.name
    path.write_bytes(path.read_bytes()[:-1] + b"\0\1")
    with pytest.raises(DetectorError, match="not the file that weights.toml lists"):
        load_consistency(path)


def test_missing_weights_say_how_to_make_them(tmp_path):
    with pytest.raises(DetectorError, match="python -m models.detectors train-consistency"):
        load_consistency(tmp_path / CONSISTENCY.name)


def test_each_block_has_a_chance(edited):
    chances = foreign_chances(edited[:251, :318], load_consistency())
    assert chances.shape == (31, 39)
    assert (chances.min() >= 0, chances.max() <= 1) == (True, True)


def test_random_weights_destroy_the_map(edited):
    """Source: Adebayo and others (2018), "Sanity Checks for Saliency Maps", arXiv:1810.03292."""
    trained = foreign_chances(edited, load_consistency()).ravel()
    likeness = []
    for seed in range(5):
        torch.manual_seed(seed)
        random = foreign_chances(edited, ConsistencyNetwork().eval()).ravel()
        likeness.append(np.corrcoef(trained, random)[0, 1])
    assert np.mean(np.abs(likeness)) < 0.6
    assert np.std(trained) > 0
