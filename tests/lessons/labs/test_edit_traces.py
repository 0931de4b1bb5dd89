from io import BytesIO

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst
from PIL import Image

from lessons.labs.edit_traces import (
    LONGEST_SIDE,
    Edit,
    Place,
    Size,
    apply_edit,
    decode,
    error_map,
    map_picture,
    open_photograph,
    outlined,
    rank,
    rim,
    run,
    save_jpeg,
)

SIZES = st.tuples(st.integers(24, 90), st.integers(24, 90), st.just(3))
PHOTOGRAPHS = npst.arrays(np.uint8, SIZES)
PLACES = st.builds(
    Place,
    across=st.floats(0.1, 0.9),
    down=st.floats(0.1, 0.9),
    size=st.sampled_from(Size),
)
LEFT, MIDDLE, RIGHT = Place(0.25), Place(0.5), Place(0.75)


@pytest.fixture
def photograph():
    """Smooth ground with fine grain: 240 x 360 pixels."""
    grain = np.random.default_rng(1).normal(0, 4, (240, 360, 3))
    ramp = np.linspace(60, 190, 360)[None, :, None]
    return np.clip(ramp + grain, 0, 255).astype(np.uint8)


@pytest.fixture
def donor():
    """Coarse checks, unlike the photograph everywhere: 200 x 200 pixels."""
    checks = np.indices((200, 200)).sum(axis=0) // 5 % 2 * 200
    return np.repeat(checks[..., None], 3, axis=2).astype(np.uint8)


def brightness(jpeg: bytes) -> np.ndarray:
    """An analysis simple enough to foresee: how bright each pixel is."""
    return decode(jpeg).mean(axis=2, dtype=np.float32) / 255


@given(PHOTOGRAPHS, PHOTOGRAPHS, st.sampled_from(Edit), PLACES)
@settings(max_examples=60, deadline=None)
def test_apply_edit_changes_only_its_part(photograph, donor, edit, place):
    before = photograph.copy()
    edited = apply_edit(photograph, edit, place, donor)
    assert edited.pixels.shape == photograph.shape
    assert edited.pixels.dtype == np.uint8
    assert np.array_equal(edited.pixels[~edited.part], photograph[~edited.part])
    assert np.array_equal(photograph, before)


@given(PHOTOGRAPHS, PHOTOGRAPHS, st.sampled_from(Edit), PLACES)
@settings(max_examples=30, deadline=None)
def test_apply_edit_gives_the_same_picture_each_time(photograph, donor, edit, place):
    once = apply_edit(photograph, edit, place, donor)
    again = apply_edit(photograph, edit, place, donor)
    assert np.array_equal(once.pixels, again.pixels)


@pytest.mark.parametrize("edit", Edit)
def test_apply_edit_changes_most_of_its_part(photograph, donor, edit):
    coloured = photograph.copy()
    coloured[..., 2] //= 2
    edited = apply_edit(coloured, edit, MIDDLE, donor)
    changed = (edited.pixels != coloured).any(axis=2)
    assert changed[edited.part].mean() > 0.8


@pytest.mark.parametrize(("size", "radius"), [("small", 0.12), ("medium", 0.2), ("large", 0.3)])
@pytest.mark.parametrize(("across", "down"), [(0.3, 0.4), (0.5, 0.6), (0.75, 0.5)])
def test_apply_edit_puts_the_part_where_asked(photograph, donor, across, down, size, radius):
    place = Place(across, down, Size(size))
    part = apply_edit(photograph, Edit.SMOOTH, place, donor).part
    rows, columns = np.nonzero(part)
    assert columns.mean() == pytest.approx(across * 360, abs=1)
    assert rows.mean() == pytest.approx(down * 240, abs=1)
    assert part.mean() == pytest.approx(np.pi * radius**2 * 240**2 / (240 * 360), rel=0.05)


