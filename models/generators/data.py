"""The pictures our models learn from."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from .recipe import GeneratorError

PICTURE_PX = 64
CROPS_PER_PICTURE = 12

# Our class names, and what the clothing set's table and the produce set's file names call them.
GARMENTS = {
    "T-shirt": "T-Shirt",
    "long-sleeved top": "Longsleeve",
    "trousers": "Pants",
    "shoes": "Shoes",
    "shirt": "Shirt",
    "dress": "Dress",
    "jacket": "Outwear",
    "shorts": "Shorts",
    "hat": "Hat",
}
PRODUCE = {
    "apples": "Fruit_Apple",
    "bananas": "Fruit_Banana",
    "kiwis": "Fruit_Kiwi",
    "melons": "Fruit_Melon",
    "oranges": "Fruit_Orange",
    "pears": "Fruit_Pear",
    "satsumas": "Fruit_Satsumas",
    "peppers": "Vegetables_Pepper",
    "tomatoes": "Vegetables_Tomato",
}
BIRD = "bird"
CLASSES = (*GARMENTS, *PRODUCE, BIRD)
# A class with few pictures is shown more often, up to so many times as often as its share.
MOST_REPEATS = 4
# Licences of the sets, by folder.
LICENCES = {
    "clothing": "CC0-1.0",
    "produce": "MIT",
    "birds": "CC0-1.0",
    "landscapes": "CC0-1.0",
    "subjects": "CC-BY-4.0 and Unsplash",
    "kodak": "unrestricted use",
}
BETWEEN_SETS = ", "
# Faces are nothing that a model for classrooms should learn to make up; the objects are kept to
# measure with; the pictures with camera metadata are share-alike, and weights are not pictures.
LEFT_OUT = {"portraits", "objects", "camera-metadata"}


@dataclass(frozen=True, eq=False)
class TrainingPictures:
    """Pictures in memory.

    Attributes:
        pixels: uint8 (N, S, S, 3).
        classes: int64 (N,), index into ``names``; all 0 without classes.
        names: class names; empty without classes.
        sets: folders that the pictures come from.
    """

    pixels: npt.NDArray[np.uint8]
    classes: npt.NDArray[np.int64]
    names: tuple[str, ...]
    sets: tuple[str, ...] = ()

    @property
    def credits(self) -> str:
        """The sets with their licences, for the listing of the weights.

        >>> nothing = np.zeros(0)
        >>> TrainingPictures(nothing, nothing, (), ("kodak", "my-own")).credits
        'kodak (unrestricted use), my-own (licence not recorded)'
        """
        return BETWEEN_SETS.join(
            f"{name} ({LICENCES.get(name, 'licence not recorded')})" for name in self.sets
        )

    def __len__(self) -> int:
        return len(self.pixels)


def labelled_pictures(
    folder: Path, wanted: tuple[str, ...] = CLASSES, px: int = PICTURE_PX
) -> TrainingPictures:
    """Read small square pictures of garments, fruit and vegetables, and birds.

    Args:
        folder: holds ``clothing/`` with ``clothing.csv`` beside it, ``produce/`` and ``birds/``;
            a set that is absent is left out.
        wanted: class names, of ``CLASSES``.
        px: width and height to shrink to.

    Returns:
        the pictures; those of a small class several times, up to ``MOST_REPEATS``, so that the
        classes are of more equal size.

    Raises:
        GeneratorError: a class is unknown, or has no picture there, or one that cannot be opened.
    """
    if unknown := set(wanted) - set(CLASSES):
        raise GeneratorError(
            f"There is no class '{min(unknown)}'; choose from {', '.join(CLASSES)}."
        )
    found = {name: paths for name, paths in _paths(folder).items() if name in wanted and paths}
    if missing := [name for name in wanted if name not in found]:
        raise GeneratorError(
            f"{folder} holds no picture of the class '{missing[0]}'; give the folder that holds "
            "clothing/, clothing.csv, produce/ and birds/, or leave the class out."
        )
    largest = max(map(len, found.values()))
    pixels, classes = [], []
    for index, name in enumerate(wanted):
        repeats = min(MOST_REPEATS, round(largest / len(found[name])))
        pixels += [_shrunk(path, px) for path in found[name]] * repeats
        classes += [index] * (len(found[name]) * repeats)
    sets = sorted({path.parent.name for paths in found.values() for path in paths})
    return TrainingPictures(np.stack(pixels), np.array(classes), wanted, tuple(sets))


def detail_crops(
    folder: Path, px: int, per_picture: int = CROPS_PER_PICTURE, seed: int = 0
) -> TrainingPictures:
    """Cut squares out of photographs at their native resolution, where the fine detail is.

    Args:
        folder: photographs, in folders at any depth; ``LEFT_OUT`` names are passed over.
        px: width and height of a square.
        per_picture: squares from each photograph, at random places.
        seed: of the places.

    Raises:
        GeneratorError: no photograph of that size in the folder, or one that cannot be opened.
    """
    crops, sets = [], set()
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() not in {".jpg", ".jpeg", ".png"}:
            continue
        if LEFT_OUT.intersection(path.relative_to(folder).parts):
            continue
        pixels = np.asarray(_opened(path))
        height, width = pixels.shape[:2]
        if min(height, width) < px:
            continue
        # The places of a picture's squares do not depend on which other pictures are there.
        rng = np.random.default_rng([seed, *path.name.encode()])
        for _ in range(per_picture):
            top, left = rng.integers(height - px + 1), rng.integers(width - px + 1)
            sets.add(path.parent.name)
            crops.append(pixels[top : top + px, left : left + px].copy())
    if not crops:
        raise GeneratorError(f"{folder} holds no photograph of {px} px or more; give another.")
    classes = np.zeros(len(crops), np.int64)
    return TrainingPictures(np.stack(crops), classes, (), tuple(sorted(sets)))


def _paths(folder: Path) -> dict[str, list[Path]]:
    produce = sorted((folder / "produce").glob("*.jpg"))
    birds = sorted((folder / "birds").glob("*.jpg"))
    return {
        **_garment_paths(folder),
        **{name: _starting(produce, start) for name, start in PRODUCE.items()},
        BIRD: birds,
    }


def _garment_paths(folder: Path) -> dict[str, list[Path]]:
    table = folder / "clothing.csv"
    if not table.is_file():
        return {}
    with table.open(encoding="utf-8", newline="") as lines:
        rows = [(row["label"], folder / "clothing" / f"{row['image']}.jpg")
                for row in csv.DictReader(lines)]  # fmt: skip
    # The table lists a few pictures that the set does not hold.
    return {
        name: sorted(path for label, path in rows if label == theirs and path.is_file())
        for name, theirs in GARMENTS.items()
    }


def _starting(paths: Iterable[Path], start: str) -> list[Path]:
    splits = ("train_", "test_", "val_", "")
    return [
        path for path in paths if any(path.name.startswith(f"{split}{start}_") for split in splits)
    ]


def _shrunk(path: Path, px: int) -> npt.NDArray[np.uint8]:
    return np.asarray(_opened(path).resize((px, px), Image.Resampling.BOX))


def _opened(path: Path) -> Image.Image:
    try:
        with Image.open(path) as picture:
            return picture.convert("RGB")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise GeneratorError(
            f"{path} is no picture that can be opened; take it out of the folder."
        ) from error
