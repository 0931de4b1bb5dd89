"""Twins are written for the photographs there are, and a second run goes on with the first."""

import numpy as np
import pytest
from PIL import Image

from models.detectors.collection import HELD_OUT_TWINS, Part, Sample
from models.detectors.twins import INPAINTED, REGENERATED, write_twins
from models.detectors.upsamplers import KINDS


@pytest.fixture
def photographs(tmp_path):
    """Two photographs to learn from, of noise under a slope, and none to be measured on."""
    rng = np.random.default_rng(0)
    slope = np.linspace(40, 200, 128)[:, None, None]
    samples = []
    for name in ("one.png", "two.png"):
        pixels = slope + rng.normal(scale=12, size=(128, 128, 3))
        Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8)).save(tmp_path / name)
        samples.append(Sample(tmp_path / name, "slopes", False, Part.LEARN))
    return samples


def test_twins_lie_beside_their_photographs_and_a_held_out_kind_waits_for_measured_ones(
    photographs, tmp_path
):
    folder = tmp_path / "twins"
    write_twins(photographs, folder, per_kind=1, steps=1)
    kinds = set(KINDS) - set(HELD_OUT_TWINS) | {REGENERATED, INPAINTED}
    assert {path.name for path in folder.iterdir()} == kinds
    for kind in kinds:
        twins = [p for p in (folder / kind).glob("*.png") if p.stem in ("one.png", "two.png")]
        assert twins
        for twin in twins:
            original = twin.with_name(f"{twin.stem}.original.png")
            made, taken = (np.asarray(Image.open(path)) for path in (twin, original))
            assert made.shape == taken.shape
            assert (made != taken).any()

    times = {path: path.stat().st_mtime_ns for path in (folder / REGENERATED).iterdir()}
    write_twins(photographs, folder, per_kind=1, steps=1)
    assert times == {path: path.stat().st_mtime_ns for path in (folder / REGENERATED).iterdir()}
