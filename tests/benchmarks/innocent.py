"""How often do photographs show a sign after what honest people do to pictures?

    python -m tests.benchmarks.innocent [--photographs N]

``false_alarms`` sets the rates on photographs that were scaled and saved as JPEG, WebP or PNG. Most
pictures on the web have been through more: another format, an app's sharpening, a screenshot, a
caption. Each history here is gone through by the same N photographs, from the half of the shared
collection that sets no threshold, the folders in turn. Most of them are among what the patch
network has learnt to be photographs, see ``models/detectors/detector.md``.

The table gives the share of photographs with any sign, and with a strong one, the share whose whole
report says generated or edited, with 95% Wilson intervals, and the traces that gave most signs.
"""

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from multiprocessing import get_context
from pathlib import Path
from types import MappingProxyType
from typing import Any

import cv2
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from tqdm import tqdm

from models.analysis import Strength
from models.assessment import assess
from models.image import open_image
from tests.benchmarks.measures import share
from tests.benchmarks.planted import photographs_of

FOLDERS = "kodak", "landscapes", "subjects", "birds", "objects", "produce", "clothing"
MOST_SIDE = 1024  # pixels, of what a website shows
LEAST_SIDE = 320
PROCESSES = 2
CAPTION = (
    "The town council said on Tuesday that the bridge",
    "will stay closed until the end of the next week.",
)

Picture = Image.Image
History = Callable[[Picture], bytes]


def saved(picture: Picture, format: str, **options: Any) -> bytes:
    """Return a picture as a file of this format."""
    file = BytesIO()
    picture.save(file, format, **options)
    return file.getvalue()


def passed(picture: Picture, format: str, quality: int) -> Picture:
    """Return what a save leaves of a picture."""
    with Image.open(BytesIO(saved(picture, format, quality=quality))) as again:
        return again.convert("RGB")


def within(picture: Picture, side: int) -> Picture:
    """Return a picture with no side longer than ``side`` pixels, shrunk if need be."""
    smaller = picture.copy()
    smaller.thumbnail((side, side), Image.Resampling.LANCZOS)
    return smaller


def enlarged(picture: Picture, factor: float, method: Image.Resampling) -> Picture:
    """Return a picture of as many times its sides."""
    return picture.resize((round(picture.width * factor), round(picture.height * factor)), method)


def captioned(picture: Picture, bar: tuple[int, int, int] | None) -> Picture:
    """Return a picture with two lines of writing below, on a bar or outlined on the picture."""
    picture = picture.copy()
    draw = ImageDraw.Draw(picture)
    line = picture.height * 0.07
    top = picture.height - 2.4 * line
    if bar is not None:
        draw.rectangle([0, top, picture.width, picture.height], fill=bar)
    light = bar is not None and sum(bar) > 384
    style = {"fill": "black" if light else "white"}
    if bar is None:
        style |= {"stroke_width": 2, "stroke_fill": "black"}
    font = ImageFont.load_default(line * 0.7)
    for number, words in enumerate(CAPTION):
        place = picture.width * 0.03, top + (0.15 + number) * line
        draw.text(place, words, font=font, **style)
    return picture


