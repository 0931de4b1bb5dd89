"""Splicing: what is set in, what it leaves alone, and how well it is matched."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from scipy.ndimage import gaussian_filter

from quiz.making.operations.splice import (
    apply,
    blur_to_match,
    cast_shadow,
    contact_shadow,
    grain,
    match_tone,
)
from quiz.making.photographs import PhotographFolder, catalogue

SOURCE = "lomiri/aitzgorri"
OUTLINE = [[135, 85], [265, 85], [265, 215], [135, 215]]
AT = (240, 200)
WIDTH = 65


@pytest.fixture(scope="module")
def photographs(tmp_path_factory: pytest.TempPathFactory) -> PhotographFolder:
    """A folder with one photograph: a red disc of radius 60 around (200, 150), before green."""
    drawn = np.full((300, 400, 3), (40, 140, 60), np.uint8)
    cv2.circle(drawn, (200, 150), 60, (200, 50, 40), -1, cv2.LINE_AA)
    folder = tmp_path_factory.mktemp("photographs")
    path: Path = folder / catalogue()[SOURCE].file
    path.parent.mkdir(parents=True)
    Image.fromarray(drawn).save(path, "PNG")
    return PhotographFolder(folder)


def noisy_canvas(sigma: float = 6, seed: int = 0) -> np.ndarray:
    noise = np.random.default_rng(seed).normal(0, sigma, (320, 480, 1))
    return np.clip(np.full((320, 480, 3), (120, 150, 190)) + noise, 0, 255).astype(np.uint8)


def disc(centre: tuple[int, int], radius: int) -> np.ndarray:
    matte = np.zeros((320, 480), np.uint8)
    cv2.circle(matte, centre, radius, 1, -1)
    return matte.astype(float)


def splice(canvas: np.ndarray, photographs: PhotographFolder, **more):
    settings = {"source": SOURCE, "outline": OUTLINE, "at": AT, "width": WIDTH} | more
    return apply(canvas, photographs, **settings)


def test_splice_sets_the_object_where_it_is_told(photographs: PhotographFolder) -> None:
    edited, mask = splice(noisy_canvas(), photographs, tone=0)
    rows, columns = np.nonzero(mask)
    assert columns.mean() == pytest.approx(AT[0], abs=1.5)
    assert rows.mean() == pytest.approx(AT[1] - WIDTH / 2, abs=1.5)
    assert mask.sum() == pytest.approx(np.pi * 30**2, rel=0.25)
    red, green, blue = edited[AT[1] - WIDTH // 2, AT[0]].astype(int)
    assert red > green + 80
    assert red > blue + 80


@settings(max_examples=5, deadline=None)
@given(x=st.integers(0, 480), y=st.integers(40, 320), flip=st.booleans())
def test_splice_mask_is_exactly_what_changed(
    photographs: PhotographFolder, x: int, y: int, flip: bool
) -> None:
    canvas = noisy_canvas()
    before = canvas.copy()
    shadow = {"lean": 0.4, "length": 0.3, "darkness": 0.5}
    edited, mask = splice(canvas, photographs, at=(x, y), flip=flip, sink=6, shadow=shadow)
    np.testing.assert_array_equal(mask, (edited != canvas).any(axis=2))
    np.testing.assert_array_equal(canvas, before)
    assert edited.dtype == np.uint8


def test_splice_is_deterministic(photographs: PhotographFolder) -> None:
    canvas = noisy_canvas()
    contact = {"depth": 5}
    first, _ = splice(canvas, photographs, contact=contact)
    second, _ = splice(canvas, photographs, contact=contact)
    np.testing.assert_array_equal(first, second)


def test_splice_off_the_canvas_is_refused(photographs: PhotographFolder) -> None:
    with pytest.raises(ValueError, match="leaves nothing of the object on the canvas"):
        splice(noisy_canvas(), photographs, at=(2000, 200))


def test_splice_takes_on_the_grain_of_the_canvas(photographs: PhotographFolder) -> None:
    inside = disc((AT[0], AT[1] - WIDTH // 2), 24) > 0
    spread = []
    for sigma in (0, 4, 10):
        edited, _ = splice(noisy_canvas(sigma), photographs, tone=0)
        grey = edited.mean(axis=2)
        spread.append((grey - gaussian_filter(grey, 1.5))[inside].std())
    assert spread[0] < 1
    assert spread[1] == pytest.approx(4, rel=0.35)
    assert spread[2] == pytest.approx(10, rel=0.35)


def test_sink_hides_the_foot_and_not_the_head(photographs: PhotographFolder) -> None:
    canvas = noisy_canvas()
    head, foot = slice(0, AT[1] - 40), slice(AT[1] - 10, AT[1])
    whole, sunk = (splice(canvas, photographs, tone=0, sink=s)[0].astype(int) for s in (0, 16))
    np.testing.assert_array_equal(sunk[head], whole[head])
    change = [np.abs(picture[foot] - canvas[foot]).sum() for picture in (whole, sunk)]
    assert change[1] < 0.4 * change[0]


def test_match_tone_reaches_the_mean_lightness_of_the_surroundings() -> None:
    matte = disc((240, 160), 50)
    object_colour = np.full((320, 480, 3), (0.8, 0.3, 0.3))
    base = np.full((320, 480, 3), (0.3, 0.3, 0.5))
    around = matte == 0
    inside = matte > 0
    untouched = match_tone(object_colour, matte, base, around, 0)
    np.testing.assert_array_equal(untouched, object_colour)
    distance = [
        np.abs(match_tone(object_colour, matte, base, around, tone)[inside] - base[inside]).mean()
        for tone in (0, 0.5, 1)
    ]
    assert distance[0] > distance[1] > distance[2]
    assert distance[2] < 0.01


def test_blur_to_match_finds_the_blur_of_the_picture() -> None:
    sharp = np.random.default_rng(3).random((320, 480))
    colour = np.repeat(gaussian_filter(sharp, 1)[..., None], 3, axis=2)
    matte = disc((240, 160), 120)
    for sigma in (1.0, 2.0):
        base = np.repeat(gaussian_filter(sharp, np.hypot(1, sigma))[..., None], 3, axis=2)
        assert blur_to_match(colour, matte, base) == pytest.approx(sigma, abs=0.2)


def test_blur_to_match_leaves_a_softer_object_alone() -> None:
    noise = np.random.default_rng(3).random((320, 480))
    sharp, soft = (np.repeat(gaussian_filter(noise, s)[..., None], 3, 2) for s in (1, 3))
    assert blur_to_match(soft, disc((240, 160), 120), sharp) == 0


def test_grain_measures_noise_and_not_texture() -> None:
    picture = noisy_canvas(5) / 255
    plain = grain(picture)
    picture[:, :240] = np.random.default_rng(5).random((320, 240, 1))
    assert plain * 255 == pytest.approx(5, rel=0.2)
    assert grain(picture) == pytest.approx(plain, rel=0.1)


def test_grain_of_too_small_a_place_is_none() -> None:
    assert grain(noisy_canvas() / 255, disc((240, 160), 6) > 0) == 0


def test_cast_shadow_falls_where_the_light_sends_it() -> None:
    matte = np.zeros((320, 480))
    matte[100:200, 235:245] = 1
    shadow = cast_shadow(matte, 200, lean=0.5, length=0.4, darkness=0.6, softness=0.5)
    rows, columns = np.nonzero(shadow > 0.3)
    assert rows.min() == pytest.approx(200, abs=2)
    assert rows.max() == pytest.approx(240, abs=2)
    assert columns[rows.argmax()] == pytest.approx(290, abs=8)
    assert shadow.max() == pytest.approx(0.6, abs=0.02)
    away = cast_shadow(matte, 200, lean=0.5, length=-0.4, darkness=0.6, softness=0.5)
    assert not (away[202:] > 0.05).any()


def test_cast_shadow_of_a_bird_lies_below_it() -> None:
    matte = disc((240, 100), 20)
    shadow = cast_shadow(matte, 120, below=100, length=0.3)
    rows = np.nonzero(shadow > 0.1)[0]
    assert rows.min() >= 240


def test_contact_shadow_is_darkest_at_the_ground_under_the_object() -> None:
    matte = disc((240, 100), 40)
    shadow = contact_shadow(matte, 140, depth=5, darkness=0.5)
    assert np.unravel_index(shadow.argmax(), shadow.shape) == pytest.approx((140, 240), abs=2)
    assert shadow.max() == pytest.approx(0.5, abs=0.02)
    assert shadow[:, :150].max() < 0.01
