import io

import numpy as np
import pytest
from PIL import Image

from models.detectors.delivery_chain import (
    LEAST_PREVIEW,
    LEAST_QUALITY,
    LEAST_SCALE,
    MOST_SAVES,
    Chain,
    draw_chain,
    preview_factor,
    previewed,
    saved,
    scaled,
    with_history,
)
from tests.models.detectors.conftest import drawn_picture

PICTURE = drawn_picture(np.random.default_rng(1))


@pytest.fixture(scope="module")
def chains():
    rng = np.random.default_rng(0)
    return [draw_chain(rng) for _ in range(1500)]


def test_chains_stay_within_what_is_promised(chains):
    assert all(LEAST_SCALE <= chain.scale <= 1 for chain in chains)
    assert {len(chain.saves) for chain in chains} == set(range(MOST_SAVES + 1))
    qualities = [quality for chain in chains for _, quality, _ in chain.saves]
    assert (min(qualities), max(qualities)) == (LEAST_QUALITY, 100)
    assert {chain.stored for chain in chains} == {"JPEG", "WEBP", "PNG"}


def test_file_that_arrives_holds_the_pixels_that_arrive(chains):
    for chain in chains[:40]:
        pixels, data = saved(PICTURE, chain)
        with Image.open(io.BytesIO(data)) as arrived:
            assert arrived.format == chain.stored
            assert np.array_equal(np.asarray(arrived.convert("RGB")), pixels)


def test_picture_without_a_save_arrives_as_it_was():
    chain = Chain(1.0, Image.Resampling.BICUBIC, ())
    assert np.array_equal(saved(scaled(PICTURE, chain), chain)[0], PICTURE)


def test_picture_is_scaled_on_both_sides():
    chain = Chain(0.5, Image.Resampling.BICUBIC, ())
    assert scaled(PICTURE, chain).shape == (128, 160, 3)


def test_history_of_a_generated_picture_is_that_of_most_photographs():
    unchanged = [
        np.array_equal(with_history(PICTURE, np.random.default_rng(seed)), PICTURE)
        for seed in range(200)
    ]
    assert np.mean(unchanged) == pytest.approx(0.2, abs=0.08)


@pytest.mark.parametrize(("side", "factor"), [(400, 0.4), (100, LEAST_PREVIEW), (2000, 1.0)])
def test_photograph_is_shrunk_to_the_preview_beside_it(side, factor):
    photograph = np.zeros((1000, 1500, 3), np.uint8)
    assert preview_factor(photograph, np.zeros((side, side + 60, 3), np.uint8)) == factor


def test_preview_of_a_photograph_is_smaller_and_has_been_saved():
    shown = previewed(PICTURE, 0.5, np.random.default_rng(0))
    assert shown.shape == (128, 160, 3)
    only_shrunk = Image.fromarray(PICTURE).resize((160, 128), Image.Resampling.LANCZOS)
    loss = np.abs(shown.astype(int) - np.asarray(only_shrunk)).mean()
    assert 0.1 < loss < 10
