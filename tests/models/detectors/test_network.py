import pytest
import torch
from torch.nn import functional

from models.detectors.network import STRIDE, PatchNetwork, _residual, pooled

# The widest that two blocks at each of three scales can see, and more.
REACH = 80


@pytest.fixture(scope="module")
def network():
    torch.manual_seed(0)
    return PatchNetwork().eval().requires_grad_(False)


@pytest.fixture
def picture():
    return torch.rand(1, 3, 256, 320, generator=torch.Generator().manual_seed(0)) * 255


def test_number_of_weights_is_that_of_a_small_network(network):
    assert 100_000 <= sum(weights.numel() for weights in network.parameters()) <= 500_000


def test_every_patch_has_a_score_and_the_picture_their_mean(network, picture):
    scores = network(picture)
    assert scores.shape == (1, 256 // STRIDE, 320 // STRIDE)
    assert torch.allclose(pooled(scores), scores.mean())


def test_patch_sees_nothing_far_away(network, picture):
    changed = picture.clone()
    changed[:, :, :, 160 + REACH :] = 0
    before, after = network(picture), network(changed)
    near = 160 // STRIDE
    assert torch.equal(before[:, :, :near], after[:, :, :near])
    assert not torch.equal(before[:, :, near:], after[:, :, near:])


def test_network_is_shown_the_picture_less_the_mean_of_nine_pixels(picture):
    blurred = functional.avg_pool2d(functional.pad(picture, (1, 1, 1, 1), mode="replicate"), 3, 1)
    expected = ((picture - blurred) / 8).clamp(-4, 4)
    assert torch.allclose(_residual(picture), expected, atol=1e-4)


def test_brightness_as_such_says_nothing(network, picture):
    darker = picture / 2
    assert torch.allclose(network(darker), network(darker + 100), atol=1e-4)
