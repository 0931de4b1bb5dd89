from io import BytesIO

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from quiz.making.comparison import changed_pixels


@pytest.fixture(scope="module")
def photograph():
    """A scene with edges, colours and fine detail, drawn from a fixed seed."""
    random = np.random.default_rng(7)
    y, x = np.mgrid[:200, :300]
    slope = np.stack([x / 2, y / 2 + 40, 220 - x / 3], axis=2)
    slope[60:140, 30:90] = (200, 40, 40)
    return np.clip(slope + random.normal(0, 6, slope.shape), 0, 255).astype(np.uint8)


def _saved_again(picture, quality):
    out = BytesIO()
    Image.fromarray(picture).save(out, "JPEG", quality=quality)
    return np.asarray(Image.open(BytesIO(out.getvalue())).convert("RGB"))


def test_equal_pictures_have_no_changed_pixel(photograph):
    assert not changed_pixels(photograph, photograph).any()


@pytest.mark.parametrize("quality", [75, 90])
def test_saving_again_is_no_change(photograph, quality):
    saved = _saved_again(photograph, quality)
    assert (saved != photograph).any(axis=2).mean() > 0.5
    assert changed_pixels(photograph, saved).mean() < 0.02


@given(left=st.integers(10, 240), top=st.integers(10, 140), side=st.integers(12, 48))
def test_planted_change_is_found_and_little_around_it(photograph, left, top, side):
    edited = photograph.copy()
    edited[top : top + side, left : left + side] //= 2
    planted = (edited != photograph).any(axis=2)
    found = changed_pixels(photograph, _saved_again(edited, 90))
    assert found[planted].mean() > 0.9
    rows, columns = np.nonzero(found)
    assert rows.min() >= top - 16
    assert rows.max() <= top + side + 16
    assert columns.min() >= left - 16
    assert columns.max() <= left + side + 16


def test_other_texture_of_the_same_colour_is_found(photograph):
    edited = photograph.copy()
    checks = np.indices((60, 60)).sum(axis=0) % 2 * 80 - 40
    edited[20:80, 150:210] = np.clip(edited[20:80, 150:210] + checks[..., None], 0, 255)
    assert changed_pixels(photograph, edited)[25:75, 155:205].all()


def test_speck_is_taken_for_noise(photograph):
    edited = photograph.copy()
    edited[100, 150] = 255 - edited[100, 150]
    assert not changed_pixels(photograph, edited).any()