@pytest.mark.parametrize("place", [LEFT, MIDDLE, RIGHT], ids=lambda place: str(place.across))
@pytest.mark.parametrize("size", [(240, 360), (360, 240), (300, 300)])
def test_clone_repeats_pixels_from_inside_the_picture(place, size):
    # Every column has its own grey, so a pixel tells where it was taken from.
    columns = np.linspace(0, 255, size[1]).astype(np.uint8)
    photograph = np.broadcast_to(columns[None, :, None], (*size, 3)).copy()
    edited = apply_edit(photograph, Edit.CLONE, place, photograph)
    middle_row = edited.pixels[size[0] // 2, :, 0].astype(int)
    inside = np.nonzero(edited.part[size[0] // 2])[0]
    core = inside[len(inside) // 4 : -len(inside) // 4]
    # Taken over in order: greys rise across the core as they do in the photograph.
    assert (np.diff(middle_row[core]) >= 0).all()
    assert (middle_row[core] != photograph[size[0] // 2, core, 0]).all()


@pytest.mark.parametrize("size", Size)
@pytest.mark.parametrize("place", [LEFT, MIDDLE, RIGHT], ids=lambda place: str(place.across))
def test_clone_never_lands_on_the_squares_of_the_first_save(place, size):
    # A grey that names its column, at a height and width at which twice a radius is a multiple
    # of 16.
    columns = np.arange(640) % 256
    photograph = np.broadcast_to(columns[None, :, None], (427, 640, 3)).astype(np.uint8)
    here = Place(place.across, 0.5, size)
    edited = apply_edit(photograph, Edit.CLONE, here, photograph)
    middle = int(place.across * 640)
    shift = int(edited.pixels[213, middle, 0]) - int(photograph[213, middle, 0])
    assert shift % 2 == 1


def test_paste_takes_the_middle_of_the_donor(photograph):
    red_middle = np.zeros((90, 90, 3), dtype=np.uint8)
    red_middle[30:60, 30:60, 0] = 255
    edited = apply_edit(photograph, Edit.PASTE, RIGHT, red_middle)
    assert edited.pixels[120, 270].tolist() == [255, 0, 0]


def test_paste_follows_the_place_up_and_down(photograph):
    red_middle = np.zeros((90, 90, 3), dtype=np.uint8)
    red_middle[30:60, 30:60, 0] = 255
    edited = apply_edit(photograph, Edit.PASTE, Place(0.4, 0.3, Size.SMALL), red_middle)
    assert edited.pixels[72, 144].tolist() == [255, 0, 0]


def test_remove_fills_the_hole_from_its_rim(donor):
    ground = np.full((240, 360, 3), (60, 120, 60), dtype=np.uint8)
    ground[105:135, 165:195] = (250, 30, 30)
    edited = apply_edit(ground, Edit.REMOVE, MIDDLE, donor)
    inside = edited.pixels[edited.part].astype(int)
    assert np.abs(inside - (60, 120, 60)).max() < 10


def test_smooth_removes_grain(photograph, donor):
    edited = apply_edit(photograph, Edit.SMOOTH, MIDDLE, donor)
    before, after = (
        np.diff(pixels[100:140, 160:200].astype(int), axis=0).std()
        for pixels in (photograph, edited.pixels)
    )
    assert after < before / 4


def test_recolour_keeps_brightness_and_turns_the_hue(donor):
    orange = np.full((200, 200, 3), (240, 120, 0), dtype=np.uint8)
    edited = apply_edit(orange, Edit.RECOLOUR, MIDDLE, donor)
    red, green, blue = edited.pixels[100, 100]
    assert max(red, green, blue) == 240
    assert blue > red


def test_error_map_has_one_scale_for_all_pictures():
    faint, strong = (np.full((40, 40), level, np.float32) for level in (1, 9))
    assert error_map(faint) == pytest.approx(0.25)
    assert error_map(strong) == pytest.approx(1)


def test_error_map_evens_out_the_squares_of_a_jpeg():
    squares = np.indices((128, 128)) // 8
    levels = (squares.sum(axis=0) % 2 * 2).astype(np.float32)
    assert error_map(levels)[20:-20, 20:-20] == pytest.approx(0.25, abs=0.02)


def test_rank_counts_the_rest_that_is_darker():
    trace_map = np.array([[0.1, 0.2, 0.6, 0.9, 0.5]], dtype=np.float32)
    part = np.array([[False, False, False, False, True]])
    assert rank(trace_map, part) == 0.5


def test_rim_is_where_the_edit_fades_out(photograph, donor):
    black, white = np.zeros_like(photograph), np.full_like(donor, 255)
    edited = apply_edit(black, Edit.PASTE, MIDDLE, white)
    mixed = edited.part & (edited.pixels[..., 0] < 255)
    edge = rim(edited.part)
    assert (edge == mixed)[edited.part].mean() > 0.95


def test_rank_of_a_rim_leaves_the_rest_as_it_is():
    trace_map = np.array([[0.1, 0.2, 0.6, 0.9, 0.5]], dtype=np.float32)
    part = np.array([[False, False, False, True, True]])
    assert rank(trace_map, part, np.array([[False, False, False, False, True]])) == 2 / 3


def test_run_compares_edited_with_untouched(photograph, donor):
    white = np.full_like(donor, 255)
    result = run(photograph, white, Edit.PASTE, LEFT, 90, {"brightness": brightness})
    comparison = result.comparisons["brightness"]
    assert comparison.rank_before < 0.5
    assert comparison.rank_after == 1
    assert np.array_equal(comparison.after, brightness(result.after))


def test_run_saves_both_pictures_in_the_same_way(photograph, donor):
    result = run(photograph, donor, Edit.PASTE, LEFT, 60, {})
    before, after = (Image.open(BytesIO(jpeg)) for jpeg in (result.before, result.after))
    assert before.quantization == after.quantization
    # Beyond the reach of a JPEG block the two do not differ.
    assert np.array_equal(decode(result.before)[:, -60:], decode(result.after)[:, -60:])


def test_run_keeps_an_analysis_that_cannot_measure(photograph, donor):
    result = run(photograph, donor, Edit.CLONE, LEFT, 90, {"blind": lambda jpeg: None})
    assert result.comparisons == {"blind": None}


def test_save_jpeg_makes_smaller_files_at_lower_quality(photograph):
    assert len(save_jpeg(photograph, 60)) < len(save_jpeg(photograph, 95))


def test_outlined_draws_only_near_the_edge_of_the_part(photograph):
    part = np.zeros((240, 360), dtype=bool)
    part[80:160, 80:160] = True
    drawn = outlined(photograph, part)
    changed = (drawn != photograph).any(axis=2)
    assert changed[80, 80:160].all()
    assert not changed[100:140, 100:140].any()
    assert not changed[:70].any()


def test_outlined_turns_a_grey_map_into_a_colour_picture():
    part = np.zeros((40, 40), dtype=bool)
    part[10:30, 10:30] = True
    assert outlined(np.zeros((40, 40), dtype=np.uint8), part).shape == (40, 40, 3)


def test_map_picture_spans_black_to_white():
    assert map_picture(np.array([[0.0, 0.5, 1.0]], dtype=np.float32)).tolist() == [[0, 128, 255]]


def test_open_photograph_brings_any_picture_to_size(tmp_path):
    path = tmp_path / "wide.webp"
    Image.new("RGBA", (1000, 500), (10, 20, 30, 255)).save(path)
    opened = open_photograph(path)
    assert opened.shape == (LONGEST_SIDE // 2, LONGEST_SIDE, 3)
    assert opened.dtype == np.uint8
