"""Which training of the consistency network finds edits better; its map alone.

    python -m tests.benchmarks.learnt_edits NAME=SNAPSHOT... --twins FOLDER --further FOLDER
        [--images FOLDER] [--number N]

The edits are of the kinds that the network learns from (``models.detectors.edits``), made in
those of the further photographs that it does not learn edits from, each kind as often as any
other. The quiz's pictures and what ``localisation`` measures are not touched, so that a choice
between trainings may rest on this. The patch network, of which its first layers began, has learnt
from these photographs and their twins; that is so for every training alike.

Each figure is the area under the curve over a picture's blocks, mean over pictures, and how much
more it is than that of the weights that are shipped, with a 95% interval (bootstrap over pictures,
the same ones for both).
"""

import argparse
import sys
from collections.abc import Sequence
from functools import cache, partial
from multiprocessing import get_context
from pathlib import Path
from typing import TypeAlias

import cv2
import numpy as np
import numpy.typing as npt
import torch
from sklearn.metrics import roc_auc_score
from tqdm import tqdm

from models.detectors.collection import Part, Sample, read_collection
from models.detectors.consistency import ConsistencyNetwork, foreign_chances
from models.detectors.delivery_chain import Chain, saved
from models.detectors.edits import BATCHES, BLOCK_PX, EDITS, Materials, edited_crop, learnable
from models.detectors.weights import load_consistency, read_consistency_snapshot
from tests.benchmarks.snapshots import PROCESSES, SHARED, SHIPPED, named_snapshot

ALL = "all"
DELIVERIES = {
    "PNG": Chain(1.0, 1, ()),
    "JPEG 95": Chain(1.0, 1, (("JPEG", 95, 2),)),
    "JPEG 75": Chain(1.0, 1, (("JPEG", 75, 2),)),
    "WebP 82": Chain(1.0, 1, (("WEBP", 82, 2),)),
}
RESAMPLES = 1000
# Of a block's pixels, from which on it counts as edited.
EDITED = 0.5

# A training's snapshot; None for the weights that are shipped.
Snapshot: TypeAlias = Path | None


def kept(samples: Sequence[Sample], further: Path) -> list[Sample]:
    """Return the photographs of the further ones that edits are not learnt from, and their twins.

    Args:
        samples: the collection, see ``read_collection``.
        further: the folder that its further photographs came from.
    """
    learnt = set(learnable(samples))
    others = [s for s in samples if s.part is Part.LEARN and s not in learnt]
    photographs = [s for s in others if s.path.is_relative_to(further)]
    names = {s.path.name for s in photographs}
    return photographs + [s for s in others if s.twin_of and s.path.stem in names]


def measure(
    job: tuple[str, int], samples: Sequence[Sample], snapshots: Sequence[Snapshot]
) -> npt.NDArray[np.float64]:
    """Return the area under the curve on one edit, by snapshot and delivery, float (S, D).

    Args:
        job: the kind, a name in ``EDITS``, and which edit of that kind.
        samples: photographs and twins to edit.
        snapshots: of trainings.
    """
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    kind, number = job
    rng = np.random.default_rng([number, *kind.encode()])
    materials = _materials(tuple(samples))
    # As large as there are twins, for the kind that needs them.
    side = max(s for s in BATCHES if materials.twins[s] or kind != "regenerated")
    pixels, mask = edited_crop(kind, side, materials, rng)
    blocks = (side // BLOCK_PX,) * 2
    truth = cv2.resize(mask, blocks, interpolation=cv2.INTER_AREA).ravel() >= EDITED
    if not truth.any():
        return np.full((len(snapshots), len(DELIVERIES)), np.nan)
    delivered = [saved(pixels, chain)[0] for chain in DELIVERIES.values()]
    return np.array([
        [roc_auc_score(truth, foreign_chances(each, _network(path)).ravel()) for each in delivered]
        for path in snapshots
    ])  # fmt: skip


@cache
def _materials(samples: tuple[Sample, ...]) -> Materials:
    return Materials(samples)


@cache
def _network(path: Snapshot) -> ConsistencyNetwork:
    return load_consistency() if path is None else read_consistency_snapshot(path)


def main() -> int:
    """Print the table; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("snapshots", nargs="*", type=named_snapshot, metavar="NAME=SNAPSHOT")
    parser.add_argument("--images", type=Path, default=SHARED / "images")
    parser.add_argument("--twins", type=Path, required=True)
    parser.add_argument("--further", type=Path, required=True)
    parser.add_argument("--number", type=int, default=40, help="edits of each kind")
    options = parser.parse_args()
    named = dict([(SHIPPED, None), *options.snapshots])
    samples = kept(read_collection(options.images, options.twins, options.further), options.further)
    jobs = [(kind, number) for kind in EDITS for number in range(options.number)]
    # A forked process would hang in the threads that PyTorch has started.
    with get_context("spawn").Pool(PROCESSES) as pool:
        ask = partial(measure, samples=samples, snapshots=tuple(named.values()))
        found = np.array(list(tqdm(pool.imap(ask, jobs, chunksize=8), total=len(jobs))))
    kinds = np.array([kind for kind, _ in jobs])
    for kind in (*EDITS, ALL):
        these = found[(kinds == kind) | (kind == ALL)]
        these = these[np.isfinite(these).all(axis=(1, 2))]
        drawn = np.random.default_rng(0).integers(len(these), size=(RESAMPLES, len(these)))
        for index, name in enumerate(named):
            for column, delivery in enumerate(DELIVERIES):
                areas = these[:, index, column]
                more = (areas - these[:, 0, column])[drawn].mean(axis=1)
                low, high = np.quantile(more, (0.025, 0.975))
                print(f"{name:16} {kind:12} {delivery:8} n={len(areas):<4}{areas.mean():.3f}"
                      f"  more than shipped: {low:+.3f} to {high:+.3f}")  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main())
