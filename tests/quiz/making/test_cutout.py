"""Cutting an object out: the matte is right, soft, repeatable, and free of the background."""

import cv2
import numpy as np
import pytest

from quiz.making.cutout import cut_out

GREEN, RED = (40, 140, 60), (200, 50, 40)
CENTRE, RADIUS = (200, 150), 60


def disc_photograph() -> np.ndarray:
    """A red disc before green, both a little grainy, with a soft edge."""
    flat = np.full((300, 400, 3), GREEN, np.uint8)
    cv2.circle(flat, CENTRE, RADIUS, RED, -1, cv2.LINE_AA)
    noise = np.random.default_rng(1).normal(0, 3, flat.shape)
    return np.clip(cv2.GaussianBlur(flat, (0, 0), 1) + noise, 0, 255).astype(np.uint8)


def around_disc(spare: float) -> list[list[float]]:
    angles = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    far = RADIUS + spare
    return [[CENTRE[0] + far * np.cos(a), CENTRE[1] + far * np.sin(a)] for a in angles]


@pytest.fixture(scope="module")
def photograph() -> np.ndarray:
    return disc_photograph()


def disc_cutout(photograph: np.ndarray, spare: float = 5):
    outline = around_disc(spare)
    return cut_out(photograph, outline, 2 * (RADIUS + int(spare)), reach=12)


def test_matte_covers_the_object_however_loose_the_outline(photograph: np.ndarray) -> None:
    expected = np.pi * RADIUS**2
    for spare in (2, 5, 10):
        matte = disc_cutout(photograph, spare).matte
        assert matte.sum() == pytest.approx(expected, rel=0.03)


def test_matte_is_soft_at_the_edge_only(photograph: np.ndarray) -> None:
    matte = disc_cutout(photograph).matte
    soft = (matte > 0.05) & (matte < 0.95)
    assert 0 < soft.sum() < 2 * np.pi * RADIUS * 6
    assert matte.min() == 0
    assert matte.max() == pytest.approx(1, abs=1e-3)


def test_matte_is_nothing_outside_the_outline(photograph: np.ndarray) -> None:
    cutout = disc_cutout(photograph, spare=5)
    x, y = cutout.foot
    rows, columns = np.indices(cutout.matte.shape)
    far = np.hypot(columns - x, rows - (y - RADIUS - 5))
    assert not cutout.matte[far > RADIUS + 5 + 5].any()


def test_colour_is_freed_of_the_background(photograph: np.ndarray) -> None:
    cutout = disc_cutout(photograph)
    edge = (cutout.matte > 0.3) & (cutout.matte < 0.7)
    mixed = np.mean([GREEN, RED], axis=0) / 255
    own = np.asarray(RED) / 255
    found = cutout.colour[edge].mean(axis=0)
    assert np.linalg.norm(found - own) < 0.5 * np.linalg.norm(found - mixed)


def test_cut_out_is_deterministic(photograph: np.ndarray) -> None:
    first, second = disc_cutout(photograph), disc_cutout(photograph)
    np.testing.assert_array_equal(first.matte, second.matte)
    np.testing.assert_array_equal(first.colour, second.colour)


def test_cut_out_scales_the_object(photograph: np.ndarray) -> None:
    half = cut_out(photograph, around_disc(5), RADIUS + 5, reach=6)
    assert half.matte.sum() == pytest.approx(np.pi * (RADIUS / 2) ** 2, rel=0.05)


def test_foot_is_the_middle_of_the_lower_edge(photograph: np.ndarray) -> None:
    cutout = disc_cutout(photograph, spare=5)
    size = 2 * (RADIUS + 5)
    assert cutout.foot == pytest.approx((24 + size / 2, 24 + size), abs=1)


def test_mirrored_twice_is_the_same(photograph: np.ndarray) -> None:
    cutout = disc_cutout(photograph)
    mirrored = cutout.mirrored()
    np.testing.assert_array_equal(mirrored.matte, cutout.matte[:, ::-1])
    np.testing.assert_array_equal(mirrored.mirrored().colour, cutout.colour)
    assert mirrored.mirrored().foot == pytest.approx(cutout.foot)


def test_object_may_touch_the_border_of_the_photograph(photograph: np.ndarray) -> None:
    left, top = CENTRE[0] - RADIUS - 10, CENTRE[1] - RADIUS - 10
    part = photograph[top : CENTRE[1]]
    outline = [[left, 70], [left, 30], [CENTRE[0], 2], [CENTRE[0] + 70, 30], [CENTRE[0] + 70, 70]]
    matte = cut_out(part, outline, 140, reach=20).matte
    assert matte[-1, 24 + 70] == pytest.approx(1, abs=1e-3)


def test_kept_lines_belong_to_the_object_though_they_look_like_background(
    photograph: np.ndarray,
) -> None:
    outline = [[100, 60], [300, 60], [300, 240], [100, 240]]
    leg = [[200, 205], [200, 235]]
    without = cut_out(photograph, outline, 200, reach=60)
    kept = cut_out(photograph, outline, 200, reach=60, keep=[leg])
    column = 24 + 100
    rows = slice(24 + 160, 24 + 170)
    assert without.matte[rows, column].max() < 0.1
    assert kept.matte[rows, column].min() > 0.3


@pytest.mark.parametrize(
    ("outline", "width", "message"),
    [
        ([[10, 10], [20, 20]], 10, "three or more"),
        ([[10, 10], [50, 10], [90, 10]], 10, "encloses nothing"),
        ([[10, 10], [500, 10], [90, 90]], 10, "leaves the photograph of 400 x 300"),
        ([[10, 10], [60, 10], [60, 90]], 100, "enlarged 2.00 times"),
    ],
)
def test_bad_outline_is_refused_with_a_reason(
    photograph: np.ndarray, outline: list[list[float]], width: int, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        cut_out(photograph, outline, width)
