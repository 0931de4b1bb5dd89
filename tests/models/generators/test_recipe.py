import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.generators.recipe import GeneratorError, Recipe, fingerprint

SOURCE = np.arange(8 * 6 * 3, dtype=np.uint8).reshape(8, 6, 3)
MASK = np.eye(8, 6, dtype=bool)


@given(
    seed=st.integers(0, 2**63 - 1),
    steps=st.none() | st.integers(1, 1000),
    guidance=st.none() | st.floats(0, 50),
    prompt=st.none() | st.text(),
    size=st.none() | st.tuples(st.integers(8, 64), st.integers(8, 64)),
)
def test_recipe_survives_its_json(seed, steps, guidance, prompt, size):
    recipe = Recipe("a/b", "0" * 40, seed, steps, guidance, prompt=prompt, size=size)
    again = Recipe.from_json(recipe.to_json())
    assert again.to_json() == recipe.to_json()
    assert (again.seed, again.steps, again.guidance, again.prompt, again.size) == (
        seed, steps, guidance, prompt, size,
    )  # fmt: skip


def test_recipe_with_pictures_is_restored_with_them_alone():
    record = Recipe("regenerator", source=SOURCE, mask=MASK).to_json()
    assert Recipe.from_json(record, SOURCE, MASK).to_json() == record
    with pytest.raises(GeneratorError, match="Give the source that"):
        Recipe.from_json(record, SOURCE + 1, MASK)
    with pytest.raises(GeneratorError, match="Give the mask that"):
        Recipe.from_json(record, SOURCE)


def test_folder_is_recorded_by_its_name(tmp_path):
    folder = tmp_path / "some-model"
    folder.mkdir()
    record = Recipe(str(folder)).to_json()
    assert str(tmp_path) not in record
    assert Recipe.from_json(record, folder=folder).model == str(folder)


def test_fingerprint_knows_shape_from_content():
    assert fingerprint(SOURCE) != fingerprint(SOURCE.reshape(6, 8, 3))
    assert fingerprint(SOURCE) == fingerprint(np.asfortranarray(SOURCE))


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"seed": -1}, "Give a seed from 0"),
        ({"seed": 2**63}, "Give a seed from 0"),
        ({"steps": 0}, "Give 1 to 1000 steps, not 0"),
        ({"source": SOURCE[..., 0]}, "RGB picture"),
        ({"source": SOURCE.astype(float)}, "RGB picture"),
        ({"mask": MASK}, "A mask needs a source"),
        ({"source": SOURCE, "mask": MASK.astype(np.uint8)}, "black-and-white"),
        ({"source": SOURCE, "mask": MASK[:4]}, "The mask is 6 x 4 pixels, the source 6 x 8"),
        ({"source": SOURCE, "mask": np.zeros_like(MASK)}, "The mask is empty"),
    ],
)
def test_recipe_refuses_what_cannot_be_made(settings, sentence):
    with pytest.raises(GeneratorError, match=sentence):
        Recipe("regenerator", **settings)


@pytest.mark.parametrize("record", ["", "[]", "{", '{"model": "painter", "colour": "red"}'])
def test_from_json_refuses_what_is_no_recipe(record):
    with pytest.raises(GeneratorError, match="not a recipe"):
        Recipe.from_json(record)


@pytest.mark.parametrize("guidance", [float("nan"), float("inf"), -101.0, 1e39])
def test_guidance_that_would_run_over_is_refused(guidance):
    with pytest.raises(GeneratorError, match="Give a guidance from -100 to 100"):
        Recipe("painter", guidance=guidance)
