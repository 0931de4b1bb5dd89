"""The pictures that the detector learns from, is calibrated with, and is measured on.

A picture's part is decided by where it comes from, never by chance alone: no generator and no
folder of photographs that the detector is calibrated with or measured on was learnt from. The
photographs of the quiz's pack are not learnt from either, so that nothing that the app says of its
own pictures is known by heart; a third of them is measured on, and the others calibrate. Other
photographs of the packages that these came in may be learnt from.
"""

import csv
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from PIL import Image

GRID_PX = 512
LARGEST_SIDE = 1536
# Pictures of a set that is learnt from, kept back: every fifth by hash. A network that learns its
# sources by heart looks better on them than it is, so that no choice between runs rests on them.
VALIDATION_SHARE = 5
# Of photographs that nothing is learnt from every third, by hash, is measured on.
MEASURED_SHARE = 3
# A generated picture with a shorter side under that is known only shrunk; so often one of them is
# drawn. What is still seen of a model in them is little, and they are by most of the generators.
WHOLE_PX = 448
SHRUNK_SHARE = 0.3
# Single things before a plain ground. They are told from generated pictures so easily that a
# calibration with them would be too sure of all other photographs.
CATALOGUES = ("clothing", "produce", "objects")

# By the first folders of the path in the collection's table.
_LEARNT_PHOTOGRAPHS = ("birds", "clothing", "produce", "objects", "portraits", "subjects",
                       "camera-metadata")  # fmt: skip
_CALIBRATION_PHOTOGRAPHS = ("kodak", "landscapes")
# Words in the generator's name. What neither list names is learnt from. Chroma was made from Flux.
_MEASURED_GENERATORS = ("flux", "chroma", "sd3.5", "hidream", "aura_flow", "cosmos", "hunyuan",
                        "dreamshaper")  # fmt: skip
# The whole name where it is no generator's, but that of a picture of which a part is a photograph.
_MEASURED_EDITS = ("inpaint",)
_CALIBRATION_GENERATORS = ("stable_cascade", "cosxl", "anything-v3", "v1-5", "wd-1-5",
                           "bria", "kandinsky", "krea 2", "longcat", "luma photon", "majicmix",
                           "omnigen", "recraft", "reve", "seedream", "z-image")  # fmt: skip
# Folders of twins, see ``twins.py``, whose kind of upsampling is measured only.
HELD_OUT_TWINS = ("pixel-shuffle", "quantised")


Groups: TypeAlias = "dict[str, list[Sample]]"


class Part(StrEnum):
    """What a picture is used for.

    LEARN: to learn from. VALIDATE: kept back from a source or generator that is learnt from.
    CALIBRATE: to choose between runs, to say how sure to be, and how often photographs score as
    high; its folders and generators are not learnt from. MEASURE: for the figures that are told,
    and nothing else.
    """

    LEARN = "learn"
    VALIDATE = "validate"
    CALIBRATE = "calibrate"
    MEASURE = "measure"


@dataclass(frozen=True)
class Sample:
    """A picture of the collection.

    Attributes:
        path: the file.
        group: the source of a photograph, or the generator, by which figures are told.
        generated: made by a model, wholly or in part.
        part: what it is used for.
        box: left, top, right, bottom of the picture within the file; None for all of it.
        twin_of: the photograph that a model made this one from; None without.
        mask: a picture, white where a model worked; None where it worked everywhere.
    """

    path: Path
    group: str
    generated: bool
    part: Part
    box: tuple[int, int, int, int] | None = None
    twin_of: Path | None = None
    mask: Path | None = None

    @property
    def preview(self) -> bool:
        """Whether it is known only as a gallery shows it: saved as WebP, and often shrunk."""
        return self.generated and self.path.suffix == ".webp"

    @property
    def folder(self) -> str:
        """The set it belongs to."""
        return self.path.parent.name


def read_collection(
    images: Path,
    twins: Path | None = None,
    photographs: Path | None = None,
    measured: Path | None = None,
    generated: Path | None = None,
) -> list[Sample]:
    """Return the photographs and generated pictures of a collection, in order of their paths.

    Args:
        images: a folder with ``SOURCES.csv``, whose columns include path, label, generator,
            width and height.
        twins: a folder that ``twins.write_twins`` made from these photographs; None without.
        photographs: a folder of folders of further photographs to learn from, a source each; None
            without.
        measured: a folder of photographs that are not learnt from: to calibrate with, and to be
            measured on; None without.
        generated: a folder of further generated pictures, a folder a generator, as
            ``tests.benchmarks.detector_generated`` writes it; None without.

    Raises:
        OSError: there is no such table.
    """
    samples = []
    with (images / "SOURCES.csv").open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            path = images / row["path"]
            if row["label"] == "real":
                source = Path(row["path"]).parts[1]
                samples.append(Sample(path, source, False, _photograph_part(path, source)))
            elif row["label"] == "generated":
                samples += _generated(path, row)
    if photographs is not None:
        samples += [
            Sample(path, path.parent.name, False, _learnt_or_kept(path))
            for path in _pictures(photographs)
        ]
    if measured is not None:
        samples += [
            Sample(path, path.parent.name, False, _calibrated_or_measured(path))
            for path in _pictures(measured)
        ]
    if generated is not None:
        samples += [
            Sample(path, path.parent.name, True, _generated_part(path, path.parent.name))
            for path in _pictures(generated)
        ]
    if twins is not None:
        samples += _twins(twins, {sample.path.name: sample for sample in samples})
    return sorted(samples, key=lambda sample: (str(sample.path), sample.box or ()))


