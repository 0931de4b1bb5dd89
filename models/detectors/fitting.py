"""Fit what scores the statistics to learnt pictures, the calibration to others; write all."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from sklearn.metrics import roc_auc_score

from models.detectors.calibration import fit_calibration
from models.detectors.collection import Part, Sample
from models.detectors.examples import Example, paired_examples
from models.detectors.judgement import (
    DeliveryClass,
    delivery_class,
    passed_on,
    patch_map,
    two_scores,
)
from models.detectors.linear import Linear, regressed
from models.detectors.network import PatchNetwork
from models.detectors.patches import BATCH
from models.detectors.statistics import statistics
from models.detectors.training import SNAPSHOTS
from models.detectors.trees import Trees, boosted
from models.detectors.weights import Detector, read_snapshot, save_detector
from models.generators.weights import WeightsEntry
from models.image import open_image

# Of the pairs that are learnt from, so many are used to calibrate.
_CALIBRATION_PAIRS = 0.25
# For ``drawn``: sources of a dozen photographs must not count as much as one of a hundred of all
# kinds.
_CALIBRATION_POWER = 0.5
_SNAPSHOT_PAIRS = 400
# For ``drawn``: each source and each generator as often as any other. With whole families of
# generators left out, trees told them apart better the more evenly the others were drawn from.
_POWER = 0.0
_LEARN_SEED, _CALIBRATE_SEED, _SNAPSHOT_SEED = 0, 1, 2

Progress = Callable[[int], object]


def fit(
    samples: Sequence[Sample],
    run: Path,
    weights: Path,
    *,
    pairs: int,
    steps_before: int = 0,
    progress: Progress = lambda done: None,
) -> WeightsEntry:
    """Fit what the patch network leaves to be fitted, and write the weights.

    Args:
        samples: the collection, see ``read_collection``; what is to be measured is left alone.
        run: folder of the network's training.
        weights: folder for the weights.
        pairs: delivered pairs of pictures whose statistics are learnt from.
        steps_before: of the runs that this one began from.
        progress: called with the number of pictures done since the last call.

    Raises:
        OSError: the run has no snapshot yet.
    """
    learnt = [sample for sample in samples if sample.part is Part.LEARN]
    new = [sample for sample in samples if sample.part is Part.CALIBRATE]
    steps, network = _best_snapshot(new, run, progress)
    trees, linear = _fitted_to_statistics(learnt, pairs, progress)
    detector = Detector(network, trees, linear, {})

    scores, labels, deliveries = [], [], []
    # Twins teach; how sure to be is learnt from what the app is asked about.
    asked = round(_CALIBRATION_PAIRS * pairs)
    for example in _examples(new, asked, _CALIBRATE_SEED, _CALIBRATION_POWER, 0.0):
        scores.append(two_scores(example.pixels, detector))
        labels.append(example.sample.generated)
        deliveries.append(delivery_class(open_image(example.data)))
        progress(1)
    found, truth = np.array(scores), np.array(labels)
    common = fit_calibration(found, truth)
    calibration = {}
    for delivery in DeliveryClass:
        chosen = np.array([each is delivery for each in deliveries])
        calibration[str(delivery)] = fit_calibration(found[chosen], truth[chosen], common)
    return save_detector(
        Detector(network, trees, linear, calibration),
        weights,
        data=", ".join(sorted({sample.folder for sample in learnt})),
        steps=steps_before + steps,
        pictures_seen=(steps_before + steps) * BATCH,
    )


def _best_snapshot(
    new: Sequence[Sample], run: Path, progress: Progress
) -> tuple[int, PatchNetwork]:
    """Return the snapshot, and its steps, that tells apart best what nothing was learnt from.

    Training for longer ends in learning the photographs by heart, and their sources.
    """
    snapshots = sorted(run.glob(SNAPSHOTS))
    if not snapshots:
        raise FileNotFoundError(2, "has no snapshot of the network", str(run / SNAPSHOTS))
    examples = list(_examples(new, _SNAPSHOT_PAIRS, _SNAPSHOT_SEED, _CALIBRATION_POWER, 0.0))
    labels = [example.sample.generated for example in examples]
    found = []
    for path in snapshots:
        network = read_snapshot(path)
        scores = [patch_map(example.pixels, network).mean() for example in examples]
        found.append((roc_auc_score(labels, scores), int(path.stem.partition("-")[2]), network))
        progress(len(examples))
    _, steps, network = max(found, key=lambda each: each[0])
    return steps, network


def _fitted_to_statistics(
    learnt: Sequence[Sample], pairs: int, progress: Progress
) -> tuple[Trees, Linear]:
    numbers, labels = [], []
    for example in _examples(learnt, pairs, _LEARN_SEED, _POWER):
        # Both looks, as they are scored.
        numbers += [statistics(example.pixels), statistics(passed_on(example.pixels))]
        labels += [example.sample.generated] * 2
        progress(1)
    found, truth = np.stack(numbers), np.array(labels)
    return boosted(found, truth), regressed(found, truth)


def _examples(
    samples: Sequence[Sample],
    pairs: int,
    seed: int,
    power: float,
    twin_share: float | None = None,
) -> Iterator[Example]:
    options = {} if twin_share is None else {"twin_share": twin_share}
    for pair in paired_examples(samples, pairs, seed, power=power, **options):
        yield from pair
