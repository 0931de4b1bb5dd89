import struct
import zlib
from dataclasses import replace
from io import BytesIO

import numpy as np
import pytest
from PIL import Image, ImageCms

from quiz.licence import ACCEPTED
from quiz.making.photographs import (
    PhotographError,
    PhotographFolder,
    ResourceArchive,
    catalogue,
)

PLAIN = catalogue()["lomiri/bridge"]
ARCHIVED = catalogue()["animals/bee"]


def archive(content: bytes, path: str, flags: int = 0, version: int = 1) -> bytes:
    """Return a Qt resource archive that holds one file, written by hand after `qresource.cpp`."""
    parts = path.split("/")
    names, offsets = b"", []
    for part in parts:
        offsets.append(len(names))
        names += struct.pack(">HI", len(part), 0) + part.encode("utf-16-be")
    modified = struct.pack(">Q", 0) if version >= 2 else b""
    tree = struct.pack(">IHII", 0, ResourceArchive.FOLDER, 1, 1) + modified
    for number, offset in enumerate(offsets[:-1], start=2):
        tree += struct.pack(">IHII", offset, ResourceArchive.FOLDER, 1, number) + modified
    tree += struct.pack(">IHHHI", offsets[-1], flags, 0, 0, 0) + modified
    data = struct.pack(">I", len(content)) + content
    head = 20
    places = (head, head + len(tree), head + len(tree) + len(data))
    return struct.pack(">4sIIII", b"qres", version, *places) + tree + data + names


@pytest.mark.parametrize("version", [1, 2, 3])
def test_resource_archive_reads_a_plain_file(version):
    opened = ResourceArchive(archive(b"moo", "farm/animals/cow.webp", version=version))
    assert list(opened.members) == ["farm/animals/cow.webp"]
    assert opened.read("farm/animals/cow.webp") == b"moo"


def test_resource_archive_reads_a_compressed_file():
    content = struct.pack(">I", 3000) + zlib.compress(b"moo" * 1000)
    opened = ResourceArchive(archive(content, "cow.webp", ResourceArchive.COMPRESSED))
    assert opened.read("cow.webp") == b"moo" * 1000


def test_resource_archive_reads_names_beyond_latin_letters():
    assert list(ResourceArchive(archive(b"", "kö/牛.webp")).members) == ["kö/牛.webp"]


def test_resource_archive_refuses_zstandard():
    opened = ResourceArchive(archive(b"(\xb5/\xfd", "cow.webp", ResourceArchive.ZSTANDARD))
    with pytest.raises(PhotographError, match="Zstandard"):
        opened.read("cow.webp")


def test_resource_archive_refuses_an_unknown_file():
    with pytest.raises(PhotographError, match="pig.webp is not in the archive"):
        ResourceArchive(archive(b"moo", "cow.webp")).read("pig.webp")


def test_resource_archive_refuses_another_format():
    with pytest.raises(PhotographError, match="Not a Qt resource archive"):
        ResourceArchive(b"RIFF" + bytes(40)).read("cow.webp")


def test_catalogue_credits_every_photograph():
    for photograph in catalogue().values():
        credit = photograph.credit
        assert credit.licence in ACCEPTED
        assert credit.source.startswith("https://")
        assert credit.title
        assert credit.author
        assert photograph.package
        assert bool(photograph.member) == photograph.file.endswith(".rcc")


def test_catalogue_lists_no_photograph_twice():
    entries = [replace(photograph, id="") for photograph in catalogue().values()]
    assert len({(entry.file, entry.member) for entry in entries}) == len(entries)


RED_LEFT = np.zeros((20, 30, 3), np.uint8)
RED_LEFT[:, :10] = (250, 10, 10)


def store(folder, photograph, **options: object) -> None:
    """Write RED_LEFT where the photograph of the catalogue would lie."""
    out = BytesIO()
    Image.fromarray(RED_LEFT).save(out, "PNG", **options)
    data = out.getvalue()
    if photograph.member:
        data = archive(data, photograph.member)
    path = folder / photograph.file
    path.parent.mkdir(parents=True)
    path.write_bytes(data)


@pytest.mark.parametrize("photograph", [PLAIN, ARCHIVED], ids=["file", "archive"])
def test_open_returns_the_pixels(tmp_path, photograph):
    store(tmp_path, photograph)
    opened = PhotographFolder(tmp_path).open(photograph.id)
    assert opened.dtype == np.uint8
    np.testing.assert_array_equal(opened, RED_LEFT)


def test_open_turns_a_photograph_upright(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6
    store(tmp_path, PLAIN, exif=exif.tobytes())
    opened = PhotographFolder(tmp_path).open(PLAIN.id)
    np.testing.assert_array_equal(opened, np.rot90(RED_LEFT, -1))


def test_open_converts_from_the_photographs_own_colour_space(tmp_path):
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    # Red and blue trade places in this profile, so what it calls red is blue to everybody else.
    swapped = profile.replace(b"rXYZ", b"?").replace(b"bXYZ", b"rXYZ").replace(b"?", b"bXYZ")
    store(tmp_path, PLAIN, icc_profile=swapped)
    opened = PhotographFolder(tmp_path).open(PLAIN.id)
    assert np.abs(opened.astype(int) - RED_LEFT[..., ::-1]).max() <= 3


def test_open_refuses_a_photograph_outside_the_catalogue(tmp_path):
    with pytest.raises(PhotographError, match="my/holiday is not in photographs.toml"):
        PhotographFolder(tmp_path).open("my/holiday")


def test_open_says_how_to_get_a_package_that_is_not_unpacked(tmp_path):
    with pytest.raises(PhotographError, match="run `python -m quiz photographs"):
        PhotographFolder(tmp_path).open(PLAIN.id)
