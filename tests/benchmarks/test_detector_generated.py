"""The listed pictures are copied as they are, and no other picture in their place."""

import csv
import hashlib
import io
import tarfile
import zipfile

import pytest
from PIL import Image

from tests.benchmarks.detector_generated import copy, listed


@pytest.fixture
def picture():
    file = io.BytesIO()
    Image.new("RGB", (300, 300), "teal").save(file, "WEBP")
    return file.getvalue()


def _archive(folder, ending, data):
    path = folder / f"package-1{ending}"
    if ending == ".whl":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("package/a.webp", data)
    else:
        with tarfile.open(path, "w:gz") as archive:
            member = tarfile.TarInfo("package/a.webp")
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return path


def _table(folder, archive, data):
    table = folder / "table.csv"
    with table.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("generator", "name", "archive", "member", "sha256"))
        checksum = hashlib.sha256(data).hexdigest()
        writer.writerow(("Model 1", "b.webp", archive.name, "package/a.webp", checksum))
    return listed(table)[archive.name]


@pytest.mark.parametrize("ending", [".whl", ".tar.gz"])
def test_listed_picture_is_copied_to_its_generator(tmp_path, picture, ending):
    archive = _archive(tmp_path, ending, picture)
    copy(archive, _table(tmp_path, archive, picture), tmp_path / "out")
    assert (tmp_path / "out" / "Model 1" / "b.webp").read_bytes() == picture


def test_another_picture_than_listed_is_refused(tmp_path, picture):
    archive = _archive(tmp_path, ".whl", picture + b"0")
    with pytest.raises(ValueError, match=r"package/a\.webp of package-1\.whl is not the picture"):
        copy(archive, _table(tmp_path, archive, picture), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_table_names_no_file_twice_and_no_picture_twice():
    rows = [row for rows in listed().values() for row in rows]
    assert len({(row["generator"], row["name"]) for row in rows}) == len(rows) > 200
    assert len({row["sha256"] for row in rows}) == len(rows)
