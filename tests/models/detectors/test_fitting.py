import numpy as np
import pytest
import torch
from PIL import Image

from models.detectors import fitting
from models.detectors.collection import Part, Sample, read_pixels
from models.detectors.fitting import fit
from models.detectors.judgement import DeliveryClass, two_scores
from models.detectors.network import PatchNetwork
from models.detectors.statistics import statistics
from models.detectors.weights import load_detector
from tests.models.detectors.conftest import drawn_picture


@pytest.mark.slow
def test_fit_writes_weights_that_tell_how_sure_they_are(samples, tmp_path):
    torch.manual_seed(0)
    network = PatchNetwork()
    torch.save(network.state_dict(), tmp_path / "snapshot-000500.pt")
    entry = fit(samples, tmp_path, tmp_path / "weights", pairs=24, steps_before=100)
    assert entry.bytes == (tmp_path / "weights" / entry.file).stat().st_size
    detector = load_detector(tmp_path / "weights" / entry.file)
    assert set(detector.calibration) == set(map(str, DeliveryClass))
    picture = np.random.default_rng(0).integers(0, 256, (256, 256, 3), dtype=np.uint8)
    for calibration in detector.calibration.values():
        chance = calibration.chance(calibration.combined(*two_scores(picture, detector)))
        assert 0 < chance < 1
    assert entry.steps == 600


def test_fit_without_a_snapshot_names_what_is_missing(samples, tmp_path):
    with pytest.raises(FileNotFoundError, match="snapshot"):
        fit(samples, tmp_path, tmp_path, pairs=1)


def _drawn_samples(folder, part, generated_has_pattern):
    """Return photographs and generated pictures, of which one kind has a fine pattern."""
    rng = np.random.default_rng(list(part.encode()))
    samples = []
    for number in range(12):
        pixels, generated = drawn_picture(rng, 128, 128).astype(int), number % 2 == 1
        if generated is generated_has_pattern:
            pixels[::2, ::2] += 24
        path = folder / f"{part}-{number}.png"
        Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8)).save(path)
        samples.append(Sample(path, f"{part} {generated}", generated, part))
    return samples


def test_fit_learns_from_one_part_and_how_sure_to_be_from_another_and_opens_no_third(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(fitting, "_SNAPSHOT_PAIRS", 4)
    samples = _drawn_samples(tmp_path, Part.LEARN, generated_has_pattern=True)
    # What tells a generated picture in one part tells a photograph in the other.
    samples += _drawn_samples(tmp_path, Part.CALIBRATE, generated_has_pattern=False)
    # To open one of these would fail.
    samples += [
        Sample(tmp_path / "not there.png", "kept", generated, part)
        for part in (Part.VALIDATE, Part.MEASURE) for generated in (False, True)
    ]  # fmt: skip
    torch.manual_seed(0)
    torch.save(PatchNetwork().state_dict(), tmp_path / "snapshot-000001.pt")
    entry = fit(samples, tmp_path, tmp_path, pairs=48)
    detector = load_detector(tmp_path / entry.file)

    def told(part, generated):
        chosen = [s for s in samples if (s.part, s.generated) == (part, generated)]
        return detector.of_statistics(np.stack([statistics(read_pixels(s)) for s in chosen])).mean()

    assert told(Part.LEARN, True) > 0.5 > -0.5 > told(Part.LEARN, False)
    assert told(Part.CALIBRATE, True) < -0.5 < 0.5 < told(Part.CALIBRATE, False)
    # The statistics are wrong where it is learnt how sure to be, and so they count for little.
    tiny = detector.calibration[DeliveryClass.TINY]
    assert tiny.statistics < 0.2
    # All pictures were tiny: of the other deliveries nothing is known but what is common to all.
    others = [
        detector.calibration[each] for each in DeliveryClass if each is not DeliveryClass.TINY
    ]
    assert others == [others[0]] * 3
    assert others[0] != tiny
