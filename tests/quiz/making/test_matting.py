import numpy as np
import pytest

from quiz.making.matting import matte_on


@pytest.mark.parametrize("left, top", [(10, 8), (60, 40), (108, 70)])
def test_matte_on_lies_where_the_object_does(left: int, top: int) -> None:
    canvas = np.full((120, 160, 3), 90, np.uint8)
    canvas[top : top + 40, left : left + 40] = (220, 40, 40)
    corners = [
        [left - 1, top - 1],
        [left + 41, top - 1],
        [left + 41, top + 41],
        [left - 1, top + 41],
    ]
    matte = matte_on(canvas, corners, reach=4)
    red = canvas[..., 0] > 128
    assert np.array_equal(matte > 0.5, red)


def test_matte_on_covers_what_runs_out_of_the_canvas() -> None:
    canvas = np.full((120, 160, 3), 90, np.uint8)
    canvas[:50] = (200, 210, 250)
    matte = matte_on(canvas, [[0, 0], [160, 0], [160, 53], [0, 53]])
    assert np.array_equal(matte > 0.5, canvas[..., 2] > 128)
