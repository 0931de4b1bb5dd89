import pytest

from models.__main__ import main
from models.provenance import installed_trust_list
from models.provenance.installed_trust import FOLDER_SETTING
from tests.file_server import Fault, serving
from tests.models.provenance.conftest import make_authority


@pytest.fixture(scope="module")
def authorities():
    return [make_authority(name) for name in ("Example Press", "Example School\x1b[2J")]


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv(FOLDER_SETTING, str(tmp_path / "trust"))
    return tmp_path


@pytest.fixture
def press(folder, authorities):
    path = folder / "press.pem"
    path.write_text(authorities[0].pem)
    return path


@pytest.fixture
def school(folder, authorities):
    path = folder / "school.pem"
    path.write_text(authorities[1].pem)
    return path


def test_update_installs_a_file_and_lists_who_is_in_it(press, authorities, capsys):
    assert main(["trust", "update", str(press)]) == 0
    printed = capsys.readouterr().out
    assert "Example Press, Example Press certificate (until 2" in printed
    assert "was replaced by this certificate" in printed
    assert installed_trust_list().pem == authorities[0].pem


def test_add_keeps_the_list_and_list_shows_both(press, school, capsys):
    main(["trust", "update", str(press)])
    assert main(["trust", "add", str(school)]) == 0
    capsys.readouterr()
    assert main(["trust", "list"]) == 0
    printed = capsys.readouterr().out
    assert printed.splitlines()[-1] == "2 certificates are trusted."
    assert "Example Press" in printed
    assert "Example School" in printed
    assert "\x1b" not in printed


def test_list_shows_whom_two_files_name_once(press, capsys):
    main(["trust", "update", str(press)])
    main(["trust", "add", str(press)])
    capsys.readouterr()
    assert main(["trust", "list"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2


def test_list_says_what_to_do_where_nobody_is_trusted(capsys):
    assert main(["trust", "list"]) == 0
    assert "python -m models trust update" in capsys.readouterr().out


def test_list_tells_of_a_damaged_file(press, folder, capsys):
    main(["trust", "update", str(press)])
    (folder / "trust" / "list.pem").write_text("damaged")
    assert main(["trust", "list"]) == 1
    assert "list.pem holds no certificates" in capsys.readouterr().err


def test_update_downloads_when_it_is_told_to(authorities, capsys):
    with serving({"/list.pem": authorities[0].pem.encode()}) as server:
        assert main(["trust", "update", f"{server.address}/list.pem"]) == 0
    assert installed_trust_list().pem == authorities[0].pem


@pytest.mark.parametrize("fault", [Fault(status=404), Fault(content=b"<html>"), Fault(sent=80)])
def test_failed_download_keeps_the_old_list(press, authorities, capsys, fault):
    main(["trust", "update", str(press)])
    capsys.readouterr()
    with serving({"/list.pem": authorities[1].pem.encode()}) as server:
        server.faults.append(fault)
        assert main(["trust", "update", f"{server.address}/list.pem"]) == 1
    printed = capsys.readouterr()
    assert (printed.out, len(printed.err.splitlines())) == ("", 1)
    assert installed_trust_list().pem == authorities[0].pem


@pytest.mark.parametrize("action", ["update", "add"])
def test_a_file_that_is_no_list_changes_nothing(action, press, folder, authorities, capsys):
    main(["trust", "update", str(press)])
    capsys.readouterr()
    bad = folder / "bad.pem"
    bad.write_text(authorities[1].pem[:-60])
    for path in (bad, folder / "missing.pem"):
        assert main(["trust", action, str(path)]) == 1
        printed = capsys.readouterr()
        assert (printed.out, len(printed.err.splitlines())) == ("", 1)
    assert installed_trust_list().pem == authorities[0].pem
