import json

from lessons.__main__ import main


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
