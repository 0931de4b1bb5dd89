import csv
import os
from pathlib import Path

import numpy as np
import pytest
from filelock import FileLock
from PIL import Image

from quiz.downloading import BASE_SETTING, TRIES, FetchError
from quiz.fetching import DOWNLOADS, Stage, fetch, forget_downloads
from quiz.installed import FOLDER_SETTING, installed_packs
from quiz.making import operations
from quiz.making.delivery import deliver, frame
from quiz.making.photographs import decode
from quiz.online_packs import ONLINE, online_packs, read_online_pack
from quiz.pack import check_pack, load_pack
from tests.conftest import free_port
from tests.file_server import Fault, serving
from tests.quiz.drawn_online_pack import ID, PICTURES, SIZE

ROOT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("SECOND_LOOK_SHARED") or ROOT.parent / "shared") / "images"
FULL_DISK = Path("/dev/full")

WITHOUT_A_MODEL = """
def apply(canvas, photographs, **parameters):
    raise ValueError("The painter has no weights yet; train it first.")
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv(FOLDER_SETTING, str(tmp_path / "packs"))
    return tmp_path / "packs"


@pytest.fixture
def server(download_server):
    return download_server


@pytest.fixture
def online(server, tmp_path):
    read, problems = read_online_pack(tmp_path / "online" / ID)
    assert problems == []
    return read


@pytest.fixture
def older(online, folder):
    """The pack as somebody installed it earlier, under its old title."""
    fetch(online, quietly)
    manifest = folder / ID / "pack.toml"
    manifest.write_text(manifest.read_text().replace('"Weather"', '"Old weather"'))
    return online


def quietly(stage, done, total):
    pass


def nothing_but_the_older(folder):
    """Whether the pack of before is all that is installed, without any remains."""
    assert load_pack(folder / ID).title == "Old weather"
    assert check_pack(folder / ID)[1] == []
    return sorted(path.name for path in folder.iterdir()) == [DOWNLOADS, ID]


def kept(folder):
    return [path for path in (folder / DOWNLOADS).iterdir() if path.suffix != ".lock"]


def test_fetched_pack_is_installed_whole_and_sound(online, folder):
    pack = fetch(online, quietly)
    assert check_pack(folder / ID)[1] == []
    assert load_pack(folder / ID).items == pack.items
    assert {path.name for path in (folder / ID / "media").iterdir()} == {
        f"{name}.{'png' if key == 'mask' else 'webp'}" for key, name in PICTURES.items()
    }


def test_pictures_are_made_as_the_items_say(online, server, folder):
    fetch(online, quietly)
    media = folder / ID / "media"
    with Image.open(media / f"{PICTURES['mask']}.png") as picture:
        mask = np.asarray(picture)
    assert mask.shape == SIZE[::-1]
    hole = slice(100, 151), slice(100, 151)
    assert mask.sum() == mask[hole].sum()
    assert mask[hole].mean() > 0.9
    storm = next(data for path, data in server.files.items() if path.endswith("storm.png"))
    original = (media / f"{PICTURES['original']}.webp").read_bytes()
    assert original == deliver(frame(decode(storm), None, SIZE))


def test_downloads_are_deleted_when_the_pack_is_installed(online, folder):
    fetch(online, quietly)
    assert kept(folder) == []


def test_progress_tells_bytes_and_then_pictures(online):
    told = []
    fetch(online, lambda *step: told.append(step))
    stages = [stage for stage, _, _ in told]
    assert stages == sorted(stages, key=list(Stage).index)
    for stage, total in ((Stage.DOWNLOAD, online.bytes), (Stage.BUILD, 2)):
        steps = [(done, of) for told_of, done, of in told if told_of is stage]
        assert steps == sorted(steps)
        assert steps[-1] == (total, total)


def test_installed_pack_is_replaced_by_the_fetched_one(older, folder):
    fetch(older, quietly)
    assert load_pack(folder / ID).title == "Weather"


def test_nothing_is_asked_before_a_pack_is_fetched(online, server):
    assert list(online_packs()) == [ID]
    assert server.asked == []


@pytest.mark.parametrize(
    ("faults", "sentence"),
    [
        ([Fault(sent=10)] * TRIES, "broke off"),
        ([Fault(), Fault(content=b"no picture")], "not the file that the pack lists"),
        ([Fault(status=404)], "error 404"),
        ([Fault(location="http://elsewhere.example/")], "sends us on to elsewhere.example"),
    ],
    ids=["cut", "wrong", "gone", "elsewhere"],
)
def test_failed_download_keeps_the_older_pack(older, server, folder, faults, sentence):
    server.faults.extend(faults)
    with pytest.raises(FetchError, match=sentence):
        fetch(older, quietly)
    assert nothing_but_the_older(folder)
    fetch(older, quietly)
    assert load_pack(folder / ID).title == "Weather"


def test_without_a_network_the_older_pack_is_kept(older, folder, monkeypatch):
    monkeypatch.setenv(BASE_SETTING, f"http://127.0.0.1:{free_port()}")
    with pytest.raises(FetchError, match="cannot be reached"):
        fetch(older, quietly)
    assert nothing_but_the_older(folder)


@pytest.mark.skipif(not FULL_DISK.exists(), reason="no /dev/full here to play a full disk")
def test_full_disk_is_told_and_keeps_the_older_pack(older, folder):
    storm = older.downloads["storm"]
    (folder / DOWNLOADS / f"{storm.sha256}.part").symlink_to(FULL_DISK)
    with pytest.raises(FetchError, match=f"disk is full.*{folder}"):
        fetch(older, quietly)
    assert nothing_but_the_older(folder)


def test_folder_that_cannot_be_written_is_told(online, folder):
    folder.write_text("a file in its place")
    with pytest.raises(FetchError, match=f"{folder} cannot be written to"):
        fetch(online, quietly)


def test_missing_model_is_told_and_what_arrived_is_kept(
    online, server, folder, tmp_path, monkeypatch
):
    (tmp_path / "operations").mkdir()
    (tmp_path / "operations" / "repaint.py").write_text(WITHOUT_A_MODEL)
    monkeypatch.setattr(
        operations, "__path__", [*operations.__path__, str(tmp_path / "operations")]
    )
    item = online.pack.folder / "items" / "dark-afternoon.toml"
    item.write_text(item.read_text().replace('"removal"\nout', '"repaint"\nout'))
    with pytest.raises(FetchError, match="dark-afternoon could not be made: The painter has no"):
        fetch(online, quietly)
    assert installed_packs() == []
    assert len(kept(folder)) == 2
    asked = len(server.asked)
    with pytest.raises(FetchError, match="could not be made"):
        fetch(online, quietly)
    assert len(server.asked) == asked


def test_pack_that_comes_out_faulty_is_not_installed(older, folder):
    item = older.pack.folder / "items" / "dark-afternoon.toml"
    item.write_text(item.read_text().replace("[0.3, 0.4], [0.5, 0.4]", "[0.9, 0.9], [1, 0.9]"))
    item.write_text(item.read_text().replace("[0.5, 0.6], [0.3, 0.6]", "[1, 1], [0.9, 1]"))
    with pytest.raises(FetchError, match="came out with a fault.*draw it around the edit"):
        fetch(older, quietly)
    assert nothing_but_the_older(folder)


def test_pack_that_is_being_fetched_is_not_fetched_twice(online, server, folder):
    (folder / DOWNLOADS).mkdir(parents=True)
    with (
        FileLock(folder / DOWNLOADS / f"{ID}.lock"),
        pytest.raises(FetchError, match="is being fetched already"),
    ):
        fetch(online, quietly)
    assert server.asked == []


def test_fetch_that_is_called_off_leaves_the_older_pack(older, folder):
    class CalledOff(BaseException):
        """As Streamlit does when the reader leaves the page."""

    def call_off(stage, done, total):
        if stage is Stage.BUILD:
            raise CalledOff

    with pytest.raises(CalledOff):
        fetch(older, call_off)
    assert nothing_but_the_older(folder)
    assert len(kept(folder)) == 2
    fetch(older, quietly)
    assert load_pack(folder / ID).title == "Weather"


def test_what_an_unfinished_fetch_kept_can_be_deleted(online, server, folder):
    server.faults.extend([Fault(), *[Fault(sent=10)] * TRIES])
    with pytest.raises(FetchError):
        fetch(online, quietly)
    assert forget_downloads(online) == 2
    assert kept(folder) == []
    assert forget_downloads(online) == 0


@pytest.fixture(scope="module")
def originals():
    """The shared pictures by the path GitHub has them at; cropped ones are not the original."""
    with (SHARED / "SOURCES.csv").open(encoding="utf-8", newline="") as listing:
        return {
            f"/{repository}/{row['commit']}/{row['repository_path']}": SHARED / row["path"]
            for row in csv.DictReader(listing)
            if row["sha256"] == row["original_sha256"]
            for repository in row["repository"].split(" + ")
        }


@pytest.mark.slow
@pytest.mark.skipif(not SHARED.is_dir(), reason=f"no shared pictures in {SHARED} to serve")
def test_online_pack_of_the_app_is_installed_for_real(originals, folder, monkeypatch):
    # The largest. The others also make pictures with our models, which takes minutes; the test of
    # the recipes reads them all.
    online, problems = read_online_pack(ONLINE / "portraits")
    assert problems == []
    listed = {f"/{file.repository}/{file.commit}/{file.path}" for file in online.downloads.values()}
    if absent := listed - originals.keys():
        pytest.skip(f"{len(absent)} of its {len(listed)} files are not among the shared pictures")
    with serving(originals) as server:
        monkeypatch.setenv(BASE_SETTING, server.address)
        pack = fetch(online, quietly)
    assert len(server.asked) == len(online.downloads)
    assert check_pack(pack.folder)[1] == []
    assert [item.id for item in pack.items] == [item.id for item in online.pack.items]
