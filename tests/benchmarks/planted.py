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
- removal: what the score falls by when the named box, or the named frequency, is put back as it
  was, over the same for one at random elsewhere (median, and the share of pictures where it is 3
  or more). Of two boxes with the same content the named one gets other content, whichever it is.

With ``--quality`` both twins are saved as JPEG at the end, whatever their planting asks for.
"""

import argparse
import hashlib
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
from PIL import Image
from scipy import fft
from scipy.stats import binomtest

from models.analysis import Evidence, Region, Strength, analyse, artifacts, ranked
from models.image import open_image
from tests.benchmarks.false_alarms import SHARED
from tests.benchmarks.planting import PLANTINGS, Pixels, Planted, inside, replaced

FOLDERS = "kodak", "landscapes", "subjects", "portraits", "birds"
MOST_WIDTH, MOST_HEIGHT = 1024, 768
LEAST_SHRINK = 2.3  # no whole number, or a JPEG's grid would stay one
ENOUGH = 3.0
_TRIES = 50


def clean_pictures(reported: bool, most: int) -> list[Pixels]:
    """Return up to ``most`` pictures of one half, taken from all folders in turn."""
    folders = [
        [path for path in _by_hash(SHARED / "images" / "real" / folder)
         if (int(_hash(path)[-1], 16) % 2 == 1) == reported]
        for folder in FOLDERS
    ]  # fmt: skip
    turns = [paths[turn] for turn in range(most) for paths in folders if turn < len(paths)]
    return [shrunk(path) for path in turns[:most]]


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


def plantings(pictures: list[Pixels], artifact: str) -> Iterator[Planted]:
    """Yield the pictures with one artifact planted; the same pictures give the same ones."""
    for index, pixels in enumerate(pictures):
        random = np.random.default_rng([index, *artifact.encode()])
        yield PLANTINGS[artifact](pixels, pictures[(index + 1) % len(pictures)], random)


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


def removal(planted: Planted, found: Evidence, random: np.random.Generator) -> float:
    """Return how many times as much the score falls for the named place as for a random one.

    Infinite where putting back a random place takes nothing away.
    """
    falls = []
    for repaired in _repairs(planted, found, random):
        image = open_image(planted.saved(repaired))
        falls.append(found.raw_score - artifacts()[found.artifact].examine(image).raw_score)
    named, other = falls
    if named <= 0:
        return 0.0
    return named / other if other > 0 else np.inf


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
        content = planted.clean if planted.twin is None else planted.clean[::-1, ::-1]
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


def _share(count: int, total: int) -> str:
    interval = binomtest(count, total).proportion_ci(method="wilson")
    return f"{count:3}/{total:<3} {100 * count / total:3.0f}% " + (
        f"[{100 * interval.low:3.0f},{100 * interval.high:4.0f}]"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pictures", type=int, default=40)
    parser.add_argument("--half", choices=("reported", "tuned"), default="reported")
    parser.add_argument("--artifact", choices=sorted(PLANTINGS), help="plant only this one")
    parser.add_argument("--quality", type=int, help="save both twins as JPEG at this quality")
    parser.add_argument("--confusion", action="store_true", help="list what was named instead")
    chosen = parser.parse_args()
    cv2.setNumThreads(1)
    pictures = clean_pictures(chosen.half == "reported", chosen.pictures)
    print(f"{len(pictures)} clean pictures, {chosen.half} half\n")
    print("| planted | named first | named falsely | pointing | removal: median | 3 or more |")
    print("|---|---|---|---|---|---|", flush=True)
    totals: dict[str, list[bool]] = defaultdict(list)
    instead: dict[str, Counter[str | None]] = defaultdict(Counter)
    for artifact in [chosen.artifact] if chosen.artifact else PLANTINGS:
        counts: dict[str, list[bool]] = defaultdict(list)
        ratios = []
        for index, planted in enumerate(plantings(pictures, artifact)):
            if chosen.quality:
                planted = _with_quality(planted, chosen.quality)
            evidence = analyse(open_image(planted.saved(planted.planted)))
            twin = analyse(open_image(planted.saved(planted.clean)))
            name = first_named(evidence)
            instead[artifact][name] += 1
            counts["first"].append(name == artifact)
            counts["falsely"].append(named_falsely(twin, artifact))
            found = next(found for found in evidence if found.artifact == artifact)
            if found.strength == Strength.NONE:
                continue
            if planted.region is not None:
                counts["pointing"].append(points_inside(found.region, planted))
            ratios.append(removal(planted, found, np.random.default_rng(index)))
        cells = [_share(sum(counts[key]), len(counts[key])) for key in ("first", "falsely")]
        pointing = counts["pointing"]
        cells.append(_share(sum(pointing), len(pointing)) if pointing else "")
        if ratios:
            enough = [ratio >= ENOUGH for ratio in ratios]
            cells += [f"{np.median(ratios):.3g}", _share(sum(enough), len(enough))]
            totals["removal"] += enough
        print(f"| {artifact} | {' | '.join(cells)} |", flush=True)
        for key, values in counts.items():
            totals[key] += values
    cells = [_share(sum(totals[key]), len(totals[key])) if totals[key] else ""
             for key in ("first", "falsely", "pointing")]  # fmt: skip
    removed = totals["removal"]
    print(f"| all | {' | '.join(cells)} | | {_share(sum(removed), len(removed))} |")
    if chosen.confusion:
        for artifact, names in instead.items():
            print(f"{artifact}: {dict(names.most_common())}")
    return 0


def _with_quality(planted: Planted, quality: int) -> Planted:
    return replace(planted, options={"format": "JPEG", "quality": quality})


if __name__ == "__main__":
    sys.exit(main())
