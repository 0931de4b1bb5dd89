import hashlib
import io
import tomllib
import zipfile

import pytest

from quiz.export import export_pack
from quiz.pack import PackError


def test_export_holds_the_pack_and_the_hash_of_every_file(drawn_pack):
    archive = zipfile.ZipFile(io.BytesIO(export_pack(drawn_pack)))
    files = {path for path in drawn_pack.rglob("*") if path.is_file()}
    contents = {name: archive.read(name) for name in archive.namelist()}
    listed = tomllib.loads(contents.pop("drawn/hashes.toml").decode())["sha256"]
    assert contents == {
        f"drawn/{path.relative_to(drawn_pack).as_posix()}": path.read_bytes() for path in files
    }
    assert listed == {
        name.removeprefix("drawn/"): hashlib.sha256(data).hexdigest()
        for name, data in contents.items()
    }


def test_same_pack_gives_the_same_file(drawn_pack):
    first = export_pack(drawn_pack)
    for path in drawn_pack.rglob("*.toml"):
        path.touch()
    assert export_pack(drawn_pack) == first


def test_pack_with_faults_is_not_exported(drawn_pack):
    (drawn_pack / "items" / "sand.toml").write_text("id = 'sand'")
    with pytest.raises(PackError):
        export_pack(drawn_pack)
