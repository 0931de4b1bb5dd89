"""Does the report name what was planted? One artifact in a clean picture, and its twin without.

    python -m tests.benchmarks.planted [--pictures N] [--half reported|tuned] [--artifact NAME]
        [--quality Q] [--confusion]

Clean pictures are real photographs of the shared collection, shrunk until no trace of their own
saves is left. A photograph's hash decides its half, as in ``false_alarms``: the artifacts were
developed on one, "tuned", which also sets their thresholds, and the figures to report come from
the other. Neither half's planted pictures set a threshold.

For each artifact of ``planting`` the table gives, with 95% Wilson intervals:

- named first: the report's first finding is the planted artifact, at any strength;
- named falsely: on the clean twin it comes first at any strength, or anywhere as moderate or more;
- pointing: the middle of its box lies inside the planted part;
- removal: when the named box, or the named frequency, is put back as it was, the score falls by
  half or more of what the planting had added, and three times as far as for one at random
  elsewhere (the share of pictures where both hold, and the median of what is taken back). Where
  nothing was planted at that random place, putting it back changes nothing, so there the first is
  what is asked. Of two boxes with the same content the named one gets other content, whichever it
  is.

With ``--quality`` both twins are saved as JPEG at the end, whatever their planting asks for.
"""

import argparse
import hashlib
import sys
from collections import Counter
from dataclasses import dataclass, replace
from functools import cache
from multiprocessing import get_context
from pathlib import Path

import cv2
import numpy as np
from PIL import Image
from scipy import fft
from tqdm import tqdm

from models.analysis import Evidence, Region, Strength, analyse, artifacts, ranked
from models.image import open_image
from tests.benchmarks.false_alarms import SHARED
from tests.benchmarks.measures import share
from tests.benchmarks.planting import PLANTINGS, Pixels, Planted, inside, replaced

FOLDERS = "kodak", "landscapes", "subjects", "portraits", "birds"
MOST_WIDTH, MOST_HEIGHT = 1024, 768
LEAST_SHRINK = 2.3  # no whole number, or a JPEG's grid would stay one
ENOUGH_TIMES, ENOUGH_TAKEN = 3.0, 0.5
WIPE = 8.0  # pixels
_TRIES = 50
PROCESSES = 2


def clean_pictures(reported: bool, most: int) -> list[Pixels]:
    """Return up to ``most`` pictures of one half, taken from all folders in turn."""
    folders = [photographs_of(folder, reported) for folder in FOLDERS]
    turns = [paths[turn] for turn in range(most) for paths in folders if turn < len(paths)]
    return [shrunk(path) for path in turns[:most]]


def photographs_of(folder: str, reported: bool) -> list[Path]:
    """Return one half of a folder of the shared photographs, in order of their hash."""
    return [
        path for path in _by_hash(SHARED / "images" / "real" / folder)
        if (int(_hash(path)[-1], 16) % 2 == 1) == reported
    ]  # fmt: skip


def shrunk(path: Path) -> Pixels:
    """Return a photograph small enough that its own saves have left no trace."""
    with Image.open(path) as picture:
        lossless = picture.format == "PNG"
        picture = picture.convert("RGB")
    if not lossless:
        factor = max(picture.width / MOST_WIDTH, picture.height / MOST_HEIGHT, LEAST_SHRINK)
        size = round(picture.width / factor), round(picture.height / factor)
        picture = picture.resize(size, Image.Resampling.LANCZOS)
    return np.asarray(picture)


def planting(pictures: list[Pixels], artifact: str, number: int) -> Planted:
    """Return one of the pictures with an artifact planted; the same ones give the same."""
    random = np.random.default_rng([number, *artifact.encode()])
    other = pictures[(number + 1) % len(pictures)]
    return PLANTINGS[artifact](pictures[number], other, random)


def first_named(evidence: list[Evidence]) -> str | None:
    """Return the artifact that the report names first; None where nothing is unusual."""
    first = ranked(evidence)[0]
    return first.artifact if first.strength > Strength.NONE else None


def named_falsely(evidence: list[Evidence], artifact: str) -> bool:
    """Return whether the report on a clean picture speaks of the artifact."""
    strength = next(found.strength for found in evidence if found.artifact == artifact)
    return first_named(evidence) == artifact or strength >= Strength.MODERATE


