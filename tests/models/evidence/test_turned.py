"""What a trace points at turns with the picture, and what it measures does not."""

import cv2
import numpy as np
import pytest
from PIL import Image

from models.analysis import Region, artifacts

PART = np.s_[32:160, 48:192]


def _turned(orientation: int) -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = orientation
    return exif


def _planted(artifact: str, scene, saved) -> np.ndarray:
    """Return a picture that was saved before, of which one part was not, or on another grid."""
    pixels = saved(scene(1), "JPEG", quality=80).pixels.copy()
    other = scene(51)
    if artifact == "grid_shift":
        other[5:, 3:] = saved(other[5:, 3:], "JPEG", quality=80).pixels
    pixels[PART] = other[PART]
    return pixels


@pytest.mark.parametrize("artifact", ["error_level", "grid_shift"])
@pytest.mark.parametrize("orientation", [3, 5, 6])
def test_box_and_map_lie_on_the_part_however_the_file_is_turned(
    artifact, orientation, scene, saved, overlap
):
    exif = _turned(orientation)
    found = artifacts()[artifact].examine(saved(_planted(artifact, scene, saved), exif=exif))
    white = np.zeros((384, 512, 3), np.uint8)
    white[PART] = 255
    part = saved(white, exif=exif).pixels[:, :, 0] > 0
    assert overlap(found.region, Region(*cv2.boundingRect(part.astype(np.uint8)))) > 0.5
    assert found.map.pixels()[part].mean() > 3 * found.map.pixels()[~part].mean()


def test_blocks_that_white_has_cut_off_are_left_out_in_a_turned_file_too(scene, saved):
    lit = scene(1).astype(float)
    lit[200:, 300:] *= 1.7
    once = saved(np.clip(lit, 0, 255).astype(np.uint8), "JPEG", quality=80).pixels
    assert (once[200:, 300:] == 255).any(axis=2).mean() > 0.1
    straight, turned = (
        artifacts()["error_level"].examine(saved(once, exif=_turned(way))) for way in (1, 8)
    )
    assert turned.raw_score == pytest.approx(straight.raw_score, rel=1e-4)
    assert turned.figures == pytest.approx(straight.figures, rel=1e-4)
