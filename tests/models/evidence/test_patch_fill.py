import numpy as np
import pytest
from PIL import Image

from models.analysis import LEAST_SIDE, Region
from models.evidence.patch_fill import MEASURED_SIDE, doubles, examine
from quiz.making.operations.removal import fill_by_donor, fill_by_patches
from tests.benchmarks.innocent import captioned
from tests.models.evidence.conftest import draw_scene

HOLE = Region(x=180, y=120, width=110, height=90)
# As strong as no clean scene comes near.
CLEAR = 20.0


def _hole(shape):
    hole = np.zeros(shape[:2], dtype=bool)
    down, across = np.ogrid[-1 : 1 : HOLE.height * 1j, -1 : 1 : HOLE.width * 1j]
    hole[HOLE.y : HOLE.y + HOLE.height, HOLE.x : HOLE.x + HOLE.width] = down**2 + across**2 <= 1
    return hole


@pytest.fixture(scope="module")
def filled():
    """The scene, where it was filled in, and the filled picture."""
    pixels = draw_scene(0)
    hole = _hole(pixels.shape)
    return pixels, hole, fill_by_patches(pixels, hole, ~hole)


@pytest.mark.parametrize(
    ("options", "least"),
    [
        ({"format": "PNG"}, 0.5),
        ({"format": "JPEG", "quality": 95}, 0.3),
        ({"format": "WEBP", "quality": 95}, 0.1),
    ],
)
def test_hole_filled_with_pieces_is_found(options, least, filled, saved):
    pixels, hole, picture = filled
    assert examine(saved(pixels, **options)).raw_score < CLEAR
    found = examine(saved(picture, **options))
    assert found.raw_score > CLEAR
    assert found.figures["pieces"] > 1
    marked = found.map.pixels() > 0
    assert marked[hole].mean() > least
    # No more beside it than where its pieces came from.
    assert marked[~hole].mean() < 1.2 * hole.mean()
    box = found.region
    assert hole[box.y + box.height // 2, box.x + box.width // 2]


def test_piece_with_bent_tones_from_one_place_is_found(scene, saved):
    pixels = scene(1)
    picture = fill_by_donor(pixels, _hole(pixels.shape), (-150, 60))
    found = examine(saved(picture))
    assert found.raw_score > CLEAR
    assert found.figures["correlation"] > 0.9
    hole = _hole(pixels.shape)
    assert found.figures["area"] == pytest.approx(hole.mean(), rel=0.3)
    # The place it came from looks as it does.
    source = np.roll(hole, (60, -150), axis=(0, 1))
    assert all((found.map.pixels() > 0)[place].mean() > 0.6 for place in (hole, source))


@pytest.mark.parametrize("seed", range(3))
def test_clean_scene_has_no_such_part(seed, scene, saved):
    found = examine(saved(scene(seed)))
    assert found.raw_score < CLEAR


def test_doubles_lie_where_the_copy_was_put():
    detail = np.random.default_rng(0).normal(0, 3, (300, 400)).astype(np.float32)
    detail[200:240, 300:350] = detail[50:90, 60:110]
    found = doubles(detail)
    assert found
    assert {double[2:] for double in found} == {(150, 240)}
    assert all(48 <= double.top <= 90 and 48 <= double.left <= 110 for double in found)


def test_rows_of_alike_windows_are_no_fill(saved):
    wall = np.full((384, 512), 170.0)
    for top in range(24, 360, 36):
        for left in range(24, 480, 40):
            wall[top : top + 22, left : left + 18] = 60
            wall[top + 10 : top + 12, left : left + 18] = 200
    random = np.random.default_rng(0)
    photograph = wall[:, :, None] + random.normal(scale=3, size=(384, 512, 3))
    found = examine(saved(np.clip(photograph, 0, 255).astype(np.uint8)))
    assert found.raw_score < CLEAR


def test_middle_of_a_large_picture_is_measured(scene, saved):
    pixels = np.tile(scene(2), (3, 3, 1))
    found = examine(saved(pixels))
    assert found.map.pixels().shape == pixels.shape[:2]
    assert found.figures["share"] == pytest.approx(MEASURED_SIDE**2 / pixels[..., 0].size)


def test_too_small_and_even_pictures_are_not_measured(scene, saved):
    assert examine(saved(scene(0)[: LEAST_SIDE - 1])).abstained == "too-small"
    assert examine(saved(np.full((200, 200, 3), 90, np.uint8))).abstained == "too-smooth"


def test_woven_cloth_is_no_fill(scene, saved):
    random = np.random.default_rng(3)
    thread = random.normal(0, 12, (12, 14))
    weave = np.tile(thread, (9, 10))
    pixels = scene(0).astype(float)
    pixels[150 : 150 + weave.shape[0], 200 : 200 + weave.shape[1]] += weave[:, :, None]
    picture = np.clip(np.rint(pixels), 0, 255).astype(np.uint8)
    assert examine(saved(picture)).raw_score < CLEAR


@pytest.mark.parametrize("bar", [(10, 10, 10), (255, 255, 255), None])
@pytest.mark.parametrize("options", [{"format": "PNG"}, {"format": "JPEG", "quality": 85}])
def test_letters_of_a_caption_are_no_pieces(bar, options, scene, saved):
    for seed in range(3):
        picture = captioned(Image.fromarray(scene(seed, 576, 768)), bar)
        assert examine(saved(np.asarray(picture), **options)).raw_score < CLEAR


def test_caption_hides_no_filled_hole(filled, saved):
    _, hole, picture = filled
    found = examine(saved(np.asarray(captioned(Image.fromarray(picture), None))))
    assert found.raw_score > CLEAR
    assert (found.map.pixels() > 0)[hole].mean() > 0.5
