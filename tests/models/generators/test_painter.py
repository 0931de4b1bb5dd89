import shlex

import numpy as np
import pytest

from models.generators import GeneratorError, Recipe, generate
from models.generators.painter import class_names, painting_steps
from models.generators.weights import WEIGHTS, read_listing

CLASSES = ("circles", "stripes")


def test_same_recipe_paints_the_same_bytes(weights):
    made = generate(Recipe("painter", seed=3, steps=4, class_name="circles"), weights=weights)
    again = generate(made.recipe, weights=weights)
    assert made.pixels.shape == (64, 64, 3)
    assert made.pixels.dtype == np.uint8
    assert again.pixels.tobytes() == made.pixels.tobytes()


@pytest.mark.parametrize("change", [{"seed": 4}, {"class_name": "stripes"}, {"guidance": 9.0},
                                    {"steps": 5}])  # fmt: skip
def test_every_setting_changes_the_picture(weights, change):
    settings = {"seed": 3, "steps": 4, "class_name": "circles"}
    one = generate(Recipe("painter", **settings), weights=weights)
    other = generate(Recipe("painter", **(settings | change)), weights=weights)
    assert not np.array_equal(one.pixels, other.pixels)


def test_recipe_comes_back_complete(weights):
    recipe = generate(Recipe("painter", class_name="1", steps=1), weights=weights).recipe
    assert recipe.class_name == "stripes"
    assert recipe.revision == read_listing(weights)["painter"].sha256
    assert recipe.guidance is not None


def test_steps_end_with_the_generated_picture(weights):
    recipe = Recipe("painter", seed=1, steps=3, class_name="circles")
    steps = list(painting_steps(recipe, weights))
    assert len(steps) == 3
    assert np.array_equal(steps[-1].noisy, generate(recipe, weights=weights).pixels)
    assert np.array_equal(steps[-1].noisy, steps[-1].predicted)
    assert not np.array_equal(steps[0].noisy, steps[0].predicted)


def test_progress_counts_the_steps(weights):
    seen = []
    recipe = Recipe("painter", steps=3, class_name="circles")
    generate(recipe, weights=weights, progress=lambda *counts: seen.append(counts))
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_class_names_are_the_trained_ones(weights):
    assert class_names(weights) == CLASSES


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({}, "Choose what to paint: circles, stripes"),
        ({"class_name": "dragon"}, "does not know 'dragon'; choose from circles, stripes"),
        ({"class_name": "2"}, "does not know '2'"),
        ({"class_name": "0", "prompt": "a hat"}, "painter has no use for 'prompt'"),
        ({"class_name": "0", "revision": "f" * 64}, "other weights"),
    ],
)
def test_painter_refuses_what_it_cannot_paint(weights, settings, sentence):
    with pytest.raises(GeneratorError, match=sentence):
        generate(Recipe("painter", **settings), weights=weights)


def test_absent_weights_are_named(tmp_path):
    with pytest.raises(GeneratorError, match="painter has no weights yet; train it"):
        generate(Recipe("painter", class_name="0"), weights=tmp_path)


def test_the_cards_command_names_the_classes_of_the_shipped_weights():
    card = (WEIGHTS.parent / "generators" / "painter.md").read_text(encoding="utf-8")
    (command,) = (block for block in card.split("```") if "train painter" in block)
    # A shell takes a line that ends in a backslash and the next for one.
    words = shlex.split(command.replace("\\\n", " "))
    assert tuple(words[words.index("--classes") + 1 :]) == class_names()