def points_inside(found: Region | None, planted: Planted) -> bool:
    """Return whether the middle of the found box lies in a planted one."""
    if found is None:
        return False
    x, y = found.x + found.width / 2, found.y + found.height / 2
    return any(
        box.x <= x < box.x + box.width and box.y <= y < box.y + box.height
        for box in (planted.region, planted.twin)
        if box is not None
    )


@dataclass(frozen=True)
class Removal:
    """What putting back the named place takes from the score.

    Attributes:
        taken: of what the planting had added; 0 where no place was named.
        times: as far as for a random place; infinite where that one takes nothing away.
    """

    taken: float
    times: float

    @property
    def is_enough(self) -> bool:
        return self.taken >= ENOUGH_TAKEN and self.times >= ENOUGH_TIMES


def removal(
    planted: Planted, found: Evidence, clean: float, random: np.random.Generator
) -> Removal:
    """Put back the named place, and a random one, and return what that does to the score.

    Args:
        planted: the picture with and without what was planted.
        found: what the artifact's measurement said of it.
        clean: the artifact's raw score on the clean twin.
        random: draws the other place.
    """
    if found.region is None and "period" not in found.figures:
        return Removal(0.0, 0.0)
    falls = []
    for repaired in _repairs(planted, found, random):
        image = open_image(planted.saved(repaired))
        falls.append(found.raw_score - artifacts()[found.artifact].examine(image).raw_score)
    named, other = falls
    added = found.raw_score - clean
    if named <= 0 or added <= 0:
        return Removal(0.0, 0.0)
    return Removal(named / added, named / other if other > 0 else np.inf)


