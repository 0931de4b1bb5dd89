import io

import cv2
import numpy as np
import pytest
from PIL import Image

from models.analysis import Region
from models.evidence._jpeg import block_coefficients, luma_quantisation, standard_quantisation
from models.evidence.double_compression import earlier_quality, examine
from models.image import open_image

CLEAR = 0.3
BOX = Region(x=160, y=120, width=160, height=160)


def _spliced(pixels: np.ndarray, other: np.ndarray) -> np.ndarray:
    part = np.s_[BOX.y : BOX.y + BOX.height, BOX.x : BOX.x + BOX.width]
    spliced = pixels.copy()
    spliced[part] = other[part]
    return spliced


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize(("first", "last"), [(70, 90), (60, 85), (80, 95)])
def test_double_compression_finds_the_first_quality(seed, first, last, scene, saved):
    once = saved(scene(seed), "JPEG", quality=first)
    found = examine(saved(once.pixels, "JPEG", quality=last))
    assert found.figures["fit"] > CLEAR
    assert found.figures["first_quality"] == first
    # Being saved twice all over is no sign.
    assert (found.raw_score, found.region) == (0.0, None)


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("quality", [60, 75, 90, 95])
def test_double_compression_is_silent_after_a_single_save(seed, quality, scene, saved):
    found = examine(saved(scene(seed), "JPEG", quality=quality))
    assert (found.raw_score, found.region) == (0.0, None)
    assert found.figures["fit"] < CLEAR


@pytest.mark.parametrize("seed", range(2))
def test_double_compression_shows_where_the_first_save_is_missing(seed, scene, saved, overlap):
    once = saved(scene(seed), "JPEG", quality=70).pixels
    found = examine(saved(_spliced(once, scene(seed + 50)), "JPEG", quality=90))
    assert overlap(found.region, BOX) > 0.6
    assert found.raw_score > 20
    share = BOX.width * BOX.height / found.map.pixels().size
    assert found.figures["missing"] == pytest.approx(share, abs=0.05)


@pytest.mark.parametrize("last", [90, 95])
def test_double_compression_takes_equal_steps_for_no_earlier_jpeg(
    last, scene, saved, with_equal_steps
):
    # An AVIF's blocks of 8 pixels keep to such; a JPEG's steps grow with the frequency.
    once = with_equal_steps(scene(0), 12.0)
    found = examine(saved(_spliced(once, scene(50)), "JPEG", quality=last))
    assert (found.raw_score, found.figures["first_quality"]) == (0.0, 0)


def test_double_compression_follows_a_turned_picture(scene, saved):
    once = saved(scene(0), "JPEG", quality=70).pixels
    file = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6
    stored = _spliced(once, scene(50))
    Image.fromarray(stored).save(file, "JPEG", quality=90, exif=exif)
    straight = examine(saved(stored, "JPEG", quality=90))
    found = examine(open_image(file.getvalue()))
    assert found.raw_score == pytest.approx(straight.raw_score)
    np.testing.assert_array_equal(found.map.pixels(), np.rot90(straight.map.pixels(), -1))


@pytest.mark.parametrize("format", ["PNG", "WEBP"])
@pytest.mark.parametrize("orientation", [3, 6])
def test_earlier_grid_is_sought_in_the_rows_as_they_are_stored(format, orientation, scene, saved):
    once = saved(scene(1), "JPEG", quality=70).pixels[3:, 5:]
    exif = Image.Exif()
    exif[0x0112] = orientation
    straight, turned = saved(once, format), saved(once, format, exif=exif)
    assert turned.orientation == orientation
    assert examine(turned).raw_score == examine(straight).raw_score
    assert examine(turned).figures == examine(straight).figures


@pytest.mark.parametrize("shift", [(0, 0), (5, 3), (1, 6)])
def test_double_compression_finds_an_earlier_grid_in_a_png(shift, scene, saved):
    across, down = shift
    once = saved(scene(1), "JPEG", quality=70).pixels
    found = examine(saved(np.ascontiguousarray(once[8 - down :, 8 - across :])))
    assert (found.figures["shift_across"], found.figures["shift_down"]) == shift
    assert found.figures["first_quality"] == 70


def test_double_compression_finds_no_grid_in_a_fresh_png(scene, saved):
    found = examine(saved(scene(1)))
    assert (found.figures["shift_across"], found.figures["first_quality"]) == (-1, 0)


@pytest.mark.parametrize("quality", [20, 60, 90])
def test_double_compression_does_not_take_the_blocks_of_a_webp_for_an_earlier_jpeg(
    quality, scene, saved
):
    found = examine(saved(scene(1), "WEBP", quality=quality))
    assert (found.figures["shift_across"], found.figures["shift_down"]) == (-1, -1)
    assert found.raw_score < 0.04


def test_double_compression_finds_an_earlier_grid_beside_the_blocks_of_a_webp(scene, saved):
    once = saved(scene(1), "JPEG", quality=50).pixels
    found = examine(saved(np.ascontiguousarray(once[3:, 6:]), "WEBP", quality=95))
    assert (found.figures["shift_across"], found.figures["shift_down"]) == (2, 5)


@pytest.mark.parametrize("quality", [50, 65, 80])
def test_earlier_quality_names_the_quality_of_a_decoded_jpeg(quality, scene, saved):
    found = earlier_quality(saved(scene(2), "JPEG", quality=quality).luma)
    # Neighbouring qualities can round to the same coarse steps.
    assert found == pytest.approx(quality, abs=1)


def test_earlier_quality_is_none_without_an_earlier_save(scene, saved):
    assert earlier_quality(saved(scene(2)).luma) is None


@pytest.mark.parametrize("quality", [1, 25, 49, 50, 51, 75, 90, 100])
def test_standard_quantisation_is_what_libjpeg_writes(quality, scene, saved):
    written = luma_quantisation(saved(scene(0, 32, 32), "JPEG", quality=quality))
    np.testing.assert_array_equal(written, standard_quantisation(quality))


def test_block_coefficients_agree_with_opencv():
    plane = np.random.default_rng(0).uniform(0, 255, (24, 40)).astype(np.float32)
    block = cv2.dct(plane[8:16, 16:24] - 128)
    np.testing.assert_allclose(block_coefficients(plane)[1, 2], block, atol=1e-3)
