"""Draw the sample sheets of the model cards: ``python -m tests.benchmarks.card_sheets FOLDER``.

FOLDER holds the open photographs (`python -m quiz photographs FOLDER`). The regenerator has not
seen them: it learnt from others.
"""

import argparse
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from models.generators import Recipe, generate
from models.generators.diffusion import to_pixels, to_signal
from models.generators.painter import class_names
from models.generators.recipe import PAINTER, REGENERATOR
from models.generators.regenerator import FACTORS, enlarged
from quiz.making.photographs import PhotographFolder

CARDS = Path(__file__).parents[2] / "models" / "generators"
SEEDS = range(10)
CROP_PX = 208
# Public domain or CC0, so that the sheet needs no credit line of its own; left, top of the crop.
CROPS = {
    "monuments/chateaudeChenonceau": (430, 180),
    "farm/duck": (640, 210),
    "world/jaguar": (420, 180),
    "monuments/hawaMahal": (400, 250),
}


def main() -> None:
    """Write both sheets beside the cards."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("photographs", type=Path, metavar="FOLDER")
    photographs = PhotographFolder(parser.parse_args().photographs)
    _write("painter", [[_painted(name, seed) for seed in SEEDS] for name in class_names()])
    _write("regenerator", [_regenerated(photographs.open(name), *at) for name, at in CROPS.items()])


def _painted(name: str, seed: int) -> np.ndarray:
    return generate(Recipe(PAINTER, class_name=name, seed=seed)).pixels


def _regenerated(photograph: np.ndarray, left: int, top: int) -> list[np.ndarray]:
    """Return a crop, what bicubic enlargement makes of a quarter of it, and what the model does."""
    crop = np.ascontiguousarray(photograph[top : top + CROP_PX, left : left + CROP_PX])
    quarter = torch.nn.functional.avg_pool2d(to_signal(crop[None]), FACTORS[0])
    made = [generate(Recipe(REGENERATOR, source=crop, factor=factor)).pixels for factor in FACTORS]
    return [crop, to_pixels(enlarged(quarter, FACTORS[0]))[0], *made]


def _write(name: str, rows: list[list[np.ndarray]]) -> None:
    sheet = np.concatenate([np.concatenate(row, axis=1) for row in rows])
    Image.fromarray(sheet).save(CARDS / f"{name}.webp", quality=85, method=6)
    print(f"Wrote {name}.webp, {sheet.shape[1]} x {sheet.shape[0]} pixels.")


if __name__ == "__main__":
    main()
