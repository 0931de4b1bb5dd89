import cv2
import numpy as np
import pytest
import torch
from PIL import Image

from models.detectors.collection import Part, Sample
from models.detectors.consistency import ConsistencyNetwork
from models.detectors.edits import (
    AREA,
    BATCHES,
    BLOCK_PX,
    EDITS,
    FEATHER,
    LEAST_SIDE,
    UNTOUCHED,
    EditedCrops,
    Materials,
    blended,
    drawn_kind,
    drawn_mask,
    edited_crop,
    enlarged,
    learnable,
    loss_of,
)
from models.detectors.training import train
from tests.models.detectors.conftest import drawn_picture


@pytest.fixture(scope="module")
def materials(tmp_path_factory):
    """Six drawn photographs, and twins of two: one smoothed all over, one in a part."""
    folder = tmp_path_factory.mktemp("materials")
    rng = np.random.default_rng(3)

    def written(name, pixels):
        Image.fromarray(pixels).save(folder / name)
        return folder / name

    samples = [
        Sample(written(f"{n}.png", drawn_picture(rng, 288, 320)), "drawn", False, Part.LEARN)
        for n in range(6)
    ]
    for name in ("whole", "masked"):
        pixels = drawn_picture(rng, 288, 288)
        mask = np.zeros((288, 288), np.uint8)
        mask[40:240, 40:240] = 255
        samples.append(
            Sample(
                written(f"{name}.png", cv2.GaussianBlur(pixels, (0, 0), 2)),
                "smoothed", True, Part.LEARN,
                twin_of=written(f"{name}.original.png", pixels),
                mask=written(f"{name}.mask.png", mask) if name == "masked" else None,
            )
        )  # fmt: skip
    return Materials(samples)


@pytest.mark.parametrize("kind", EDITS)
def test_edit_leaves_the_rest_of_the_photograph_alone(kind, materials):
    for seed in range(5):
        rng = np.random.default_rng(seed)
        mask = drawn_mask(LEAST_SIDE, rng)
        host, foreign = EDITS[kind](mask, materials, rng)
        assert {host.shape, foreign.shape} == {(LEAST_SIDE, LEAST_SIDE, 3)}
        edited = blended(host, foreign, mask, FEATHER[1])
        far = cv2.dilate(mask, np.ones((31, 31))) == 0
        assert np.array_equal(edited[far], host[far])
        if mask.any():
            assert (edited[mask > 0] != host[mask > 0]).mean() > 0.1


def test_an_enlarged_piece_has_its_waves_drawn_out_up_to_twice():
    wave = 128 + 60 * np.sin(2 * np.pi * np.arange(LEAST_SIDE) / 8)
    pixels = np.rint(np.broadcast_to(wave[None, :, None], (LEAST_SIDE, LEAST_SIDE, 3)))
    lengths = []
    for seed in range(40):
        piece = enlarged(pixels.astype(np.uint8), np.random.default_rng(seed))
        assert (piece.shape, piece.dtype) == (pixels.shape, np.uint8)
        spectrum = np.abs(np.fft.fft2(piece[:, :, 0] - piece[:, :, 0].mean()))
        row, column = np.unravel_index(spectrum.argmax(), spectrum.shape)
        frequency = np.hypot(np.fft.fftfreq(LEAST_SIDE)[row], np.fft.fftfreq(LEAST_SIDE)[column])
        lengths.append(1 / frequency / 8)
    # A spectrum of so few pixels tells lengths to about a tenth.
    assert 0.95 < min(lengths) < 1.3
    assert 1.7 < max(lengths) < 2.15


def test_masks_are_of_the_sizes_promised():
    shares = [drawn_mask(LEAST_SIDE, np.random.default_rng(seed)).mean() for seed in range(200)]
    # A stain is up to a half larger or smaller than the ellipse it is drawn around.
    assert 0.4 * AREA[0] < np.min(shares)
    assert np.max(shares) < 1.5 * AREA[1]


def test_untouched_crop_has_an_empty_mask(materials):
    pixels, mask = edited_crop(None, LEAST_SIDE, materials, np.random.default_rng(0))
    assert (pixels.shape, mask.shape) == ((LEAST_SIDE, LEAST_SIDE, 3), (LEAST_SIDE, LEAST_SIDE))
    assert not mask.any()


def test_crops_come_in_batches_with_the_edited_share_of_each_block(materials):
    batches = iter(EditedCrops(materials, seed=0))
    sides = set()
    for pixels, shares in (next(batches) for _ in range(6)):
        side = pixels.shape[-1]
        sides.add(side)
        assert pixels.shape == (BATCHES[side], 3, side, side)
        assert shares.shape == (BATCHES[side], side // BLOCK_PX, side // BLOCK_PX)
        assert (float(shares.min()) >= 0, float(shares.max()) <= 1) == (True, True)
    assert sides == {LEAST_SIDE}, "no photograph here is large enough for the larger crops"


def test_one_crop_in_ten_is_untouched():
    rng = np.random.default_rng(0)
    kinds = [drawn_kind(rng, twins=True) for _ in range(2000)]
    assert abs(kinds.count(None) / 2000 - UNTOUCHED) < 0.03
    assert set(kinds) == {None, *EDITS}
    assert "regenerated" not in {drawn_kind(rng, twins=False) for _ in range(2000)}


def test_same_seed_gives_the_same_crops(materials):
    first, second = (next(iter(EditedCrops(materials, seed=5))) for _ in range(2))
    assert torch.equal(first[0], second[0])
    assert torch.equal(first[1], second[1])


def test_photographs_that_plantings_are_measured_on_are_not_learnt_from(samples):
    learnt = learnable(samples)
    assert learnt
    assert all(s.part is Part.LEARN and not s.generated for s in learnt)
    assert "portraits" not in {s.group for s in learnt}
    usable = [s for s in samples if s.part is Part.LEARN and not s.generated]
    assert len(learnt) < len([s for s in usable if s.group != "portraits"])


@pytest.mark.slow
def test_consistency_network_learns_to_tell_a_part_from_the_rest(materials, tmp_path):
    losses = []
    torch.manual_seed(0)
    train(
        ConsistencyNetwork(), EditedCrops(materials, seed=0), loss_of, 30, tmp_path,
        batch=None, workers=0, progress=lambda step, loss: losses.append(loss),
    )  # fmt: skip
    assert np.mean(losses[-8:]) < np.mean(losses[:8])