HISTORIES: Mapping[str, History] = MappingProxyType({
    "a PNG copy": lambda it: saved(it, "PNG"),
    "JPEG 85": lambda it: saved(it, "JPEG", quality=85),
    "WebP 80, saved as PNG": lambda it: saved(passed(it, "WEBP", 80), "PNG"),
    "WebP 80, saved as JPEG 90": lambda it: saved(passed(it, "WEBP", 80), "JPEG", quality=90),
    "JPEG 85, saved as WebP 80": lambda it: saved(passed(it, "JPEG", 85), "WEBP", quality=80),
    "AVIF 60, saved as PNG": lambda it: saved(passed(it, "AVIF", 60), "PNG"),
    "AVIF 60, saved as JPEG 90": lambda it: saved(passed(it, "AVIF", 60), "JPEG", quality=90),
    "256 colours, as PNG": lambda it: saved(it.quantize(256).convert("RGB"), "PNG"),
    "sharpened, JPEG 85": lambda it: saved(
        it.filter(ImageFilter.UnsharpMask(1, 80, 2)), "JPEG", quality=85
    ),
    "without noise (median of 3 x 3), JPEG 90": lambda it: saved(
        it.filter(ImageFilter.MedianFilter(3)), "JPEG", quality=90
    ),
    "JPEG 80, on a screen at 1.25, as PNG": lambda it: saved(
        enlarged(passed(within(it, 720), "JPEG", 80), 1.25, Image.Resampling.BILINEAR), "PNG"
    ),
    "JPEG 80, enlarged by 1.5, JPEG 90": lambda it: saved(
        enlarged(passed(within(it, 680), "JPEG", 80), 1.5, Image.Resampling.BICUBIC),
        "JPEG", quality=90,
    ),
    "writing on a black bar, JPEG 85": lambda it: saved(
        captioned(it, (10, 10, 10)), "JPEG", quality=85
    ),
    "writing on a white bar, PNG": lambda it: saved(captioned(it, (255, 255, 255)), "PNG"),
    "outlined writing, JPEG 85": lambda it: saved(captioned(it, None), "JPEG", quality=85),
})  # fmt: skip


def photographs(most: int) -> list[Path]:
    """Return up to ``most`` photographs of the half that sets no threshold, folders in turn."""
    folders = [photographs_of(folder, reported=True) for folder in FOLDERS]
    turns = [paths[turn] for turn in range(most) for paths in folders if turn < len(paths)]
    return list(_large_enough(turns, most))


def _large_enough(paths: list[Path], most: int) -> Iterator[Path]:
    found = 0
    for path in paths:
        with Image.open(path) as picture:
            if found < most and min(picture.size) >= LEAST_SIDE:
                found += 1
                yield path


@dataclass(frozen=True)
class Outcome:
    """What a photograph's report said after one history."""

    history: str
    strengths: Mapping[str, Strength]
    accused: bool


def measure(job: tuple[str, Path]) -> Outcome:
    """Pass a photograph through a history, and ask for the report."""
    cv2.setNumThreads(1)
    history, path = job
    with Image.open(path) as picture:
        picture = within(picture.convert("RGB"), MOST_SIDE)
    assessed = assess(open_image(HISTORIES[history](picture)))
    strengths = {found.artifact: found.strength for found in assessed.evidence}
    accused = assessed.verdict.word in ("generated", "edited")
    return Outcome(history, strengths, accused)


def _cell(answers: list[bool]) -> str:
    value, low, high = share(answers)
    return f"{100 * value:3.0f}% ({100 * low:.0f} to {100 * high:.0f})"


def _row(history: str, outcomes: list[Outcome]) -> str:
    signs = Counter(
        artifact
        for each in outcomes
        for artifact, strength in each.strengths.items()
        if strength > Strength.NONE
    )
    highest = [max(each.strengths.values()) for each in outcomes]
    cells = [
        _cell([strength > Strength.NONE for strength in highest]),
        _cell([strength is Strength.STRONG for strength in highest]),
        _cell([each.accused for each in outcomes]),
        ", ".join(f"{artifact} {number}" for artifact, number in signs.most_common(3)),
    ]
    return f"| {history} | {' | '.join(cells)} |"


def main() -> int:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--photographs", type=int, default=42, metavar="N")
    chosen = parser.parse_args()
    paths = photographs(chosen.photographs)
    work = [(history, path) for history in HISTORIES for path in paths]
    outcomes = defaultdict(list)
    # A forked process would hang in the threads that PyTorch has started.
    with get_context("spawn").Pool(PROCESSES) as pool:
        for each in tqdm(pool.imap(measure, work, 4), total=len(work)):
            outcomes[each.history].append(each)
    print(f"{len(paths)} photographs\n")
    print("| history | any sign | a strong one | called generated or edited | most signs by |")
    print("|---|---|---|---|---|")
    for history, its in outcomes.items():
        print(_row(history, its))
    return 0


if __name__ == "__main__":
    sys.exit(main())
