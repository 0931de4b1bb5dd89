import json
import subprocess
import sys

import numpy as np
import pytest
from PIL import Image

from models.__main__ import main
from models.generators import Recipe, generate
from models.generators.authority import open_authority
from models.image import open_image
from models.provenance import CredentialState, TrustList, read_provenance


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder in which a painter and a regenerator were trained for two steps each."""
    folder = tmp_path_factory.mktemp("command")
    rng = np.random.default_rng(0)
    for name in ("produce/Fruit_Kiwi_Kiwi_001", "produce/Fruit_Pear_Anjou_001", "real/leaves"):
        path = folder / f"{name}.jpg"
        path.parent.mkdir(exist_ok=True)
        pixels = rng.integers(0, 256, (160, 144, 3), dtype=np.uint8)
        Image.fromarray(pixels).save(path)
    for model, data, extra in (
        ("painter", folder, ["--classes", "kiwis", "pears"]),
        ("regenerator", folder / "real", []),
    ):
        train = ["train", model, "--data", str(data), "--steps", "2", "--size", "tiny", *extra]
        assert main([*train, "--batch", "2", "--output", str(folder / model)]) == 0
    return folder


def _run(folder, model, *arguments):
    keys, weights = folder / "keys", folder / model / "weights"
    return main([*map(str, arguments), "--authority", str(keys), "--weights", str(weights)])


def _pixels(path):
    with Image.open(path) as picture:
        return np.asarray(picture.convert("RGB"))


def test_generate_writes_a_marked_picture_and_prints_its_recipe(folder, capsys):
    out = folder / "out.png"
    status = _run(folder, "painter", "generate", "--class", "pears", "--seed", 5, "--steps", 3,
                  "-o", out)  # fmt: skip
    assert status == 0
    printed = capsys.readouterr()
    recipe = Recipe.from_json(printed.out)
    assert (recipe.class_name, recipe.seed, recipe.steps) == ("pears", 5, 3)
    assert "3/3" in printed.err
    again = generate(recipe, weights=folder / "painter" / "weights")
    assert np.array_equal(again.pixels, _pixels(out))
    trust_list = TrustList(open_authority(folder / "keys").root)
    provenance = read_provenance(open_image(out.read_bytes()), trust_list)
    assert provenance.credential_state is CredentialState.TRUSTED


def test_class_may_be_given_by_its_index(folder, capsys):
    for number, name in enumerate(("kiwis", "pears")):
        _run(folder, "painter", "generate", "--class", number, "--steps", 1, "-o", folder / "a.png")
        assert json.loads(capsys.readouterr().out)["class"] == name


def test_regenerate_changes_the_masked_part_only(folder, capsys):
    source = folder / "real/leaves.jpg"
    marked = np.zeros((160, 144), dtype=np.uint8)
    marked[40:90, 30:80] = 255
    Image.fromarray(marked).save(folder / "mask.png")
    status = _run(folder, "regenerator", "regenerate", source, "-o", folder / "anew.webp",
                  "--factor", 8, "--mask", folder / "mask.png", "--steps", 1)  # fmt: skip
    assert status == 0
    assert json.loads(capsys.readouterr().out)["factor"] == 8
    changed = (_pixels(folder / "anew.webp") != _pixels(source)).any(axis=2)
    assert changed.any()
    assert not changed[marked == 0].any()


def test_training_can_be_resumed(folder, capsys):
    train = ["train", "regenerator", "--data", str(folder / "real"), "--steps", "3", "--batch", "2",
             "--size", "tiny", "--output", str(folder / "regenerator")]  # fmt: skip
    assert main(train) == 1
    assert "add --resume" in capsys.readouterr().err
    assert main([*train, "--resume"]) == 0
    assert "3/3" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--class", "dragon", "-o", "a.png"], "does not know 'dragon'; choose from kiwis, pears"),
        (["--class", "0", "--prompt", "x", "-o", "a.png"], "painter has no use for 'prompt'"),
        (["-o", "a.png"], "Choose what to paint: kiwis, pears"),
        (["--class", "0", "-o", "a.gif"], "end in .png, .jpg or .webp"),
        (["--hub", "some/model", "--prompt", "x", "-o", "a.png"], "Give the commit of some/model"),
        (["--hub", ".", "--prompt", "x", "--source", "none.png", "-o", "a.png"], "no picture that"),
    ],
)
def test_wrong_arguments_get_one_sentence(folder, capsys, monkeypatch, arguments, sentence):
    monkeypatch.chdir(folder)
    assert _run(folder, "painter", "generate", *arguments) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert sentence in printed.err.splitlines()[-1]


def test_help_is_quick_and_brings_no_heavy_library():
    code = (
        "import sys, runpy; sys.argv = ['models', '--help']\n"
        "try: runpy.run_module('models', run_name='__main__')\n"
        "except SystemExit: print([m for m in ('torch', 'diffusers') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("usage: python -m models")
    assert done.stdout.endswith("[]\n")
