"""How the hidden mark of diffusers' SDXL pipeline is read: falsely, and after changes.

    python -m tests.benchmarks.watermark [--photographs FOLDER] [--generated FOLDER] [--marked N]

False matches are counted on every photograph of 256 pixels or more; then N generated pictures are
marked by the tests' own encoder, changed as people change pictures, and read again.
"""

import argparse
import random
from collections import Counter
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image
from scipy.stats import binomtest

from models.image import ImageRefusedError, open_image
from models.provenance.watermark import LEAST_MATCHED, LEAST_SIDE, MESSAGE, best_match
from tests.models.provenance.watermark_encoder import mark

SHARED = Path(__file__).parents[3] / "shared" / "images"


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.watermark")
    parser.add_argument("--photographs", type=Path, default=SHARED / "real")
    parser.add_argument("--generated", type=Path, default=SHARED / "generated")
    parser.add_argument("--marked", type=int, default=60)
    options = parser.parse_args()
    _print_false_matches(options.photographs)
    _print_robustness(options.generated, options.marked)


def _print_false_matches(folder: Path) -> None:
    matches = Counter(best_match(pixels) for pixels in _pictures(folder))
    tried = matches.total()
    wrong = sum(count for matched, count in matches.items() if matched >= LEAST_MATCHED)
    bound = binomtest(wrong, tried).proportion_ci(method="exact").high
    print(
        f"{tried} photographs, {wrong} with {LEAST_MATCHED} bits or more (95% below {bound:.2%}),"
    )
    print(f"the best of them with {max(matches)} of {len(MESSAGE)}.\n")


def _print_robustness(folder: Path, count: int) -> None:
    pictures = list(_pictures(folder))
    random.Random(0).shuffle(pictures)
    marked = [mark(pixels[:1024, :1024], MESSAGE) for pixels in pictures[:count]]
    print(f"| after, {len(marked)} marked pictures | mark found | median bits |")
    print("|---|---|---|")
    for name, change in CHANGES.items():
        bits = [best_match(change(pixels)) for pixels in marked]
        found = np.mean([matched >= LEAST_MATCHED for matched in bits])
        print(f"| {name} | {found:.0%} | {np.median(bits):.0f} |")


def _pictures(folder: Path) -> Iterator[np.ndarray]:
    for path in sorted(folder.rglob("*.*")):
        try:
            pixels = open_image(path.read_bytes()).pixels
        except ImageRefusedError:
            continue
        if min(pixels.shape[:2]) >= LEAST_SIDE:
            yield pixels


def _saved(format: str, **options: object) -> Callable[[np.ndarray], np.ndarray]:
    def save(pixels: np.ndarray) -> np.ndarray:
        file = BytesIO()
        Image.fromarray(pixels).save(file, format, **options)
        return np.asarray(Image.open(file).convert("RGB"))

    return save


def _smaller(pixels: np.ndarray) -> np.ndarray:
    picture = Image.fromarray(pixels)
    return np.asarray(picture.resize([round(0.9 * side) for side in picture.size]))


CHANGES: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "nothing (PNG)": lambda pixels: pixels,
    "JPEG 90, full colour": _saved("JPEG", quality=90, subsampling=0),
    "JPEG 98": _saved("JPEG", quality=98),
    "JPEG 90": _saved("JPEG", quality=90),
    "JPEG 75": _saved("JPEG", quality=75),
    "WebP 90": _saved("WEBP", quality=90),
    "cut below, a quarter": lambda pixels: pixels[: len(pixels) * 3 // 4],
    "cut above, 8 pixels": lambda pixels: pixels[8:],
    "cut left, 8 pixels": lambda pixels: pixels[:, 8:],
    "cut right, 100 pixels": lambda pixels: pixels[:, :-100],
    "nine tenths of the size": _smaller,
    "mirrored": lambda pixels: pixels[:, ::-1],
}


if __name__ == "__main__":
    main()
