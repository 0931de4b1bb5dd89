from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quiz.making.operations.removal import apply, fill_by_patches, join
from quiz.making.photographs import PhotographFolder

NO_PHOTOGRAPHS = PhotographFolder(Path("nowhere"))
GREEN, BLUE, RED = (70, 130, 60), (60, 80, 150), (220, 30, 30)
AROUND_BALL = [[50, 30], [90, 30], [96, 50], [90, 70], [50, 70], [44, 50]]
SMALL = [[20, 20], [30, 20], [30, 30], [20, 30]]


def texture(colour: tuple[int, int, int], height: int = 100, width: int = 150) -> np.ndarray:
    """Grass-like grain of standard deviation 12 around a colour."""
    random = np.random.default_rng(5)
    return np.rint(random.normal(colour, 12, (height, width, 3))).clip(0, 255).astype(np.uint8)


def with_ball(canvas: np.ndarray) -> np.ndarray:
    return cv2.circle(canvas.copy(), (70, 50), 15, RED, -1)


def grain(picture: np.ndarray, area: np.ndarray) -> float:
    """Strength of the finest detail: the spread of the Laplacian."""
    return float(cv2.Laplacian(picture.astype(np.float32), cv2.CV_32F)[area].std())


@pytest.mark.parametrize("how", [{}, {"shift": [0, 30]}])
def test_apply_changes_nothing_outside_the_outline(how: dict):
    canvas = texture(GREEN)
    before = canvas.copy()
    edited, mask = apply(canvas, NO_PHOTOGRAPHS, outline=SMALL, **how)
    expected = np.zeros((100, 150), bool)
    expected[20:31, 20:31] = True
    np.testing.assert_array_equal(mask, expected)
    np.testing.assert_array_equal(edited[~mask], canvas[~mask])
    np.testing.assert_array_equal(canvas, before)
    assert edited.dtype == np.uint8


def test_apply_makes_the_same_picture_every_time():
    canvas = with_ball(texture(GREEN))
    first, _ = apply(canvas, NO_PHOTOGRAPHS, outline=AROUND_BALL)
    again, _ = apply(canvas, NO_PHOTOGRAPHS, outline=AROUND_BALL)
    np.testing.assert_array_equal(first, again)


@pytest.mark.parametrize("how", [{}, {"shift": [53, 0]}])
def test_apply_leaves_nothing_of_the_object(how: dict):
    edited, mask = apply(with_ball(texture(GREEN)), NO_PHOTOGRAPHS, outline=AROUND_BALL, **how)
    redness = edited[..., 0].astype(int) - edited[..., 1]
    assert redness[mask].max() < 60 < RED[0] - RED[1]


@pytest.mark.parametrize("how", [{}, {"shift": [53, 0]}])
def test_apply_fills_with_the_colour_and_grain_of_the_surroundings(how: dict):
    canvas = with_ball(texture(GREEN))
    edited, mask = apply(canvas, NO_PHOTOGRAPHS, outline=AROUND_BALL, **how)
    np.testing.assert_allclose(edited[mask].mean(axis=0), GREEN, atol=6)
    assert grain(edited, mask) == pytest.approx(grain(canvas, ~mask), rel=0.3)

    smeared = cv2.inpaint(canvas, mask.astype(np.uint8), 3, cv2.INPAINT_TELEA)
    assert grain(smeared, mask) < 0.3 * grain(canvas, ~mask)


