"""What the regenerator makes of photographs it has not learnt from, beside plain enlarging."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from models.generators.diffusion import to_pixels, to_signal
from models.generators.generation import generate
from models.generators.recipe import REGENERATOR, Recipe
from models.generators.regenerator import FACTORS, hint_of
from quiz.making.photographs import PhotographFolder, catalogue
from tests.benchmarks.features import FeatureNetwork, perceptual_distance
from tests.benchmarks.measures import average, sharpness, signal_to_noise
from tests.benchmarks.tables import Table

Pixels = npt.NDArray[np.uint8]

CROP_PX = 256
# A photograph as the quiz shows it has so many pixels on its shorter side.
SHOWN_PX = 640
SEED = 5


def left_out_crops(folder: Path, count: int) -> Pixels:
    """Return the middle of photographs from the folder that training leaves out.

    Args:
        folder: of photographs at their native resolution, of 256 pixels each way or more.
        count: how many, spread evenly over the folder.

    Returns:
        uint8 (N, 256, 256, 3), fewer than asked for if there are fewer.
    """
    paths = sorted(folder.glob("*.jpg"))
    places = np.linspace(0, len(paths) - 1, min(count, len(paths))).astype(int)
    return np.stack([_middle(_opened(paths[place])) for place in places])


def packaged_crops(folder: Path, count: int) -> Pixels:
    """Return the middle of the quiz's source photographs, shrunk to the size it shows.

    Args:
        folder: of unpacked packages, as ``python -m quiz photographs`` leaves it.
        count: at most so many, spread evenly over those that are there.
    """
    there = [entry.id for entry in catalogue().values() if (folder / entry.file).is_file()]
    places = np.linspace(0, len(there) - 1, min(count, len(there))).astype(int)
    crops = []
    for place in places:
        picture = Image.fromarray(PhotographFolder(folder).open(there[place]))
        scale = SHOWN_PX / min(picture.size)
        size = [round(scale * side) for side in picture.size]
        crops.append(_middle(np.asarray(picture.resize(size, Image.Resampling.LANCZOS))))
    return np.stack(crops)


def fidelity(
    crops: Pixels,
    what: str,
    network: FeatureNetwork,
    weights: Path,
    progress: Callable[[], None] = lambda: None,
) -> tuple[Table, Pixels]:
    """Compare what was made up with the original and with bicubic enlarging.

    Args:
        crops: uint8 (N, H, W, 3), originals.
        what: they are, for the heading.
        network: that says how different two pictures look.
        weights: folder of the regenerator's.
        progress: called after each picture made.

    Returns:
        the figures; and a sheet, uint8 (H, W, 3), of a few pictures: the original, then
        enlarged and regenerated for each factor.
    """
    table = Table(
        f"Regenerator: {len(crops)} {what}",
        "Sharpness: fine structure of the kind that shrinking removes, 1 is as much as the "
        "original has; median. Perceptual distance from the original: 0 is the same; our own "
        "network's, after LPIPS but NOT LPIPS. PSNR in decibels: smooth pictures win it. "
        "'Bicubic with grain' has as much fine structure as the original and none of it is "
        "right: a measure fooled by grain would praise it.",
    )
    shown = [crops]
    for factor in FACTORS:
        smooth = to_pixels(hint_of(to_signal(crops), factor))
        made = []
        for index, crop in enumerate(crops):
            recipe = Recipe(REGENERATOR, seed=SEED + 2 * index, factor=factor, source=crop)
            made.append(generate(recipe, weights=weights).pixels)
            progress()
        made = np.stack(made)
        shown += [smooth, made]
        distances = {}
        for name, pictures in {
            "bicubic": smooth,
            "bicubic with grain": _grained(smooth, crops, factor),
            "regenerated": made,
        }.items():
            distances[name] = perceptual_distance(network, pictures, crops)
            table.rows[f"{factor} times: {name}"] = {
                "sharpness": average(sharpness(pictures, crops, factor), np.median),
                "perceptual distance": average(distances[name]),
                "difference from bicubic": average(distances[name] - distances["bicubic"]),
                "PSNR": average(signal_to_noise(pictures, crops)),
            }
    few = np.linspace(0, len(crops) - 1, min(6, len(crops))).astype(int)
    sheet = [np.concatenate([pictures[index] for pictures in shown], axis=1) for index in few]
    return table, np.concatenate(sheet)


def _grained(smooth: Pixels, originals: Pixels, factor: int) -> Pixels:
    """Return enlarged pictures with white grain, as sharp as their originals by the measure."""
    grain = np.random.default_rng(SEED).standard_normal((*smooth.shape[:3], 1))
    lacking = 1 - sharpness(smooth, originals, factor) ** 2
    # Two pictures' powers add up where they have nothing to do with each other.
    of_one = sharpness(np.round(128 + 20 * grain.repeat(3, 3)).clip(0, 255), originals, factor)
    strength = 20 * np.sqrt(np.maximum(lacking, 0)) / of_one
    return np.round(smooth + strength[:, None, None, None] * grain).clip(0, 255).astype(np.uint8)


def _opened(path: Path) -> Pixels:
    with Image.open(path) as picture:
        return np.asarray(picture.convert("RGB"))


def _middle(pixels: Pixels) -> Pixels:
    top, left = ((side - CROP_PX) // 2 for side in pixels.shape[:2])
    return pixels[top : top + CROP_PX, left : left + CROP_PX]
