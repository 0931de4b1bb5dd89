import pytest
import torch

from models.generators.network import Denoiser, NetworkShape


@pytest.mark.parametrize("patch", [1, 2, 4])
@pytest.mark.parametrize("has_hint", [False, True])
def test_network_returns_a_picture_of_the_same_size(patch, has_hint):
    shape = NetworkShape(patch, (8, 16), (False, False), has_hint=has_hint)
    noisy = torch.zeros(2, 3, 3 * shape.multiple, 2 * shape.multiple)
    hint = noisy if has_hint else None
    assert Denoiser(shape)(noisy, torch.tensor([0, 999]), hint=hint).shape == noisy.shape


def test_null_class_is_none_of_the_named_ones():
    shape = NetworkShape(4, (8, 8), (False, False), classes=("a", "b"))
    network = Denoiser(shape).eval()
    assert network.null_class == 2
    noisy, timesteps = torch.randn(3, 3, 16, 16), torch.full((3,), 500)
    noisy[1:] = noisy[0]
    outputs = network(noisy, timesteps, torch.arange(3))
    assert not torch.allclose(outputs[0], outputs[1])
    assert not torch.allclose(outputs[0], outputs[2])


def test_every_input_reaches_the_output():
    """Unfolding and folding must lose no pixel and no channel."""
    network = Denoiser(NetworkShape(4, (8, 8), (False, False), has_hint=True))
    noisy = torch.randn(1, 3, 16, 16, requires_grad=True)
    hint = torch.randn(1, 3, 16, 16, requires_grad=True)
    network(noisy, torch.tensor([10]), hint=hint).square().sum().backward()
    assert (noisy.grad != 0).all()
    assert (hint.grad != 0).all()
