"""Does the fused map lie where a picture was edited? By kind of edit, and after a further save.

    python -m tests.benchmarks.localisation --photographs PACKAGES [--most N]

Three sorts of edits: the quiz's own, made again from their recipes without their last save
(``PACKAGES`` is what ``python -m quiz photographs PACKAGES`` unpacked), which were made to be hard
to see; the plantings of ``planting``, which leave one trace each; and ordinary splices, a part of
one photograph put into another, both as their sites delivered them. No threshold was set by any of
these photographs, and no edits were learnt in them; but most of those behind the plantings and the
splices are among what the patch network has learnt to be photographs, see
``models/detectors/detector.md``. Each edited picture is measured as PNG, JPEG 95 and JPEG 75.

The table gives the area under the curve over a picture's pixels, edited against untouched, as the
mean over pictures with its 95% bootstrap interval: 0.5 is chance. The last line is over all.
"""

import argparse
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image
from sklearn.metrics import roc_auc_score
from tqdm import tqdm

from models.analysis import analyse
from models.evidence._window import measured_window
from models.fusion import fused_map
from models.image import open_image
from quiz.making.build import follow
from quiz.making.photographs import PhotographFolder
from tests.benchmarks.planted import clean_pictures, photographs_of
from tests.benchmarks.planting import PLANTINGS, Pixels, cut, inside, part_of, replaced, saved

ITEMS = Path(__file__).parents[2] / "quiz" / "packs" / "starter" / "items"
KINDS = "splice", "copy_move", "removal", "retouch", "inpainting"
DELIVERIES = {
    "PNG": {"format": "PNG"},
    "JPEG 95": {"format": "JPEG", "quality": 95},
    "JPEG 75": {"format": "JPEG", "quality": 75},
}
PROCESSES = 2
RESAMPLES = 2000
# No portrait is edited.
SPLICED = "birds", "clothing", "landscapes", "produce", "subjects"
MOST_SIDE, LEAST_SIDE = 768, 320
STEP = 4  # of 16 neighbouring pixels one is counted


@dataclass(frozen=True)
class Job:
    """One edit to make and to look for; ``source`` is a recipe's file or a planting's name."""

    kind: str
    source: str
    number: int
    most: int
    photographs: Path


def jobs(photographs: Path, most: int) -> Iterator[Job]:
    """Yield up to ``most`` edits of each kind, the quiz's first; of splices, per folder."""
    recipes = defaultdict(list)
    for path in sorted(ITEMS.glob("*.toml")):
        recipes[tomllib.loads(path.read_text(encoding="utf-8"))["kind"]].append(path)
    for kind in KINDS:
        for number, path in enumerate(recipes[kind][:most]):
            yield Job(f"quiz: {kind}", str(path), number, most, photographs)
    for artifact in PLANTINGS:
        for number in range(most):
            yield Job(f"planted: {artifact}", artifact, number, most, photographs)
    for folder in SPLICED:
        for number in range(most):
            yield Job(f"splice: {folder}", folder, number, most, photographs)


def edited(job: Job) -> tuple[Pixels, npt.NDArray[np.bool_]] | None:
    """Return the edited picture and where it was edited; None if all over it, or none is left."""
    if job.kind.startswith("quiz"):
        table = tomllib.loads(Path(job.source).read_text(encoding="utf-8"))
        picture, _, mask = follow(table["making"], PhotographFolder(job.photographs))
        return picture, mask
    if job.kind.startswith("splice"):
        return _spliced(job)
    pictures = _clean(job.most + 1)
    random = np.random.default_rng([job.number, *job.source.encode()])
    planted = PLANTINGS[job.source](pictures[job.number], pictures[job.number + 1], random)
    if planted.region is None:
        return None
    mask = np.zeros(planted.planted.shape[:2], dtype=bool)
    mask[inside(planted.region)] = True
    return planted.planted, mask


def _spliced(job: Job) -> tuple[Pixels, npt.NDArray[np.bool_]] | None:
    """Return a photograph with an ellipse of the next folder's; None where there are no more."""
    following = SPLICED[(SPLICED.index(job.source) + 1) % len(SPLICED)]
    both = [_delivered(folder, job.most) for folder in (job.source, following)]
    if job.number >= min(map(len, both)):
        return None
    pixels, other = (pictures[job.number] for pictures in both)
    random = np.random.default_rng([job.number, *job.source.encode()])
    box = part_of(pixels, random)
    down, across = np.ogrid[-1 : 1 : box.height * 1j, -1 : 1 : box.width * 1j]
    mask = np.zeros(pixels.shape[:2], dtype=bool)
    mask[inside(box)] = down**2 + across**2 <= 1
    part = cut(other, box, random)
    return np.where(mask[:, :, None], replaced(pixels, box, part), pixels), mask


@cache
def _delivered(folder: str, most: int) -> list[Pixels]:
    """Return the middles of photographs that no network has learnt edits from."""
    found = []
    for path in photographs_of(folder, reported=True):
        with Image.open(path) as picture:
            pixels = np.asarray(picture.convert("RGB"))
        window = measured_window(pixels, MOST_SIDE)
        if min(window.height, window.width) >= LEAST_SIDE:
            found.append(np.ascontiguousarray(window.cut(pixels)))
        if len(found) == most:
            break
    return found


@cache
def _clean(most: int) -> list[Pixels]:
    return clean_pictures(True, most)


def measure(job: Job) -> tuple[str, dict[str, float]]:
    """Return an edit's kind, and the area under the curve of its pixels for each delivery."""
    cv2.setNumThreads(1)
    made = edited(job)
    if made is None or not made[1].any() or made[1].all():
        return job.kind, {}
    pixels, mask = made
    counted = np.s_[STEP // 2 :: STEP, STEP // 2 :: STEP]
    found = {}
    for name, options in DELIVERIES.items():
        image = open_image(saved(pixels, **options))
        map = fused_map(analyse(image), (image.height, image.width))
        found[name] = float(roc_auc_score(mask[counted].ravel(), map[counted].ravel()))
    return job.kind, found


def _mean(values: list[float]) -> str:
    drawn = np.random.default_rng(0).choice(values, (RESAMPLES, len(values))).mean(axis=1)
    low, high = np.quantile(drawn, (0.025, 0.975))
    return f"{np.mean(values):.2f} [{low:.2f}, {high:.2f}]"


def main() -> int:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--photographs", type=Path, required=True)
    parser.add_argument("--most", type=int, default=20, help="edits of a kind at most")
    options = parser.parse_args()
    work = list(jobs(options.photographs, options.most))
    figures: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    # A forked process would hang in the threads that PyTorch has started.
    with get_context("spawn").Pool(PROCESSES) as pool:
        for kind, found in tqdm(pool.imap_unordered(measure, work), total=len(work)):
            for name, value in found.items():
                for group in (kind, f"all {kind.partition(':')[0]}"):
                    figures[group][name].append(value)
    print(f"| edit | pictures | {' | '.join(DELIVERIES)} |\n|---|---|{'---|' * len(DELIVERIES)}")
    for kind, values in sorted(figures.items()):
        cells = [_mean(values[name]) for name in DELIVERIES]
        print(f"| {kind} | {len(values['PNG'])} | {' | '.join(cells)} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
