import numpy as np
import pytest
from PIL import Image
from scipy import fft

from models.analysis import Region
from models.evidence.grid_shift import examine, grid_votes

BOX = Region(x=203, y=117, width=130, height=130)


def _spliced(pixels: np.ndarray, other: np.ndarray) -> np.ndarray:
    part = np.s_[BOX.y : BOX.y + BOX.height, BOX.x : BOX.x + BOX.width]
    spliced = pixels.copy()
    spliced[part] = other[part]
    return spliced


def _shifted(pixels: np.ndarray, saved, across: int, down: int, quality: int = 80) -> np.ndarray:
    shifted = pixels.copy()
    shifted[down:, across:] = saved(pixels[down:, across:], "JPEG", quality=quality).pixels
    return shifted


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize(("across", "down"), [(3, 5), (0, 1), (4, 4)])
def test_grid_shift_finds_a_part_out_of_step(seed, across, down, scene, saved, overlap):
    once = saved(scene(seed), "JPEG", quality=80).pixels
    found = examine(saved(_spliced(once, _shifted(scene(seed), saved, across, down))))
    assert found.raw_score > 10
    assert overlap(found.region, BOX) > 0.5
    assert (found.figures["across"], found.figures["down"]) == (across, down)


@pytest.mark.parametrize(("orientation", "shift"), [(1, (3, 5)), (3, (5, 3)), (6, (3, 3))])
def test_grid_shift_tells_the_shift_as_it_is_seen_upright(orientation, shift, scene, saved):
    # Upside down, 3 to the right are 3 to the left, and so 5 to the right of the next square; a
    # quarter turn makes 5 down 5 to the left.
    once = saved(scene(0), "JPEG", quality=80).pixels
    exif = Image.Exif()
    exif[0x0112] = orientation
    found = examine(saved(_spliced(once, _shifted(scene(0), saved, 3, 5)), exif=exif))
    assert (found.figures["across"], found.figures["down"]) == shift


@pytest.mark.parametrize("seed", range(2))
def test_grid_shift_finds_a_jpeg_part_in_a_picture_that_never_was_one(seed, scene, saved, overlap):
    found = examine(saved(_spliced(scene(seed), _shifted(scene(seed + 50), saved, 2, 7))))
    assert found.raw_score > 10
    assert overlap(found.region, BOX) > 0.5


@pytest.mark.parametrize("options", [
    {"format": "PNG"}, {"format": "JPEG", "quality": 75}, {"format": "WEBP", "quality": 80},
])  # fmt: skip
def test_grid_shift_is_silent_on_a_whole_picture(options, scene, saved):
    assert examine(saved(scene(3), **options)).raw_score < 2


def test_grid_shift_takes_a_cropped_picture_for_whole(scene, saved):
    once = saved(scene(4), "JPEG", quality=80).pixels
    cropped = np.ascontiguousarray(once[3:, 5:])
    assert examine(saved(cropped)).raw_score < 2
    twice = examine(saved(_spliced(cropped, _shifted(scene(4)[3:, 5:], saved, 1, 1))))
    # The rest begins 3 and 5 pixels into a block, the part 7 further on in both directions.
    assert (twice.figures["across"], twice.figures["down"]) == (6, 4)


def test_grid_votes_agree_with_counting_zeros_block_by_block():
    pixels = np.random.default_rng(0).integers(0, 3, (24, 24)).astype(np.float32) + 100
    pixels[5:13, 9:17] = 100  # one block of which every pattern is nothing
    votes = grid_votes(pixels)
    zeros = {
        (row, column): int(
            (np.abs(fft.dctn(pixels[row : row + 8, column : column + 8], norm="ortho"))[2:, 2:]
             < 0.5).sum()
        )
        for row in range(17) for column in range(17)
    }  # fmt: skip
    for row, column in [(8, 12), (5, 9), (12, 16), (10, 10)]:
        containing = {
            origin: count for origin, count in zeros.items()
            if 0 <= row - origin[0] < 8 and 0 <= column - origin[1] < 8
        }  # fmt: skip
        best = max(containing, key=containing.__getitem__)
        assert votes[row, column] == 8 * (best[0] % 8) + best[1] % 8
    assert (votes[5:13, 9:17] == 8 * 5 + 1).all()


def test_grid_votes_are_withheld_where_blocks_do_equally_well():
    # In a corner there is but one block to vote for.
    assert (grid_votes(np.full((64, 64), 100, np.float32))[8:-8, 8:-8] == 64).all()
