import hashlib
from pathlib import Path

import httpx
import pytest

from quiz.downloading import (
    BASE_SETTING,
    DEFAULT_BASE,
    TRIES,
    Downloader,
    FetchError,
    base_address,
)
from quiz.item import Credit
from quiz.online_packs import Download
from tests.conftest import free_port
from tests.file_server import Fault, serving

CONTENT = bytes(range(256)) * 1000
COMMIT = "c" * 40
NAME = "some birds/a finch #1.jpg"
PATH = f"/ann/birds/{COMMIT}/{NAME}"
FILE = Download(
    id="finch",
    repository="ann/birds",
    commit=COMMIT,
    path=NAME,
    sha256=hashlib.sha256(CONTENT).hexdigest(),
    bytes=len(CONTENT),
    credit=Credit("A finch", "Ann", "CC0-1.0", "https://birds.example/finch"),
)
PART = f"{FILE.sha256}.part"
# As short as a disk that is full: nothing can be written to it.
FULL_DISK = Path("/dev/full")


@pytest.fixture
def server():
    with serving({PATH: CONTENT}) as running:
        yield running


@pytest.fixture
def download(server, tmp_path):
    def download_(progress=lambda so_far: None):
        with Downloader(tmp_path, httpx.URL(server.address)) as downloader:
            return downloader.download(FILE, progress)

    return download_


def kept(folder):
    return {path.name: path.stat().st_size for path in folder.iterdir()}


def test_base_address_is_githubs_unless_the_setting_names_another(monkeypatch):
    monkeypatch.delenv(BASE_SETTING, raising=False)
    assert str(base_address()) == DEFAULT_BASE
    assert base_address().scheme == "https"
    monkeypatch.setenv(BASE_SETTING, "http://mirror.school.example/pictures/")
    assert str(base_address()) == "http://mirror.school.example/pictures"


@pytest.mark.parametrize("value", ["mirror.school.example", "ftp://a.example", "http://", "a b:c"])
def test_base_address_refuses_what_is_no_address(monkeypatch, value):
    monkeypatch.setenv(BASE_SETTING, value)
    with pytest.raises(FetchError, match=f"{BASE_SETTING} is .*Correct it"):
        base_address()


def test_file_is_downloaded_and_verified(download, server, tmp_path):
    assert download().read_bytes() == CONTENT
    assert kept(tmp_path) == {FILE.sha256: FILE.bytes}
    assert server.asked == [(PATH, None)]


def test_file_that_is_there_is_not_asked_for_again(download, server):
    download()
    arrived = []
    download(arrived.append)
    assert len(server.asked) == 1
    assert arrived == [FILE.bytes]


def test_progress_rises_to_the_size_of_the_file(download):
    arrived = []
    download(arrived.append)
    assert arrived == sorted(arrived)
    assert len(arrived) > 2
    assert arrived[-1] == FILE.bytes


def test_connection_that_breaks_off_is_gone_on_with(download, server):
    server.faults.append(Fault(sent=100_000))
    assert download().read_bytes() == CONTENT
    assert server.asked == [(PATH, None), (PATH, "bytes=100000-")]


def test_connection_that_keeps_breaking_off_is_told_and_what_arrived_is_kept(
    download, server, tmp_path
):
    server.faults.extend([Fault(sent=50_000)] * TRIES)
    with pytest.raises(FetchError, match="broke off.*goes on where it stopped"):
        download()
    assert kept(tmp_path) == {PART: 50_000 * TRIES}
    assert download().read_bytes() == CONTENT
    assert server.asked[-1] == (PATH, f"bytes={50_000 * TRIES}-")


def test_server_that_cannot_go_on_sends_the_file_from_its_start(download, server):
    server.faults.extend([Fault(sent=100_000), Fault(whole=True)])
    assert download().read_bytes() == CONTENT


def test_file_that_was_whole_but_not_yet_verified_is_not_asked_for(download, server, tmp_path):
    (tmp_path / PART).write_bytes(CONTENT)
    assert download().read_bytes() == CONTENT
    assert server.asked == []


@pytest.mark.parametrize(
    "content", [CONTENT[:-1], CONTENT[:-1] + b"!", b""], ids=["shorter", "changed", "empty"]
)
def test_another_file_than_the_listed_one_is_thrown_away(download, server, tmp_path, content):
    server.faults.append(Fault(content=content))
    with pytest.raises(FetchError, match="not the file that the pack lists"):
        download()
    assert kept(tmp_path) == {}


def test_file_larger_than_stated_is_not_read_to_its_end(download, server, tmp_path):
    server.faults.append(Fault(content=CONTENT * 40))
    arrived = []
    with pytest.raises(FetchError, match="not the file that the pack lists"):
        download(arrived.append)
    assert max(arrived) == FILE.bytes
    assert len(arrived) < 40
    assert kept(tmp_path) == {}


def test_file_that_was_resumed_wrongly_can_be_downloaded_anew(download, tmp_path):
    (tmp_path / PART).write_bytes(b"something else")
    with pytest.raises(FetchError, match="not the file that the pack lists"):
        download()
    assert download().read_bytes() == CONTENT


@pytest.mark.parametrize("status", [404, 403, 416, 429, 500, 503])
def test_error_of_the_server_is_told(download, server, status):
    server.faults.append(Fault(status=status))
    with pytest.raises(FetchError, match=f"answered with error {status}.*Try again later"):
        download()
    assert len(server.asked) == 1


def test_nobody_at_the_address_is_told(tmp_path):
    nobody = httpx.URL(f"http://127.0.0.1:{free_port()}")
    with (
        Downloader(tmp_path, nobody) as downloader,
        pytest.raises(FetchError, match="127.0.0.1 cannot be reached. Check the network"),
    ):
        downloader.download(FILE, lambda so_far: None)


def test_another_host_is_never_asked_though_a_redirect_points_there(download, server):
    with serving({PATH: CONTENT}) as other:
        server.faults.append(Fault(location=other.address + "/ann/birds/x"))
        with pytest.raises(FetchError, match="which nobody agreed to"):
            download()
        assert other.asked == []


def test_redirect_within_the_host_is_followed(download, server):
    server.files["/moved"] = CONTENT
    server.faults.append(Fault(location="/moved"))
    assert download().read_bytes() == CONTENT


@pytest.mark.skipif(not FULL_DISK.exists(), reason="no /dev/full here to play a full disk")
def test_full_disk_is_an_error_of_the_system(download, tmp_path):
    (tmp_path / PART).symlink_to(FULL_DISK)
    with pytest.raises(OSError, match="No space left"):
        download()
