"""Twins of photographs: the same picture with its fine detail made by a model.

A folder of twins holds a folder a kind, and in it, for the photograph ``x.jpg``,
``x.jpg.png`` (the twin), ``x.jpg.original.png`` (the same crop of the photograph), and for
a kind that works in a region ``x.jpg.mask.png`` (white where it worked).
"""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from models.detectors.collection import HELD_OUT_TWINS, Part, Sample, read_pixels
from models.detectors.upsamplers import CROP_PX, KINDS, decoded, train_decoder
from models.generators import Recipe, generate

TWIN_PX = 384
CROPS_PER_PHOTOGRAPH = 3
REGENERATED, INPAINTED = "regenerated", "inpainted"


def write_twins(
    photographs: Sequence[Sample],
    folder: Path,
    per_kind: int,
    steps: int,
    progress: Callable[[str], None] = lambda said: None,
) -> None:
    """Write twins of photographs, of each kind of ``upsamplers.KINDS`` and by our regenerator.

    What is there already is kept, so that a broken run can go on. No portrait is used.

    Args:
        photographs: to be learnt from, or measured on; see ``Sample.part``.
        folder: made if it is missing.
        per_kind: how many twins of each kind.
        steps: of training for each small decoder, which learns from photographs of
            ``Part.LEARN`` only; held-out kinds get twins of measured ones only.
        progress: called with what has been done.
    """
    usable = [sample for sample in photographs if sample.group != "portraits"]
    crops = _training_crops([sample for sample in usable if sample.part is Part.LEARN])
    for number, kind in enumerate(KINDS):
        if not _fitting(usable, kind):
            continue
        decoder = train_decoder(kind, crops, steps)
        progress(f"{kind}: trained")
        for sample, original in _originals(usable, kind, number, per_kind):
            _write(folder / kind, sample, original, decoded(decoder, original))
        progress(f"{kind}: done")
    rng = np.random.default_rng(0)
    for number, (sample, original) in enumerate(_originals(usable, REGENERATED, 7, 2 * per_kind)):
        mask = _blob(original.shape[:2], rng) if number % 2 else None
        target = folder / (INPAINTED if number % 2 else REGENERATED)
        if (target / f"{sample.path.name}.png").is_file():
            continue
        factor = int(rng.choice((4, 4, 8)))
        recipe = Recipe("regenerator", source=original, mask=mask, factor=factor, seed=number)
        _write(target, sample, original, generate(recipe).pixels, mask)
        progress(f"{target.name}: {number + 1}")


def _originals(photographs: Sequence[Sample], kind: str, seed: int, count: int):
    fitting = _fitting(photographs, kind)
    rng = np.random.default_rng(seed)
    # Each source of photographs counts alike, however many there are of it.
    sizes = {group: sum(s.group == group for s in fitting) for group in {s.group for s in fitting}}
    weights = np.array([1 / sizes[sample.group] for sample in fitting])
    count = min(count, len(fitting))
    order = rng.choice(len(fitting), count, replace=False, p=weights / weights.sum())
    for index in order:
        pixels = read_pixels(fitting[index])
        height, width = (min(side, TWIN_PX) // 4 * 4 for side in pixels.shape[:2])
        top = int(rng.integers(pixels.shape[0] - height + 1))
        left = int(rng.integers(pixels.shape[1] - width + 1))
        yield fitting[index], np.ascontiguousarray(pixels[top : top + height, left : left + width])


def _fitting(photographs: Sequence[Sample], kind: str) -> list[Sample]:
    parts = {Part.MEASURE} if kind in HELD_OUT_TWINS else {Part.LEARN, Part.VALIDATE}
    return [sample for sample in photographs if sample.part in parts]


def _training_crops(photographs: Sequence[Sample]) -> npt.NDArray[np.uint8]:
    rng = np.random.default_rng(1)
    crops = []
    for sample in photographs:
        pixels = read_pixels(sample)
        for _ in range(CROPS_PER_PHOTOGRAPH):
            top, left = (int(rng.integers(side - CROP_PX + 1)) for side in pixels.shape[:2])
            crops.append(pixels[top : top + CROP_PX, left : left + CROP_PX])
    return np.stack(crops)


def _blob(shape: tuple[int, int], rng: np.random.Generator) -> npt.NDArray[np.bool_]:
    """Return an ellipse of a seventh to a third of the picture, bool (H, W)."""
    height, width = shape
    down, across = height * rng.uniform(0.22, 0.33), width * rng.uniform(0.22, 0.33)
    y, x = rng.uniform(down, height - down), rng.uniform(across, width - across)
    rows, columns = np.ogrid[:height, :width]
    return ((rows - y) / down) ** 2 + ((columns - x) / across) ** 2 <= 1


def _write(
    folder: Path,
    sample: Sample,
    original: npt.NDArray[np.uint8],
    twin: npt.NDArray[np.uint8],
    mask: npt.NDArray[np.bool_] | None = None,
) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    name = sample.path.name
    Image.fromarray(original).save(folder / f"{name}.original.png", compress_level=1)
    if mask is not None:
        Image.fromarray(mask).convert("L").save(folder / f"{name}.mask.png")
    # Last, so that a twin that is there is whole.
    Image.fromarray(twin).save(folder / f"{name}.png", compress_level=1)
