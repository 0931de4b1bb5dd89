from pathlib import Path

import cv2
import numpy as np
import pytest

from models.generators.recipe import GeneratorError
from quiz.making.operations.regenerate import apply
from quiz.making.photographs import PhotographFolder

NO_PHOTOGRAPHS = PhotographFolder(Path("nowhere"))
CORNER = [[8, 8], [40, 8], [40, 40], [8, 40]]
OTHER = [[60, 60], [80, 60], [80, 80], [60, 80]]


@pytest.fixture(scope="module")
def canvas() -> np.ndarray:
    """Stripes that get finer to the right, until they are lost when the picture is shrunk."""
    across = np.linspace(0, 1, 96)
    stripes = 128 + 100 * np.sin(2 * np.pi * 24 * across**2)
    return np.repeat(np.tile(stripes, (96, 1))[..., None], 3, axis=2).astype(np.uint8)


def test_everything_is_made_anew_without_outlines(canvas):
    edited, mask = apply(canvas, NO_PHOTOGRAPHS, factor=4, seed=1, steps=4)
    assert edited.shape == canvas.shape
    assert mask.all()
    assert (edited != canvas).any(axis=2).mean() > 0.9


def test_composition_is_kept(canvas):
    edited, _ = apply(canvas, NO_PHOTOGRAPHS, factor=4, seed=1, steps=4)
    small = [cv2.resize(p, (24, 24), interpolation=cv2.INTER_AREA) for p in (canvas, edited)]
    assert np.abs(np.subtract(*small, dtype=float)).mean() < 8


def test_only_the_outlines_are_made_anew(canvas):
    edited, mask = apply(
        canvas, NO_PHOTOGRAPHS, factor=4, seed=1, steps=4, outlines=[CORNER, OTHER]
    )
    assert mask[20, 20]
    assert mask[70, 70]
    assert not mask[50, 50]
    np.testing.assert_array_equal(edited[~mask], canvas[~mask])
    assert (edited != canvas).any(axis=2)[mask].mean() > 0.5


def test_same_parameters_make_the_same_picture_and_another_seed_another(canvas):
    one, again, other = (
        apply(canvas, NO_PHOTOGRAPHS, factor=8, seed=seed, steps=2)[0] for seed in (1, 1, 2)
    )
    np.testing.assert_array_equal(one, again)
    assert (one != other).any()


def test_grain_lies_over_what_was_made_anew_and_nothing_else(canvas):
    plain, grained = (
        apply(canvas, NO_PHOTOGRAPHS, factor=4, seed=1, steps=2, outlines=[CORNER], grain=grain)[0]
        for grain in (0, 6)
    )
    difference = np.subtract(grained, plain, dtype=float)
    assert not difference[50:].any()
    assert 4 < difference[10:39, 10:39].std() < 8


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"factor": 5}, "factor of 4, 8 or 16"),
        ({"factor": 4, "outlines": [[[200, 200], [210, 200], [210, 210]]]}, "mask is empty"),
    ],
)
def test_what_cannot_be_made_is_refused(canvas, parameters, message):
    with pytest.raises(GeneratorError, match=message):
        apply(canvas, NO_PHOTOGRAPHS, seed=1, **parameters)
