import cv2
import numpy as np
import pytest
from PIL import Image

from models.analysis import Region
from models.evidence.copy_move import (
    MAX_PIXELS,
    examine,
    keypoints,
    matched,
    mirrored,
    movements,
)
from models.image import open_image
from quiz.installed import load_packs
from tests.benchmarks.innocent import captioned

# As strong as nothing is that was not copied.
CLEAR = 30.0
SOURCE = Region(x=40, y=60, width=110, height=110)
TARGET = Region(x=340, y=190, width=110, height=110)


def _part(box: Region) -> tuple[slice, slice]:
    return np.s_[box.y : box.y + box.height, box.x : box.x + box.width]


def _cloned(pixels: np.ndarray, turn: float = 0.0) -> np.ndarray:
    source = Image.fromarray(pixels).rotate(
        turn, Image.Resampling.BICUBIC,
        center=(SOURCE.x + SOURCE.width / 2, SOURCE.y + SOURCE.height / 2),
    )  # fmt: skip
    cloned = pixels.copy()
    cloned[_part(TARGET)] = np.asarray(source)[_part(SOURCE)]
    return cloned


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("options", [{"format": "PNG"}, {"format": "JPEG", "quality": 85}])
def test_copy_move_finds_both_places_of_a_clone(seed, options, scene, saved):
    found = examine(saved(_cloned(scene(seed)), **options))
    moved = np.hypot(TARGET.x - SOURCE.x, TARGET.y - SOURCE.y)
    assert found.figures["moved"] == pytest.approx(moved, abs=2)
    marked = found.map.pixels() > 0
    for box in (SOURCE, TARGET):
        assert marked[_part(box)].mean() > 0.4
        marked[_part(box)] = False
    assert marked.mean() < 0.01


def test_box_lies_around_the_copy_and_not_where_a_few_pixels_agree_best():
    palace = load_packs()["starter"].item("castle-by-lake")
    found = examine(open_image(palace.picture.read_bytes()))
    share = found.region.width * found.region.height / found.map.pixels().size
    assert share > found.figures["area"]


def test_copy_move_tells_the_distance_in_pixels_of_a_picture_that_it_searched_smaller(scene, saved):
    pixels = scene(1, 800, 1100)
    assert pixels[:, :, 0].size > MAX_PIXELS
    source, target = _part(Region(60, 80, 200, 200)), _part(Region(700, 480, 200, 200))
    pixels[target] = pixels[source]
    found = examine(saved(pixels))
    assert found.figures["moved"] == pytest.approx(np.hypot(640, 400), abs=4)
    assert all((found.map.pixels()[part] > 0).mean() > 0.4 for part in (source, target))


@pytest.mark.parametrize("seed", range(3))
def test_copy_move_is_silent_on_the_clean_twin(seed, scene, saved):
    found = examine(saved(scene(seed)))
    assert (found.raw_score, found.region, found.figures["area"]) == (0.0, None, 0.0)
    assert not found.map.pixels().any()


@pytest.mark.parametrize("turn", [20, -45])
def test_copy_move_finds_a_turned_clone(turn, scene, saved):
    found = examine(saved(_cloned(scene(1), turn)))
    assert abs(found.figures["turned"]) == pytest.approx(abs(turn), abs=1)
    assert found.figures["scaled"] == pytest.approx(1, abs=0.02)


@pytest.mark.parametrize("seed", range(3))
def test_copy_move_finds_a_mirrored_clone_and_says_so(seed, scene, saved):
    pixels = scene(seed)
    cloned = pixels.copy()
    cloned[_part(TARGET)] = pixels[_part(SOURCE)][:, ::-1]
    found = examine(saved(cloned))
    # Half a pixel beside its place it would agree by 0.8.
    assert found.figures["correlation"] > 0.95
    assert (found.figures["mirrored"], found.figures["turned"]) == (1, pytest.approx(0, abs=1))
    assert found.figures["scaled"] == pytest.approx(1, abs=0.02)
    assert all((found.map.pixels() > 0)[_part(box)].mean() > 0.4 for box in (SOURCE, TARGET))


