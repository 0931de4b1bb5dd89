from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from skimage.color import rgb2lab

from quiz.item import LEVELS, Kind
from quiz.making.difficulty import edit_clues, levels, measure, photograph_clues, write_level

HEIGHT, WIDTH = 96, 144
GREY = np.full((HEIGHT, WIDTH, 3), 128, np.uint8)
NOISE = np.random.default_rng(1).integers(90, 166, GREY.shape, np.uint8)
SQUARE = np.zeros((HEIGHT, WIDTH), bool)
SQUARE[30:60, 50:90] = True


def painted(picture, mask, colour):
    out = picture.copy()
    out[mask] = colour
    return out


def test_edit_clues_give_the_area_as_a_share():
    clues = edit_clues(painted(GREY, SQUARE, 140), GREY, SQUARE)
    assert clues["area"] == pytest.approx(30 * 40 / (HEIGHT * WIDTH))


def test_edit_clues_measure_contrast_as_the_mean_difference_of_lightness():
    picture = painted(NOISE, SQUARE, (200, 40, 60))
    expected = np.abs(rgb2lab(picture) - rgb2lab(NOISE))[..., 0][SQUARE].mean()
    assert edit_clues(picture, NOISE, SQUARE)["contrast"] == pytest.approx(expected, rel=0.01)


@pytest.mark.parametrize("clue", ["sharpness", "noise"])
def test_edit_clues_see_a_smooth_patch_in_a_grainy_picture(clue):
    unlike = edit_clues(painted(NOISE, SQUARE, 128), NOISE, SQUARE)
    alike = edit_clues(np.where(SQUARE[..., None], NOISE[::-1, ::-1], NOISE), NOISE, SQUARE)
    assert unlike[clue] > 1 > 0.2 > alike[clue]


def test_edit_clues_compare_a_picture_changed_as_a_whole_with_its_original():
    everywhere = np.ones_like(SQUARE)
    clues = edit_clues(GREY, NOISE, everywhere)
    assert set(clues) == {"contrast", "sharpness", "noise"}
    assert clues["noise"] > 1
    assert edit_clues(NOISE, NOISE, everywhere) == {"contrast": 0, "sharpness": 0, "noise": 0}


def test_photograph_clues_of_a_flat_grey_picture():
    assert photograph_clues(GREY, odd=True) == {
        "odd": 1,
        "colourfulness": 0,
        "symmetry": -1,
        "smoothness": 1,
    }


def test_photograph_clues_follow_colour_and_grain():
    plain, gaudy = (
        photograph_clues(NOISE, False),
        photograph_clues(NOISE * np.uint8([1, 1, 0]), False),
    )
    assert plain["smoothness"] == 0
    assert gaudy["colourfulness"] > plain["colourfulness"] > 0


def test_colourfulness_of_one_colour_is_the_papers():
    red = painted(GREY, SQUARE | True, (255, 0, 0))
    # One colour has no spread, so M is 0.3 of the mean's length: red-green 255, yellow-blue 127.5.
    assert photograph_clues(red, False)["colourfulness"] == pytest.approx(0.3 * 127.5 * 5**0.5)


@pytest.mark.parametrize("turn", [0, 1])
def test_symmetry_finds_a_mirror_in_either_direction(turn):
    half = np.rot90(NOISE, turn)[: (HEIGHT, WIDTH)[turn] // 2]
    mirrored = np.ascontiguousarray(np.rot90(np.vstack([half, half[::-1]]), -turn))
    assert photograph_clues(mirrored, False)["symmetry"] > 0.95
    assert photograph_clues(NOISE, False)["symmetry"] < 0.6


@given(st.dictionaries(st.text("abcdef", min_size=1), st.floats(-1e6, 1e6), min_size=1))
def test_levels_are_given_to_equal_numbers_and_rise_with_the_clue(values):
    found = levels({item_id: {"x": value} for item_id, value in values.items()})
    assert set(found) == set(values)
    counts = [Counter(found.values())[level] for level in LEVELS]
    assert max(counts) - min(counts) <= 1
    by_value = sorted(values, key=values.get)
    assert all(
        found[one] <= found[other]
        for one, other in zip(by_value, by_value[1:], strict=False)
        if values[one] < values[other]
    )


def test_levels_judge_by_the_clues_that_a_picture_has():
    clues = {f"p{n}": {"x": float(n), "y": float(n)} for n in range(4)}
    assert levels(clues | {"top": {"y": 9.0}}) == levels(clues | {"top": {"x": 9.0, "y": 9.0}})


def test_odd_pictures_count_as_harder():
    clues = {f"p{n}": {"odd": float(n == 0), "x": 0.5} for n in range(5)}
    assert levels(clues)["p0"] == 5


@pytest.fixture
def measured_pack(make_item, make_pack, tmp_path):
    """Five fakes with ever larger patches, a real picture, and one with a caption."""
    items = []
    for n in range(5):
        mask = np.zeros_like(SQUARE)
        mask[20:60, 30 : 50 + 10 * n] = True
        item = make_item(f"patch-{n}", Kind.RETOUCH)
        paths = {name: tmp_path / f"{n}-{name}.png" for name in ("picture", "original", "mask")}
        pixels = (painted(NOISE, mask, 150 + 20 * n), NOISE, mask)
        for path, array in zip(paths.values(), pixels, strict=True):
            Image.fromarray(array).save(path)
        items.append(replace(item, **paths))
    plain = replace(make_item("plain"), picture=items[0].original)
    story = replace(make_item("story", Kind.CONTEXT, caption="A story"), picture=plain.picture)
    return make_pack(*items, plain, story)


def test_measure_takes_the_largest_edit_with_most_contrast_and_traces_for_the_easiest(
    measured_pack,
):
    traces = {item.picture.read_bytes(): n for n, item in enumerate(measured_pack.items)}
    found = measure(measured_pack, traces.get)
    assert [found[f"patch-{n}"] for n in range(5)] == [5, 4, 3, 2, 1]


def test_measure_asks_the_detector_about_each_delivered_file(measured_pack):
    asked = []

    def suspicion(data):
        asked.append(data)
        return 0.0

    measure(measured_pack, suspicion)
    measured = [item for item in measured_pack.items if not item.caption]
    assert asked == [item.picture.read_bytes() for item in measured]


def test_measure_leaves_pictures_with_a_caption_to_people(measured_pack):
    assert "story" not in measure(measured_pack, lambda data: 0.0)


ITEM = (
    'id = "a"\nkind = "real"\n{more}alt = "difficulty = 9"\n\n[making]\nkind = 1\ndifficulty = 9\n'
)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "difficulty = 4\n"),
        ('subject = "food"\n', 'subject = "food"\ndifficulty = 4\n'),
        ("odd = true\ndifficulty = 1 # why\n", "odd = true\ndifficulty = 4 # why\n"),
    ],
)
def test_write_level_changes_nothing_else_and_nothing_twice(tmp_path, before, after):
    path = tmp_path / "a.toml"
    path.write_text(ITEM.format(more=before))
    assert write_level(path, 4)
    assert path.read_text() == ITEM.format(more=after)
    assert not write_level(path, 4)
    assert path.read_text() == ITEM.format(more=after)
