"""How long the detector's whole classical report takes on one picture, part by part.

    python -m tests.benchmarks.report [PICTURE]

Without a picture it draws one of 1024 x 768 pixels. Prints the median and the range of several
runs, side by side with merely decoding the picture.
"""

import argparse
import statistics
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image

RUNS = 7


def main() -> None:
    """Time each part and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("picture", nargs="?", type=Path, help="a JPEG, PNG or WebP file")
    options = parser.parse_args()
    data = options.picture.read_bytes() if options.picture else _drawn()

    from models.analysis import analyse
    from models.assessment import assess
    from models.image import open_image
    from models.provenance import read_provenance
    from models.report import write_report

    image = open_image(data)
    print(f"Picture: {image.format}, {image.width} x {image.height}, {len(data) / 1000:.0f} kB\n")
    print("| part | median | from | to |\n|---|---|---|---|")
    _row("decode the picture", lambda: open_image(data))
    _row("read its provenance", lambda: read_provenance(image))
    _row("look for evidence", lambda: analyse(image))

    def whole_report() -> str:
        opened = open_image(data)
        return write_report(opened, assess(opened), heading="")

    _row("the whole report as shown", whole_report)


def _row(name: str, work: Callable[[], object]) -> None:
    seconds = []
    work()
    for _ in range(RUNS):
        began = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - began)
    low, middle, high = min(seconds), statistics.median(seconds), max(seconds)
    print(f"| {name} | {middle:.2f} s | {low:.2f} s | {high:.2f} s |", flush=True)


def _drawn() -> bytes:
    """A picture with texture at every scale, as photographs have, as a JPEG of quality 90."""
    generator = np.random.default_rng(1)
    height, width = 768, 1024
    rows, columns = np.fft.fftfreq(height)[:, None], np.fft.fftfreq(width)[None, :]
    falloff = 1 / np.maximum(np.hypot(rows, columns), 1 / width)
    noise = generator.standard_normal((3, height, width))
    planes = np.fft.ifft2(np.fft.fft2(noise) * falloff).real
    planes = 128 + 45 * planes / planes.std(axis=(1, 2), keepdims=True)
    out = BytesIO()
    picture = np.clip(planes, 0, 255).astype(np.uint8).transpose(1, 2, 0)
    Image.fromarray(picture).save(out, "JPEG", quality=90)
    return out.getvalue()


if __name__ == "__main__":
    main()
