"""A pack from elsewhere cannot fill the memory or the disk, and must be a zip."""

import io
import tempfile
import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz import importing
from quiz.importing import ImportRefusedError, import_pack
from quiz.installed import FOLDER_SETTING
from tests.quiz.importing.archives import SAME_FIXTURE, contents, refusal, zipped

MIB = 1024**2


def test_bomb_is_stopped_while_it_unpacks(files, installed):
    bomb = files | {f"drawn/items/a{number}.toml": b"#" * 60_000 for number in range(400)}
    hostile = zipped(bomb)
    assert sum(map(len, bomb.values())) > 20 * len(hostile.getvalue())
    assert refusal(hostile) == "import-bomb"
    assert contents(installed) == {}


def test_one_file_that_swells_is_stopped(files):
    hostile = zipped(files | {"drawn/media/00000000000000ee.png": bytes(200 * MIB)})
    assert len(hostile.getvalue()) < MIB
    assert refusal(hostile) in ("import-file-too-large", "import-bomb")


def test_size_stated_in_the_zip_is_not_believed(files):
    data = bytes(3 * MIB + 17)
    lying = zipped(files | {"drawn/media/00000000000000ee.png": data}, zipfile.ZIP_STORED)
    stated = (3).to_bytes(4, "little")
    lying = lying.getvalue().replace(len(data).to_bytes(4, "little"), stated)
    assert (
        zipfile.ZipFile(io.BytesIO(lying)).getinfo("drawn/media/00000000000000ee.png").file_size
        == 3
    )
    assert refusal(io.BytesIO(lying)) == "import-damaged"


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("drawn/pack.toml", importing.MAX_TEXT_BYTES),
        ("drawn/hashes.toml", importing.MAX_TEXT_BYTES),
        ("drawn/items/big.toml", importing.MAX_TEXT_BYTES),
        ("drawn/media/00000000000000ee.webp", importing.MAX_PICTURE_BYTES),
    ],
)
def test_file_larger_than_its_sort_is_refused(files, name, size):
    random = np.random.default_rng(0).bytes(size + 1)
    assert refusal(zipped(files | {name: random})) == "import-file-too-large"


def test_members_that_share_their_bytes_are_stopped_by_the_whole(files, installed):
    # One compressed megabyte, listed under a hundred names, as in the densest zip bombs.
    out = zipped({"drawn/media/0000000000000000.png": bytes(MIB)} | files)
    archive = zipfile.ZipFile(out, "a")
    first = archive.getinfo("drawn/media/0000000000000000.png")
    for number in range(1, 100):
        twin = zipfile.ZipInfo(f"drawn/media/{number:016x}.png")
        for name in ("header_offset", "CRC", "compress_size", "file_size", "compress_type"):
            setattr(twin, name, getattr(first, name))
        archive.filelist.append(twin)
    archive._didModify = True
    archive.close()
    # zipfile notices names that differ from those beside the bytes, or we the sum: either ends it.
    assert refusal(out) in ("import-bomb", "import-damaged")
    assert contents(installed) == {}


def test_zip_with_too_many_files_is_refused_before_they_are_listed(files):
    many = {f"drawn/items/{'a' * 60}{number}.toml": b"" for number in range(9_000)}
    assert refusal(zipped(many)) == "import-too-many-files"


def test_list_of_files_that_is_too_long_is_refused(files, monkeypatch):
    monkeypatch.setattr(importing, "MAX_FILES", 5)
    assert len(files) > 5
    assert refusal(zipped(files)) == "import-too-many-files"


def test_folder_with_too_many_files_is_refused(drawn_pack, monkeypatch):
    monkeypatch.setattr(importing, "MAX_FILES", 3)
    assert refusal(drawn_pack) == "import-too-many-files"


def test_zip_that_is_too_large_is_refused_unread(exported, monkeypatch):
    monkeypatch.setattr(importing, "MAX_BYTES", len(exported) - 1)
    assert refusal(io.BytesIO(exported)) == "import-too-many-bytes"


@pytest.mark.parametrize(
    "data",
    [b"", b"PK", b"no zip at all", b"\x89PNG\r\n\x1a\n" + bytes(100), b"PK\x03\x04" + bytes(60)],
)
def test_file_that_is_no_zip_is_refused(data):
    assert refusal(io.BytesIO(data)) == "import-no-zip"


def test_zip_with_a_comment_is_refused(exported):
    # Behind the comment another list of files could stand, for other programs to find.
    out = io.BytesIO(exported)
    with zipfile.ZipFile(out, "a") as archive:
        archive.comment = b"hello"
    assert refusal(out) == "import-no-zip"


def test_locked_zip_is_refused(exported):
    locked = bytearray(exported)
    locked[locked.find(b"PK\x01\x02") + 8] |= 1
    assert refusal(io.BytesIO(locked)) == "import-locked"


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_packing_that_cannot_be_read_piece_by_piece_is_refused(files, method):
    assert refusal(zipped(files, method)) == "import-packed"


@SAME_FIXTURE
@given(
    place=st.floats(0, 1, exclude_max=True),
    bits=st.integers(1, 255),
    cut=st.floats(0.5, 1) | st.none(),
)
def test_spoilt_zip_is_refused_or_gives_the_whole_pack(drawn_pack, exported, place, bits, cut):
    whole = {f"drawn/{name}": data for name, data in contents(drawn_pack).items()}
    data = bytearray(exported)
    data[int(place * len(data))] ^= bits
    data = data[: int(cut * len(data))] if cut else data
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv(FOLDER_SETTING, folder)
        try:
            import_pack(io.BytesIO(bytes(data)))
        except ImportRefusedError:
            assert contents(Path(folder)) == {}
        else:
            assert contents(Path(folder)) == whole
