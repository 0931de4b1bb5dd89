"""Write the photographs that the learned detector learns from, and is measured on, as pictures.

    python -m tests.benchmarks.detector_photographs PACKAGES FOLDER

PACKAGES is what ``python -m quiz photographs PACKAGES`` unpacked. ``FOLDER/pack`` gets the
photographs of the quiz's catalogue, to be measured on; ``FOLDER/more`` gets those in the same
packages that the quiz does not use, to be learnt from: ``landscapes`` of endless-sky-high-dpi and
``scenes`` of gcompris-qt-data. ``wallpapers`` are those of one more of Debian's packages, if it is
unpacked in PACKAGES as well:

    apt-get download mate-backgrounds && dpkg-deb -x mate-backgrounds_*.deb PACKAGES
"""

import argparse
import io
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from quiz.making.photographs import (
    PhotographError,
    PhotographFolder,
    catalogue,
    decode,
    resource_archive,
)

LANDSCAPES = "usr/share/games/endless-sky/plugins/endless-sky-high-dpi/images/land"
WALLPAPERS = "usr/share/backgrounds/mate/nature"
MOST_SIDE = 2160
# Below, what is in the archives is a cut-out and no photograph.
LEAST_SIDE = 320


def picture_file(pixels: npt.NDArray[np.uint8]) -> bytes:
    """Return a picture, uint8 (H, W, 3), as a PNG file."""
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG", compress_level=1)
    return file.getvalue()


def main() -> int:
    """Write all folders; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("packages", type=Path)
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    packages, folder = options.packages, options.folder
    for name in ("pack", "more/landscapes", "more/scenes", "more/wallpapers"):
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
    used = {Path(photograph.file).name for photograph in catalogue().values()}
    for path in sorted((packages / LANDSCAPES).iterdir()):
        if path.name not in used:
            with Image.open(path) as picture:
                pixels = np.asarray(picture.convert("RGB"))
            (folder / "more" / "landscapes" / f"{path.stem}.png").write_bytes(picture_file(pixels))
    for name, pixels in _scenes(packages):
        (folder / "more" / "scenes" / f"{name}.png").write_bytes(picture_file(pixels))
    for path in sorted((packages / WALLPAPERS).glob("*.jpg")):
        shutil.copy(path, folder / "more" / "wallpapers")
    return 0


def _scenes(packages: Path) -> Iterator[tuple[str, npt.NDArray[np.uint8]]]:
    """Yield the name and pixels of each photograph beside the quiz's in the same archives."""
    used = {(photograph.file, photograph.member) for photograph in catalogue().values()}
    for file in sorted({file for file, member in used if member}):
        archive = resource_archive(packages / file)
        for member in sorted(archive.members):
            if member.endswith(".webp") and (file, member) not in used:
                pixels = decode(archive.read(member))
                if min(pixels.shape[:2]) >= LEAST_SIDE:
                    yield f"{Path(file).stem}_{Path(member).stem}", pixels


if __name__ == "__main__":
    sys.exit(main())
