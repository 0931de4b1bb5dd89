from pathlib import Path

import cv2
import numpy as np
import pytest

from quiz.making.operations.recolour import apply
from quiz.making.photographs import PhotographFolder

NONE = PhotographFolder(Path())
OUTLINE = [[46, 26], [114, 26], [114, 94], [46, 94]]
PART = np.s_[36:84, 56:104]


def scene(colours: tuple[int, int, int], second: tuple[int, int, int] | None = None) -> np.ndarray:
    """A square of one colour, or of two side by side, on grey; all with texture."""
    picture = np.full((120, 160, 3), 128.0)
    picture[30:90, 50:110] = colours
    if second:
        picture[30:90, 80:110] = second
    texture = np.random.default_rng(0).normal(0, 6, (120, 160, 1))
    return (picture + texture).clip(0, 255).astype(np.uint8)


def lab(picture: np.ndarray) -> np.ndarray:
    return cv2.cvtColor(picture.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)


def hue(picture: np.ndarray) -> float:
    _, a, b = lab(picture).reshape(-1, 3).mean(axis=0)
    return float(np.rad2deg(np.arctan2(b, a)) % 360)


def test_apply_turns_the_hue_and_keeps_light_and_texture() -> None:
    canvas = scene((180, 110, 100))
    edited, _ = apply(canvas, NONE, outline=OUTLINE, turn=90)
    assert (hue(edited[PART]) - hue(canvas[PART])) % 360 == pytest.approx(90, abs=3)
    assert np.abs(lab(edited[PART])[..., 0] - lab(canvas[PART])[..., 0]).max() < 1


def test_apply_takes_all_colour_out_at_no_chroma() -> None:
    edited, _ = apply(scene((180, 110, 100)), NONE, outline=OUTLINE, chroma=0)
    assert np.ptp(edited[PART].astype(int), axis=2).max() <= 1


def test_apply_casts_a_colour_over_grey() -> None:
    canvas = scene((190, 190, 190))
    edited, _ = apply(canvas, NONE, outline=OUTLINE, cast=[10, 20])
    change = (lab(edited[PART]) - lab(canvas[PART])).reshape(-1, 3).mean(axis=0)
    assert change == pytest.approx([0, 10, 20], abs=0.5)


def test_apply_turns_only_the_hues_asked_for() -> None:
    canvas = scene((190, 60, 50), second=(60, 90, 190))
    edited, mask = apply(canvas, NONE, outline=OUTLINE, turn=100, hues=[350, 60])
    assert mask[40:80, 56:74].all()
    assert not mask[40:80, 86:104].any()
    assert np.array_equal(edited[40:80, 86:104], canvas[40:80, 86:104])


def test_apply_reads_a_hue_range_across_zero() -> None:
    # Magenta lies at 328 degrees in CIELAB.
    canvas = scene((200, 60, 200))
    _, inside = apply(canvas, NONE, outline=OUTLINE, turn=90, hues=[300, 20])
    _, outside = apply(canvas, NONE, outline=OUTLINE, turn=90, hues=[20, 300])
    assert inside[PART].all()
    assert not outside[PART].any()


def test_apply_keeps_to_its_mask_and_repeats_exactly() -> None:
    canvas = scene((180, 110, 100))
    edited, mask = apply(canvas, NONE, outline=OUTLINE, turn=120)
    assert np.array_equal(edited[~mask], canvas[~mask])
    assert mask[PART].all()
    assert not mask[:22].any() and not mask[:, :42].any()
    again, mask_again = apply(canvas, NONE, outline=OUTLINE, turn=120)
    assert np.array_equal(edited, again) and np.array_equal(mask, mask_again)


def test_apply_refuses_an_outline_beyond_the_canvas() -> None:
    with pytest.raises(ValueError, match="leaves"):
        apply(scene((180, 110, 100)), NONE, outline=[[0, 0], [400, 0], [0, 50]], turn=90)
