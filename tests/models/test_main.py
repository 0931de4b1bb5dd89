import errno
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from models.__main__ import main
from models.generators import Recipe, generate
from models.generators.authority import open_authority
from models.generators.painter import class_names
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
        (["--class", "dragon", "-o", "b.png"], "does not know 'dragon'; choose from kiwis, pears"),
        (["--class", "0", "--prompt", "x", "-o", "b.png"], "painter has no use for 'prompt'"),
        (["-o", "b.png"], "Choose what to paint: kiwis, pears"),
        (["--class", "0", "-o", "a.gif"], "end in .png, .jpg or .webp"),
        (["--hub", "some/model", "--prompt", "x", "-o", "b.png"], "Give the commit of some/model"),
        (["--hub", ".", "--prompt", "x", "--source", "none.png", "-o", "b.png"], "no such file"),
        (["--class", "0", "-o", "nowhere/a.png"], "its folder does not exist"),
        (["--class", "0", "-o", "folder.png"], "it is a folder"),
        (["--class", "0", "--guidance", "nan", "-o", "b.png"], "guidance from -100 to 100"),
        (["--class", "0", "--authority", "full.png", "-o", "b.png"], "no keys that can sign"),
        (["--class", "0", "--authority", "spoilt", "-o", "b.png"], "no keys that can sign"),
    ],
)
def test_wrong_arguments_get_one_sentence(folder, capsys, monkeypatch, arguments, sentence):
    monkeypatch.chdir(folder)
    (folder / "folder.png").mkdir(exist_ok=True)
    (folder / "full.png").touch()
    (folder / "spoilt").mkdir(exist_ok=True)
    for name in ("root.pem", "signer.pem", "signer.key"):
        (folder / "spoilt" / name).write_text("no key")
    weights = ["--weights", str(folder / "painter/weights")]
    assert main(["generate", "--authority", "keys", *arguments, *weights]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert sentence in printed.err.splitlines()[-1]
    assert not (folder / "b.png").is_file()


@pytest.mark.parametrize("name", ["leaves.jpg", "mask.png"])
def test_regenerate_does_not_write_over_what_it_was_given(folder, capsys, monkeypatch, name):
    monkeypatch.chdir(folder / "real")
    Image.new("L", (144, 160), 255).save("mask.png")
    before = Path(name).read_bytes()
    status = _run(folder, "regenerator", "regenerate", "leaves.jpg", "--mask", "mask.png",
                  "--steps", 1, "-o", Path("..", "real", name))  # fmt: skip
    assert status == 1
    assert "give the output another name" in capsys.readouterr().err
    assert Path(name).read_bytes() == before
    Path("mask.png").unlink()


def test_a_full_disk_is_told_in_one_sentence(folder, capsys, monkeypatch):
    def write_bytes(path, content):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "write_bytes", write_bytes)
    assert _run(folder, "painter", "generate", "--class", 0, "--steps", 1, "-o", "a.png") == 1
    assert "No space left on device" in capsys.readouterr().err.splitlines()[-1]


def test_a_photograph_is_regenerated_the_way_up_that_it_is_seen(folder, capsys):
    pixels = np.random.default_rng(2).integers(0, 256, (96, 128, 3), dtype=np.uint8)
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.fromarray(pixels).save(folder / "turned.png", exif=exif)
    # White on a see-through layer, as a painting program saves it; drawn on what is seen.
    layer = np.zeros((128, 96, 4), dtype=np.uint8)
    layer[20:70, 30:80] = 255
    Image.fromarray(layer).save(folder / "layer.png")
    status = _run(folder, "regenerator", "regenerate", folder / "turned.png", "--steps", 1,
                  "--mask", folder / "layer.png", "-o", folder / "upright.png")  # fmt: skip
    assert status == 0
    changed = (_pixels(folder / "upright.png") != np.rot90(pixels, -1)).any(axis=2)
    assert changed.any()
    assert not changed[layer[:, :, 3] == 0].any()


@pytest.mark.parametrize("content", [b"no picture", None])
def test_a_source_that_cannot_be_opened_is_told_in_one_sentence(folder, capsys, content):
    whole = (folder / "real/leaves.jpg").read_bytes()
    (folder / "bad.jpg").write_bytes(whole[: len(whole) // 2] if content is None else content)
    status = _run(folder, "regenerator", "regenerate", folder / "bad.jpg", "-o", folder / "a.png")
    assert status == 1
    (sentence,) = capsys.readouterr().err.splitlines()
    assert sentence.startswith(f"{folder / 'bad.jpg'}: This ")


def test_a_stop_by_hand_is_no_fault(folder, capsys, monkeypatch):
    def stopped(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("models.__main__.generate", stopped)
    status = _run(folder, "painter", "generate", "--class", 0, "-o", folder / "a.png")
    assert status == 130


def test_help_is_quick_and_brings_no_heavy_library():
    code = (
        "import sys, runpy; sys.argv = ['models', '--help']\n"
        "try: runpy.run_module('models', run_name='__main__')\n"
        "except SystemExit: print([m for m in ('torch', 'diffusers') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("usage: python -m models")
    assert done.stdout.endswith("[]\n")


def test_the_hubs_library_is_told_to_send_nothing(folder, capsys, monkeypatch):
    monkeypatch.delenv("HF_HUB_DISABLE_TELEMETRY", raising=False)
    _run(folder, "painter", "generate", "--class", "dragon", "-o", folder / "b.png")
    assert os.environ["HF_HUB_DISABLE_TELEMETRY"] == "1"


def test_a_picture_that_its_format_cannot_hold_is_refused_before_the_work(folder, capsys):
    Image.new("RGB", (16_384, 64)).save(folder / "long.png")
    status = _run(folder, "regenerator", "regenerate", folder / "long.png", "--steps", 1,
                  "-o", folder / "long.webp")  # fmt: skip
    assert status == 1
    (sentence,) = capsys.readouterr().err.splitlines()
    assert "at most 16383 pixels a side" in sentence


def test_a_class_that_is_named_twice_is_one(folder, capsys):
    train = ["train", "painter", "--data", str(folder), "--steps", "1", "--size", "tiny"]
    output = ["--batch", "2", "--output", str(folder / "twice")]
    assert main([*train, *output, "--classes", "pears", "kiwis", "pears"]) == 0
    assert class_names(folder / "twice" / "weights") == ("pears", "kiwis")
