import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from quiz.installed import (
    FOLDER_SETTING,
    SHIPPED,
    install,
    installed_packs,
    last_changes,
    load_packs,
    remove,
    shipped_packs,
    staging,
)
from quiz.pack import PackError

ITEM, EDIT = "three-cows", "abbey-across-the-marsh"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv(FOLDER_SETTING, str(tmp_path / "packs"))
    return tmp_path / "packs"


def fill(staged, title="Mine"):
    """Put a pack of one real picture of the starter pack together."""
    (staged / "items").mkdir()
    (staged / "media").mkdir()
    item = SHIPPED / "starter" / "items" / f"{ITEM}.toml"
    shutil.copy(item, staged / "items")
    picture = next(line for line in item.read_text().splitlines() if line.startswith("picture"))
    name = picture.split('"')[1]
    shutil.copy(SHIPPED / "starter" / "media" / name, staged / "media")
    manifest = f'format = 1\nid = "{staged.name}"\ntitle = "{title}"\nlanguage = "en"\n'
    (staged / "pack.toml").write_text(manifest)


def install_mine(title="Mine"):
    with staging("mine") as staged:
        fill(staged, title)
        return install(staged)


def test_installed_pack_is_found_beside_the_shipped_ones(folder):
    pack = install_mine()
    assert pack.folder == folder / "mine"
    assert [item.id for item in load_packs()["mine"].items] == [ITEM]
    assert "starter" in load_packs()


def test_install_replaces_an_older_pack_and_leaves_nothing_behind(folder):
    install_mine("Old")
    install_mine("New")
    assert load_packs()["mine"].title == "New"
    assert [path.name for path in folder.iterdir()] == ["mine"]


def test_time_of_a_file_does_not_tell_which_picture_was_written_last(folder):
    with staging("mine") as staged:
        fill(staged)
        edit = load_packs()["starter"].item(EDIT)
        shutil.copy(SHIPPED / "starter" / "items" / f"{EDIT}.toml", staged / "items")
        for path in (edit.picture, edit.original, edit.mask):
            shutil.copy(path, staged / "media")
        for age, path in enumerate(sorted((staged / "media").iterdir())):
            os.utime(path, (1e9 + age, 1e9 + age))
        pack = install(staged)
    times = [path.stat().st_mtime for path in (pack.folder / "media").iterdir()]
    assert len(times) == 4
    assert len(set(times)) == 1
    assert times[0] > 1e9 + 4


def test_faulty_pack_is_refused_and_the_old_one_stays(folder):
    install_mine("Old")
    with staging("mine") as staged:
        fill(staged, "New")
        next((staged / "media").iterdir()).write_bytes(b"no picture")
        with pytest.raises(PackError, match="does not open"):
            install(staged)
    assert load_packs()["mine"].title == "Old"
    assert [path.name for path in folder.iterdir()] == ["mine"]


def test_pack_of_the_app_cannot_be_replaced(folder):
    with staging("starter") as staged:
        fill(staged)
        with pytest.raises(ValueError, match="comes with the app"):
            install(staged)
    assert installed_packs() == []


def test_installed_pack_that_broke_is_left_out_and_noted(folder, caplog):
    install_mine()
    (folder / "mine" / "pack.toml").write_text("no toml")
    assert set(load_packs()) == {path.name for path in SHIPPED.iterdir()}
    assert "mine" in caplog.text


def test_pack_that_is_replaced_meanwhile_stops_nobody(folder):
    install_mine()
    asked = Event()

    def replace():
        while not asked.is_set():
            (folder / "mine").rename(folder / ".replaced")
            (folder / ".replaced").rename(folder / "mine")

    with ThreadPoolExecutor(1) as pool:
        replacing = pool.submit(replace)
        try:
            seen = [last_changes() for _ in range(3000)]
        finally:
            asked.set()
        replacing.result()
    assert {str(folder / "mine")} in map(set, seen)
    assert set(last_changes()) == {str(folder / "mine")}


@pytest.mark.parametrize("name", ["pack.toml", "items/a.toml"])
@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.mkdir(),
        lambda path: path.write_text("a = " + "[" * 5000 + "]" * 5000),
        lambda path: path.write_text("a = " + "9" * 5000),
        lambda path: path.write_bytes(b'a = "\xe9"'),
    ],
    ids=["a folder", "too deep", "too large a number", "no UTF-8"],
)
def test_file_that_nobody_can_read_takes_its_pack_only(folder, caplog, name, spoil):
    path = install_mine().folder / name
    path.unlink(missing_ok=True)
    spoil(path)
    assert list(load_packs()) == [shipped.name for shipped in shipped_packs()]
    assert path.name in caplog.text


def test_removed_pack_is_gone_and_leaves_nothing_behind(folder):
    install_mine()
    remove("mine")
    assert installed_packs() == []
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("pack_id", ["mine", "starter", "..", ""])
def test_only_a_pack_that_was_installed_can_be_removed(folder, pack_id):
    with pytest.raises(LookupError, match="nothing to remove"):
        remove(pack_id)
