"""Pictures on disk, one after the other: one that cannot be examined does not stop the rest."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from models.assessment import Assessment, assess
from models.fusion import fused_map
from models.image import OWN, ImageRefusedError, LoadedImage, open_image
from models.provenance import TrustList
from models.text import text

# What tells a map from a picture, in the file itself.
_MAP_KEYWORD, _MAP_MARK = "Software", "Second Look, map of the evidence"


class FileRefusedError(ValueError):
    """A file that cannot be examined; ``str(error)`` is the sentence to show."""


class MapNotWrittenError(ValueError):
    """A map that its folder does not take; ``str(error)`` is the sentence to show."""


@dataclass(frozen=True, eq=False)
class Examined:
    """One picture from a file, and what there is to say of it."""

    image: LoadedImage
    assessment: Assessment

    @property
    def map(self) -> npt.NDArray[np.float32]:
        """Where the evidence lies, float32 (H, W), 0 to 1."""
        return fused_map(self.assessment.evidence, self.image.pixels.shape[:2])


def read_picture(path: Path) -> LoadedImage:
    """Open a picture file.

    Raises:
        FileRefusedError: no such file, not readable, or no picture that ``open_image`` takes.
    """
    try:
        with path.open("rb") as file:
            # One byte past the limit is enough to be refused for its size.
            data = file.read(OWN.bytes + 1)
        return open_image(data, OWN)
    except FileNotFoundError as error:
        raise FileRefusedError(text("file-missing")) from error
    except IsADirectoryError as error:
        raise FileRefusedError(text("file-is-folder")) from error
    # An empty name, a name with a zero byte: no path that could be opened.
    except (OSError, ValueError) as error:
        if isinstance(error, ImageRefusedError):
            raise FileRefusedError(str(error)) from error
        raise FileRefusedError(text("file-unreadable")) from error


def examine(path: Path, trust_list: TrustList | None = None) -> Examined:
    """Open a picture file and assess it.

    Raises:
        FileRefusedError: as ``read_picture``.
    """
    image = read_picture(path)
    return Examined(image, assess(image, trust_list))


def map_paths(pictures: Sequence[Path], folder: Path) -> Iterator[Path]:
    """Return a path in ``folder`` for each picture's map: its name, ending in ``.png``.

    Of two pictures with one name the second gets ``name-2.png``. No path is that of a file which
    is there already, so that maps can be put beside any pictures; but a map of an earlier time is
    written anew.
    """
    taken = {_place(picture) for picture in pictures}
    for picture in pictures:
        number, path = 1, folder / f"{picture.stem}.png"
        while _place(path) in taken or not _is_free(path):
            number += 1
            path = folder / f"{picture.stem}-{number}.png"
        taken.add(_place(path))
        yield path


def _place(path: Path) -> str:
    # Some file systems take "A.png" and "a.png" for one file. ``Path.resolve`` raises on a link
    # that leads back to itself.
    return os.path.realpath(path).lower()


def _is_free(path: Path) -> bool:
    """Return whether nothing is lost if a map is written there."""
    if not os.path.lexists(path):
        return True
    try:
        with Image.open(path, formats=("PNG",)) as picture:
            return picture.info.get(_MAP_KEYWORD) == _MAP_MARK
    except (OSError, SyntaxError, ValueError,
            Image.DecompressionBombError, Image.DecompressionBombWarning):  # fmt: skip
        return False


def write_map(map: npt.NDArray[np.float32], path: Path) -> None:
    """Write a map, float32 (H, W), 0 to 1, as an 8-bit grey PNG of the same size.

    Raises:
        MapNotWrittenError: the file cannot be written.
    """
    grey = np.rint(np.clip(map, 0, 1) * 255).astype(np.uint8)
    mark = PngInfo()
    mark.add_text(_MAP_KEYWORD, _MAP_MARK)
    try:
        Image.fromarray(grey).save(path, "PNG", pnginfo=mark)
    except OSError as error:
        # Pillow's own errors carry no number, and so no words of the system's.
        said = {"path": str(path), "why": error.strerror or str(error)}
        raise MapNotWrittenError(text("map-not-written", said)) from error
