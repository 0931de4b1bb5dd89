"""Twins by super-resolution: a photograph is shrunk, and comes back at its own size."""

import numpy as np
import pytest
from PIL import Image
from skimage.data import coffee

from models.detectors.__main__ import main
from models.detectors.super_resolution import SCALE, enlarged_again

PHOTOGRAPH = np.ascontiguousarray(coffee()[:192, :256])


def _enlarged(pixels: np.ndarray) -> np.ndarray:
    height, width = pixels.shape[:2]
    return np.asarray(Image.fromarray(pixels).resize((width * SCALE, height * SCALE)))


@pytest.mark.parametrize("seed", range(8))
def test_it_comes_back_at_its_own_size_like_itself_and_without_its_detail(seed):
    made = enlarged_again(_enlarged, PHOTOGRAPH, np.random.default_rng(seed))
    assert made.shape == PHOTOGRAPH.shape
    assert made.dtype == np.uint8
    assert abs(made.astype(float) - PHOTOGRAPH).mean() < 20
    assert np.diff(made.astype(float), axis=1).std() < np.diff(PHOTOGRAPH / 1.0, axis=1).std()


def test_same_seed_gives_the_same_twin_and_others_are_shrunk_otherwise():
    first, second, third = (
        enlarged_again(_enlarged, PHOTOGRAPH, np.random.default_rng(seed)) for seed in (1, 1, 2)
    )
    assert (first == second).all()
    assert (first != third).any()


def test_a_missing_package_or_network_is_told_with_what_to_do(tmp_path, capsys):
    (tmp_path / "SOURCES.csv").write_text("path,label,generator,width,height\n")
    twins = tmp_path / "twins"
    status = main(["twins", "--images", str(tmp_path), "--twins", str(twins), "--decoder-steps",
                   "1", "--networks", str(tmp_path)])  # fmt: skip
    told = capsys.readouterr().err
    assert status == 1
    assert "pip install ncnn" in told or "realesrgan-x4plus.param cannot be read" in told
