import numpy as np
import pytest
import torch

from models.detectors.fitting import fit
from models.detectors.judgement import Delivery, two_scores
from models.detectors.network import PatchNetwork
from models.detectors.weights import load_detector


@pytest.mark.slow
def test_fit_writes_weights_that_tell_how_sure_they_are(samples, tmp_path):
    torch.manual_seed(0)
    network = PatchNetwork()
    torch.save(network.state_dict(), tmp_path / "snapshot-000500.pt")
    entry = fit(samples, tmp_path, tmp_path / "weights", pairs=24, steps_before=100)
    assert entry.bytes == (tmp_path / "weights" / entry.file).stat().st_size
    detector = load_detector(tmp_path / "weights" / entry.file)
    assert set(detector.calibration) == set(map(str, Delivery))
    picture = np.random.default_rng(0).integers(0, 256, (256, 256, 3), dtype=np.uint8)
    for calibration in detector.calibration.values():
        chance = calibration.chance(calibration.combined(*two_scores(picture, detector)))
        assert 0 < chance < 1
    assert entry.steps == 600


def test_fit_without_a_snapshot_names_what_is_missing(samples, tmp_path):
    with pytest.raises(FileNotFoundError, match="snapshot"):
        fit(samples, tmp_path, tmp_path, pairs=1)
