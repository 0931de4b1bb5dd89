import json
import re
import shutil
import tomllib

import pytest

from quiz import __main__ as cli
from quiz import installed
from quiz.__main__ import main
from quiz.installed import SHIPPED
from quiz.item import Item, parse_item
from quiz.online_packs import online_folders


@pytest.fixture
def small_pack(tmp_path):
    """A good pack: the starter pack's manifest with one of its real pictures."""
    starter = SHIPPED / "starter"
    folder = tmp_path / "starter"
    (folder / "items").mkdir(parents=True)
    (folder / "media").mkdir()
    (folder / "pack.toml").write_text('format = 1\nid = "starter"\ntitle = "S"\nlanguage = "en"\n')
    path = next(
        path
        for path in sorted(starter.glob("items/*.toml"))
        if isinstance(item := parse_item(path, starter / "media"), Item) and item.is_real
    )
    shutil.copy(path, folder / "items")
    shutil.copy(parse_item(path, starter / "media").picture, folder / "media")
    return folder


def test_check_of_a_good_pack_succeeds_and_counts_its_items(small_pack, capsys):
    assert main(["check", str(small_pack)]) == 0
    printed = capsys.readouterr()
    assert "id: starter, items: 1, real: 1" in printed.out
    assert printed.err == ""


def test_check_of_a_good_pack_prints_json(small_pack, capsys):
    assert main(["check", "--json", str(small_pack)]) == 0
    report = json.loads(capsys.readouterr().out)
    assert set(report) == {"packs", "forms", "problems"}
    assert (report["forms"], report["problems"]) == ({"starter": {}}, [])
    (pack,) = report["packs"]
    assert set(pack) == {"id", "items", "real", "odd", "fake", "kinds"}
    assert (pack["id"], pack["items"], pack["fake"], pack["kinds"]) == ("starter", 1, 0, {})


