import numpy as np
import pytest
from PIL import Image

from models.generators.data import (
    CLASSES,
    MOST_REPEATS,
    detail_crops,
    labelled_pictures,
)
from models.generators.recipe import GeneratorError


def _save(path, colour, size=(128, 128)):
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", size, colour).save(path, quality=95)


@pytest.fixture
def sets(tmp_path):
    """A folder laid out as the sets are, with one colour for each class."""
    rows = ["image,sender_id,label,kids"]
    for number in range(8):
        _save(tmp_path / f"clothing/shirt-{number}.jpg", "red")
        rows.append(f"shirt-{number},1,T-Shirt,False")
    rows += ["absent,1,T-Shirt,False", "other,1,Not sure,False"]
    (tmp_path / "clothing.csv").write_text("\n".join(rows))
    for split in ("train_", "test_", ""):
        _save(tmp_path / f"produce/{split}Fruit_Kiwi_Kiwi_001.jpg", "green")
    _save(tmp_path / "produce/Fruit_Kiwifruit_Gold_001.jpg", "yellow")
    _save(tmp_path / "birds/birds_alcedo-atthis.jpg", "blue")
    return tmp_path


def test_labelled_pictures_have_the_class_of_their_set(sets):
    pictures = labelled_pictures(sets, ("kiwis", "T-shirt", "bird"), px=32)
    assert pictures.names == ("kiwis", "T-shirt", "bird")
    assert pictures.credits == "birds (CC0-1.0), clothing (CC0-1.0), produce (MIT)"
    assert pictures.pixels.shape == (len(pictures), 32, 32, 3)
    means = [pictures.pixels[pictures.classes == k].mean(axis=(0, 1, 2)) for k in range(3)]
    assert [int(mean.argmax()) for mean in means] == [1, 0, 2]


def test_small_classes_are_repeated_within_a_limit(sets):
    pictures = labelled_pictures(sets, ("kiwis", "T-shirt", "bird"), px=8)
    counts = np.bincount(pictures.classes)
    assert counts.tolist() == [3 * 3, 8, MOST_REPEATS]


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        (("dragon",), "no class 'dragon'; choose from T-shirt"),
        (("hat",), "no picture of the class"),
    ],
)
def test_labelled_pictures_refuse_a_class_without_pictures(sets, wanted, sentence):
    with pytest.raises(GeneratorError, match=sentence):
        labelled_pictures(sets, wanted)


def test_class_names_are_told_apart():
    assert len(set(CLASSES)) == len(CLASSES)


def test_crops_are_native_pixels(tmp_path):
    rng = np.random.default_rng(0)
    noise = rng.integers(0, 256, (40, 50, 3), dtype=np.uint8)
    (tmp_path / "birds").mkdir()
    Image.fromarray(noise).save(tmp_path / "birds/one.png")
    crops = detail_crops(tmp_path, px=16, per_picture=5)
    assert crops.pixels.shape == (5, 16, 16, 3)
    windows = np.lib.stride_tricks.sliding_window_view(noise, (16, 16, 3)).reshape(-1, 16, 16, 3)
    assert all((windows == crop).all(axis=(1, 2, 3)).any() for crop in crops.pixels)


def test_crops_of_a_picture_do_not_depend_on_its_neighbours(tmp_path):
    rng = np.random.default_rng(0)
    for name in ("a.png", "b.png"):
        noise = rng.integers(0, 256, (40, 50, 3), dtype=np.uint8)
        Image.fromarray(noise).save(tmp_path / name)
    both = detail_crops(tmp_path, px=16, per_picture=3)
    (tmp_path / "a.png").unlink()
    assert np.array_equal(detail_crops(tmp_path, px=16, per_picture=3).pixels, both.pixels[3:])


@pytest.mark.parametrize("name", ["portraits", "objects", "camera-metadata"])
def test_sets_not_to_be_learnt_from_and_small_pictures_are_left_out(tmp_path, name):
    _save(tmp_path / name / "face.jpg", "pink")
    _save(tmp_path / "birds/tiny.jpg", "blue", (20, 20))
    with pytest.raises(GeneratorError, match="no photograph of 64 px or more"):
        detail_crops(tmp_path, px=64)


def test_a_file_that_is_no_picture_is_named(tmp_path):
    spoilt = tmp_path / "produce" / "Fruit_Kiwi_Kiwi_001.jpg"
    spoilt.parent.mkdir()
    spoilt.write_text("no picture")
    for read in (
        lambda: labelled_pictures(tmp_path, ("kiwis",)),
        lambda: detail_crops(tmp_path, px=16),
    ):
        with pytest.raises(GeneratorError, match=r"Kiwi_001\.jpg is no picture that can be opened"):
            read()
