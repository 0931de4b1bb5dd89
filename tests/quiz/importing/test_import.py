"""A pack from elsewhere is installed whole, or refused with its reason and nothing changed."""

import io
import zipfile

import pytest

from quiz.__main__ import main
from quiz.export import export_pack
from quiz.importing import ImportRefusedError, import_pack
from quiz.installed import SHIPPED, load_packs
from quiz.pack import check_pack
from tests.quiz.importing.archives import contents, refusal, rehash, zipped


def test_round_trip_gives_the_same_pack(drawn_pack, exported, installed):
    pack = import_pack(io.BytesIO(exported))
    assert contents(installed) == {
        f"drawn/{name}": data for name, data in contents(drawn_pack).items()
    }
    assert load_packs()["drawn"] == pack
    assert check_pack(installed / "drawn")[1] == []


def test_unpacked_zip_can_be_imported_as_a_folder(exported, tmp_path, installed):
    zipfile.ZipFile(io.BytesIO(exported)).extractall(tmp_path / "unpacked")
    import_pack(tmp_path / "unpacked" / "drawn")
    assert [path.name for path in installed.iterdir()] == ["drawn"]


def test_zip_with_entries_for_its_folders_is_a_pack(files):
    folders = dict.fromkeys(["drawn/", "drawn/items/", "drawn/media/"], b"")
    assert import_pack(zipped(folders | files)).id == "drawn"


def test_starter_pack_has_nothing_that_an_import_refuses(tmp_path):
    folder = tmp_path / "copied"
    exported = export_pack(SHIPPED / "starter")
    with zipfile.ZipFile(io.BytesIO(exported)) as archive:
        archive.extractall(folder)
    # Everything is looked at before its id, which belongs to the app.
    assert refusal(folder / "starter") == "import-shipped"


def test_installed_pack_is_replaced_only_when_told(files, exported, installed):
    import_pack(io.BytesIO(exported))
    manifest = files["drawn/pack.toml"].replace(b"Drawn", b"Drawn anew")
    newer = zipped(rehash(files | {"drawn/pack.toml": manifest}))
    before = contents(installed)
    assert refusal(newer) == "import-exists"
    assert contents(installed) == before
    assert import_pack(newer, replace=True).title == "Drawn anew"
    assert [path.name for path in installed.iterdir()] == ["drawn"]


def test_refused_pack_leaves_the_old_one_as_it_was(files, exported, installed):
    import_pack(io.BytesIO(exported))
    before = contents(installed)
    files["drawn/media/00000000000000aa.webp"] = b"something else"
    assert refusal(zipped(files), replace=True) == "import-changed"
    assert refusal(zipped(rehash(files)), replace=True) == "import-not-plain"
    assert contents(installed) == before


def test_file_changed_on_the_way_is_named(files):
    files["drawn/items/sand.toml"] += b"# one more line\n"
    with pytest.raises(ImportRefusedError, match="items/sand.toml is not the one"):
        import_pack(zipped(files))


def test_file_lost_on_the_way_is_named(files):
    del files["drawn/media/00000000000000dd.png"]
    with pytest.raises(ImportRefusedError, match="00000000000000dd.png is named"):
        import_pack(zipped(files))


def test_file_that_came_on_top_is_refused(files):
    assert refusal(zipped(files | {"drawn/items/more.toml": b""})) == "import-changed"


@pytest.mark.parametrize("hashes", [None, b"", b"sha256 = 1"])
def test_pack_without_hashes_is_refused(files, hashes):
    del files["drawn/hashes.toml"]
    if hashes is not None:
        files["drawn/hashes.toml"] = hashes
    assert refusal(zipped(files)) == "import-no-hashes"


def test_command_exports_and_imports(drawn_pack, tmp_path, installed, capsys):
    file = tmp_path / "drawn.zip"
    assert main(["export", str(drawn_pack), str(file)]) == 0
    assert main(["import", str(file)]) == 0
    assert "Installed 'Drawn' with 2 pictures as drawn." in capsys.readouterr().out
    assert [path.name for path in installed.iterdir()] == ["drawn"]
    assert main(["import", str(file)]) == 1
    assert "is installed already" in capsys.readouterr().err
    assert main(["import", str(file), "--replace"]) == 0


def test_command_says_that_there_is_no_such_file(tmp_path, capsys):
    assert main(["import", str(tmp_path / "none.zip")]) == 1
    assert "There is no file" in capsys.readouterr().err


def test_command_does_not_export_a_pack_with_faults(drawn_pack, tmp_path, capsys):
    (drawn_pack / "pack.toml").unlink()
    assert main(["export", str(drawn_pack), str(tmp_path / "drawn.zip")]) == 1
    assert "pack.toml: Is missing" in capsys.readouterr().err
    assert not (tmp_path / "drawn.zip").exists()
