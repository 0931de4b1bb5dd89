"""Which training of the patch network is better on pictures kept back; patches alone.

    python -m tests.benchmarks.snapshots NAME=SNAPSHOT... --photographs FOLDER
        [--generated FOLDER] [--images FOLDER] [--further FOLDER]

Photographs of folders that nothing is learnt from are told from three kinds of generated pictures:
by generators that nothing is learnt from, by each generator of which many pictures are kept back,
and by the others. ``sources`` tells photographs kept back of the sources that are learnt from, from
all of these: where it rises and the others fall, a training learns its sources by heart. Nothing is
touched that the detector is measured on. ``--further`` are the further photographs to learn from.

Each figure is the mean area under the curve over three deliveries, and how much more it is than
that of the weights that are shipped, with a 95% interval (bootstrap over pictures, the same ones
for both).
"""

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from functools import cache, partial
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from sklearn.metrics import roc_auc_score
from tqdm import tqdm

from models.delivery import Delivery, deliver
from models.detectors.collection import CATALOGUES, Part, Sample, read_collection, read_pixels
from models.detectors.judgement import patch_map
from models.detectors.network import PatchNetwork
from models.detectors.weights import load_detector, read_snapshot
from models.evidence._window import measured_window
from models.image import open_image
from tests.benchmarks.detector_photographs import picture_file

SHARED = Path(os.environ.get("SECOND_LOOK_SHARED", Path(__file__).parents[3] / "shared"))
SHIPPED = "shipped"
NEW, OTHERS, PHOTOGRAPHS, SOURCES = "new generators", "others", "photographs", "sources"
# Of a generator, to be told by itself; and the most pictures of one group that are asked about.
MANY, MOST = 20, 40
SIDE = 512
DELIVERIES = Delivery.JPEG_90, Delivery.WEBP_80, Delivery.SMALL
RESAMPLES = 500
PROCESSES = 2

# By kind of picture, float (N, D): each picture's pooled score in each delivery.
Scores = Mapping[str, npt.NDArray[np.float64]]


def kinds(samples: Sequence[Sample]) -> dict[str, list[Sample]]:
    """Return the kept pictures by what is asked of them, up to ``MOST`` a kind that is learnt."""
    found: dict[str, list[Sample]] = {NEW: [], OTHERS: [], PHOTOGRAPHS: [], SOURCES: []}
    groups: dict[str, list[Sample]] = {}
    for sample in samples:
        if sample.twin_of or sample.group in CATALOGUES:
            continue
        if sample.part is Part.CALIBRATE:
            found[NEW if sample.generated else PHOTOGRAPHS].append(sample)
        elif sample.part is Part.VALIDATE and sample.generated:
            groups.setdefault(sample.group, []).append(sample)
        elif sample.part is Part.VALIDATE:
            found[SOURCES].append(sample)
    rng = np.random.default_rng(0)
    for name, group in sorted(groups.items()):
        if len(group) >= MANY:
            found[name] = [group[index] for index in rng.permutation(len(group))[:MOST]]
        else:
            found[OTHERS] += group
    return found


def areas(scores: Scores, rng: np.random.Generator | None = None) -> dict[str, float]:
    """Return the mean area over the deliveries, by kind of generated picture and ``SOURCES``.

    Args:
        scores: of one network, by kind.
        rng: draws the pictures anew, with replacement; None for each once.
    """
    if rng is not None:
        scores = {
            name: each[rng.integers(len(each), size=len(each))] for name, each in scores.items()
        }
    generated = {
        name: each for name, each in scores.items() if name not in (PHOTOGRAPHS, SOURCES)
    }
    found = {name: _area(scores[PHOTOGRAPHS], each) for name, each in generated.items()}
    return found | {SOURCES: _area(scores[SOURCES], np.concatenate([*generated.values()]))}


def _area(real: npt.NDArray[np.float64], made: npt.NDArray[np.float64]) -> float:
    truth = np.repeat([False, True], [len(real), len(made)])
    return float(np.mean([
        roc_auc_score(truth, column) for column in np.concatenate([real, made]).T
    ]))  # fmt: skip


def measure(sample: Sample, snapshots: Sequence[Path | None]) -> npt.NDArray[np.float64]:
    """Return a picture's pooled score by each snapshot in each delivery, float (S, D).

    None stands for the weights that are shipped.
    """
    torch.set_num_threads(1)
    pixels = read_pixels(sample)
    file = picture_file(np.ascontiguousarray(measured_window(pixels, SIDE).cut(pixels)))
    delivered = [deliver(open_image(file), delivery).pixels for delivery in DELIVERIES]
    return np.array([
        [patch_map(each, _network(path)).mean() for each in delivered] for path in snapshots
    ])  # fmt: skip


@cache
def _network(path: Path | None) -> PatchNetwork:
    return load_detector().network if path is None else read_snapshot(path)


def named_snapshot(argument: str) -> tuple[str, Path]:
    """Return the name and the file of an argument NAME=SNAPSHOT.

    Raises:
        argparse.ArgumentTypeError: there is no such file.
    """
    name, _, file = argument.partition("=")
    if not Path(file).is_file():
        raise argparse.ArgumentTypeError(
            f"'{argument}' names no file; give a name and a snapshot, as in a=snapshot-008000.pt"
        )
    return name, Path(file)


def main() -> int:
    """Print the table; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("snapshots", nargs="+", type=named_snapshot, metavar="NAME=SNAPSHOT")
    parser.add_argument("--images", type=Path, default=SHARED / "images")
    parser.add_argument("--photographs", type=Path, required=True)
    parser.add_argument("--generated", type=Path)
    parser.add_argument("--further", type=Path)
    options = parser.parse_args()
    named = dict([(SHIPPED, None), *options.snapshots])
    asked = kinds(read_collection(
        options.images, None, options.further, options.photographs, options.generated
    ))  # fmt: skip
    samples = [sample for kind in asked.values() for sample in kind]
    # A forked process would hang in the threads that PyTorch has started.
    with get_context("spawn").Pool(PROCESSES) as pool:
        ask = partial(measure, snapshots=tuple(named.values()))
        found = np.array(list(tqdm(pool.imap(ask, samples), total=len(samples))))
    ends = np.cumsum([len(kind) for kind in asked.values()])[:-1]
    by_network = {
        name: dict(zip(asked, np.split(found[:, index], ends), strict=True))
        for index, name in enumerate(named)
    }
    # The same seed for all, and so the same pictures.
    drawn = {
        name: [areas(scores, np.random.default_rng(seed)) for seed in range(RESAMPLES)]
        for name, scores in by_network.items()
    }
    for name, scores in by_network.items():
        for kind, area in areas(scores).items():
            more = [its[kind] - old[kind]
                    for its, old in zip(drawn[name], drawn[SHIPPED], strict=True)]  # fmt: skip
            low, high = np.quantile(more, (0.025, 0.975))
            print(f"{name:16} {kind:36} n={len(scores[kind]):<4}"
                  f"{area:.3f}  more than shipped: {low:+.3f} to {high:+.3f}")  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main())
