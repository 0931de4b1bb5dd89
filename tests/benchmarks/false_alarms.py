"""How often real photographs look suspicious: the rates behind every strength the report names.

    python -m tests.benchmarks.false_alarms [--per-folder N] [--artifact NAME] [--write]
        [--photographs FOLDER]

Every artifact is measured on real photographs, spread over the folders of the shared picture
collection: as they are, or saved again, as a messenger would (JPEG); through the quiz's own chain
(at most 960 x 640, WebP quality 82); and as a PNG copy. Half of the JPEG and PNG pictures are
scaled before, to 40 to 100%, because nearly every picture on the web was. A photograph's hash
decides its half: thresholds are set on one, and the rates printed, and used by the product, come
from the other. Each half sees all deliveries of its photographs only. ``--write`` replaces the
measured artifacts' tables in ``models/evidence/rates.toml``.

The trained networks are measured on photographs that they have not learnt from, and so
is ``whole``: what they and the single traces come to together, see ``models.score``. It is asked
for by name and last, for the other rates are part of it. There are too few of these photographs for
two halves: all set the thresholds, and give the rates. Whether those hold is found out by
``tests.benchmarks.detector``, on photographs that are in neither. Where a camera's colour pattern
is missing can only be asked of pictures that have it, and hardly any picture has after it was
scaled or saved: for that artifact the pattern is drawn anew before. Likewise, where an earlier save
is missing can only be asked of JPEGs that were saved coarsely before: for that artifact all are.
"""

import argparse
import datetime
import hashlib
import math
import os
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from PIL import Image
from scipy.stats import binomtest

from models.analysis import (
    ALLOWED_RATES,
    LEARNED,
    RATES_FILE,
    TRAINED,
    Rates,
    analyse,
    artifacts,
    rounded,
    why_unfit,
)
from models.detectors.collection import Part, read_collection
from models.detectors.weights import CONSISTENCY_NAME, NAME
from models.generators.weights import read_listing
from models.image import OWN, LoadedImage, open_image
from models.score import WHOLE, whole
from tests.benchmarks.planting import filled_in

SHARED = Path(os.environ.get("SECOND_LOOK_SHARED", Path(__file__).parents[3] / "shared"))
QUIZ_SIZE = 960, 640
QUIZ_QUALITY = 82
RESAVE_QUALITIES = 70, 80, 90, 95
LEAST_SCALE, LEAST_SCALED = 0.4, 256  # share, pixels
FILTERS = Image.Resampling.LANCZOS, Image.Resampling.BICUBIC, Image.Resampling.BILINEAR
PROCESSES = 2
# Of what is trained; its rates hold for these weights and for no others.
WEIGHTS_OF = {
    LEARNED: [NAME],
    "consistency": [CONSISTENCY_NAME],
    WHOLE: [CONSISTENCY_NAME, NAME],
}
UNLEARNT = (*TRAINED, WHOLE)
# What can only be missing where it has been, and so is given to every photograph before.
CAMERA_PATTERN, EARLIER_SAVE = "colour_filter_array", "double_compression"
EARLIER_QUALITIES, LATER_QUALITIES = range(50, 81), range(88, 98)


@dataclass(frozen=True)
class Score:
    photograph: str
    artifact: str
    format: str
    held_out: bool
    value: float | None  # None: the artifact abstained


def photographs(per_folder: int) -> list[Path]:
    """Return up to ``per_folder`` photographs of each folder, in order of their hash."""
    return [
        path
        for folder in sorted((SHARED / "images" / "real").iterdir())
        for path in sorted(folder.iterdir(), key=_hash)[:per_folder]
    ]


def unlearnt_photographs(further: Path | None) -> list[Path]:
    """Return photographs that no trained network has learnt from, in order.

    Args:
        further: a folder of such photographs beside the collection, less those by which the
            detector is measured; None without.
    """
    return [
        sample.path
        for sample in read_collection(SHARED / "images", measured=further)
        if not sample.generated and sample.part is Part.CALIBRATE
    ]


