"""How many copied parts are found, and how many holes that were filled with small pieces.

    python -m tests.benchmarks.copies [--pictures N]

A part of a photograph is laid down elsewhere in it, in four ways, which ``copy_move`` is asked
about; or filled with pieces from around it, which ``patch_fill`` is asked about. The photographs
are of the half by which no threshold of either was set. Each picture is asked about as PNG, as JPEG
95 and 75, and as WebP 82, the quiz's own. The table gives the share of parts that are called a
moderate or a strong sign with a box whose middle lies on the part, or on the one that it was copied
from, and the share of the untouched photographs that are called so, with 95% Wilson intervals; the
last column has all four files, the last row the four ways of copying, where answers about one
photograph are no independent witnesses, see ``measures.share``.
"""

import argparse
import sys
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from multiprocessing import get_context

import cv2
import numpy as np

from models.analysis import Evidence, Region, Strength, artifacts, grade
from models.image import open_image
from tests.benchmarks.measures import share
from tests.benchmarks.planted import clean_pictures
from tests.benchmarks.planting import Pixels, inside, part_of, plant_fill, replaced, saved

DELIVERIES = {
    "PNG": {"format": "PNG"},
    "JPEG 95": {"format": "JPEG", "quality": 95},
    "JPEG 75": {"format": "JPEG", "quality": 75},
    "WebP 82": {"format": "WEBP", "quality": 82},
}
COPY, FILL, FILLED = "copy_move", "patch_fill", "filled"
PROCESSES = 2
TURN_DEGREES, SCALE = (8, 30), (0.8, 1.25)
BLEND = 1.5  # pixels


def moved(pixels: Pixels, source: Region, target: Region, random: np.random.Generator) -> Pixels:
    """Return the picture with the part as it is."""
    return replaced(pixels, target, pixels[inside(source)], blend=BLEND)


def mirrored(
    pixels: Pixels, source: Region, target: Region, random: np.random.Generator
) -> Pixels:
    """Return the picture with the part as in a mirror."""
    return replaced(pixels, target, pixels[inside(source)][:, ::-1], blend=BLEND)


def turned(pixels: Pixels, source: Region, target: Region, random: np.random.Generator) -> Pixels:
    """Return the picture with the part turned, and larger or smaller."""
    middle = source.x + source.width / 2, source.y + source.height / 2
    angle = random.uniform(*TURN_DEGREES) * random.choice([-1, 1])
    turn = cv2.getRotationMatrix2D(middle, angle, random.uniform(*SCALE))
    turn[:, 2] += np.subtract((target.x, target.y), (source.x, source.y))
    whole = cv2.warpAffine(
        pixels, turn, pixels.shape[1::-1], flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT
    )
    return replaced(pixels, target, whole, blend=BLEND)


def fitted(pixels: Pixels, source: Region, target: Region, random: np.random.Generator) -> Pixels:
    """Return the picture with the part's tones bent to those around it (Poisson blending)."""
    middle = target.x + target.width // 2, target.y + target.height // 2
    part = np.ascontiguousarray(pixels[inside(source)])
    mask = np.full(part.shape[:2], 255, np.uint8)
    return cv2.seamlessClone(part, pixels, mask, middle, cv2.NORMAL_CLONE)


WAYS: Mapping[str, Callable[..., Pixels]] = {
    each.__name__: each for each in (moved, turned, mirrored, fitted)
}


def copied(pixels: Pixels, way: str, seed: int) -> tuple[Pixels, Region, Region]:
    """Return a picture with a part copied in one of ``WAYS``, the part, and its copy's box."""
    random = np.random.default_rng([seed, *way.encode()])
    source = part_of(pixels, random)
    height, width = pixels.shape[:2]
    for _ in range(200):
        x = int(random.integers(8, width - source.width - 8))
        y = int(random.integers(8, height - source.height - 8))
        if abs(x - source.x) > source.width or abs(y - source.y) > source.height:
            break
    target = Region(x, y, source.width, source.height)
    return WAYS[way](pixels, source, target, random), source, target


def _found(artifact: str, pixels: Pixels, options: Mapping[str, object]) -> Evidence:
    image, module = open_image(saved(pixels, **options)), artifacts()[artifact]
    return grade(artifact, module.FAMILY, module.examine(image), image.format)


def _on(region: Region | None, box: Region) -> bool:
    if region is None:
        return False
    x, y = region.x + region.width / 2, region.y + region.height / 2
    return box.x <= x <= box.x + box.width and box.y <= y <= box.y + box.height


def measure(job: tuple[int, Pixels]) -> list[tuple[str, str, bool]]:
    """Return what was done, delivery and whether a sign was given, for all of one photograph."""
    cv2.setNumThreads(1)
    number, pixels = job
    filled = plant_fill(pixels, pixels, np.random.default_rng(number))
    asked = [
        *((way, COPY, *copied(pixels, way, number)) for way in WAYS),
        (f"untouched, {COPY}", COPY, pixels),
        (FILLED, FILL, filled.planted, filled.region),
        (f"untouched, {FILL}", FILL, pixels),
    ]
    rows = []
    for done, artifact, picture, *places in asked:
        for delivery, options in DELIVERIES.items():
            evidence = _found(artifact, picture, options)
            sign = evidence.strength >= Strength.MODERATE
            if places:
                sign = sign and any(_on(evidence.region, place) for place in places)
            rows.append((done, delivery, sign))
    return rows


def main() -> int:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pictures", type=int, default=60)
    options = parser.parse_args()
    signs: dict[tuple[str, str], list[tuple[int, bool]]] = defaultdict(list)
    # A forked process would hang in the threads that OpenCV has started.
    with get_context("spawn").Pool(PROCESSES) as pool:
        jobs = enumerate(clean_pictures(True, options.pictures))
        for number, rows in enumerate(pool.imap(measure, jobs)):
            for way, delivery, sign in rows:
                signs[way, delivery].append((number, sign))
    print(f"| part | {' | '.join(DELIVERIES)} | all |\n|---|{'---|' * (len(DELIVERIES) + 1)}")
    for done in dict.fromkeys(done for done, _ in signs):
        each = [signs[done, delivery] for delivery in DELIVERIES]
        print(f"| {done} | {' | '.join(map(_cell, [*each, sum(each, [])]))} |")
    copies = [sign for (done, _), found in signs.items() if done in WAYS for sign in found]
    print(f"| copies of all ways | {'| ' * len(DELIVERIES)}| {_cell(copies)} |")
    return 0


def _cell(found: Sequence[tuple[int, bool]]) -> str:
    photographs, signs = zip(*found, strict=True)
    _, low, high = share(signs, photographs)
    return f"{sum(signs)}/{len(signs)} [{low:.0%}, {high:.0%}]"


if __name__ == "__main__":
    sys.exit(main())