def _repairs(
    planted: Planted, found: Evidence, random: np.random.Generator
) -> tuple[Pixels, Pixels]:
    height, width = planted.clean.shape[:2]
    if found.region is not None:
        box = found.region
        # Traces reach a little over the border of the box that shows them best.
        x, y = (max(0, start - 8) for start in (box.x, box.y))
        box = Region(x, y, min(box.width + 16, width - x), min(box.height + 16, height - y))
        elsewhere = _elsewhere(box, planted, random)
        # Which of two like places is the copy nobody can tell: the named one is wiped. Anything
        # else out of the picture would be a copy again.
        wiped = planted.twin is not None
        content = cv2.GaussianBlur(planted.clean, (0, 0), WIPE) if wiped else planted.clean
        return tuple(replaced(planted.planted, place, content) for place in (box, elsewhere))
    period = found.figures["period"]
    if "down" in found.figures:
        named = [(found.figures["down"], found.figures["across"])]
    else:
        steps = np.arange(period // 2 + 1) / period
        named = [(down, across) for down in steps for across in steps if down or across]
    moved = random.uniform(0.12, 0.4, 2)
    elsewhere = [((down + moved[0]) % 0.5, (across + moved[1]) % 0.5) for down, across in named]
    return tuple(_waves_put_back(planted, waves) for waves in (named, elsewhere))


def _elsewhere(box: Region, planted: Planted, random: np.random.Generator) -> Region:
    """Return a random box of the same size, off the planted part as far as there is room."""
    height, width = planted.clean.shape[:2]
    taken = np.zeros((height, width), dtype=bool)
    for part in (box, planted.region, planted.twin):
        if part is not None:
            taken[inside(part)] = True
    drawn = [
        Region(
            int(random.integers(0, width - box.width + 1)),
            int(random.integers(0, height - box.height + 1)),
            box.width, box.height,
        )
        for _ in range(_TRIES)
    ]  # fmt: skip
    return min(drawn, key=lambda place: int(taken[inside(place)].sum()))


def _waves_put_back(planted: Planted, waves: list[tuple[float, float]]) -> Pixels:
    """Return the planted picture with the clean one's components near some frequencies."""
    height, width = planted.clean.shape[:2]
    down = np.abs(fft.fftfreq(height))[:, None]
    across = fft.rfftfreq(width)[None, :]
    near = np.zeros((height, width // 2 + 1), dtype=bool)
    for wave in waves:
        near |= np.hypot(down - wave[0], across - wave[1]) < 0.03
    channels = [
        fft.irfft2(
            np.where(near, fft.rfft2(planted.clean[:, :, channel].astype(float)),
                     fft.rfft2(planted.planted[:, :, channel].astype(float))),
            (height, width),
        )
        for channel in range(3)
    ]  # fmt: skip
    return np.clip(np.rint(np.stack(channels, axis=2)), 0, 255).astype(np.uint8)


def _by_hash(folder: Path) -> list[Path]:
    return sorted(folder.iterdir(), key=_hash)


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _share(answers: list[tuple[int, bool]]) -> str:
    """Return a share in words; of each answer the photograph is told, for the interval."""
    if not answers:
        return ""
    photographs, true = zip(*answers, strict=True)
    value, low, high = share(true, photographs)
    return f"{sum(true):3}/{len(true):<3} {100 * value:3.0f}% [{100 * low:3.0f},{100 * high:4.0f}]"


@dataclass(frozen=True)
class Job:
    """One picture to plant an artifact in."""

    artifact: str
    number: int
    pictures: int
    is_reported: bool
    quality: int | None


@dataclass(frozen=True)
class Outcome:
    """What the report said of one planted picture and of its clean twin.

    Attributes:
        artifact: what was planted.
        number: of the photograph.
        named: what the report names first; None where nothing is unusual.
        falsely: whether the clean twin's report speaks of it.
        is_inside: whether the box named lies in the planted part; None without either.
        removal: see ``removal``; None where it was not named at all.
    """

    artifact: str
    number: int
    named: str | None
    falsely: bool
    is_inside: bool | None
    removal: Removal | None


@cache
def _pictures(is_reported: bool, most: int) -> list[Pixels]:
    cv2.setNumThreads(1)
    return clean_pictures(is_reported, most)


def measure(job: Job) -> Outcome:
    """Plant, and ask for the report on the picture and on its twin."""
    pictures = _pictures(job.is_reported, job.pictures)
    planted = planting(pictures, job.artifact, job.number)
    if job.quality:
        planted = replace(planted, options={"format": "JPEG", "quality": job.quality})
    evidence = analyse(open_image(planted.saved(planted.planted)))
    twin = analyse(open_image(planted.saved(planted.clean)))
    found = next(each for each in evidence if each.artifact == job.artifact)
    is_inside = removed = None
    if found.strength > Strength.NONE:
        clean = next(each.raw_score for each in twin if each.artifact == job.artifact)
        removed = removal(planted, found, clean, np.random.default_rng(job.number))
        if planted.region is not None:
            is_inside = points_inside(found.region, planted)
    falsely = named_falsely(twin, job.artifact)
    return Outcome(job.artifact, job.number, first_named(evidence), falsely, is_inside, removed)


def _row(name: str, outcomes: list[Outcome]) -> str:
    boxes = [(each.number, each.is_inside) for each in outcomes if each.is_inside is not None]
    removals = [(each.number, each.removal) for each in outcomes if each.removal is not None]
    cells = [
        _share([(each.number, each.named == each.artifact) for each in outcomes]),
        _share([(each.number, each.falsely) for each in outcomes]),
        _share(boxes),
        f"{np.median([removal.taken for _, removal in removals]):.0%}" if removals else "",
        _share([(number, removal.is_enough) for number, removal in removals]),
    ]
    return f"| {name} | {' | '.join(cells)} |"


def main() -> int:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pictures", type=int, default=40)
    parser.add_argument("--half", choices=("reported", "tuned"), default="reported")
    parser.add_argument("--artifact", choices=sorted(PLANTINGS), help="plant only this one")
    parser.add_argument("--quality", type=int, help="save both twins as JPEG at this quality")
    parser.add_argument("--confusion", action="store_true", help="list what was named instead")
    chosen = parser.parse_args()
    names = [chosen.artifact] if chosen.artifact else list(PLANTINGS)
    work = [
        Job(name, number, chosen.pictures, chosen.half == "reported", chosen.quality)
        for name in names
        for number in range(chosen.pictures)
    ]
    # A forked process would hang in the threads that PyTorch has started.
    with get_context("spawn").Pool(PROCESSES) as pool:
        outcomes = list(tqdm(pool.imap(measure, work, 4), total=len(work)))
    print(f"{chosen.pictures} clean pictures, {chosen.half} half\n")
    print("| planted | named first | named falsely | pointing | removal: taken back | enough |")
    print("|---|---|---|---|---|---|")
    for name in names:
        print(_row(name, [each for each in outcomes if each.artifact == name]))
    print(_row("all", outcomes))
    if chosen.confusion:
        for name in names:
            instead = Counter(each.named for each in outcomes if each.artifact == name)
            print(f"{name}: {dict(instead.most_common())}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
