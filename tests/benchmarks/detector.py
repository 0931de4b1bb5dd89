"""What the whole detector reaches on generators, twins and photographs that it has never met.

    python -m tests.benchmarks.detector --photographs FOLDER [--generated FOLDER]
        [--twins FOLDER] [--images FOLDER] [--most N] [--write]

Of ``--images`` (it holds ``SOURCES.csv``) only what ``models.detectors.collection`` keeps for
measuring is used; ``--photographs`` holds the photographs that the quiz's pictures were made from,
from which nothing was learnt either (``python -m tests.benchmarks.detector_photographs``), and the
third of them is used with which nothing was calibrated; ``--generated`` holds further
generated pictures (``python -m tests.benchmarks.detector_generated``). Of ``--twins`` the families
are used from which nothing was learnt, each twin beside its photograph. Pictures known only shrunk,
mostly to 400 pixels, count as generators of their own and in no figure of a delivery. Both classes
go through the same delivery. What the report says of the quiz's own pictures, as the quiz delivers
them, is counted by what was done to them. What each figure is says ``detector_figures``.
``--write`` renews the figures that the detector page shows, and the scores that a lesson's lab
shows.
"""

import argparse
import datetime
import json
import os
import sys
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from tqdm import tqdm

from models.assessment import assess
from models.delivery import Delivery, deliver
from models.detectors.collection import (
    HELD_OUT_TWINS,
    WHOLE_PX,
    Part,
    Sample,
    by_group,
    read_collection,
    read_pixels,
)
from models.detectors.weights import CONSISTENCY_NAME, NAME
from models.generators.weights import read_listing
from models.image import open_image
from models.record import record
from quiz.installed import load_packs
from quiz.item import Kind
from tests.benchmarks.detector_figures import (
    REDELIVERIES,
    SHRUNK,
    STRENGTHS,
    STRONG,
    Measured,
    item_rows,
    rows,
    scores,
    twin_rows,
)
from tests.benchmarks.detector_photographs import picture_file

DETECTORS = Path(__file__).parents[2] / "models" / "detectors"
FIGURES = DETECTORS / "figures.json"
# Of single pictures at JPEG 90, for the lesson on thresholds.
SCORES = DETECTORS / "scores.json"
COMMAND = (
    "python -m tests.benchmarks.detector --photographs FOLDER --generated FOLDER --twins FOLDER"
    " --most {most}"
)
SHARED = Path(os.environ.get("SECOND_LOOK_SHARED", Path(__file__).parents[3] / "shared"))
PROCESSES = 2
# A picture's middle, so that both classes are of like size.
SIDE = 768


def measure(
    sample: Sample, deliveries: Sequence[Delivery] = REDELIVERIES
) -> list[Measured]:
    """Return what the detector says of every re-delivery of one picture."""
    pixels = _middle(read_pixels(sample))
    shrunk = sample.generated and min(pixels.shape[:2]) < WHOLE_PX
    found = []
    for delivery in deliveries:
        image = deliver(open_image(picture_file(pixels)), delivery)
        # Another object each time: nothing of an earlier judgement is known.
        image = open_image(image.data)
        start = time.perf_counter()
        said = record(image, assess(image))
        found.append(
            Measured(
                f"{sample.path.name} {sample.box}",
                sample.group + SHRUNK * shrunk,
                sample.generated,
                shrunk,
                delivery,
                said["raw_score"],
                said["calibrated_score"],
                said["verdict"],
                _strongest(said) == STRONG,
                said["strength"] == STRONG,
                time.perf_counter() - start,
            )
        )
    return found


def measure_twin(twin: Sample) -> list[Measured]:
    """Return what the detector says of a twin and of its photograph at JPEG 90."""
    photograph = replace(twin, path=twin.twin_of, generated=False, twin_of=None)
    found = [*measure(photograph, [Delivery.JPEG_90]), *measure(twin, [Delivery.JPEG_90])]
    # Both are of one size, so that it tells nothing.
    return [replace(each, group=twin.group, shrunk=False) for each in found]