@pytest.mark.parametrize("seed", range(3))
def test_clone_is_marked_as_a_whole_where_a_save_left_little_of_its_grain(seed, scene, saved):
    pixels = scene(seed)
    # Blurred but for a corner: there alone, a fifth of the part, is grain left to find it by.
    soft = cv2.GaussianBlur(pixels, (0, 0), 2)
    corner = np.s_[SOURCE.y : SOURCE.y + 50, SOURCE.x : SOURCE.x + 50]
    soft[corner] = pixels[corner]
    found = examine(saved(_cloned(soft), format="JPEG", quality=75))
    marked = found.map.pixels() > 0
    assert all(marked[_part(box)].mean() > 0.6 for box in (SOURCE, TARGET))
    marked[_part(SOURCE)] = marked[_part(TARGET)] = False
    assert marked.mean() < 0.02


def test_clone_of_a_faint_lawn_is_found_beside_a_bold_fence(saved):
    random = np.random.default_rng(0)
    pixels = np.full((512, 768), 120.0)
    pixels[:256] = cv2.GaussianBlur(random.normal(0, 9, (256, 768)), (0, 0), 1.2) * 3 + 120
    pixels[256:] = random.choice([20, 230], (64, 192)).repeat(4, 0).repeat(4, 1)
    pixels[60:150, 500:620] = pixels[100:190, 120:240]
    found = examine(saved(np.repeat(pixels.clip(0, 255).astype(np.uint8)[..., None], 3, 2)))
    assert found.figures["moved"] == pytest.approx(np.hypot(380, 40), abs=2)


def test_place_and_its_mirror_image_are_described_as_mirrored(scene):
    luma = scene(0).mean(axis=2).astype(np.float32)
    places, descriptors = keypoints(luma)
    others, reflected = keypoints(np.ascontiguousarray(luma[:, ::-1]))
    best = (mirrored(descriptors) @ reflected.T).argmax(axis=1)
    there = others[best] * [-1, 1] + [luma.shape[1] - 1, 0]
    assert np.mean(np.hypot(*(there - places).T) < 2) > 0.9


def test_nothing_to_match_gives_no_pairs_and_no_movements():
    places, descriptors = keypoints(np.full((200, 300), 90, np.float32))
    pairs = matched(places, descriptors, descriptors)
    assert [len(each) for each in pairs] == [0, 0]
    assert movements(*pairs) == []


def test_copy_move_believes_rows_of_alike_windows(saved):
    wall = np.full((384, 512), 170.0)
    for top in range(24, 360, 72):
        for left in range(24, 480, 80):
            wall[top : top + 44, left : left + 36] = 60
            wall[top : top + 44, left + 17 : left + 19] = 200
            wall[top + 20 : top + 22, left : left + 36] = 200
    random = np.random.default_rng(0)
    photograph = wall[:, :, None] + random.normal(scale=3, size=(384, 512, 3))
    found = examine(saved(np.clip(photograph, 0, 255).astype(np.uint8)))
    assert found.figures["area"] < 0.01


@pytest.mark.parametrize("bar", [(10, 10, 10), (255, 255, 255), None])
@pytest.mark.parametrize("seed", range(3))
def test_letters_of_a_caption_are_no_copies_and_hide_none(bar, seed, scene, saved):
    def examined(pixels):
        return examine(saved(np.asarray(captioned(Image.fromarray(pixels), bar))))

    pixels = scene(seed, 576, 768)
    assert examined(pixels).raw_score < CLEAR
    copied = pixels.copy()
    copied[_part(TARGET)] = pixels[_part(SOURCE)]
    found = examined(copied)
    assert found.raw_score > 2 * CLEAR
    middle = found.region.x + found.region.width / 2, found.region.y + found.region.height / 2
    assert any(
        box.x < middle[0] < box.x + box.width and box.y < middle[1] < box.y + box.height
        for box in (SOURCE, TARGET)
    )


def test_movements_recovers_a_similarity_among_wrong_pairs():
    random = np.random.default_rng(0)
    sources = random.uniform(0, 500, (60, 2))
    turn = np.radians(30)
    matrix = 1.2 * np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    targets = sources @ matrix.T + [40, -25]
    targets[40:] = random.uniform(0, 500, (20, 2))
    best = movements(sources.astype(np.float32), targets.astype(np.float32))[0]
    np.testing.assert_allclose(best[:, :2], matrix, atol=1e-3)
    np.testing.assert_allclose(best[:, 2], [40, -25], atol=0.2)
