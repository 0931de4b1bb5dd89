"""Build a pack's media from the recipes in its item files."""

import importlib
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from quiz.item import HEIGHT, WIDTH, Kind
from quiz.making import operations
from quiz.making.delivery import deliver, deliver_mask, frame
from quiz.making.operations import operation_names
from quiz.making.photographs import Photographs


class RecipeError(ValueError):
    """A recipe cannot be followed; the message says why."""


def follow(
    recipe: Mapping[str, Any], photographs: Photographs, size: tuple[int, int] = (WIDTH, HEIGHT)
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Make one picture.

    Args:
        recipe: ``photograph`` (its id), optionally ``crop`` (left, top, width), and ``edits``,
            a list of tables with ``operation`` and that operation's parameters.
        photographs: where the photographs lie.
        size: width and height of the pack's pictures.

    Returns:
        The picture and the untouched photograph, uint8 (H, W, 3) of that size, and the exact
        mask, bool (H, W): the pixels that differ, or all where everything was made anew.

    Raises:
        RecipeError: an operation is unknown, or changed pixels outside its own mask.
    """
    crop = recipe.get("crop")
    photograph = photographs.open(recipe["photograph"])
    original = frame(photograph, tuple(crop) if crop else None, size)
    picture = original
    mask = np.zeros(original.shape[:2], bool)
    for edit in recipe.get("edits", []):
        parameters = dict(edit)
        name = parameters.pop("operation", None)
        edited, changed = _operation(name)(picture, photographs, **parameters)
        if (edited != picture).any(axis=2)[~changed].any():
            raise RecipeError(f"{name} changed pixels outside its mask")
        picture, mask = edited, mask | changed
    # Of a picture made anew as a whole, what came out equal by chance is no less made up.
    exact = mask if mask.all() else mask & (picture != original).any(axis=2)
    return picture, original, exact


def build_item(
    path: Path, media: Path, photographs: Photographs, size: tuple[int, int] = (WIDTH, HEIGHT)
) -> None:
    """Make one item's pictures again from its recipe and write them to `media`.

    The texts of the item need not be finished, so that a maker can look while working.

    Raises:
        KeyError: the item file lacks a field that names a picture, or its recipe.
    """
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    picture, original, mask = follow(table["making"], photographs, size)
    media.mkdir(exist_ok=True)
    (media / table["picture"]).write_bytes(deliver(picture))
    if Kind(table["kind"]).is_edit:
        (media / table["original"]).write_bytes(deliver(original))
        (media / table["mask"]).write_bytes(deliver_mask(mask))


def _operation(name: Any) -> Callable[..., tuple[np.ndarray, np.ndarray]]:
    if name not in operation_names():
        raise RecipeError(f"unknown operation {name!r}; use one of {', '.join(operation_names())}")
    return importlib.import_module(f"{operations.__name__}.{name}").apply