def measure_item(item: tuple[str, Path]) -> tuple[str, str]:
    """Return what was done to a picture of the quiz, and the report's strongest sign of it."""
    kind, path = item
    image = open_image(path.read_bytes())
    return kind, _strongest(record(image, assess(image)))


def _strongest(said: Mapping[str, Any]) -> str:
    words = [finding["strength"] for finding in said["findings"]]
    return max(words, key=STRENGTHS.index, default=STRENGTHS[0])


def quiz_items() -> list[tuple[str, Path]]:
    """Return what was done to each picture of the quiz that needs no words, and its file."""
    return [
        (item.kind.value, item.picture)
        for item in load_packs()["starter"].items
        if item.kind is not Kind.CONTEXT
    ]


def chosen_twins(samples: Sequence[Sample], most: int) -> list[Sample]:
    """Return up to ``most`` twins of each family that is held out."""
    kinds = by_group(s for s in samples if s.twin_of and s.group in HELD_OUT_TWINS)
    return [twin for _, kind in sorted(kinds.items()) for twin in kind[:most]]


def chosen(samples: Sequence[Sample], most: int) -> list[Sample]:
    """Return up to ``most`` measured pictures of each folder, twins left out, chosen by chance."""
    folders = defaultdict(list)
    for sample in samples:
        if sample.part is Part.MEASURE and not sample.twin_of:
            folders[sample.folder].append(sample)
    rng = np.random.default_rng(0)
    return [
        folder[index]
        for _, folder in sorted(folders.items())
        for index in sorted(rng.permutation(len(folder))[:most])
    ]


def _middle(pixels: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    top, left = (max(0, side - SIDE) // 2 for side in pixels.shape[:2])
    return np.ascontiguousarray(pixels[top : top + SIDE, left : left + SIDE])


def main() -> int:
    """Measure, print the tables, and write them if asked."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--images", type=Path, default=SHARED / "images")
    parser.add_argument("--photographs", type=Path, required=True)
    parser.add_argument("--generated", type=Path)
    parser.add_argument("--twins", type=Path)
    parser.add_argument("--most", type=int, default=80, help="pictures of a folder at most")
    parser.add_argument("--write", action="store_true", help=f"renew {FIGURES.name}")
    options = parser.parse_args()
    collection = read_collection(
        options.images,
        options.twins,
        measured=options.photographs,
        generated=options.generated,
    )
    samples = chosen(collection, options.most)
    # A forked process would hang in the threads that PyTorch has started.
    with get_context("spawn").Pool(PROCESSES) as pool:
        found = [
            each
            for its in tqdm(pool.imap_unordered(measure, samples), total=len(samples))
            for each in its
        ]
        twins = [each for its in pool.imap(measure_twin, chosen_twins(collection, options.most))
                 for each in its]  # fmt: skip
        items = quiz_items()
        told = list(tqdm(pool.imap_unordered(measure_item, items), total=len(items)))
    table = rows(found) + twin_rows(twins) + item_rows(told)
    for row in table:
        print(f"{row['table']:10} {row['name']:48} {row['measure']:18} n={row['pictures']:<5}"
              f"{row['value']:.3f} [{row['low']:.3f}, {row['high']:.3f}]")  # fmt: skip
    seconds = [each.seconds for each in found if each.delivery is Delivery.JPEG_90]
    print(f"a report: median {np.median(seconds):.2f} s, slowest {max(seconds):.2f} s")
    if options.write:
        counts = {kind: sum(s.generated is generated for s in samples)
                  for kind, generated in (("real", False), ("generated", True))}  # fmt: skip
        edited = sum(kind != Kind.REAL for kind, _ in items)
        today = {
            "command": COMMAND.format(most=options.most),
            "date": datetime.date.today().isoformat(),
        }
        weights = {name: read_listing()[name].sha256 for name in (NAME, CONSISTENCY_NAME)}
        figures = today | {
            "weights": weights, "pictures": counts | {"edited": edited}, "rows": table,
        }  # fmt: skip
        FIGURES.write_text(json.dumps(figures, indent=1) + "\n")
        SCORES.write_text(json.dumps(today | scores(found), indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