def deliveries(data: bytes, given: str | None = None) -> Iterator[LoadedImage]:
    """Yield a photograph as it is or saved again, as the quiz delivers it, and as a PNG copy.

    Args:
        data: the photograph's file.
        given: ``CAMERA_PATTERN`` draws a camera's colour pattern before; ``EARLIER_SAVE`` saves
            the picture coarsely before it is saved as JPEG; None does neither.
    """
    original = open_image(data, OWN)
    picture = Image.fromarray(original.pixels)
    digest = hashlib.sha256(data).digest()
    quality = RESAVE_QUALITIES[digest[1] % 4]
    if given == CAMERA_PATTERN:
        picture, quality, is_new = _from_camera(picture, digest), 100, True
    else:
        scaled = _scaled(picture, digest)
        is_new = scaled is not picture or (original.format == "JPEG" and digest[0] % 2)
        picture = scaled
    if is_new:
        original = _saved(picture, original.format, quality=quality)
    if given == EARLIER_SAVE:
        yield _saved_twice(picture, digest)
    elif original.format != "JPEG":
        yield _saved(picture, "JPEG", quality=quality)
    if given != EARLIER_SAVE or original.format != "JPEG":
        yield original
    yield _saved(_quiz_crop(picture), "WEBP", quality=QUIZ_QUALITY)
    if original.format != "PNG":
        yield _saved(picture, "PNG", compress_level=1)


