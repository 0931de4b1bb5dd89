import io
from copy import deepcopy

import numpy as np
import pytest
import torch
from PIL import Image

from models.detectors.judgement import (
    TINY_SIDE,
    Delivery,
    delivery_of,
    judge,
    patch_scores,
    two_scores,
)
from models.detectors.network import PatchNetwork
from models.detectors.statistics import LEAST_SIDE
from models.detectors.weights import load_detector
from models.image import open_image
from quiz.installed import load_packs
from quiz.item import Kind
from tests.models.detectors.conftest import drawn_picture


def _opened(pixels, format="PNG", **options):
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, format, **options)
    return open_image(file.getvalue())


@pytest.fixture(scope="module")
def pixels():
    return drawn_picture(np.random.default_rng(2), 256, 320)


@pytest.mark.parametrize(
    ("format", "options", "delivery"),
    [
        ("PNG", {}, Delivery.LOSSLESS),
        ("WEBP", {"lossless": True}, Delivery.LOSSLESS),
        ("JPEG", {"quality": 92}, Delivery.HIGH),
        ("JPEG", {"quality": 70}, Delivery.LOW),
        ("WEBP", {"quality": 80}, Delivery.LOW),
    ],
)
def test_delivery_is_read_from_the_file(pixels, format, options, delivery):
    assert delivery_of(_opened(pixels, format, **options)) is delivery


def test_small_picture_is_tiny_whatever_its_format(pixels):
    small = pixels[: TINY_SIDE - 1]
    assert delivery_of(_opened(small, "JPEG", quality=95)) is Delivery.TINY


def test_score_is_the_pooled_map_beside_the_trees(pixels):
    detector = load_detector()
    image = _opened(pixels)
    patches, trees = two_scores(image.pixels, detector)
    assert patches == pytest.approx(patch_scores(image.pixels, detector.network).mean())
    calibration = detector.calibration[Delivery.LOSSLESS]
    assert judge(image).raw_score == pytest.approx(calibration.combined(patches, trees), abs=1e-4)


def test_map_is_as_large_as_the_picture_and_between_0_and_1(pixels):
    found = judge(_opened(pixels))
    assert found.map.shape == pixels.shape[:2]
    assert (found.map.min() >= 0, found.map.max() <= 1) == (True, True)


def test_too_small_picture_is_not_judged(pixels):
    found = judge(_opened(pixels[: LEAST_SIDE - 1]))
    assert (found.calibrated_score, found.abstained) == (None, "too-small")
    assert found.map.shape == (LEAST_SIDE - 1, 320)


def test_hard_squeezed_picture_is_not_judged(pixels):
    found = judge(_opened(pixels, "JPEG", quality=20))
    assert (found.calibrated_score, found.abstained) == (None, "too-compressed")


def test_same_picture_is_judged_alike_each_time(pixels):
    first, second = (judge(_opened(pixels)) for _ in range(2))
    assert first.raw_score == second.raw_score
    assert np.array_equal(first.map, second.map)


def test_random_weights_destroy_the_map():
    """Source: Adebayo and others (2018), "Sanity Checks for Saliency Maps", arXiv:1810.03292."""
    real = [item for item in load_packs()["starter"].items if item.kind is Kind.REAL]
    trained = load_detector().network
    for item in real[:: len(real) // 4]:
        with Image.open(item.picture) as file:
            pixels = np.asarray(file.convert("RGB"))[:320, :480]
        map = patch_scores(pixels, trained).ravel()
        likeness = []
        for seed in range(10):
            torch.manual_seed(seed)
            random = patch_scores(pixels, PatchNetwork().eval()).ravel()
            likeness.append(np.corrcoef(map, random)[0, 1])
        # Rough and smooth places differ in any map; which of them is brighter is then by chance.
        assert abs(np.mean(likeness)) < 0.35, item.id
        # The same measure knows a map again that is nearly the same.
        torch.manual_seed(0)
        nearly = deepcopy(trained)
        for weights in nearly.parameters():
            weights.mul_(1 + 0.01 * torch.randn_like(weights))
        assert np.corrcoef(map, patch_scores(pixels, nearly).ravel())[0, 1] > 0.9, item.id
