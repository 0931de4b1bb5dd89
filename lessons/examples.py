"""Paintings made beforehand, to look at before anybody has pressed a button.

A folder of them holds ``examples.toml`` and a strip for each painting: the states of the picture
from left to right, below each the painter's guess.
"""

import json
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from lessons.labs.watch_painter import Choices, Painting, Pixels

LISTING = "examples.toml"


@dataclass(frozen=True)
class Example:
    """A painting made beforehand: the file of its strip, and what was asked for."""

    path: Path
    choices: Choices


def read_examples(folder: Path) -> tuple[Example, ...]:
    """Return the examples in a folder; none if it holds no listing."""
    listing = folder / LISTING
    if not listing.is_file():
        return ()
    entries = tomllib.loads(listing.read_text(encoding="utf-8"))["example"]
    return tuple(Example(folder / entry.pop("file"), Choices(**entry)) for entry in entries)


def open_example(example: Example) -> Painting:
    """Return an example's painting.

    Raises:
        OSError: the strip is missing or no picture.
    """
    with Image.open(example.path) as picture:
        strip = np.asarray(picture.convert("RGB"))
    rows = np.split(strip, 2)
    states, guesses = (tuple(np.split(row, example.choices.steps + 1, axis=1)) for row in rows)
    return Painting(example.choices, states, guesses[:-1])


def write_examples(
    paintings: Iterable[Painting], folder: Path, file_of: Callable[[Choices, Pixels], bytes]
) -> tuple[Example, ...]:
    """Write paintings as the examples of a folder, in place of those it held.

    Args:
        paintings: one of each class.
        folder: made if it is missing.
        file_of: returns a strip, uint8 (H, W, 3), as a WebP file without loss.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for former in read_examples(folder):
        former.path.unlink(missing_ok=True)
    examples = []
    for number, painting in enumerate(paintings, start=1):
        # A guess for the finished picture too, so that both rows are of one length.
        guesses = (*painting.guesses, painting.finished)
        strip = np.concatenate([np.concatenate(row, axis=1) for row in (painting.so_far, guesses)])
        path = folder / f"{number:02}.webp"
        path.write_bytes(file_of(painting.choices, strip))
        examples.append(Example(path, painting.choices))
    _write_listing(folder, examples)
    return tuple(examples)


def _write_listing(folder: Path, examples: Iterable[Example]) -> None:
    lines = ["# Written by `python -m lessons examples`."]
    for example in examples:
        values = {"file": example.path.name} | asdict(example.choices)
        # Strings and numbers of JSON are strings and numbers of TOML.
        lines += ["", "[[example]]", *(f"{key} = {json.dumps(v)}" for key, v in values.items())]
    (folder / LISTING).write_text("\n".join(lines) + "\n", encoding="utf-8")
