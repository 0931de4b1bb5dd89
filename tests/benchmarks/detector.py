"""What the whole detector reaches on generators, twins and photographs that it has never met.

    python -m tests.benchmarks.detector --photographs FOLDER [--generated FOLDER]
        [--twins FOLDER] [--images FOLDER] [--most N] [--write]

Of ``--images`` (it holds ``SOURCES.csv``) only what ``models.detectors.collection`` keeps for
measuring is used; ``--photographs`` holds the photographs that the quiz's pictures were made from,
from which nothing was learnt either (``python -m tests.benchmarks.detector_photographs``), and
``--generated`` further generated pictures (``python -m tests.benchmarks.detector_generated``).
Of ``--twins`` the families are used from which nothing was learnt, each twin beside its photograph.
Pictures known only shrunk, mostly to 400 pixels, count as generators of their own and in no figure
of a delivery. Both classes go through the same delivery. What the report says of the quiz's own
pictures, as the quiz delivers them, is counted by what was done to them. Intervals are 95%:
bootstrap over pictures, Wilson for shares. ``--write`` renews the figures that the detector page
shows, and the scores that a lesson's lab shows.
"""

import argparse
import datetime
import json
import os
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.stats import binomtest
from sklearn.metrics import roc_auc_score
from tqdm import tqdm

from models.analysis import Strength
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
from models.image import open_image
from models.record import record
from quiz.installed import load_packs
from quiz.item import Kind
from tests.benchmarks.detector_photographs import picture_file

DETECTORS = Path(__file__).parents[2] / "models" / "detectors"
FIGURES = DETECTORS / "figures.json"
# Of single pictures at JPEG 90, for the lesson on thresholds.
SCORES = DETECTORS / "scores.json"
COMMAND = "python -m tests.benchmarks.detector --photographs FOLDER --generated FOLDER"
SHARED = Path(os.environ.get("SECOND_LOOK_SHARED", Path(__file__).parents[3] / "shared"))
PROCESSES = 2
RESAMPLES = 1000
BINS = 15
# Drawn anew, one or two pictures of a generator would look as sure as a hundred.
LEAST_PICTURES = 3
# Of a generator's name.
SHRUNK = ", shrunk"
# A picture's middle, so that both classes are of like size.
SIDE = 768
STRENGTHS = tuple(strength.name.lower() for strength in Strength)
STRONG = STRENGTHS[-1]
# Eight re-deliveries of one picture; a rename would be a ninth, but no name is ever seen.
REDELIVERIES = (Delivery.AS_IT_IS, Delivery.JPEG_90, Delivery.JPEG_75, Delivery.WEBP_80,
                Delivery.SCREENSHOT, Delivery.SENT_TWICE, Delivery.SMALL,
                Delivery.TINY)  # fmt: skip


@dataclass(frozen=True)
class Measured:
    """What the detector said of one delivered picture.

    ``shrunk`` is a generated picture known only so; ``score`` is None where it abstained;
    ``strong`` is any strong sign, and ``claim`` that the whole is called strong.
    """

    picture: str
    group: str
    generated: bool
    shrunk: bool
    delivery: Delivery
    raw: float
    score: float | None
    verdict: str
    strong: bool
    claim: bool
    seconds: float


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


def item_rows(told: Sequence[tuple[str, str]]) -> list[dict[str, object]]:
    """Return the figures of the quiz's pictures, one a row, as the detector page reads them."""
    strengths = defaultdict(list)
    for kind, strength in told:
        strengths[kind].append(strength)
        strengths["photographs" if kind == Kind.REAL else "edited"].append(strength)
    out = []
    for kind, said in sorted(strengths.items()):
        if kind in ("photographs", "edited"):
            for word in STRENGTHS:
                out.append(_row("strength", f"{kind}: {word}", len(said), "share",
                                _share([each == word for each in said])))  # fmt: skip
        else:
            measure = "false_alarm_rate" if kind == Kind.REAL else "hit_rate"
            out.append(_row("kind", kind, len(said), measure,
                            _share([each == STRONG for each in said])))  # fmt: skip
    return out


def chosen_twins(samples: Sequence[Sample], most: int) -> list[Sample]:
    """Return up to ``most`` twins of each family that is held out."""
    kinds = by_group(s for s in samples if s.twin_of and s.group in HELD_OUT_TWINS)
    return [twin for _, kind in sorted(kinds.items()) for twin in kind[:most]]


