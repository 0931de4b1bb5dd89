from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.making.operations.copy_move import apply
from quiz.making.photographs import PhotographFolder

NO_PHOTOGRAPHS = PhotographFolder(Path("nowhere"))
SQUARE = [[20, 30], [49, 30], [49, 59], [20, 59]]

AROUND_BALL = [[17, 40], [31, 27], [49, 27], [63, 40], [63, 60], [49, 73], [31, 73], [17, 60]]


def noise() -> np.ndarray:
    return np.random.default_rng(7).integers(0, 256, (120, 180, 3), dtype=np.uint8)


def ball_on_grass() -> np.ndarray:
    """A red ball of radius 18 around (40, 50) on green that is darker on the right half."""
    random = np.random.default_rng(8)
    canvas = np.full((120, 180, 3), (60, 140, 60)) + random.integers(-8, 9, (120, 180, 3))
    canvas[:, 90:] -= 40
    canvas = canvas.astype(np.uint8)
    cv2.circle(canvas, (40, 50), 18, (200, 40, 40), -1)
    return canvas


def test_apply_repeats_the_part_and_leaves_all_else():
    canvas = noise()
    edited, mask = apply(canvas, NO_PHOTOGRAPHS, outline=SQUARE, offset=[80, -10], feather=0)
    expected = canvas.copy()
    expected[20:50, 100:130] = canvas[30:60, 20:50]
    np.testing.assert_array_equal(edited, expected)
    np.testing.assert_array_equal(mask, (expected != canvas).any(axis=2))


def test_apply_mirrors_a_flipped_copy():
    canvas = noise()
    edited, _ = apply(canvas, NO_PHOTOGRAPHS, outline=SQUARE, offset=[80, 0], feather=0, flip=True)
    np.testing.assert_array_equal(edited[30:60, 100:130], canvas[30:60, 20:50][:, ::-1])


def test_apply_turns_a_copy_clockwise():
    canvas = noise()
    edited, _ = apply(
        canvas, NO_PHOTOGRAPHS, outline=SQUARE, offset=[80, 0], feather=0, rotation=90
    )
    turned = np.rot90(canvas[30:60, 20:50], k=-1)
    np.testing.assert_array_equal(edited[31:59, 101:129], turned[1:-1, 1:-1])


def test_apply_scales_the_copy_around_its_middle():
    _, mask = apply(noise(), NO_PHOTOGRAPHS, outline=SQUARE, offset=[80, 0], feather=0, scale=0.5)
    rows, columns = np.nonzero(mask)
    assert (rows.mean(), columns.mean()) == pytest.approx((44.5, 114.5), abs=0.5)
    assert mask.sum() == pytest.approx(15 * 15, rel=0.2)


def test_apply_brightens_the_copy():
    canvas = np.full((120, 180, 3), 100, np.uint8)
    edited, mask = apply(
        canvas, NO_PHOTOGRAPHS, outline=SQUARE, offset=[80, 0], feather=0, brightness=1.2
    )
    assert mask.sum() == 30 * 30
    assert np.unique(edited[mask]) == [120]


def test_apply_keeps_what_stands_before_the_copy():
    canvas = noise()
    post = [[110, 0], [114, 0], [114, 119], [110, 119]]
    edited, mask = apply(
        canvas, NO_PHOTOGRAPHS, outline=SQUARE, offset=[80, 0], feather=0, before=[post]
    )
    np.testing.assert_array_equal(edited[:, 110:115], canvas[:, 110:115])
    assert mask[30:60, 100:110].any()
    assert mask[30:60, 115:130].any()


def test_apply_cut_takes_the_object_without_its_background():
    canvas = ball_on_grass()
    edited, mask = apply(canvas, NO_PHOTOGRAPHS, outline=AROUND_BALL, offset=[95, 10], cut=True)
    rows, columns = np.indices(mask.shape)
    distance = np.hypot(rows - 60, columns - 135)
    np.testing.assert_allclose(edited[60, 135], (200, 40, 40), atol=6)
    assert mask[distance < 16].all()
    # The outline leaves a ring of the paler grass around the ball, which must stay behind.
    assert mask[distance > 20].mean() < 0.001


def test_apply_seamless_takes_the_tone_of_its_new_place():
    canvas = np.full((120, 180, 3), 60, np.uint8)
    canvas[:, 90:] = 160
    cv2.circle(canvas, (35, 45), 6, (90, 90, 90), -1)
    edited, _ = apply(
        canvas, NO_PHOTOGRAPHS, outline=SQUARE, offset=[90, 0], feather=0, seamless=True
    )
    np.testing.assert_allclose(edited[33, 113], 160, atol=3)
    np.testing.assert_allclose(edited[45, 125], 190, atol=6)


def test_apply_brings_no_black_border_from_a_part_at_the_edge():
    canvas = np.full((120, 180, 3), 100, np.uint8)
    corner = [[0, 80], [40, 80], [40, 119], [0, 119]]
    edited, mask = apply(
        canvas, NO_PHOTOGRAPHS, outline=corner, offset=[60, -20], scale=1.2, feather=3
    )
    np.testing.assert_array_equal(edited, canvas)
    assert not mask.any()


@pytest.mark.parametrize("extra", [{}, {"cut": True}, {"seamless": True}])
def test_apply_is_the_same_each_time_and_leaves_its_input_alone(extra):
    canvas = ball_on_grass()
    before = canvas.copy()
    recipe = {"outline": AROUND_BALL, "offset": [95, 10], "scale": 0.9} | extra
    first, _ = apply(canvas, NO_PHOTOGRAPHS, **recipe)
    second, _ = apply(canvas, NO_PHOTOGRAPHS, **recipe)
    np.testing.assert_array_equal(first, second)
    np.testing.assert_array_equal(canvas, before)


@given(
    left=st.integers(-40, 130),
    top=st.integers(-50, 80),
    feather=st.floats(0, 3),
    seamless=st.booleans(),
)
def test_apply_changes_nothing_away_from_the_copy(left, top, feather, seamless):
    canvas = noise()
    offset = [left, top]
    edited, mask = apply(
        canvas, NO_PHOTOGRAPHS, outline=SQUARE, offset=offset, feather=feather, seamless=seamless
    )
    rows, columns = np.indices(mask.shape)
    # gaussian_filter cuts its kernel off at four sigma.
    reach = 4 * feather + 1
    away = (np.abs(rows - 44.5 - offset[1]) > 15 + reach) | (
        np.abs(columns - 34.5 - offset[0]) > 15 + reach
    )
    np.testing.assert_array_equal(edited[away], canvas[away])
    np.testing.assert_array_equal(mask, (edited != canvas).any(axis=2))


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"offset": [500, 0]}, "leaves nothing of the copy"),
        ({"outline": [[1, 1], [20, 20]]}, "three or more corners"),
        ({"outline": [1, 2, 3]}, "three or more corners"),
        ({"scale": 0}, "above 0"),
    ],
)
def test_apply_refuses_what_gives_no_copy(parameters, message):
    recipe = {"outline": SQUARE, "offset": [10, 10]} | parameters
    with pytest.raises(ValueError, match=message):
        apply(noise(), NO_PHOTOGRAPHS, **recipe)
