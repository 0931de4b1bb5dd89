from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from quiz.making.operations.replace_sky import apply
from quiz.making.photographs import PhotographError, PhotographFolder, catalogue

SOURCE = "lomiri/sunset"
HORIZON = 70
OUTLINE = [[0, 0], [160, 0], [160, HORIZON + 4], [0, HORIZON + 4]]
SKY = np.s_[: HORIZON - 5]


@pytest.fixture
def photographs(tmp_path: Path) -> PhotographFolder:
    """A folder with one photograph: orange on the left, blue on the right, darker upwards."""
    sky = np.zeros((200, 320, 3))
    sky[:, :160], sky[:, 160:] = (250, 150, 60), (60, 120, 250)
    sky *= np.linspace(0.5, 1, 200)[:, None, None]
    file = tmp_path / catalogue()[SOURCE].file
    file.parent.mkdir(parents=True)
    Image.fromarray(sky.astype(np.uint8)).save(file, "PNG")
    return PhotographFolder(tmp_path)


@pytest.fixture
def canvas() -> np.ndarray:
    picture = np.full((120, 160, 3), (200.0, 205, 210))
    picture[HORIZON:] = (90, 70, 40)
    grain = np.random.default_rng(0).normal(0, 3, picture.shape)
    return (picture + grain).clip(0, 255).astype(np.uint8)


def test_apply_shows_the_new_sky_and_keeps_the_land(
    canvas: np.ndarray, photographs: PhotographFolder
) -> None:
    edited, mask = apply(canvas, photographs, outline=OUTLINE, source=SOURCE, area=[0, 0, 320, 160])
    assert mask[SKY].all()
    assert np.array_equal(edited[~mask], canvas[~mask])
    assert not mask[HORIZON + 8 :].any()
    left, right = edited[SKY][:, :70].mean(axis=(0, 1)), edited[SKY][:, 90:].mean(axis=(0, 1))
    assert left[0] > left[2] + 50
    assert right[2] > right[0] + 50


def test_apply_mirrors_the_sky(canvas: np.ndarray, photographs: PhotographFolder) -> None:
    sky = {"outline": OUTLINE, "source": SOURCE, "area": [0, 0, 320, 160]}
    plain, _ = apply(canvas, photographs, **sky)
    mirrored, _ = apply(canvas, photographs, **sky, flip=True)
    difference = plain[SKY].astype(float) - mirrored[SKY][:, ::-1]
    # The grain is the canvas's own and is not mirrored, so only means agree.
    assert abs(difference.mean()) < 1
    assert plain[SKY][:, :70, 0].mean() > mirrored[SKY][:, :70, 0].mean() + 50


def test_apply_darkens_with_exposure(canvas: np.ndarray, photographs: PhotographFolder) -> None:
    sky = {"outline": OUTLINE, "source": SOURCE, "area": [0, 0, 320, 160]}
    full, _ = apply(canvas, photographs, **sky)
    half, _ = apply(canvas, photographs, **sky, exposure=0.5)
    assert half[SKY].mean() / full[SKY].mean() == pytest.approx(0.5, abs=0.02)


def test_apply_keeps_the_grain_of_the_canvas(
    canvas: np.ndarray, photographs: PhotographFolder
) -> None:
    edited, _ = apply(canvas, photographs, outline=OUTLINE, source=SOURCE, area=[0, 100, 150, 60])
    before, after = (np.diff(picture[10:40, :, 1].astype(float)) for picture in (canvas, edited))
    assert after.std() == pytest.approx(before.std(), rel=0.2)


def test_apply_goes_on_with_a_gradient_below_a_low_sky(
    canvas: np.ndarray, photographs: PhotographFolder
) -> None:
    edited, _ = apply(canvas, photographs, outline=OUTLINE, source=SOURCE, area=[0, 0, 320, 60])
    top, low = edited[2:8].astype(float), edited[HORIZON - 15 : HORIZON - 5].astype(float)
    # The two colours stand side by side in the borrowed part and have met in the drawn one.
    assert abs(top[:, :70, 0].mean() - top[:, 90:, 0].mean()) > 50
    assert abs(low[:, :70, 0].mean() - low[:, 90:, 0].mean()) < 3


def test_apply_repeats_exactly(canvas: np.ndarray, photographs: PhotographFolder) -> None:
    sky = {"outline": OUTLINE, "source": SOURCE, "area": [0, 0, 320, 160]}
    (first, mask), (second, mask_again) = (apply(canvas, photographs, **sky) for _ in range(2))
    assert np.array_equal(first, second) and np.array_equal(mask, mask_again)


def test_apply_refuses_an_area_beyond_the_photograph(
    canvas: np.ndarray, photographs: PhotographFolder
) -> None:
    with pytest.raises(ValueError, match="leaves lomiri/sunset"):
        apply(canvas, photographs, outline=OUTLINE, source=SOURCE, area=[200, 0, 200, 50])


def test_apply_refuses_an_unknown_photograph(
    canvas: np.ndarray, photographs: PhotographFolder
) -> None:
    with pytest.raises(PhotographError):
        apply(canvas, photographs, outline=OUTLINE, source="sky/none", area=[0, 0, 10, 10])
