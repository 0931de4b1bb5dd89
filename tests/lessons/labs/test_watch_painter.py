import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from lessons.labs.watch_painter import (
    LAYOUT_PX,
    Choices,
    Painting,
    Settled,
    Stage,
    settled,
    stage,
)

PICTURES = npst.arrays(np.uint8, (32, 24, 3))


@pytest.fixture
def shapes():
    """Four large fields of colour: 32 x 32 pixels."""
    fields = np.array([[[200, 60, 60], [60, 200, 60]], [[60, 60, 200], [120, 120, 40]]])
    return fields.repeat(16, axis=0).repeat(16, axis=1).astype(np.uint8)


@pytest.fixture
def grain():
    """Fine detail about zero whose blocks have no mean: 32 x 32 pixels."""
    checks = np.indices((32, 32)).sum(axis=0) % 2 * 2 - 1
    return np.repeat(checks[..., None], 3, axis=2) * 20


@given(st.integers(1, 100))
def test_stages_come_in_order_and_none_comes_back(steps):
    seen = [stage(step, steps) for step in range(steps + 1)]
    assert (seen[0], seen[-1]) == (Stage.NOISE, Stage.FINISHED)
    assert [list(Stage).index(now) for now in seen] == sorted(map(list(Stage).index, seen))
    assert Stage.NOISE not in seen[1:]
    assert Stage.FINISHED not in seen[:-1]


@pytest.mark.parametrize("steps", [5, 10, 20, 40])
def test_every_stage_is_met_on_the_way(steps):
    assert {stage(step, steps) for step in range(steps + 1)} == set(Stage)


@given(PICTURES)
def test_a_picture_is_settled_when_it_is_the_finished_one(picture):
    alike = settled(picture, picture)
    assert (alike.layout, alike.detail) == (pytest.approx(1), pytest.approx(1))


@given(PICTURES, PICTURES)
def test_settled_lies_between_nothing_and_all(guess, finished):
    alike = settled(guess, finished)
    assert 0 <= alike.layout <= 1
    assert 0 <= alike.detail <= 1


def test_blurred_guess_has_the_layout_and_not_the_detail(shapes, grain):
    finished = (shapes + grain).astype(np.uint8)
    alike = settled(shapes, finished)
    assert alike == Settled(pytest.approx(1), 0)


def test_guess_with_the_right_grain_on_the_wrong_shapes_has_the_detail_alone(shapes, grain):
    finished, guess = ((s + grain).astype(np.uint8) for s in (shapes, 255 - shapes))
    alike = settled(guess, finished)
    assert alike == Settled(0, pytest.approx(1))


def test_faint_guess_is_settled_as_far_as_its_contrast_goes(shapes, grain):
    def faded(share):
        return np.rint(128 + share * (shapes + grain - 128.0)).astype(np.uint8)

    for share in (0.25, 0.5, 0.75):
        alike = settled(faded(share), faded(1))
        assert alike.layout == pytest.approx(share, abs=0.03)
        assert alike.detail == pytest.approx(share, abs=0.03)


def test_settled_agrees_with_the_share_of_block_means_that_is_explained(shapes):
    rng = np.random.default_rng(0)
    guess = np.clip(shapes + rng.normal(0, 60, shapes.shape), 0, 255).astype(np.uint8)

    def means(pixels):
        rows = range(0, 32, LAYOUT_PX)
        blocks = [[pixels[r : r + LAYOUT_PX, c : c + LAYOUT_PX].mean((0, 1)) for c in rows]
                  for r in rows]  # fmt: skip
        return np.array(blocks) - pixels.mean((0, 1))

    final = means(shapes)
    unexplained = ((means(guess) - final) ** 2).sum() / (final**2).sum()
    assert settled(guess, shapes).layout == pytest.approx(1 - np.sqrt(unexplained))


def test_painting_has_a_guess_for_its_finished_picture_too():
    states = tuple(np.full((8, 8, 3), level, np.uint8) for level in (9, 5, 1))
    painting = Painting(Choices("circles", 1, 2, 2.0), states, (states[0], states[2]))
    assert painting.steps == 2
    assert painting.guess(0) is states[0]
    assert painting.guess(2) is painting.guess(1) is painting.finished is states[2]
