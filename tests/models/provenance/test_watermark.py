import os
from contextlib import suppress
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from skimage import data

from models.image import ImageRefusedError, open_image
from models.provenance.watermark import (
    BITS,
    LEAST_MATCHED,
    MESSAGE,
    Watermark,
    best_match,
    read_watermark,
)
from tests.models.provenance.watermark_encoder import mark

PHOTOGRAPH = data.astronaut()[:400]
PHOTOGRAPHS = {
    "astronaut": PHOTOGRAPH,
    "cat": data.chelsea(),
    "coffee": data.coffee(),
    "rocket": data.rocket(),
}


@pytest.fixture(scope="module")
def marked():
    return mark(PHOTOGRAPH, MESSAGE)


def saved(pixels: np.ndarray, format: str, **options: object) -> np.ndarray:
    file = BytesIO()
    Image.fromarray(pixels).save(file, format, **options)
    return np.asarray(Image.open(file).convert("RGB"))


def test_message_is_that_of_diffusers():
    # Read, not imported: the import takes half a minute.
    folder = Path(find_spec("diffusers").origin).parent / "pipelines/stable_diffusion_xl"
    assert f"WATERMARK_MESSAGE = 0b{MESSAGE}\n" in (folder / "watermark.py").read_text()


def test_mark_is_found_and_cannot_be_seen(marked):
    assert read_watermark(marked) == Watermark(BITS)
    assert np.abs(marked.astype(int) - PHOTOGRAPH).mean() < 1.5


def test_mark_of_the_wrong_colour_order_is_found():
    old = mark(PHOTOGRAPH, MESSAGE, is_colour_order_wrong=True)
    assert read_watermark(old).matched == BITS


def test_marks_of_the_library_itself_are_read():
    library = pytest.importorskip("imwatermark", reason="invisible-watermark is not installed")
    encoder = library.WatermarkEncoder()
    encoder.set_watermark("bits", [int(bit) for bit in MESSAGE])
    colours = np.ascontiguousarray(PHOTOGRAPH[:, :, ::-1], dtype=np.float32)
    theirs = encoder.encode(colours, "dwtDct")[:, :, ::-1].round().clip(0, 255).astype(np.uint8)
    assert read_watermark(theirs).matched == BITS


@pytest.mark.parametrize("name", PHOTOGRAPHS)
def test_no_mark_is_found_where_none_is(name):
    assert read_watermark(PHOTOGRAPHS[name]) is None


def test_another_message_is_not_taken_for_the_mark():
    other = "".join("01"[bit] for bit in np.random.default_rng(1).integers(0, 2, BITS))
    assert read_watermark(mark(PHOTOGRAPH, other)) is None


@pytest.mark.parametrize("value", [0, 13, 127, 255])
@pytest.mark.parametrize("colour", [(1, 1, 1), (0, 0, 1), (1, 0, 0)])
def test_flat_pictures_hold_no_mark(value, colour):
    flat = np.full((300, 300, 3), np.array(colour) * value, dtype=np.uint8)
    assert read_watermark(flat) is None


@pytest.mark.parametrize(
    ("change", "is_kept"),
    [
        (lambda pixels: saved(pixels, "PNG"), True),
        (lambda pixels: saved(pixels, "WEBP", lossless=True), True),
        (lambda pixels: saved(pixels, "JPEG", quality=90, subsampling=0), True),
        (lambda pixels: pixels[:-80], True),
        (lambda pixels: saved(pixels, "JPEG", quality=90), False),
        (lambda pixels: saved(pixels, "JPEG", quality=75), False),
        (lambda pixels: pixels[8:], False),
        (lambda pixels: pixels[:, 8:], False),
        (lambda pixels: pixels[:, ::-1], False),
        (lambda pixels: np.asarray(Image.fromarray(pixels).resize((480, 380))), False),
    ],
    ids=["png", "webp", "jpeg 4:4:4", "cut below", "jpeg 90", "jpeg 75", "cut above", "cut left",
         "mirrored", "smaller"],
)  # fmt: skip
def test_mark_lives_as_long_as_the_explanation_says(change, is_kept, marked):
    assert (read_watermark(change(marked)) is not None) == is_kept


def test_chance_is_that_of_tossed_coins():
    # One way to match all 48, and 48 ways to miss one, in two orders of the colours.
    assert Watermark(48).chance == 2 / 2**48
    assert Watermark(47).chance == 2 * 49 / 2**48
    assert Watermark(LEAST_MATCHED).chance < 1e-6 < Watermark(LEAST_MATCHED - 1).chance
    assert Watermark(0).chance == 1


@given(st.integers(1, 300), st.integers(1, 300))
def test_read_watermark_takes_any_size(height, width):
    noise = np.random.default_rng(0).integers(0, 256, (height, width, 3), dtype=np.uint8)
    assert read_watermark(noise) is None


def test_a_large_picture_is_read_from_its_upper_part(marked):
    # 384 rows hold the message a whole number of times. 4096 rows are the 2 million pixels read;
    # what lies below must not drown them.
    large = np.zeros((30_000, 512, 3), dtype=np.uint8)
    large[:4096] = np.tile(marked[:384], (11, 1, 1))[:4096]
    assert read_watermark(large).matched == BITS


@pytest.mark.parametrize("width", [5000, 100_000, 300_000])
def test_a_very_wide_picture_is_no_trouble(width):
    wide = np.zeros((300, width, 3), dtype=np.uint8)
    assert read_watermark(wide) is None


REAL = (
    Path(os.environ.get("SECOND_LOOK_SHARED", Path(__file__).parents[4] / "shared")) / "images/real"
)


@pytest.mark.skipif(not REAL.is_dir(), reason=f"no photographs in {REAL}")
def test_real_photographs_stay_well_below_the_threshold():
    # ``python -m tests.benchmarks.watermark`` tries all of them.
    best = []
    for path in sorted(REAL.rglob("*.*"))[::40]:
        with suppress(ImageRefusedError):
            pixels = open_image(path.read_bytes()).pixels
            best.append(best_match(pixels))
    assert len(best) >= 30
    assert max(best) <= LEAST_MATCHED - 3


def test_pictures_too_small_to_be_marked_are_not_looked_through():
    small = mark(np.ascontiguousarray(PHOTOGRAPH[:, :248]), MESSAGE)
    assert best_match(small) >= LEAST_MATCHED
    assert read_watermark(small) is None
