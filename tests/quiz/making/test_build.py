import os
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from quiz.installed import shipped_packs
from quiz.making import operations
from quiz.making.build import RecipeError, build_item, follow, operation_names
from quiz.making.delivery import HEIGHT, WIDTH, deliver, deliver_mask
from quiz.making.photographs import PhotographFolder, catalogue

PHOTOGRAPHS = os.environ.get("SECOND_LOOK_PHOTOGRAPHS")

BRIGHTEN_SQUARE = """
def apply(canvas, photographs, *, left, top, size, claimed=None):
    edited, mask = canvas.copy(), canvas[..., 0] > 999
    square = slice(top, top + size), slice(left, left + size)
    edited[square] |= 128
    claimed = size if claimed is None else claimed
    mask[top : top + claimed, left : left + claimed] = True
    return edited, mask
"""


@pytest.fixture
def photographs(tmp_path) -> PhotographFolder:
    """A folder that holds one photograph of the catalogue: dark, but for its right third."""
    pixels = np.full((800, 1200, 3), 40, np.uint8)
    pixels[:, 800:] = 255
    path = tmp_path / "unpacked" / catalogue()["lomiri/bridge"].file
    path.parent.mkdir(parents=True)
    Image.fromarray(pixels).save(path.with_suffix(".png"))
    path.with_suffix(".png").rename(path)
    return PhotographFolder(tmp_path / "unpacked")


@pytest.fixture
def operation(tmp_path, monkeypatch) -> str:
    """An operation of our own, found beside the others as a new file would be."""
    (tmp_path / "operations").mkdir()
    (tmp_path / "operations" / "brighten_square.py").write_text(BRIGHTEN_SQUARE)
    monkeypatch.setattr(
        operations, "__path__", [*operations.__path__, str(tmp_path / "operations")]
    )
    return "brighten_square"


def edit(**parameters: int) -> dict:
    return {"operation": "brighten_square", "left": 100, "top": 50, "size": 80, **parameters}


def test_operation_names_lists_one_for_each_file(operation):
    folder = Path(operations.__file__).parent
    shipped = {path.stem for path in folder.glob("*.py") if path.stem != "__init__"}
    assert operation_names() == sorted(shipped | {operation})


def test_follow_without_edits_gives_the_framed_photograph(photographs):
    picture, original, mask = follow({"photograph": "lomiri/bridge"}, photographs)
    assert (picture.shape, picture.dtype) == ((HEIGHT, WIDTH, 3), np.uint8)
    np.testing.assert_array_equal(picture, original)
    assert not mask.any()


def test_follow_cuts_the_crop_asked_for(photographs):
    recipe = {"photograph": "lomiri/bridge", "crop": [240, 0, 960]}
    picture, _, _ = follow(recipe, photographs)
    assert (picture[:, :560] == 40).all()
    assert (picture[:, 560:] == 255).all()


def test_follow_marks_exactly_the_changed_pixels(photographs, operation):
    recipe = {"photograph": "lomiri/bridge", "crop": [240, 0, 960], "edits": [edit(claimed=200)]}
    picture, original, mask = follow(recipe, photographs)
    expected = np.zeros((HEIGHT, WIDTH), bool)
    expected[50:130, 100:180] = True
    np.testing.assert_array_equal(mask, expected)
    np.testing.assert_array_equal((picture != original).any(axis=2), expected)


def test_follow_does_not_mark_what_an_edit_left_as_it_was(photographs, operation):
    # The square lies half on white, which cannot get brighter.
    recipe = {"photograph": "lomiri/bridge", "crop": [240, 0, 960], "edits": [edit(left=520)]}
    _, _, mask = follow(recipe, photographs)
    assert np.flatnonzero(mask.any(axis=0)).tolist() == list(range(520, 560))


def test_follow_marks_all_of_a_picture_made_anew_as_a_whole(photographs, operation):
    whole = edit(left=0, top=0, size=WIDTH)
    picture, original, mask = follow({"photograph": "lomiri/bridge", "edits": [whole]}, photographs)
    assert (picture == original).all(axis=2).any()
    assert mask.all()


