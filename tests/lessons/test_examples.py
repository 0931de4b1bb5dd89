from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from lessons.examples import open_example, read_examples, write_examples
from lessons.labs.watch_painter import GUIDANCES, STEPS, Choices, Painting, settled
from lessons.pages.painter import EXAMPLES, paint
from models.generators.generation import WEIGHTS

SHIPPED = read_examples(WEIGHTS / EXAMPLES)


def webp(choices: Choices, pixels: np.ndarray) -> bytes:
    file = BytesIO()
    Image.fromarray(pixels).save(file, "WEBP", lossless=True)
    return file.getvalue()


def painting(name: str, steps: int) -> Painting:
    rng = np.random.default_rng(steps)
    states = rng.integers(0, 256, (2 * steps + 1, 16, 16, 3), np.uint8)
    so_far, guesses = states[: steps + 1], states[steps + 1 :]
    guesses[-1] = so_far[-1]
    return Painting(Choices(name, 7, steps, 1.5), tuple(so_far), tuple(guesses))


def test_examples_come_back_as_they_were_written(tmp_path):
    paintings = [painting("circles", 3), painting('long-sleeved "top"', 5)]
    written = write_examples(paintings, tmp_path / "new", webp)
    assert read_examples(tmp_path / "new") == written
    for example, original in zip(written, paintings, strict=True):
        opened = open_example(example)
        assert opened.choices == original.choices
        assert np.array_equal(opened.so_far, original.so_far)
        assert np.array_equal(opened.guesses, original.guesses)


def test_new_examples_take_the_place_of_the_former_ones(tmp_path):
    write_examples([painting("circles", 2), painting("stripes", 2)], tmp_path, webp)
    (only,) = write_examples([painting("circles", 3)], tmp_path, webp)
    assert read_examples(tmp_path) == (only,)
    assert list(tmp_path.glob("*.webp")) == [only.path]


def test_folder_without_a_listing_has_no_examples(tmp_path):
    assert read_examples(tmp_path / "nowhere") == ()


@pytest.mark.parametrize("example", SHIPPED, ids=lambda example: example.choices.class_name)
def test_shipped_examples_show_what_the_lesson_says(example):
    shown = open_example(example)
    assert shown.finished.shape == (64, 64, 3)
    assert np.array_equal(shown.guesses[-1], shown.finished)
    # Large shapes are ahead of fine detail until both are there.
    for step in range(1, shown.steps - 1):
        alike = settled(shown.guess(step), shown.finished)
        assert alike.layout > alike.detail
    early = settled(shown.guess(shown.steps // 3), shown.finished)
    assert early.layout > 0.6
    assert early.detail < 0.6


@pytest.mark.parametrize("example", SHIPPED, ids=lambda example: example.choices.class_name)
def test_shipped_examples_can_be_made_again_with_the_form_beside_them(example):
    choices = example.choices
    assert choices.steps in STEPS
    assert choices.guidance in GUIDANCES
    again = paint(choices, lambda done, total: None, WEIGHTS).finished.astype(int)
    # Another processor may round a pixel otherwise.
    assert np.abs(again - open_example(example).finished).mean() < 1


def test_shipped_examples_are_one_of_each_class_of_the_shipped_painter():
    from models.generators.painter import class_names

    assert tuple(example.choices.class_name for example in SHIPPED) == class_names()
