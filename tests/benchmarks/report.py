"""How long the detector's report on one picture takes, part by part, and how much memory.

    python -m tests.benchmarks.report [PICTURE | --megapixels N]

Without a picture it draws one, of 1024 x 768 pixels or of as many million as are asked for. Prints
the median and the range of several runs, side by side with merely decoding the picture; then the
most memory that a process of its own takes, beside what it took for a picture of 128 pixels.
"""

import argparse
import re
import statistics
import time
from collections.abc import Callable
from io import BytesIO
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from PIL import Image

RUNS = 7


def main() -> None:
    """Time each part and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("picture", nargs="?", type=Path, help="a JPEG, PNG or WebP file")
    parser.add_argument("--megapixels", type=float, default=768 * 1024 / 1e6)
    options = parser.parse_args()
    side = round((options.megapixels * 1e6 / 12) ** 0.5)
    data = options.picture.read_bytes() if options.picture else _drawn(3 * side, 4 * side)

    from models.analysis import analyse
    from models.assessment import assess
    from models.image import OWN, open_image
    from models.provenance import read_provenance
    from models.report import write_report

    image = open_image(data, OWN)
    print(f"Picture: {image.format}, {image.width} x {image.height}, {len(data) / 1000:.0f} kB\n")
    print("| part | median | from | to |\n|---|---|---|---|")
    _row("decode the picture", lambda: open_image(data, OWN))
    _row("read its provenance", lambda: read_provenance(image))
    _row("look for evidence", lambda: analyse(image))

    def whole_report() -> str:
        opened = open_image(data, OWN)
        return write_report(opened, assess(opened), heading="")

    _row("the whole report as shown", whole_report)
    with get_context("spawn").Pool(1) as process:
        before, most = process.apply(_memory, (data,))
    print(f"\nMemory: {most:.0f} MB at most, {before:.0f} MB for a picture of 128 pixels")


def _memory(data: bytes) -> tuple[float, float]:
    """Return how many MB this process took at most, for a tiny picture and then for ``data``."""
    from models.assessment import assess
    from models.image import OWN, open_image
    from models.report import write_report

    most = []
    for each in (_drawn(128, 128), data):
        opened = open_image(each, OWN)
        write_report(opened, assess(opened), heading="")
        # What getrusage gives would be the parent's, as long as that took more.
        status = Path("/proc/self/status").read_text()
        most.append(int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) / 1024)
    return most[0], most[1]


def _row(name: str, work: Callable[[], object]) -> None:
    seconds = []
    work()
    for _ in range(RUNS):
        began = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - began)
    low, middle, high = min(seconds), statistics.median(seconds), max(seconds)
    print(f"| {name} | {middle:.2f} s | {low:.2f} s | {high:.2f} s |", flush=True)


def _drawn(height: int, width: int) -> bytes:
    """A picture with texture at every scale, as photographs have, as a JPEG of quality 90."""
    generator = np.random.default_rng(1)
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