def test_follow_applies_edits_one_after_another(photographs, operation):
    recipe = {"photograph": "lomiri/bridge", "edits": [edit(), edit(top=300)]}
    _, _, mask = follow(recipe, photographs)
    assert mask[60, 110]
    assert mask[310, 110]
    assert mask.sum() == 2 * 80 * 80


def test_follow_refuses_an_edit_that_changes_pixels_outside_its_mask(photographs, operation):
    recipe = {"photograph": "lomiri/bridge", "edits": [edit(claimed=79)]}
    with pytest.raises(RecipeError, match="brighten_square changed pixels outside its mask"):
        follow(recipe, photographs)


@pytest.mark.parametrize("name", ["burn", "__init__", "", None])
def test_follow_refuses_an_unknown_operation(photographs, name):
    recipe = {"photograph": "lomiri/bridge", "edits": [{"operation": name}]}
    with pytest.raises(RecipeError, match="unknown operation.*use one of"):
        follow(recipe, photographs)


def test_build_item_writes_picture_original_and_mask(photographs, operation, tmp_path):
    item = tmp_path / "bridge.toml"
    item.write_text("""
kind = "retouch"
picture = "a.webp"
original = "b.webp"
mask = "c.png"

[making]
photograph = "lomiri/bridge"

[[making.edits]]
operation = "brighten_square"
left = 100
top = 50
size = 80
""")
    build_item(item, tmp_path / "media", photographs)
    picture, original, mask = follow(
        {"photograph": "lomiri/bridge", "edits": [edit()]}, photographs
    )
    written = {path.name: path.read_bytes() for path in (tmp_path / "media").iterdir()}
    assert written == {
        "a.webp": deliver(picture),
        "b.webp": deliver(original),
        "c.png": deliver_mask(mask),
    }


def test_build_item_writes_only_the_picture_of_a_real_one(photographs, tmp_path):
    item = tmp_path / "bridge.toml"
    item.write_text('kind = "real"\npicture = "a.webp"\n[making]\nphotograph = "lomiri/bridge"\n')
    build_item(item, tmp_path / "media", photographs)
    assert [path.name for path in (tmp_path / "media").iterdir()] == ["a.webp"]


@pytest.mark.parametrize("text", ["", 'kind = "real"\n[making]\nphotograph = "lomiri/bridge"'])
def test_build_item_names_the_field_that_is_missing(photographs, tmp_path, text):
    item = tmp_path / "bridge.toml"
    item.write_text(text)
    with pytest.raises(KeyError, match="making|picture"):
        build_item(item, tmp_path / "media", photographs)


def _recipes_to_follow() -> list[Path]:
    """Every item of the packs, but of those that the regenerator made as a whole only one.

    Each of these takes two cores about ten seconds; `python -m quiz build` makes them all.
    """
    found = [path for folder in shipped_packs() for path in sorted(folder.glob("items/*.toml"))]
    whole = [path for path in found if 'kind = "regeneration"' in path.read_text(encoding="utf-8")]
    return [path for path in found if path not in whole[1:]]


@pytest.mark.slow
@pytest.mark.skipif(not PHOTOGRAPHS, reason="SECOND_LOOK_PHOTOGRAPHS names no unpacked packages")
@pytest.mark.parametrize("path", _recipes_to_follow(), ids=lambda path: path.stem)
def test_shipped_pictures_are_what_their_recipes_make(path, tmp_path):
    build_item(path, tmp_path / "media", PhotographFolder(Path(PHOTOGRAPHS)))
    for made in (tmp_path / "media").iterdir():
        shipped = path.parents[1] / "media" / made.name
        difference = np.abs(_pixels(made.read_bytes()) - _pixels(shipped.read_bytes()))
        # The same to the eye: another processor rounds a solver's last digit differently.
        assert difference.mean() < 0.5


def _pixels(data: bytes) -> np.ndarray:
    with Image.open(BytesIO(data)) as picture:
        return np.asarray(picture.convert("RGB"), np.int16)
