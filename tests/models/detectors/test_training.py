import numpy as np
import pytest
import torch

from models.detectors.__main__ import main
from models.detectors.network import PatchNetwork
from models.detectors.patches import CROP_PX, Patches, loss_of
from models.detectors.training import steps_made, train

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def patches(samples):
    return Patches(samples, seed=0)


def test_half_of_the_crops_are_of_generated_pictures(patches):
    crops = iter(patches)
    found = [next(crops) for _ in range(40)]
    assert np.mean([float(label) for _, label in found]) == 0.5
    assert {tuple(crop.shape) for crop, _ in found} == {(3, CROP_PX, CROP_PX)}
    assert {crop.dtype for crop, _ in found} == {torch.uint8}


def test_same_seed_gives_the_same_crops(samples):
    first, second = (next(iter(Patches(samples, seed=4))) for _ in range(2))
    assert torch.equal(first[0], second[0])


def test_loss_falls_and_a_broken_run_goes_on(patches, tmp_path):
    losses = []
    options = {"batch": 8, "workers": 0, "progress": lambda step, loss: losses.append(loss)}
    torch.manual_seed(0)
    assert steps_made(tmp_path) == 0
    train(PatchNetwork(), patches, loss_of, 25, tmp_path, minutes=0, **options)
    assert steps_made(tmp_path) == 1
    network = train(PatchNetwork(), patches, loss_of, 25, tmp_path, **options)
    assert (len(losses), steps_made(tmp_path)) == (25, 25)
    assert np.mean(losses[-5:]) < np.mean(losses[:5])
    assert not network.training


def test_ended_run_is_not_counted_a_second_time(patches, tmp_path):
    train(PatchNetwork(), patches, loss_of, 1, tmp_path, batch=8, workers=0)
    folders = ["--images", str(tmp_path), "--twins", str(tmp_path), "--output", str(tmp_path)]
    with pytest.raises(SystemExit, match="has made its 1 steps; name another folder"):
        main(["train-consistency", *folders, "--steps", "1", "--further"])