def twin_rows(found: Sequence[Measured]) -> list[dict[str, object]]:
    """Return how well each held-out family of twins is told from its photographs."""
    out = []
    for group in sorted({each.group for each in found}):
        mine = [each for each in found if each.group == group]
        auc = _interval(mine, _auc)
        out.append(_row("generator", f"twins: {group}", len(mine) // 2, "auc", auc))
    return out


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


def rows(found: Sequence[Measured]) -> list[dict[str, object]]:
    """Return the figures, one a row, as the detector page reads them."""
    out: list[dict[str, object]] = []

    def add(table: str, name: str, pictures: int, measure: str, figure: Sequence[float]) -> None:
        out.append(_row(table, name, pictures, measure, figure))

    everything, found = found, [each for each in found if not each.shrunk]
    for delivery in REDELIVERIES:
        mine = [each for each in found if each.delivery is delivery]
        told = [each for each in mine if each.score is not None]
        add("delivery", delivery, len(mine), "auc", _interval(mine, _auc))
        generators = len({each.group for each in mine if each.generated})
        add("delivery", delivery, generators, "auc_by_generator", _by_generator(mine, _auc))
        add("delivery", delivery, generators, "balanced_by_generator",
            _by_generator(told, _balanced))  # fmt: skip
        add("delivery", delivery, len(told), "balanced_accuracy", _interval(told, _balanced))
        add("delivery", delivery, len(told), "ece", _interval(told, _ece))
        add("delivery", delivery, len(told), "ece_if_calibrated", _ece_if_calibrated(told))
        real = [each for each in mine if not each.generated]
        add("delivery", delivery, len(real), "false_alarm_rate", _share([e.strong for e in real]))
        add("delivery", delivery, len(real), "strong_claim", _share([e.claim for e in real]))
        add("delivery", delivery, len(mine), "abstained", _share([e.score is None for e in mine]))
    light = [each for each in everything if each.delivery is Delivery.JPEG_90]
    real = [each for each in light if not each.generated]
    small = [each for each in light if each.shrunk]
    if small:
        add("generator", "all" + SHRUNK, len(small), "auc", _interval([*real, *small], _auc))
    for group in sorted({each.group for each in light if each.generated}):
        mine = [each for each in light if each.group == group]
        if len(mine) >= LEAST_PICTURES:
            add("generator", group, len(mine), "auc", _interval([*real, *mine], _auc))
        told = [each for each in mine if each.score is not None]
        if told:
            add("generator", group, len(told), "hit_rate", _share([e.score >= 0.5 for e in told]))
    for name, generated in (("photographs", False), ("generated", True)):
        mine = [each for each in found if each.generated is generated]
        for word in ("generated", "edited", "inconclusive", "no_sign"):
            add("verdict", f"{name}: {word}", len(mine), "share",
                _share([each.verdict == word for each in mine]))  # fmt: skip
    add("stability", "flips", len({each.picture for each in everything}), "share",
        _share(_flips(everything)))  # fmt: skip
    return out


def _row(
    table: str, name: str, pictures: int, measure: str, figure: Sequence[float]
) -> dict[str, object]:
    value, low, high = (round(float(number), 4) for number in figure)
    return {"table": table, "name": name, "pictures": pictures, "measure": measure,
            "value": value, "low": low, "high": high}  # fmt: skip


def scores(found: Sequence[Measured]) -> dict[str, list[float]]:
    """Return the calibrated scores at JPEG 90 of real and of generated pictures, in order."""
    told = [e for e in found if e.delivery is Delivery.JPEG_90 and e.score is not None]
    return {
        name: sorted(round(each.score, 4) for each in told if each.generated is generated)
        for name, generated in (("real", False), ("generated", True))
    }


def _flips(found: Sequence[Measured]) -> list[bool]:
    """Return for each picture whether one delivery found signs and another found none."""
    words = defaultdict(set)
    for each in found:
        words[each.picture].add(each.verdict)
    return [
        "no_sign" in said and bool(said & {"generated", "edited"}) for said in words.values()
    ]


def _auc(found: Sequence[Measured]) -> float:
    return float(roc_auc_score([e.generated for e in found], [e.raw for e in found]))


def _by_generator(
    found: Sequence[Measured], figure: Callable[[Sequence[Measured]], float]
) -> tuple[float, float, float]:
    """Return the mean of the generators' figures, each counting alike, with its interval.

    The bootstrap draws generators, and photographs: another generator is what is asked about.
    """
    real = [each for each in found if not each.generated]
    made = defaultdict(list)
    for each in found:
        if each.generated:
            made[each.group].append(each)
    if not real or not made:
        return (float("nan"),) * 3
    rng = np.random.default_rng(0)
    groups = list(made.values())

    def mean(photographs: Sequence[Measured], chosen: Sequence[int]) -> float:
        return float(np.mean([figure([*photographs, *groups[i]]) for i in chosen]))

    # Each of these asks for as many figures as there are generators.
    drawn = [
        mean(
            [real[i] for i in rng.integers(len(real), size=len(real))],
            rng.integers(len(groups), size=len(groups)),
        )
        for _ in range(RESAMPLES // 5)
    ]
    return mean(real, range(len(groups))), *np.quantile(drawn, (0.025, 0.975))


def _balanced(found: Sequence[Measured]) -> float:
    hits = [e.score >= 0.5 for e in found if e.generated]
    rejections = [e.score < 0.5 for e in found if not e.generated]
    return (float(np.mean(hits)) + float(np.mean(rejections))) / 2


def _ece(found: Sequence[Measured]) -> float:
    """Return the expected calibration error, both classes counting half.

    Source: Guo and others (2017), ICML, "On Calibration of Modern Neural Networks".
    """
    scores = np.array([e.score for e in found])
    truth = np.array([e.generated for e in found])
    weights = np.where(truth, 0.5 / max(truth.sum(), 1), 0.5 / max((~truth).sum(), 1))
    bins = np.minimum((scores * BINS).astype(int), BINS - 1)
    error = 0.0
    for number in range(BINS):
        within = bins == number
        if within.any():
            weight = weights[within]
            said, true = np.average(scores[within], weights=weight), np.average(
                truth[within], weights=weight
            )
            error += weight.sum() * abs(said - true)
    return float(error)


def _ece_if_calibrated(found: Sequence[Measured]) -> tuple[float, float, float]:
    """Return what ``_ece`` comes to, by chance alone, if every score is exactly right.

    The truth is drawn anew from the scores themselves. With few pictures it is far from 0, and an
    error within its range shows no fault.

    Source: Bröcker and Smith (2007), "Increasing the Reliability of Reliability Diagrams",
    Weather and Forecasting 22(3), 651-661, for the consistency resampling.
    """
    rng = np.random.default_rng(0)
    drawn = []
    while len(drawn) < RESAMPLES:
        truth = rng.random(len(found)) < [each.score for each in found]
        if truth.any() and not truth.all():
            pairs = zip(found, truth, strict=True)
            drawn.append(_ece([replace(each, generated=bool(made)) for each, made in pairs]))
    return float(np.mean(drawn)), *map(float, np.quantile(drawn, (0.025, 0.975)))


def _interval(
    found: Sequence[Measured], figure: Callable[[Sequence[Measured]], float]
) -> tuple[float, float, float]:
    """Return a figure with its bootstrap interval; classes are drawn apart."""
    rng = np.random.default_rng(0)
    classes = [[e for e in found if e.generated is kind] for kind in (False, True)]
    if not all(classes):
        return (float("nan"),) * 3
    drawn = [
        figure([kind[i] for kind in classes for i in rng.integers(len(kind), size=len(kind))])
        for _ in range(RESAMPLES)
    ]
    return figure(found), *np.quantile(drawn, (0.025, 0.975))


def _share(true: Sequence[bool]) -> tuple[float, float, float]:
    interval = binomtest(sum(true), len(true)).proportion_ci(method="wilson")
    return sum(true) / len(true), interval.low, interval.high


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
        today = {"command": COMMAND, "date": datetime.date.today().isoformat()}
        figures = today | {"pictures": counts | {"edited": edited}, "rows": table}
        FIGURES.write_text(json.dumps(figures, indent=1) + "\n")
        SCORES.write_text(json.dumps(today | scores(found), indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
