from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quiz.making.operations.reshape import apply
from quiz.making.photographs import PhotographFolder

NONE = PhotographFolder(Path())
SQUARE = [[70, 50], [90, 50], [90, 70], [70, 70]]


@pytest.fixture(scope="module")
def canvas() -> np.ndarray:
    noise = np.random.default_rng(0).integers(60, 200, (120, 160, 3)).astype(np.uint8)
    return cv2.GaussianBlur(noise, (0, 0), 2)


def disc(centre: tuple[int, int], radius: int) -> np.ndarray:
    return cv2.circle(np.zeros((120, 160, 3), np.uint8), centre, radius, (255, 255, 255), -1)


def middle(picture: np.ndarray) -> tuple[float, float]:
    weight = picture[..., 0].astype(float)
    rows, columns = np.indices(weight.shape)
    return (columns * weight).sum() / weight.sum(), (rows * weight).sum() / weight.sum()


def test_apply_without_a_move_changes_nothing(canvas: np.ndarray) -> None:
    edited, _ = apply(canvas, NONE, polygon=SQUARE, reach=20)
    assert np.array_equal(edited, canvas)


def test_apply_shifts_the_part_whole(canvas: np.ndarray) -> None:
    edited, _ = apply(canvas, NONE, polygon=SQUARE, reach=30, shift=[6, -4])
    assert np.array_equal(edited[46:67, 76:97], canvas[50:71, 70:91])


def test_apply_scales_an_area_by_both_factors() -> None:
    corners = [[60, 40], [100, 40], [100, 80], [60, 80]]
    before = disc((80, 60), 12)
    after, _ = apply(before, NONE, polygon=corners, reach=40, scale=[1.5, 1.2])
    assert after.sum() / before.sum() == pytest.approx(1.8, rel=0.03)
    assert middle(after) == pytest.approx((80, 60), abs=0.2)


def test_apply_turns_clockwise_around_the_anchor() -> None:
    corners = [[60, 55], [110, 55], [110, 65], [60, 65]]
    after, _ = apply(disc((100, 60), 4), NONE, polygon=corners, reach=45, anchor=[70, 60], turn=20)
    angle = np.deg2rad(20)
    expected = 70 + 30 * np.cos(angle), 60 + 30 * np.sin(angle)
    assert middle(after) == pytest.approx(expected, abs=0.5)


def test_apply_refuses_a_warp_that_folds(canvas: np.ndarray) -> None:
    with pytest.raises(ValueError, match="reach further"):
        apply(canvas, NONE, polygon=SQUARE, reach=10, shift=[30, 0])


@settings(max_examples=25, deadline=None)
@given(
    shift=st.tuples(st.integers(-8, 8), st.integers(-8, 8)),
    scale=st.floats(0.9, 1.15),
    turn=st.floats(-6, 6),
)
def test_apply_keeps_to_its_mask_and_repeats_exactly(
    canvas: np.ndarray, shift: tuple[int, int], scale: float, turn: float
) -> None:
    move = {"shift": shift, "scale": [scale, scale], "turn": turn}
    edited, mask = apply(canvas, NONE, polygon=SQUARE, reach=40, **move)
    assert np.array_equal(edited[~mask], canvas[~mask])
    # The part, 20 pixels a side, has grown and moved by little; its reach ends well before here.
    assert not mask[:, :10].any() and not mask[:, 150:].any()
    again, mask_again = apply(canvas, NONE, polygon=SQUARE, reach=40, **move)
    assert np.array_equal(edited, again) and np.array_equal(mask, mask_again)
