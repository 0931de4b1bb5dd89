import pytest

from lessons.guide import Guide, Question, Step, guide_path, read_guide
from lessons.lesson import parse
from lessons.library import read_companions, read_lessons
from lessons.problem import ContentProblem

# What is replaced in the sound guide, by what, and the one fault that must follow.
FAULTS = {
    "minutes-too-few": (
        "minutes = 6", "minutes = 5", (1, "timings", "Takes 9 minutes; the whole has 10."),
    ),
    "sensitive-missing": (
        'sensitive = "Nothing."\n', "", (1, "sensitive", "Is missing or empty; add it."),
    ),
    "no-answer-expected": (
        'expect = "It is short."\n', "",
        (11, "questions[1].expect", "Is missing or empty; add it."),
    ),
    "unknown-field": (
        'do = "Read."', 'do = "Read."\nwhy = "So."',
        (6, "timings[1].why", "Is not a field here; use one of do, minutes."),
    ),
    "not-toml": (
        "minutes = 6", "minutes = six",
        (1, "", "Is not readable as TOML: Invalid value (at line 4, column 11). Mend it."),
    ),
}  # fmt: skip


@pytest.fixture
def lesson(write_lesson, sound_lesson):
    return parse(write_lesson(sound_lesson))


@pytest.fixture
def problems(lesson, tmp_path):
    """What the check says of the guides and plans beside the sound lesson."""
    return lambda: read_companions(tmp_path, read_lessons(tmp_path)[0], {})


def test_read_guide_reads_every_field(lesson, write_guide):
    write_guide()
    assert read_guide(lesson) == Guide(
        timings=(Step(6, "Read."), Step(4, "Talk.")),
        questions=(Question("What is a lesson?", "It is short."),),
        sensitive="Nothing.",
    )


@pytest.mark.parametrize(("old", "new", "expected"), FAULTS.values(), ids=FAULTS.keys())
def test_read_guide_names_place_and_remedy(lesson, write_guide, sound_guide, old, new, expected):
    assert sound_guide.count(old) == 1
    path = write_guide(sound_guide.replace(old, new))
    assert read_guide(lesson) == [ContentProblem(path, *expected)]


def test_lesson_without_a_guide_is_a_fault(lesson, problems):
    message = "Is missing; write the facilitator's guide to 01-sound.md."
    assert problems() == [ContentProblem(guide_path(lesson), 1, "", message)]


def test_guide_without_a_lesson_is_a_fault(lesson, problems, write_guide, tmp_path):
    write_guide()
    lost = write_guide().rename(tmp_path / "02-lost.guide.toml")
    write_guide()
    message = "Belongs to no lesson; name it after one, or remove it."
    assert problems() == [ContentProblem(lost, 1, "", message)]


def test_guide_cites_its_numbers_too(lesson, problems, write_guide, sound_guide):
    path = write_guide(sound_guide.replace("It is short.", "It was 12 in 2024."))
    (problem,) = problems()
    assert (problem.path, problem.field) == (path, "questions[1].expect")
    assert "tells a number without its source" in problem.message
