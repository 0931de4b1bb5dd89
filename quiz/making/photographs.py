"""Openly licensed photographs from Debian packages, with the credit of each.

The catalogue beside this file lists them; the packages are unpacked into a folder by
``python -m quiz photographs FOLDER`` (which needs Debian's ``apt-get`` and ``dpkg-deb``), and
opened from there.
"""

import shutil
import struct
import subprocess
import tomllib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from io import BytesIO
from pathlib import Path
from typing import Protocol

import numpy as np
from PIL import Image, ImageCms, ImageOps

from quiz.item import Credit

CATALOGUE = Path(__file__).with_name("photographs.toml")


class PhotographError(LookupError):
    """A photograph is not to be had; the message says what to do."""


class Photographs(Protocol):
    """Where a recipe's photographs come from."""

    def open(self, photograph_id: str) -> np.ndarray:
        """Return a photograph, uint8 (H, W, 3), upright and in sRGB.

        Raises:
            PhotographError: there is none of that id, or it is not at hand.
        """


@dataclass(frozen=True)
class Photograph:
    """One entry of the catalogue.

    Attributes:
        id: ``package folder/name``.
        package: Debian package that holds it.
        file: path inside the package.
        member: path inside `file` where that is a Qt resource archive, else empty.
        credit: author, licence, and source.
    """

    id: str
    package: str
    file: str
    member: str
    credit: Credit


@lru_cache(maxsize=1)
def catalogue() -> dict[str, Photograph]:
    """Return every photograph of the catalogue by its id."""
    entries = tomllib.loads(CATALOGUE.read_text(encoding="utf-8"))["photographs"]
    return {
        entry["id"]: Photograph(
            entry["id"],
            entry["package"],
            entry["file"],
            entry.get("member", ""),
            Credit(
                entry["title"],
                entry["author"],
                entry["licence"],
                entry["source"],
                entry.get("changes", ""),
            ),
        )
        for entry in entries
    }


@dataclass(frozen=True)
class PhotographFolder:
    """The unpacked packages."""

    folder: Path

    def open(self, photograph_id: str) -> np.ndarray:
        """Return a photograph, uint8 (H, W, 3), upright and in sRGB.

        Raises:
            PhotographError: it is not in the catalogue, or its package is not unpacked here.
        """
        try:
            photograph = catalogue()[photograph_id]
        except KeyError:
            raise PhotographError(
                f"{photograph_id} is not in {CATALOGUE.name}; choose one that is, or add it."
            ) from None
        path = self.folder / photograph.file
        if not path.is_file():
            raise PhotographError(
                f"{photograph.package} is not unpacked in {self.folder}; "
                f"run `python -m quiz photographs {self.folder}` first."
            )
        if photograph.member:
            data = resource_archive(path).read(photograph.member)
        else:
            data = path.read_bytes()
        return decode(data)

    def fetch(self) -> None:
        """Download and unpack every package the catalogue names.

        Raises:
            PhotographError: this is no Debian system, or a download failed.
        """
        if not (shutil.which("apt-get") and shutil.which("dpkg-deb")):
            raise PhotographError("The photographs come as Debian packages; run this on Debian.")
        self.folder.mkdir(parents=True, exist_ok=True)
        for package in sorted({entry.package for entry in catalogue().values()}):
            for command in (
                ["apt-get", "download", package],
                ["sh", "-c", f"dpkg-deb -x {package}_*.deb . && rm {package}_*.deb"],
            ):
                done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True)
                if done.returncode:
                    raise PhotographError(f"{package} could not be fetched: {done.stderr.strip()}")


def decode(data: bytes) -> np.ndarray:
    """Return a picture file's pixels, uint8 (H, W, 3), upright and in sRGB."""
    with Image.open(BytesIO(data)) as picture:
        return np.asarray(_to_srgb(ImageOps.exif_transpose(picture)))


def _to_srgb(picture: Image.Image) -> Image.Image:
    # The profile of a grey or four-colour picture says nothing of what it is converted to.
    profile = picture.info.get("icc_profile") if picture.mode in ("RGB", "RGBA") else None
    picture = picture.convert("RGB")
    if not profile:
        return picture
    srgb = ImageCms.createProfile("sRGB")
    try:
        return ImageCms.profileToProfile(picture, BytesIO(profile), srgb, outputMode="RGB")
    except ImageCms.PyCMSError:
        return picture  # A spoilt profile is no reason to refuse a picture that opens.


@dataclass(frozen=True)
class ResourceArchive:
    """A Qt binary resource file (``.rcc``), the parts of the format GCompris uses.

    Source:
        Qt 5.15, `qresource.cpp`, format versions 1 to 3: a header, a tree of nodes, names in
        UTF-16, and data blocks, all big-endian.
    """

    data: bytes

    FOLDER = 0x02
    COMPRESSED = 0x01
    ZSTANDARD = 0x04

    @cached_property
    def members(self) -> dict[str, tuple[int, int]]:
        """Flags and data offset of each file, by path."""
        magic, version, tree, _, names = struct.unpack_from(">4sIIII", self.data)
        if magic != b"qres":
            raise PhotographError("Not a Qt resource archive; fetch the package again.")
        return dict(self._walk(0, "", tree, names, 22 if version >= 2 else 14))

    def _walk(
        self, number: int, prefix: str, tree: int, names: int, size: int
    ) -> Iterator[tuple[str, tuple[int, int]]]:
        start = tree + number * size
        name, flags = struct.unpack_from(">IH", self.data, start)
        if flags & self.FOLDER:
            count, first = struct.unpack_from(">II", self.data, start + 6)
            inner = prefix + self._name(names + name) + "/" if number else ""
            for child in range(first, first + count):
                yield from self._walk(child, inner, tree, names, size)
        else:
            (offset,) = struct.unpack_from(">I", self.data, start + 10)
            yield prefix + self._name(names + name), (flags, offset)

    def _name(self, start: int) -> str:
        (length,) = struct.unpack_from(">H", self.data, start)
        return self.data[start + 6 : start + 6 + 2 * length].decode("utf-16-be")

    def read(self, member: str) -> bytes:
        """Return one file's bytes.

        Raises:
            PhotographError: no such file, or compressed in a way not read here.
        """
        if member not in self.members:
            raise PhotographError(f"{member} is not in the archive; correct the catalogue.")
        flags, offset = self.members[member]
        (block,) = struct.unpack_from(">I", self.data, 12)
        start = block + offset
        (length,) = struct.unpack_from(">I", self.data, start)
        content = self.data[start + 4 : start + 4 + length]
        if flags & self.ZSTANDARD:
            raise PhotographError(f"{member} is compressed with Zstandard, which is not read here.")
        return zlib.decompress(content[4:]) if flags & self.COMPRESSED else content


@lru_cache(maxsize=4)
def resource_archive(path: Path) -> ResourceArchive:
    """Open a resource archive; the last few stay in memory while a pack is built.

    Raises:
        PhotographError: the file is cut short, or no such archive.
    """
    archive = ResourceArchive(path.read_bytes())
    try:
        archive.members  # noqa: B018  Read now, so that a damaged file is told by its name.
    except struct.error as error:
        raise PhotographError(f"{path.name} is damaged; fetch its package again.") from error
    return archive
