"""What the statistics tell of families of generators that were left out, and by what they do it.

    python -m tests.benchmarks.left_out --photographs FOLDER [--twins FOLDER] [--pairs N]

One family after the other is left out of what is learnt from, and told from photographs that are
not learnt from either; nothing that the detector is measured on is touched. It is told by boosted
trees, by a weighted sum, and by both. Once each picture is drawn as often as any other (power 1),
once each generator (power 0), see ``models.detectors.collection.drawn``. The same photographs and
pictures are asked about in both.
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
from models.detectors.judgement import passed_on
from models.detectors.linear import regressed
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
    """Return delivered pictures' statistics (N, 2, F), whether they are generated, and families.

    The statistics are of both looks, see ``models.detectors.judgement``.
    """
    examples = [
        (
            np.stack([statistics(example.pixels), statistics(passed_on(example.pixels))]),
            example.sample.generated,
            family(example.sample),
        )
        for pair in paired_examples(samples, pairs, seed, power=power, twin_share=twin_share)
        for example in pair
    ]
    numbers, labels, families = zip(*examples, strict=True)
    return np.stack(numbers), np.array(labels), list(families)


def areas(
    samples: Sequence[Sample], pairs: int, power: float
) -> Iterator[tuple[str, npt.NDArray[np.float64]]]:
    """Yield each family and the areas that trees, the sum and both (3) reach without it."""
    learnt = [s for s in samples if s.generated or s.part is Part.LEARN]
    kept = [
        s for s in samples
        if s.generated or (s.part in (Part.VALIDATE, Part.CALIBRATE) and s.group not in CATALOGUES)
    ]  # fmt: skip
    numbers, labels, families = described(learnt, pairs, LEARN_SEED, power, 0.05)
    asked, truth, kinds = described(kept, pairs // 2, ASK_SEED, 0.0, 0.0)
    for name in FAMILIES:
        without = np.array([found != name for found in families])
        known = np.concatenate(numbers[without]), labels[without].repeat(2)
        chosen = ~truth | np.array([kind == name for kind in kinds])
        looks = np.concatenate(asked[chosen])
        scores = [
            part.score(looks).reshape(-1, 2).mean(axis=1)
            for part in (boosted(*known), regressed(*known))
        ]
        yield name, np.array(
            [roc_auc_score(truth[chosen], each) for each in (*scores, sum(scores))]
        )


def main() -> int:
    """Print areas for each family left out and for each power."""
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
    print("                                      trees   sum  both")
    for power in POWERS:
        found = dict(areas(samples, options.pairs, power))
        found["mean"] = np.mean(list(found.values()), axis=0)
        for name, reached in found.items():
            figures = " ".join(f"{area:.3f}" for area in reached)
            print(f"power {power:.0f}  without {name:22} {figures}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
