"""What the trees reach on families of generators left out, by how evenly the others are drawn.

    python -m tests.benchmarks.left_out --photographs FOLDER [--twins FOLDER] [--pairs N]

One family after the other is left out of what the trees learn from, and told from photographs that
they have not learnt from either; nothing that the detector is measured on is touched. Once each
picture is drawn as often as any other (power 1), once each generator (power 0), see
``models.detectors.collection.drawn``. The same photographs and pictures are asked about in both.
"""

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.metrics import roc_auc_score

from models.detectors.collection import CATALOGUES, Part, Sample, read_collection
from models.detectors.examples import paired_examples
from models.detectors.statistics import statistics
from models.detectors.trees import boosted

SHARED = Path(os.environ.get("SECOND_LOOK_SHARED", Path(__file__).parents[3] / "shared"))
# Words in a generator's name, see the collection.
FAMILIES = {
    "Stable Diffusion 1.5": (
        "v1-5", "anything", "512-inpainting", "wd-1-5", "unclip", "deliberate",
    ),  # fmt: skip
    "Stable Diffusion XL": ("sd_xl", "cosxl"),
    "Stable Diffusion 3": ("sd3_medium", "stable diffusion 3"),
    "Stable Cascade": ("stable_cascade",),
    "video models": ("video", "wan", "mochi", "ltxv"),
    "GPT-4o": ("gpt-4o",),
}
POWERS = 1.0, 0.0
LEARN_SEED, ASK_SEED = 0, 1

Numbers = npt.NDArray[np.float32]


def family(sample: Sample) -> str:
    """Return the family of a generated picture's generator, or "" for a photograph or a twin."""
    name = sample.group.lower()
    found = [key for key, words in FAMILIES.items() if any(word in name for word in words)]
    return found[0] if found and sample.generated and not sample.twin_of else ""


def described(
    samples: Sequence[Sample], pairs: int, seed: int, power: float, twin_share: float
) -> tuple[Numbers, npt.NDArray[np.bool_], list[str]]:
    """Return delivered pictures' statistics (N, F), whether they are generated, and families."""
    examples = [
        (statistics(example.pixels), example.sample.generated, family(example.sample))
        for pair in paired_examples(samples, pairs, seed, power=power, twin_share=twin_share)
        for example in pair
    ]
    numbers, labels, families = zip(*examples, strict=True)
    return np.stack(numbers), np.array(labels), list(families)


def areas(samples: Sequence[Sample], pairs: int, power: float) -> Iterator[tuple[str, float]]:
    """Yield each family and the area under the curve that trees reach without it."""
    learnt = [s for s in samples if s.generated or s.part is Part.LEARN]
    kept = [
        s for s in samples
        if s.generated or (s.part in (Part.VALIDATE, Part.CALIBRATE) and s.group not in CATALOGUES)
    ]  # fmt: skip
    numbers, labels, families = described(learnt, pairs, LEARN_SEED, power, 0.05)
    asked, truth, kinds = described(kept, pairs // 2, ASK_SEED, 0.0, 0.0)
    for name in FAMILIES:
        without = [found != name for found in families]
        trees = boosted(numbers[without], labels[without])
        chosen = ~truth | np.array([kind == name for kind in kinds])
        yield name, float(roc_auc_score(truth[chosen], trees.score(asked[chosen])))


def main() -> int:
    """Print an area for each family left out and for each power."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--images", type=Path, default=SHARED / "images")
    parser.add_argument("--photographs", type=Path, required=True, help="to learn from")
    parser.add_argument("--twins", type=Path)
    parser.add_argument("--pairs", type=int, default=2500)
    options = parser.parse_args()
    samples = [
        s for s in read_collection(options.images, options.twins, options.photographs)
        if s.part is not Part.MEASURE
    ]  # fmt: skip
    for power in POWERS:
        found = dict(areas(samples, options.pairs, power))
        for name, area in found.items():
            print(f"power {power:.0f}  without {name:22} {area:.3f}", flush=True)
        print(f"power {power:.0f}  {'mean':30} {np.mean(list(found.values())):.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
