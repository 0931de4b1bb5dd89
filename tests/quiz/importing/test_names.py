"""No name in a pack from elsewhere leads anywhere else."""

import io
import os
import stat
import tempfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.importing import ImportRefusedError, import_pack
from quiz.installed import FOLDER_SETTING
from quiz.online_packs import online_folders
from tests.quiz.importing.archives import contents, refusal, unpack_carelessly, zipped


@pytest.mark.parametrize(
    "name", ["../outside.toml", "drawn/../../outside.toml", "drawn/items/../../../outside.toml"]
)
def test_name_that_leads_out_of_the_pack_is_refused(files, tmp_path, installed, name):
    hostile = zipped(files | {name: b"planted"})
    careless = tmp_path / "deep" / "down"
    careless.mkdir(parents=True)
    unpack_carelessly(hostile, careless)
    assert [p for p in tmp_path.rglob("outside.toml") if careless not in p.resolve().parents]

    assert refusal(hostile) in ("import-name", "import-no-folder")
    assert not list(installed.rglob("outside.toml"))
    assert contents(installed) == {}


def test_absolute_name_is_refused(files, tmp_path):
    place = tmp_path / "planted.toml"
    hostile = zipped(files | {str(place): b"planted"})
    unpack_carelessly(hostile, tmp_path / "careless")
    assert place.read_bytes() == b"planted"
    place.unlink()
    assert refusal(hostile) == "import-name"
    assert not place.exists()


@pytest.mark.parametrize(
    "name",
    [
        "drawn/run.py",
        "drawn/.streamlit/config.toml",
        "drawn/items/.hidden.toml",
        "drawn/items/Sand.toml",
        "drawn/items/a b.toml",
        "drawn/items/sand.toml.exe",
        "drawn/items/deeper/sand.toml",
        "drawn/items\\sand.toml",
        "drawn/items/" + "a" * 100 + ".toml",
        "drawn/items/sánd.toml",
        "drawn/media/picture.webp",
        "drawn/media/00000000000000ee.svg",
        "drawn/media/00000000000000EE.webp",
        "drawn/media/00000000000000ee.webp\n",
        "drawn/C:/windows/start.toml",
        "drawn//pack.toml",
        "drawn",
        "drawn/items/![](https://tracker.example/dot.png)",
    ],
)
def test_name_that_no_file_of_a_pack_has_is_refused(files, name):
    with pytest.raises(ImportRefusedError) as caught:
        import_pack(zipped(files | {name: b""}))
    assert caught.value.key == "import-name"
    assert "![" not in str(caught.value)


def test_name_cut_off_at_a_null_byte_is_refused(files):
    # To most programs the name ends there, to others it does not.
    hostile = zipped(files | {"drawn/media/00000000000000ee.webp#.toml": b""}).getvalue()
    hostile = hostile.replace(b".webp#.toml", b".webp\x00.toml")
    assert zipfile.ZipFile(io.BytesIO(hostile)).namelist()[-1].endswith("ee.webp")
    assert refusal(io.BytesIO(hostile)) == "import-name"


# What follows a null byte is cut off by zipfile itself, which cannot write an empty name.
@given(name=st.text(min_size=1, max_size=60).filter(lambda name: not name.startswith("\0")))
def test_no_name_writes_anything_outside(name):
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv(FOLDER_SETTING, str(Path(folder) / "packs"))
        try:
            hostile = zipped({f"drawn/{name}": b"planted", name: b"planted"})
        except (UnicodeEncodeError, ValueError):
            return  # zipfile itself cannot write such a name.
        with pytest.raises(ImportRefusedError):
            import_pack(hostile)
        assert contents(Path(folder)) == {}


def test_symbolic_link_in_a_zip_is_refused(files):
    link = zipfile.ZipInfo("drawn/media/00000000000000ee.webp")
    link.create_system = 3
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    assert refusal(zipped(files | {link: b"/etc/hostname"})) == "import-no-file"


@pytest.mark.parametrize("name", ["media/00000000000000ee.webp", "items", "items/more.toml"])
def test_symbolic_link_in_a_folder_is_refused(exported, tmp_path, installed, name):
    secret = tmp_path / "secret"
    (secret / "inner").mkdir(parents=True)
    zipfile.ZipFile(io.BytesIO(exported)).extractall(tmp_path / "unpacked")
    folder = tmp_path / "unpacked" / "drawn"
    if (folder / name).exists():
        (folder / name).rename(tmp_path / "aside")
    (folder / name).symlink_to(secret)
    assert refusal(folder) == "import-no-file"
    assert contents(installed) == {}


def test_pipe_in_a_folder_is_refused_and_not_waited_for(exported, tmp_path):
    zipfile.ZipFile(io.BytesIO(exported)).extractall(tmp_path / "unpacked")
    os.mkfifo(tmp_path / "unpacked" / "drawn" / "items" / "waiting.toml")
    assert refusal(tmp_path / "unpacked" / "drawn") == "import-no-file"


def test_two_files_of_one_name_are_refused(files):
    out = zipped(files)
    with zipfile.ZipFile(out, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("drawn/items/sand.toml", b"another")
    assert refusal(out) == "import-twice"


@pytest.mark.parametrize("folder", ["Drawn", "../drawn", "dra wn", "a" * 90, "", "."])
def test_folder_whose_name_is_no_id_is_refused(files, folder):
    renamed = {name.replace("drawn", folder, 1): data for name, data in files.items()}
    assert refusal(zipped(renamed)) in ("import-no-folder", "import-name")


@pytest.mark.parametrize("name", ["con", "nul", "lpt1"])
def test_name_that_windows_keeps_for_a_device_is_refused(files, name):
    assert refusal(zipped(files | {f"drawn/items/{name}.toml": b""})) == "import-device"
    renamed = {path.replace("drawn", name, 1): data for path, data in files.items()}
    assert refusal(zipped(renamed)) == "import-device"


def test_name_of_a_pack_that_can_be_downloaded_is_refused(files):
    name = online_folders()[0].name
    renamed = {path.replace("drawn", name, 1): data for path, data in files.items()}
    assert refusal(zipped(renamed)) == "import-online"
    assert refusal(zipped(renamed), replace=True) == "import-online"


def test_two_packs_in_one_zip_are_refused(files):
    others = {name.replace("drawn", "other", 1): data for name, data in files.items()}
    assert refusal(zipped({"other/pack.toml": others["other/pack.toml"]} | files)) == "import-twice"
    assert refusal(zipped({"other/items/a.toml": b""} | files)) == "import-no-folder"
