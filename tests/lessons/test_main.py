import json
import shutil

import pytest

from lessons.__main__ import main
from lessons.examples import read_examples
from lessons.library import CONTENT

READABLE = (
    "In 2024, half of the 12 people in a study were right {{fact: a-study}}, although nobody had "
    "told them which of the pictures to look at before they began to answer."
)


def test_check_passes_every_shipped_lesson(capsys):
    assert main(["check"]) == 0
    assert capsys.readouterr().err == ""


@pytest.fixture
def check(write_ledger, sound_fact, write_guide, tmp_path):
    """Check the lesson in a folder of its own, with its guide, against a ledger of one fact."""
    ledger = write_ledger(sound_fact)
    write_guide()

    def run(*options: str, today: str = "2026-11-24") -> int:
        chosen = ["--facts", str(ledger), "--today", today, *options]
        return main(["check", *chosen, str(tmp_path)])

    return run


def test_check_json_describes_each_lesson(check, write_lesson, sound_lesson, capsys):
    write_lesson(sound_lesson.replace("More words.", READABLE))
    assert check("--json") == 0
    report = json.loads(capsys.readouterr().out)
    grade = report["lessons"][0].pop("grade_level")
    assert isinstance(grade, float)
    assert report == {
        "lessons": [{"id": "sound", "minutes": 10, "check_questions": 2, "labs": ["edit_traces"]}],
        "facts": 1,
        "problems": [],
    }


def test_check_json_lists_problems_and_fails(
    write_ledger, write_lesson, sound_lesson, tmp_path, capsys
):
    path = write_lesson(sound_lesson.replace("minutes = 10", "minutes = 0"))
    ledger = write_ledger("")
    assert main(["check", "--json", "--facts", str(ledger), str(tmp_path)]) == 1
    assert json.loads(capsys.readouterr().out) == {
        "lessons": [],
        "facts": 0,
        "problems": [
            {
                "path": str(path),
                "line": 4,
                "field": "minutes",
                "message": "Write a whole number from 1 to 60.",
            }
        ],
    }


def test_check_fails_for_a_lesson_that_is_too_choppy(check, write_lesson, sound_lesson, capsys):
    path = write_lesson(sound_lesson)
    assert check() == 1
    assert f"{path}:1: body: Reads at grade" in capsys.readouterr().err


def test_check_prints_problems_where_errors_go(check, write_lesson, sound_lesson, capsys):
    path = write_lesson(sound_lesson.replace("More words.", "In 2024 {{fact: a-study}}, 7 {{x}}."))
    assert check() == 1
    told = capsys.readouterr()
    assert told.out == "facts: 1\n"
    assert f"{path}:55: body: Write {{{{lab: name}}}}" in told.err


def test_check_fails_on_the_day_a_fact_runs_out(check, write_lesson, sound_lesson, capsys):
    write_lesson(sound_lesson.replace("More words.", READABLE))
    assert check(today="2028-11-22") == 0
    assert check(today="2028-11-23") == 1
    assert "'a-study' had to be checked again by 2028-11-22" in capsys.readouterr().err


def test_print_writes_handout_and_answers_of_a_lesson(tmp_path, capsys):
    assert main(["print", "how-a-picture-is-faked", "--output", str(tmp_path / "new")]) == 0
    written = sorted((tmp_path / "new").iterdir())
    assert [path.name for path in written] == [
        "03-edits-you-can-see-answers.pdf",
        "03-edits-you-can-see-handout.pdf",
    ]
    assert all(path.read_bytes().startswith(b"%PDF-") for path in written)
    assert sorted(capsys.readouterr().out.splitlines()) == [str(path) for path in written]


@pytest.mark.slow
def test_print_all_writes_every_lesson_and_the_charter(tmp_path):
    assert main(["print", "all", "--output", str(tmp_path)]) == 0
    names = {path.name for path in tmp_path.iterdir()}
    lessons = {path.stem for path in CONTENT.glob("en/*.md")}
    sheets = {f"{lesson}-{sheet}.pdf" for lesson in lessons for sheet in ("handout", "answers")}
    assert names == sheets | {"charter.pdf"}


def test_print_of_an_unknown_lesson_names_the_known_ones(tmp_path, capsys):
    assert main(["print", "no-such", "--output", str(tmp_path)]) == 1
    assert "There is no lesson 'no-such'; use all or one of: what-is" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_examples_are_painted_into_the_painters_folder(painter, tmp_path, capsys):
    folder = tmp_path / "painter"
    shutil.copytree(painter, folder, ignore=shutil.ignore_patterns("examples"))
    assert main(["examples", "--painter", str(folder), "--seed", "2", "--steps", "3"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert told == [
        f"{folder / 'examples' / '01.webp'}: circles",
        f"{folder / 'examples' / '02.webp'}: wide stripes",
    ]
    examples = read_examples(folder / "examples")
    assert [(example.choices.seed, example.choices.steps) for example in examples] == [(2, 3)] * 2


def test_examples_without_weights_say_what_to_do(tmp_path, capsys):
    assert main(["examples", "--painter", str(tmp_path)]) == 1
    assert "The painter has no weights yet; train it" in capsys.readouterr().err
