"""Write the photographs that the learned detector learns from, and is measured on, as pictures.

    python -m tests.benchmarks.detector_photographs PACKAGES FOLDER

PACKAGES is what ``python -m quiz photographs PACKAGES`` unpacked. ``FOLDER/pack`` gets the
photographs of the quiz's catalogue, to be measured on; ``FOLDER/more`` gets others, to be learnt
from: ``landscapes`` are those of endless-sky-high-dpi by others than the photographers of the
quiz's, as far as the package names them (of most it does not).
``wallpapers`` are those of one more of Debian's packages, if it is unpacked in PACKAGES as well:

    apt-get download mate-backgrounds && dpkg-deb -x mate-backgrounds_*.deb PACKAGES
"""

import argparse
import io
import re
import shutil
import sys
from fnmatch import fnmatchcase
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from quiz.making.photographs import (
    PhotographError,
    PhotographFolder,
    catalogue,
)

PLUGIN = "usr/share/games/endless-sky/plugins/endless-sky-high-dpi"
COPYRIGHT = "usr/share/doc/endless-sky-high-dpi/copyright"
WALLPAPERS = "usr/share/backgrounds/mate/nature"
MOST_SIDE = 2160
# Some photographers are named in the file's name and nowhere else.
_MARK = re.compile(r"-([a-z]+)@2x\.")
_PARAGRAPH = re.compile(r"^Files:(.*?)^Copyright:(.*?)^License:", re.DOTALL | re.MULTILINE)


def picture_file(pixels: npt.NDArray[np.uint8]) -> bytes:
    """Return a picture, uint8 (H, W, 3), as a PNG file."""
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG", compress_level=1)
    return file.getvalue()


def photographer(file: str, copyright: str) -> str:
    """Return who took a photograph of endless-sky-high-dpi, as far as the package tells.

    Args:
        file: its path within the package's plug-in.
        copyright: the package's copyright file (Debian's format, version 1.0, in which the last
            paragraph that a path matches counts).
    """
    marked = _MARK.search(file)
    if marked:
        return marked[1]
    holder = ""
    for patterns, named in _PARAGRAPH.findall(copyright):
        if any(fnmatchcase(file, pattern) for pattern in patterns.split()):
            holder = " ".join(named.split())
    return holder


def main() -> int:
    """Write all folders; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("packages", type=Path)
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    packages, folder = options.packages, options.folder
    for name in ("pack", "more/landscapes", "more/wallpapers"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    known = PhotographFolder(packages)
    for photograph in catalogue():
        try:
            pixels = known.open(photograph)[:MOST_SIDE, :MOST_SIDE]
        except PhotographError as error:
            print(error, file=sys.stderr)
            return 1
        name = photograph.replace("/", "_")
        (folder / "pack" / f"{name}.png").write_bytes(picture_file(pixels))
    copyright = (packages / COPYRIGHT).read_text(encoding="utf-8")
    of_quiz = {
        photographer(photograph.file.removeprefix(f"{PLUGIN}/"), copyright)
        for photograph in catalogue().values() if photograph.file.startswith(PLUGIN)
    }  # fmt: skip
    for path in sorted((packages / PLUGIN / "images" / "land").iterdir()):
        if photographer(str(path.relative_to(packages / PLUGIN)), copyright) not in of_quiz:
            with Image.open(path) as picture:
                pixels = np.asarray(picture.convert("RGB"))
            (folder / "more" / "landscapes" / f"{path.stem}.png").write_bytes(picture_file(pixels))
    for path in sorted((packages / WALLPAPERS).glob("*.jpg")):
        shutil.copy(path, folder / "more" / "wallpapers")
    return 0


if __name__ == "__main__":
    sys.exit(main())
