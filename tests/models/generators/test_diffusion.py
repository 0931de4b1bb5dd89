import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from models.generators.diffusion import (
    denoise,
    seeded_noise,
    to_pixels,
    to_signal,
    training_scheduler,
)


def _perfect(clean):
    """Return a predictor that knows the finished picture."""
    return lambda noisy, timesteps: clean


@pytest.mark.parametrize("steps", [1, 4, 20])
def test_denoise_with_a_perfect_network_ends_at_the_picture(steps):
    clean = seeded_noise(1, 2, 3, 8, 8).clamp(-1, 1)
    made = list(denoise(_perfect(clean), seeded_noise(2, 2, 3, 8, 8), steps))
    assert len(made) == steps
    assert torch.allclose(made[-1].noisy, clean, atol=1e-3)
    assert torch.allclose(made[0].predicted, clean, atol=1e-3)


def test_denoise_starts_at_pure_noise_and_goes_down():
    clean = torch.zeros(1, 3, 8, 8)
    timesteps = [step.timestep for step in denoise(_perfect(clean), clean + 1, 10)]
    assert timesteps[0] == 999
    assert timesteps == sorted(set(timesteps), reverse=True)


def test_training_noise_leaves_no_signal_in_the_end():
    assert training_scheduler().alphas_cumprod[-1] == pytest.approx(0, abs=1e-6)


def test_denoise_keeps_the_kept_part_exactly():
    clean, other = torch.full((1, 3, 8, 8), 0.5), torch.full((1, 3, 8, 8), -0.5)
    mask = torch.zeros(1, 1, 8, 8)
    mask[..., :4] = 1
    *_, last = denoise(_perfect(other), seeded_noise(3, 1, 3, 8, 8), 5, (clean, mask))
    assert torch.equal(last.noisy[..., :4], clean[..., :4])
    assert torch.allclose(last.noisy[..., 4:], other[..., 4:], atol=1e-3)


def test_seeded_noise_depends_on_the_seed_alone():
    torch.manual_seed(5)
    first = seeded_noise(1, 4, 4)
    torch.manual_seed(6)
    assert torch.equal(first, seeded_noise(1, 4, 4))
    assert not torch.equal(first, seeded_noise(2, 4, 4))


@given(arrays(np.uint8, (2, 4, 5, 3), elements=st.integers(0, 255)))
def test_pixels_survive_the_way_to_signal_and_back(pixels):
    signal = to_signal(pixels)
    assert signal.shape == (2, 3, 4, 5)
    assert signal.abs().max() <= 1
    assert np.array_equal(to_pixels(signal), pixels)