def test_apply_continues_a_pattern_through_the_hole():
    across = np.arange(150)
    stripes = np.where(across % 12 < 6, 60, 190).astype(np.uint8)
    canvas = np.broadcast_to(stripes[None, :, None], (100, 150, 3)).copy()
    edited, mask = apply(with_ball(canvas), NO_PHOTOGRAPHS, outline=AROUND_BALL)
    error = np.abs(edited.astype(int) - canvas)[mask]
    assert error.mean() < 2


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 149), st.integers(0, 99), st.integers(1, 40), st.integers(1, 40))
def test_apply_reaches_to_the_border_of_the_picture(x: int, y: int, width: int, height: int):
    canvas = np.full((100, 150, 3), GREEN, np.uint8)
    corners = [[x, y], [x + width, y], [x + width, y + height], [x, y + height]]
    blotted = canvas.copy()
    blotted[y : y + height + 1, x : x + width + 1] = RED
    edited, mask = apply(blotted, NO_PHOTOGRAPHS, outline=corners)
    np.testing.assert_array_equal(mask, (blotted != canvas).any(axis=2))
    np.testing.assert_array_equal(edited, canvas)


@pytest.mark.parametrize(
    "limits",
    [
        {"source": [[75, 0], [149, 0], [149, 99], [75, 99]]},
        {"avoid": [[0, 0], [74, 0], [74, 99], [0, 99]]},
    ],
)
def test_apply_takes_patches_only_from_where_it_may(limits: dict):
    canvas = np.hstack([texture(GREEN, width=75), texture(BLUE, width=75)])
    edited, mask = apply(canvas, NO_PHOTOGRAPHS, outline=SMALL, faith=1000, **limits)
    # A patch reaches three pixels across the line, so a few green pixels may come along.
    np.testing.assert_allclose(edited[mask].mean(axis=0), BLUE, atol=6)


def test_apply_bends_the_tones_of_a_donor_to_its_new_place():
    ramp = np.broadcast_to(np.linspace(40, 200, 150)[None, :, None], (100, 150, 3))
    canvas = np.rint(ramp).astype(np.uint8)
    edited, mask = apply(with_ball(canvas), NO_PHOTOGRAPHS, outline=AROUND_BALL, shift=[53, 0])
    error = np.abs(edited.astype(int) - canvas)
    assert error[mask].max() <= 2


def test_apply_with_great_faith_copies_the_donor_as_it_is():
    canvas = texture(GREEN)
    canvas[60:, :] = texture(BLUE)[60:, :]
    edited, _ = apply(canvas, NO_PHOTOGRAPHS, outline=SMALL, shift=[40, 50], faith=1e6)
    np.testing.assert_array_equal(edited[20:31, 20:31], canvas[70:81, 60:71])


def test_join_keeps_a_picture_copied_onto_itself():
    canvas = texture(GREEN)
    hole = np.zeros((100, 150), bool)
    hole[40:60, 50:90] = True
    places = np.stack(np.indices(hole.shape), axis=2)
    np.testing.assert_array_equal(join(canvas, hole, places, faith=0), canvas)


def test_fill_by_patches_ignores_what_the_hole_held():
    hole = np.zeros((100, 150), bool)
    hole[30:70, 40:100] = True
    everywhere = np.ones_like(hole)
    one, other = texture(GREEN), texture(GREEN)
    one[hole], other[hole] = RED, BLUE
    np.testing.assert_array_equal(
        fill_by_patches(one, hole, everywhere), fill_by_patches(other, hole, everywhere)
    )


@pytest.mark.parametrize(
    ("recipe", "message"),
    [
        ({"outline": [[1, 1], [2, 2]]}, "three or more corners, not 2"),
        ({"outline": [[200, 20], [230, 20], [230, 30]]}, "outside the picture"),
        ({"outline": SMALL, "shift": [-30, 0]}, r"shift \[-30, 0\] leaves the picture"),
        ({"outline": SMALL, "shift": [5, 0]}, r"shift \[5, 0\] overlaps the hole"),
        ({"outline": SMALL, "source": SMALL}, "nothing is left to take patches from"),
    ],
)
def test_apply_says_what_is_wrong_with_a_recipe(recipe: dict, message: str):
    with pytest.raises(ValueError, match=message):
        apply(texture(GREEN), NO_PHOTOGRAPHS, **recipe)
