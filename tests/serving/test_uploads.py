import asyncio
import os
import time
from pathlib import Path

import pytest

from serving.uploads import forget_old, kept_empty


@pytest.fixture
def folder(tmp_path) -> Path:
    place = tmp_path / "uploads"
    for name, age in (("old/a.png", 700), ("old/b.png", 700), ("new/c.png", 500), ("d", 700)):
        path = place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"a picture")
        made_older(path, age)
    for made in (place / "old", place / "new"):
        made_older(made, 700)
    return place


def made_older(path: Path, seconds: float) -> None:
    then = time.time() - seconds
    os.utime(path, (then, then))


def left(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_what_has_lain_long_is_deleted_and_the_rest_is_kept(folder):
    forget_old(folder, 600)
    assert left(folder) == {"new/c.png"}


def test_an_empty_folder_goes_too_once_it_is_old(folder):
    forget_old(folder, 600)
    assert (folder / "new").is_dir()
    made_older(folder / "old", 700)
    forget_old(folder, 600)
    assert not (folder / "old").exists()


def test_a_link_is_deleted_and_not_what_it_leads_to(folder, tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "kept.txt").write_text("kept")
    made_older(outside / "kept.txt", 700)
    link = folder / "link"
    link.symlink_to(outside)
    os.utime(link, (0, 0), follow_symlinks=False)
    forget_old(folder, 600)
    assert not link.is_symlink()
    assert (outside / "kept.txt").read_text() == "kept"


def test_folder_is_emptied_while_the_server_runs_and_gone_afterwards(folder):
    async def run() -> None:
        async with kept_empty(folder, 0.05):
            async with asyncio.timeout(10):
                while left(folder):
                    await asyncio.sleep(0.01)
            (folder / "last.png").write_bytes(b"a picture")

    asyncio.run(run())
    assert not folder.exists()