def read_pixels(sample: Sample) -> npt.NDArray[np.uint8]:
    """Return a sample's picture, uint8 (H, W, 3), its middle where a side is very long."""
    with Image.open(sample.path) as file:
        picture = file.convert("RGB")
    if sample.box:
        picture = picture.crop(sample.box)
    return np.asarray(picture.crop(_middle(*picture.size)))


def read_mask(sample: Sample) -> npt.NDArray[np.bool_] | None:
    """Return where a model worked, bool (H, W) like ``read_pixels``; None for everywhere."""
    if sample.mask is None:
        return None
    with Image.open(sample.mask) as file:
        return np.asarray(file.convert("L")) >= 128


def by_group(samples: Iterable[Sample]) -> Groups:
    """Return the samples by their source, generator or kind of twin."""
    groups = defaultdict(list)
    for sample in samples:
        groups[sample.group].append(sample)
    return dict(groups)


def drawn(
    groups: Groups, rng: np.random.Generator, power: float = 0.5
) -> Sample:
    """Draw a picture.

    Args:
        groups: by whatever they are to be drawn by.
        rng: decides.
        power: a group of n pictures is drawn from in proportion to n to this power: 0 for each
            group as often, 1 for each picture as often.
    """
    names = sorted(groups)
    weights = np.power([float(len(groups[name])) for name in names], power)
    group = groups[names[rng.choice(len(names), p=weights / weights.sum())]]
    return group[rng.integers(len(group))]


def generated_by_group(samples: Iterable[Sample]) -> tuple[Groups, Groups]:
    """Return the generated pictures, without twins, by generator: whole ones, and shrunk ones."""
    whole, shrunk = [], []
    for sample in samples:
        if sample.generated and not sample.twin_of:
            small = min(read_pixels(sample).shape[:2]) < WHOLE_PX
            (shrunk if small else whole).append(sample)
    return by_group(whole), by_group(shrunk)


def drawn_generated(
    whole: Groups, shrunk: Groups, rng: np.random.Generator, power: float = 0.5
) -> Sample:
    """Draw a generated picture, ``SHRUNK_SHARE`` of them shrunk ones where there are both."""
    use_shrunk = bool(shrunk) and (not whole or rng.random() < SHRUNK_SHARE)
    return drawn(shrunk if use_shrunk else whole, rng, power)


def _middle(width: int, height: int) -> tuple[int, int, int, int]:
    across, down = min(width, LARGEST_SIDE), min(height, LARGEST_SIDE)
    left, top = (width - across) // 2, (height - down) // 2
    return left, top, left + across, top + down


def _photograph_part(path: Path, source: str) -> Part:
    if source in _LEARNT_PHOTOGRAPHS:
        return Part.LEARN if source in CATALOGUES else _learnt_or_kept(path)
    return Part.CALIBRATE if source in _CALIBRATION_PHOTOGRAPHS else Part.MEASURE


def _generated_part(path: Path, generator: str) -> Part:
    name = generator.lower()
    if name in _MEASURED_EDITS or any(word in name for word in _MEASURED_GENERATORS):
        return Part.MEASURE
    kept = any(word in name for word in _CALIBRATION_GENERATORS)
    return Part.CALIBRATE if kept else _learnt_or_kept(path)


def _generated(path: Path, row: dict[str, str]) -> Iterator[Sample]:
    generator = row["generator"]
    part = _generated_part(path, generator)
    if Path(row["path"]).parts[1] != "sd15-grids":
        yield Sample(path, generator, True, part)
        return
    for top in range(0, int(row["height"]) - GRID_PX + 1, GRID_PX):
        for left in range(0, int(row["width"]) - GRID_PX + 1, GRID_PX):
            yield Sample(path, generator, True, part, (left, top, left + GRID_PX, top + GRID_PX))


def _twins(folder: Path, photographs: dict[str, Sample]) -> Iterator[Sample]:
    """Return the twins whose photograph is known, and those of held-out kinds, to be measured."""
    for path in sorted(folder.glob("*/*.png")):
        kind, name = path.parent.name, path.stem
        if name.endswith(".mask") or name.endswith(".original"):
            continue
        source = photographs.get(name)
        if source is None and kind not in HELD_OUT_TWINS:
            continue
        part = Part.MEASURE if kind in HELD_OUT_TWINS else source.part
        mask = path.with_name(f"{name}.mask.png")
        yield Sample(
            path, kind, True, part,
            twin_of=path.with_name(f"{name}.original.png"),
            mask=mask if mask.is_file() else None,
        )  # fmt: skip


def _learnt_or_kept(path: Path) -> Part:
    return Part.LEARN if _number(path) % VALIDATION_SHARE else Part.VALIDATE


def _calibrated_or_measured(path: Path) -> Part:
    return Part.CALIBRATE if _number(path) % MEASURED_SHARE else Part.MEASURE


def _number(path: Path) -> int:
    return int(hashlib.sha256(path.name.encode()).hexdigest(), 16)


def _pictures(folder: Path) -> list[Path]:
    return [
        path for path in sorted(folder.rglob("*"))
        if path.suffix.lower() in (".png", ".jpg", ".jpeg", ".webp")
    ]  # fmt: skip