def _from_camera(picture: Image.Image, digest: bytes) -> Image.Image:
    half = picture.resize((picture.width // 2, picture.height // 2), Image.Resampling.LANCZOS)
    return Image.fromarray(filled_in(np.asarray(half), np.random.default_rng(list(digest))))


def _saved_twice(picture: Image.Image, digest: bytes) -> LoadedImage:
    first, last = (
        qualities[byte % len(qualities)]
        for qualities, byte in ((EARLIER_QUALITIES, digest[5]), (LATER_QUALITIES, digest[6]))
    )
    once = _saved(picture, "JPEG", quality=first)
    return _saved(Image.fromarray(once.pixels), "JPEG", quality=last)


def _scaled(picture: Image.Image, digest: bytes) -> Image.Image:
    """Return every second picture smaller, as its hash says; the others as they are."""
    factor = LEAST_SCALE + (1 - LEAST_SCALE) * digest[3] / 256
    size = round(picture.width * factor), round(picture.height * factor)
    if digest[2] % 2 or min(size) < LEAST_SCALED:
        return picture
    return picture.resize(size, FILTERS[digest[4] % len(FILTERS)])


def _quiz_crop(picture: Image.Image) -> Image.Image:
    width, height = QUIZ_SIZE
    scale = max(width / picture.width, height / picture.height)
    if scale < 1:  # never enlarged: that would be a trace of its own
        size = round(picture.width * scale), round(picture.height * scale)
        picture = picture.resize(size, Image.Resampling.LANCZOS)
    left, top = max(0, picture.width - width) // 2, max(0, picture.height - height) // 2
    return picture.crop((left, top, min(left + width, picture.width),
                         min(top + height, picture.height)))  # fmt: skip


def _saved(picture: Image.Image, format: str, **options: int) -> LoadedImage:
    file = BytesIO()
    picture.save(file, format, **options)
    return open_image(file.getvalue(), OWN)


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def measure(path: Path, chosen: Collection[str]) -> list[Score]:
    """Return the chosen artifacts' scores on every delivery of one photograph."""
    cv2.setNumThreads(1)
    held_out = int(_hash(path)[-1], 16) % 2 == 1
    scores = []
    for given in (None, CAMERA_PATTERN, EARLIER_SAVE):
        names = [name for name in chosen if _given(name) == given]
        for image in deliveries(path.read_bytes(), given) if names else ():
            unfit = why_unfit(image)
            for name in names:
                value = None if unfit else _score(name, image)
                scores.append(Score(path.name, name, image.format, held_out, value))
    return scores


def _given(artifact: str) -> str | None:
    return artifact if artifact in (CAMERA_PATTERN, EARLIER_SAVE) else None


def _score(name: str, image: LoadedImage) -> float | None:
    if name == WHOLE:
        # PyTorch is loaded by the first picture that is examined.
        from models.detectors.judgement import judge

        chance = whole(judge(image).calibrated_score, (), analyse(image), image.format).chance
        return None if chance is None else rounded(chance / (1 - chance))
    trace = artifacts()[name].examine(image)
    return None if trace.abstained else rounded(trace.raw_score)


def _measure(job: tuple[Path, Collection[str]]) -> list[Score]:
    return measure(*job)


def threshold(scores: Sequence[float], rate: float) -> float:
    """Return the least score that a further photograph reaches with chance ``rate`` at most.

    Split-conformal, so it holds on average over such halves, and only for photographs like
    these. Infinite where there are too few photographs to tell.
    """
    allowed = math.floor(rate * (len(scores) + 1)) - 1
    if allowed < 0:
        return math.inf
    return _just_above(sorted(scores, reverse=True)[allowed])


def _just_above(score: float) -> float:
    if score <= 0:
        return 0.001
    return rounded(score + 10.0 ** (math.floor(math.log10(score)) - 3))


def report(scores: Sequence[Score]) -> dict[str, dict[str, Any]]:
    """Print the rates, and return each artifact's tables by format."""
    print(f"{'artifact':19}{'file':6}{'n':>4} {'abstain':>9} "
          + "".join(f"{grade.name.lower():>26}" for grade in ALLOWED_RATES))  # fmt: skip
    tables = defaultdict(dict)
    for name, format in sorted({(score.artifact, score.format) for score in scores}):
        mine = [s for s in scores if (s.artifact, s.format) == (name, format)]
        told = [s for s in mine if s.value is not None]
        setting = [s.value for s in told if name in UNLEARNT or not s.held_out]
        held_out = sorted(s.value for s in told if name in UNLEARNT or s.held_out)
        rates = Rates(
            {grade: threshold(setting, rate) for grade, rate in ALLOWED_RATES.items()},
            np.array(held_out),
        )
        abstained = sum(s.value is None for s in mine)
        row = f"{name:19}{format:6}{len(held_out):4} {abstained:4}/{len(mine):<4} "
        for least in rates.thresholds.values():
            row += f" {least:8.4g}: {_share(sum(v >= least for v in held_out), len(held_out))}"
        print(row)
        tables[name][format] = {
            "photographs_for_thresholds": len(setting),
            **{grade.name.lower(): least for grade, least in rates.thresholds.items()},
            "held_out": held_out,
        }
    return tables


def write(
    tables: Mapping[str, Mapping[str, Any]], photographs: Mapping[str, int], options: str
) -> None:
    """Replace the measured artifacts in the rates file; the others keep their record."""
    record = tomllib.loads(RATES_FILE.read_text())
    for name, formats in tables.items():
        record[name] = {
            "command": f"python -m tests.benchmarks.false_alarms {options}",
            "date": datetime.date.today(),
            "photographs": photographs[name],
            "formats": formats,
        }
        if name in WEIGHTS_OF:
            listed = read_listing()
            record[name]["weights"] = {each: listed[each].sha256 for each in WEIGHTS_OF[name]}
    lines = ["# Scores of real photographs. Written by a command; do not edit."]
    for name, entry in sorted(record.items()):
        lines += [f"\n[{name}]", f'command = "{entry["command"]}"', f"date = {entry['date']}",
                  f"photographs = {entry['photographs']}"]  # fmt: skip
        lines += [f'weights.{each} = "{sha256}"'
                  for each, sha256 in sorted(entry.get("weights", {}).items())]  # fmt: skip
        for format, table in entry["formats"].items():
            lines.append(f"\n[{name}.formats.{format}]")
            lines += [f"{key} = {value}" for key, value in table.items()]
    RATES_FILE.write_text("\n".join(lines) + "\n")


def _share(count: int, total: int) -> str:
    interval = binomtest(count, total).proportion_ci(method="wilson")
    low, high = 100 * interval.low, 100 * interval.high
    return f"{100 * count / total:4.1f}% [{low:4.1f},{high:5.1f}]"


def _shown(arguments: Sequence[str]) -> list[str]:
    """Return the command line without the folders of this machine."""
    return ["FOLDER" if "/" in argument else argument for argument in arguments]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--per-folder", type=int, default=50)
    parser.add_argument("--artifact", choices=[*sorted(artifacts()), WHOLE],
                        help="measure only this one")  # fmt: skip
    parser.add_argument("--photographs", type=Path,
                        help="folder of photographs that nothing was learnt from")  # fmt: skip
    parser.add_argument("--write", action="store_true", help=f"replace {RATES_FILE.name}")
    chosen = parser.parse_args()
    paths = photographs(chosen.per_folder)
    names = [chosen.artifact] if chosen.artifact else list(artifacts())
    work = [(path, [name for name in names if name not in UNLEARNT]) for path in paths]
    if trained := [name for name in names if name in UNLEARNT]:
        work += [(path, trained) for path in unlearnt_photographs(chosen.photographs)]
    # A forked process would hang in the threads that PyTorch has started.
    with get_context("spawn").Pool(PROCESSES) as pool:
        found = pool.imap_unordered(_measure, [job for job in work if job[1]], 4)
        scores = [score for its in found for score in its]
    counts = Counter(name for name, _ in {(s.artifact, s.photograph) for s in scores})
    print(f"{max(counts.values())} photographs; score at which each strength begins: share of "
          "the photographs that reach it [95% Wilson]")  # fmt: skip
    tables = report(scores)
    if chosen.write:
        write(tables, counts, " ".join(_shown(sys.argv[1:])))
    return 0


if __name__ == "__main__":
    sys.exit(main())
