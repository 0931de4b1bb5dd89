"""The commands about online packs."""

from quiz.__main__ import main
from quiz.fetching import DOWNLOADS
from quiz.installed import installed_packs
from tests.file_server import Fault
from tests.quiz.drawn_online_pack import ID


def test_check_reads_an_online_pack_without_its_pictures(download_server, tmp_path, capsys):
    folder = tmp_path / "online" / ID
    assert main(["check", str(folder)]) == 0
    assert f"id: {ID}, items: 2, real: 1" in capsys.readouterr().out
    (folder / "items" / "colours-above.toml").unlink()
    assert main(["check", str(folder)]) == 1
    assert "No item uses 'rainbow'" in capsys.readouterr().err
    assert download_server.asked == []


def test_fetch_without_a_name_lists_what_there_is_and_asks_nobody(download_server, capsys):
    assert main(["fetch"]) == 0
    assert capsys.readouterr().out == (
        f"{ID}: Weather, 2 pictures, 0.0 MB to download, not installed\n"
    )
    assert download_server.asked == []


def test_fetch_installs_a_pack_and_shows_how_far_it_is(download_server, tmp_path, capsys):
    assert main(["fetch", ID]) == 0
    printed = capsys.readouterr()
    assert f"Installed Weather with 2 pictures in {tmp_path / 'packs' / ID}." in printed.out
    assert "download: 100%" in printed.err
    assert "build: 100%" in printed.err
    main(["fetch"])
    assert capsys.readouterr().out.endswith(", installed\n")


def test_fetch_says_in_a_sentence_what_went_wrong(download_server, capsys):
    download_server.faults.append(Fault(status=404))
    assert main(["fetch", ID]) == 1
    assert capsys.readouterr().err.endswith("the file is no longer there.\n")
    assert installed_packs() == []


def test_fetch_of_an_unknown_pack_names_those_there_are(download_server, capsys):
    assert main(["fetch", "climate"]) == 1
    assert capsys.readouterr().err == f"No online pack climate; there are: {ID}.\n"


def test_remove_takes_an_installed_pack_away(download_server, capsys):
    main(["fetch", ID])
    assert main(["remove", ID]) == 0
    assert installed_packs() == []
    assert main(["remove", ID]) == 1
    assert "nothing to remove" in capsys.readouterr().err


def test_remove_deletes_what_an_unfinished_fetch_kept(download_server, tmp_path):
    download_server.faults.extend([Fault(), Fault(status=500)])
    main(["fetch", ID])
    kept = tmp_path / "packs" / DOWNLOADS
    assert [path.suffix for path in kept.iterdir() if path.suffix != ".lock"] == [""]
    assert main(["remove", ID]) == 0
    assert {path.suffix for path in kept.iterdir()} <= {".lock"}
