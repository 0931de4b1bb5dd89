import json
import shutil

from lessons.__main__ import main
from lessons.examples import read_examples


def test_check_passes_every_shipped_lesson(capsys):
    assert main(["check"]) == 0
    assert capsys.readouterr().err == ""


def test_check_json_describes_each_lesson(write_lesson, sound_lesson, tmp_path, capsys):
    write_lesson(sound_lesson)
    assert main(["check", "--json", str(tmp_path)]) == 0
    report = json.loads(capsys.readouterr().out)
    grade = report["lessons"][0].pop("grade_level")
    assert isinstance(grade, float)
    assert report == {
        "lessons": [{"id": "sound", "minutes": 10, "check_questions": 2, "labs": ["edit_traces"]}],
        "problems": [],
    }


def test_check_json_lists_problems_and_fails(write_lesson, sound_lesson, tmp_path, capsys):
    path = write_lesson(sound_lesson.replace("minutes = 10", "minutes = 0"))
    assert main(["check", "--json", str(tmp_path)]) == 1
    assert json.loads(capsys.readouterr().out) == {
        "lessons": [],
        "problems": [
            {
                "path": str(path),
                "line": 4,
                "field": "minutes",
                "message": "Write a whole number from 1 to 60.",
            }
        ],
    }


def test_check_prints_problems_where_errors_go(write_lesson, sound_lesson, tmp_path, capsys):
    path = write_lesson(sound_lesson.replace("minutes = 10", "minutes = 0"))
    assert main(["check", str(tmp_path)]) == 1
    expected = f"{path}:4: minutes: Write a whole number from 1 to 60.\n"
    assert capsys.readouterr() == ("", expected)


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
