import io
from copy import deepcopy

import numpy as np
import pytest
import torch
from PIL import Image
from scipy import ndimage, special
from skimage import data

from models.analysis import UNSTABLE
from models.detectors.calibration import CLEAR_CHANCE
from models.detectors.judgement import (
    TINY_SIDE,
    DeliveryClass,
    delivery_class,
    judge,
    passed_on,
    patch_map,
    patch_scores,
    two_scores,
)
from models.detectors.network import PatchNetwork
from models.detectors.statistics import LEAST_SIDE, statistics
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
        ("PNG", {}, DeliveryClass.LOSSLESS),
        ("WEBP", {"lossless": True}, DeliveryClass.LOSSLESS),
        ("JPEG", {"quality": 92}, DeliveryClass.HIGH),
        ("JPEG", {"quality": 70}, DeliveryClass.LOW),
        ("WEBP", {"quality": 80}, DeliveryClass.LOW),
    ],
)
def test_delivery_is_read_from_the_file(pixels, format, options, delivery):
    assert delivery_class(_opened(pixels, format, **options)) is delivery


def test_small_picture_is_tiny_whatever_its_format(pixels):
    small = pixels[: TINY_SIDE - 1]
    assert delivery_class(_opened(small, "JPEG", quality=95)) is DeliveryClass.TINY


def test_score_is_the_pooled_map_beside_the_statistics(pixels):
    detector = load_detector()
    image = _opened(pixels)
    patches, by_numbers = two_scores(image.pixels, detector)
    assert patches == pytest.approx(patch_map(image.pixels, detector.network).mean())
    calibration = detector.calibration[DeliveryClass.LOSSLESS]
    expected = calibration.combined(patches, by_numbers)
    assert judge(image).raw_score == pytest.approx(expected, abs=1e-4)


def test_picture_is_looked_at_as_it_is_and_as_it_is_after_being_passed_on(pixels):
    detector = load_detector()
    looks = pixels, passed_on(pixels)
    assert looks[1].shape == (205, 256, 3)
    patches, by_numbers = two_scores(pixels, detector)
    each = [float(detector.of_statistics(statistics(look)[None])[0]) for look in looks]
    assert by_numbers == pytest.approx(np.mean(each), abs=1e-4)
    each = [patch_scores(look, detector.network).mean() for look in looks]
    # The map of the smaller one is enlarged before the mean is taken.
    assert patches == pytest.approx(np.mean(each), abs=0.1)


@pytest.mark.parametrize("side", [LEAST_SIDE, LEAST_SIDE + 3, TINY_SIDE])
def test_picture_passed_on_is_never_too_small(pixels, side):
    passed = passed_on(np.ascontiguousarray(pixels[:side]))
    assert min(passed.shape[:2]) >= LEAST_SIDE
    assert np.isfinite(two_scores(pixels[:side], load_detector())).all()


def test_answer_hangs_less_on_how_the_picture_arrived_than_with_one_look():
    detector = load_detector()
    moves = {"one look": [], "both": []}
    for item in list(load_packs()["starter"].items)[::8]:
        with Image.open(item.picture) as file:
            pixels = np.asarray(file.convert("RGB"))[:256, :256]
        again = _opened(pixels, "WEBP", quality=70).pixels
        one, other = (
            np.array([patch_scores(each, detector.network).mean(),
                      detector.of_statistics(statistics(each)[None])[0]])
            for each in (pixels, again)
        )  # fmt: skip
        moves["one look"].append(abs(one - other).sum())
        both = np.subtract(two_scores(pixels, detector), two_scores(again, detector))
        moves["both"].append(abs(both).sum())
    assert np.mean(moves["both"]) < 0.9 * np.mean(moves["one look"])


def test_map_is_as_large_as_the_picture_and_between_0_and_1(pixels):
    found = judge(_opened(pixels))
    assert found.map.pixels().shape == pixels.shape[:2]
    assert (found.map.pixels().min() >= 0, found.map.pixels().max() <= 1) == (True, True)


def test_map_is_bright_where_the_patches_speak_for_generated(pixels):
    patches = patch_map(pixels, load_detector().network)
    smooth = ndimage.uniform_filter(patches, 9)
    middles = judge(_opened(pixels)).map.pixels()[4::8, 4::8]
    assert smooth.std() > 0.1
    assert np.corrcoef(middles.ravel(), special.expit(smooth).ravel())[0, 1] > 0.95


def test_picture_saved_again_gets_the_chance_of_the_file_that_it_then_is():
    pixels = np.ascontiguousarray(data.astronaut()[:256, :320])
    files = _opened(pixels, "JPEG", quality=88), _opened(pixels, "WEBP", quality=80)
    expected = [judge(file).calibrated_score for file in files]
    assert judge(_opened(pixels)).saved_again == pytest.approx(expected)


def test_detector_abstains_where_the_picture_is_judged_the_other_way_round_once_it_is_saved():
    """A pattern as fine as an upsampler's speaks for generated until a save takes it away."""
    pixels = data.rocket()[:256, :320].astype(int)
    pixels[::2, ::2] += 3
    pixels = np.clip(pixels, 0, 255).astype(np.uint8)
    found, saved = judge(_opened(pixels)), judge(_opened(pixels, "JPEG", quality=88))
    calibration = load_detector().calibration[found.delivery]
    # Else the detector has changed, and another picture is to be found.
    assert calibration.chance(found.raw_score) > CLEAR_CHANCE
    assert saved.calibrated_score < 1 - CLEAR_CHANCE
    assert (found.abstained, found.calibrated_score, found.saved_again) == (UNSTABLE, None, ())


def test_too_small_picture_is_not_judged(pixels):
    found = judge(_opened(pixels[: LEAST_SIDE - 1]))
    assert (found.calibrated_score, found.abstained) == (None, "too-small")
    assert found.map.pixels().shape == (LEAST_SIDE - 1, 320)


def test_hard_squeezed_picture_is_not_judged(pixels):
    found = judge(_opened(pixels, "JPEG", quality=20))
    assert (found.calibrated_score, found.abstained) == (None, "too-compressed")


def test_same_picture_is_judged_alike_each_time(pixels):
    first, second = (judge(_opened(pixels)) for _ in range(2))
    assert first.raw_score == second.raw_score
    assert np.array_equal(first.map.pixels(), second.map.pixels())


def test_random_weights_destroy_the_map():
    """Source: Adebayo and others (2018), "Sanity Checks for Saliency Maps", arXiv:1810.03292."""
    real = [item for item in load_packs()["starter"].items if item.kind is Kind.REAL]
    trained = load_detector().network
    for item in real[:: len(real) // 4]:
        with Image.open(item.picture) as file:
            pixels = np.asarray(file.convert("RGB"))[:320, :480]
        map = patch_map(pixels, trained).ravel()
        likeness = []
        for seed in range(10):
            torch.manual_seed(seed)
            random = patch_map(pixels, PatchNetwork().eval()).ravel()
            likeness.append(np.corrcoef(map, random)[0, 1])
        # Rough and smooth places differ in any map; which of them is brighter is then by chance.
        assert abs(np.mean(likeness)) < 0.35, item.id
        # The same measure knows a map again that is nearly the same.
        torch.manual_seed(0)
        nearly = deepcopy(trained)
        for weights in nearly.parameters():
            weights.mul_(1 + 0.01 * torch.randn_like(weights))
        assert np.corrcoef(map, patch_map(pixels, nearly).ravel())[0, 1] > 0.9, item.id
