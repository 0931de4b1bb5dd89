import shutil

from quiz.installed import FOLDER_SETTING, SHIPPED
from quiz.pages.resources import packs, pictures_by_name


def test_picture_of_an_installed_pack_takes_no_shipped_ones_place(tmp_path, monkeypatch):
    folder = tmp_path / "packs" / "mine"
    (folder / "items").mkdir(parents=True)
    shutil.copy(SHIPPED / "starter" / "items" / "three-cows.toml", folder / "items")
    shutil.copytree(SHIPPED / "starter" / "media", folder / "media")
    manifest = 'format = 1\nid = "mine"\ntitle = "Mine"\nlanguage = "en"\n'
    (folder / "pack.toml").write_text(manifest)
    monkeypatch.setenv(FOLDER_SETTING, str(tmp_path / "packs"))
    shown, mine = (packs()[name].item("three-cows").picture for name in ("starter", "mine"))
    assert shown != mine
    assert pictures_by_name()["three-cows"] == shown