def test_check_reports_every_fault_with_path_field_and_remedy(small_pack, capsys):
    main(["new", "tea-table", "--pack", str(small_pack), "--kind", "splice"])
    (unused,) = small_pack.glob("media/*")
    unused.rename(unused.with_name("notes.txt"))
    capsys.readouterr()
    assert main(["check", "--json", str(small_pack)]) == 1
    problems = json.loads(capsys.readouterr().out)["problems"]
    assert all(set(problem) == {"path", "field", "message"} for problem in problems)
    named = {(problem["path"].rpartition("/")[2], problem["field"]) for problem in problems}
    assert {("tea-table.toml", "alt"), ("tea-table.toml", "mask"), ("notes.txt", "")} <= named

    assert main(["check", str(small_pack)]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == len(problems) + 1
    assert lines[-1] == f"{len(problems)} problems."


def test_check_tells_what_is_in_a_form_and_what_the_pack_lacks(small_pack, capsys):
    (item,) = small_pack.glob("items/*")
    with (small_pack / "pack.toml").open("a") as manifest:
        manifest.write(f'[forms]\na = ["{item.stem}"]\n')
    assert main(["check", "--json", str(small_pack)]) == 1
    report = json.loads(capsys.readouterr().out)
    form = report["forms"]["starter"]["a"]
    assert set(form) == {"kinds", "captions", "subjects", "levels", "difficulty"}
    assert sum(form["kinds"].values()) == 1
    messages = [problem["message"] for problem in report["problems"]]
    assert "Holds 1 pictures; take 12." in messages
    assert "Has 0 items of kind splice; add up to 8." in messages

    assert main(["check", str(small_pack)]) == 1
    assert "  form a: kinds: " in capsys.readouterr().out


def test_measure_writes_each_level_once(small_pack, capsys):
    (path,) = small_pack.glob("items/*")
    path.write_text(re.sub(r"(?m)^difficulty = .*\n", "", path.read_text()))
    assert main(["measure", str(small_pack)]) == 0
    assert "Measured 1 pictures; wrote 1 levels" in capsys.readouterr().out
    assert tomllib.loads(path.read_text())["difficulty"] == 1
    written = path.read_text()
    assert main(["measure", str(small_pack)]) == 0
    assert "wrote 0 levels" in capsys.readouterr().out
    assert path.read_text() == written


def test_measure_says_which_pictures_want_a_level_by_hand(small_pack, capsys):
    (path,) = small_pack.glob("items/*")
    before = re.sub(r"(?m)^difficulty = .*\n", "", path.read_text())
    path.write_text(before.replace("\nalt =", '\ncaption = "Seen at last"\nalt =', 1))
    assert main(["measure", str(small_pack)]) == 0
    printed = capsys.readouterr()
    assert "Measured 0 pictures" in printed.out
    assert f"{path.stem}: has a caption; write `difficulty` by hand." in printed.err


@pytest.mark.parametrize("command", ["measure", "forms"])
def test_command_on_a_faulty_pack_reports_its_faults(small_pack, capsys, command):
    (path,) = small_pack.glob("items/*")
    path.write_text("")
    assert main([command, str(small_pack)]) == 1
    assert "alt: Is missing or empty" in capsys.readouterr().err


def test_forms_of_too_small_a_pack_says_what_to_do(small_pack, capsys):
    before = (small_pack / "pack.toml").read_text()
    assert main(["forms", str(small_pack)]) == 1
    assert "No 3 matched forms of 12 can be found" in capsys.readouterr().err
    assert (small_pack / "pack.toml").read_text() == before


def test_check_reports_the_faults_of_several_packs_together(small_pack, tmp_path, capsys):
    assert main(["check", "--json", str(small_pack), str(tmp_path / "none")]) == 1
    report = json.loads(capsys.readouterr().out)
    assert [pack["id"] for pack in report["packs"]] == ["starter"]
    assert [problem["path"] for problem in report["problems"]] == [
        str(tmp_path / "none" / "pack.toml")
    ]


def test_check_without_a_folder_checks_the_packs_of_the_app(capsys):
    main(["check", "--json"])
    packs = json.loads(capsys.readouterr().out)["packs"]
    shipped = sorted(path.parent.name for path in SHIPPED.glob("*/pack.toml"))
    assert [pack["id"] for pack in packs] == [*shipped, *(path.name for path in online_folders())]


def test_new_writes_a_template_with_the_photographs_credit(small_pack, capsys):
    command = ["new", "tea-table", "--pack", str(small_pack), "--photograph", "lomiri/bridge"]
    assert main(command) == 0
    path = small_pack / "items" / "tea-table.toml"
    assert str(path) in capsys.readouterr().out
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    assert table["making"]["photograph"] == "lomiri/bridge"
    assert table["credits"][0]["author"] == "Sander Klootwijk"


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        (["new", "Tea_Table"], "use lower-case words"),
        (["new", "tea-table", "--kind", "painted"], "is no kind; use one of: real, splice"),
    ],
)
def test_new_says_in_a_sentence_what_is_wrong(small_pack, capsys, command, sentence):
    assert main([*command, "--pack", str(small_pack)]) == 1
    assert sentence in capsys.readouterr().err
    assert len(list(small_pack.glob("items/*"))) == 1


def test_new_refuses_a_photograph_it_does_not_know(small_pack, capsys):
    with pytest.raises(SystemExit):
        main(["new", "tea-table", "--pack", str(small_pack), "--photograph", "my/holiday"])
    assert "--photograph" in capsys.readouterr().err


def test_build_without_the_photographs_says_how_to_get_them(small_pack, tmp_path, capsys):
    assert main(["build", str(small_pack), "--photographs", str(tmp_path / "none")]) == 1
    assert "python -m quiz photographs" in capsys.readouterr().err


def test_build_only_of_some_items_leaves_the_others_alone(small_pack, tmp_path, capsys):
    (item,) = small_pack.glob("items/*")
    (small_pack / "items" / "other.toml").write_text("")
    command = ["build", str(small_pack), "--photographs", str(tmp_path), "--only", item.stem]
    assert main(command) == 1
    assert "other" not in capsys.readouterr().err


def test_photographs_says_that_it_needs_debian(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert main(["photographs", str(tmp_path / "unpacked")]) == 1
    assert "Debian" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_credits_writes_the_document(small_pack, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(installed, "SHIPPED", small_pack.parent)
    monkeypatch.setattr(cli, "CREDITS", tmp_path / "CREDITS.md")
    assert main(["credits"]) == 0
    assert "for 1 pictures" in capsys.readouterr().out
    (item,) = small_pack.glob("items/*")
    (credit,) = tomllib.loads(item.read_text(encoding="utf-8"))["credits"]
    document = (tmp_path / "CREDITS.md").read_text(encoding="utf-8")
    assert f"*{credit['title']}* by {credit['author']}" in document


def test_command_line_without_a_command_prints_its_usage(capsys):
    with pytest.raises(SystemExit):
        main([])
    assert "COMMAND" in capsys.readouterr().err
