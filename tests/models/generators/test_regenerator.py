import numpy as np
import pytest
import torch

from models.generators import GeneratorError, Recipe, generate
from models.generators.diffusion import seeded_noise
from models.generators.regenerator import (
    FEATHER_PX,
    OVERLAP_PX,
    TILE_PX,
    hint_of,
    reinvent,
)


def _regenerate(weights, source, **settings):
    return generate(Recipe("regenerator", steps=2, source=source, **settings), weights=weights)


@pytest.fixture
def mask(photograph):
    marked = np.zeros(photograph.shape[:2], dtype=bool)
    marked[20:52, 30:70] = True
    return marked


@pytest.mark.parametrize("factor", [4, 8, 16])
def test_picture_keeps_its_size_at_every_factor(weights, photograph, factor):
    made = _regenerate(weights, photograph[:77, :91], factor=factor)
    assert made.pixels.shape == (77, 91, 3)
    assert made.pixels.dtype == np.uint8


def test_same_recipe_regenerates_the_same_bytes(weights, photograph):
    made = _regenerate(weights, photograph, seed=1)
    assert generate(made.recipe, weights=weights).pixels.tobytes() == made.pixels.tobytes()
    other = _regenerate(weights, photograph, seed=2)
    assert other.pixels.tobytes() != made.pixels.tobytes()


def test_mask_bounds_the_change_exactly(weights, photograph, mask):
    made = _regenerate(weights, photograph, mask=mask).pixels
    changed = (made != photograph).any(axis=2)
    assert not changed[~mask].any()
    # The untrained network's noise shows everywhere that is not blended with the source.
    inside = mask.copy()
    inside[:, :] = False
    inside[20 + FEATHER_PX : 52 - FEATHER_PX, 30 + FEATHER_PX : 70 - FEATHER_PX] = True
    assert changed[inside].mean() > 0.9


def test_mask_edge_is_blended(weights, photograph, mask):
    made = _regenerate(weights, photograph, mask=mask).pixels.astype(int)
    difference = np.abs(made - photograph).mean(axis=2)
    assert 0 < difference[20, 40:60].mean() < difference[36, 40:60].mean() / 2


def test_progress_counts_both_passes(weights, photograph):
    seen = []
    recipe = Recipe("regenerator", steps=2, factor=8, source=photograph)
    generate(recipe, weights=weights, progress=lambda *counts: seen.append(counts))
    assert seen == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_hint_keeps_flat_colour_and_drops_detail():
    flat = torch.full((1, 3, 16, 16), 0.25)
    assert torch.allclose(hint_of(flat), flat, atol=1e-5)
    checkered = (torch.arange(16)[:, None] + torch.arange(16)).remainder(2).float() * 2 - 1
    assert hint_of(checkered.expand(1, 3, 16, 16)).abs().max() < 1e-5


def test_tiles_join_without_seams():
    """A network that looks at single points must give the same with tiles as without."""

    class PointwiseNetwork(torch.nn.Module):
        def forward(self, noisy, timesteps, hint):
            return 0.3 * noisy - 0.5 * hint

    side = TILE_PX + 3 * OVERLAP_PX
    noise, hint = seeded_noise(1, 1, 3, side, side), seeded_noise(2, 1, 3, side, side).clamp(-1, 1)
    network = PointwiseNetwork()
    *_, tiled = reinvent(network, noise, hint, 3)
    *_, corner = reinvent(network, noise[..., :64, -64:], hint[..., :64, -64:], 3)
    assert torch.allclose(tiled.noisy[..., :64, -64:], corner.noisy, atol=1e-5)


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({}, "Give a source picture"),
        ({"source": np.zeros((63, 99, 3), np.uint8)}, "99 x 63 pixels; give one of at least 64"),
        ({"source": np.zeros((4000, 4000, 3), np.uint8)}, "at most 12 million"),
        ({"source": np.zeros((64, 64, 3), np.uint8), "factor": 3}, "4, 8 or 16, not 3"),
        ({"source": np.zeros((64, 64, 3), np.uint8), "guidance": 2.0}, "no use for 'guidance'"),
        ({"source": np.zeros((64, 64, 3), np.uint8), "revision": "0"}, "other weights"),
    ],
)
def test_regenerator_refuses_what_it_cannot_do(weights, settings, sentence):
    with pytest.raises(GeneratorError, match=sentence):
        generate(Recipe("regenerator", **settings), weights=weights)


def test_absent_weights_are_named(tmp_path, photograph):
    with pytest.raises(GeneratorError, match="regenerator has no weights yet; train it"):
        generate(Recipe("regenerator", source=photograph), weights=tmp_path)
