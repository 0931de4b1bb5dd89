import datetime

import pytest

from lessons.lesson import Choice, LabPlace, Practise, Prose, Source, lab_names, parse
from lessons.library import language_folders
from lessons.problem import ContentProblem

# What is replaced in the sound lesson, by what, and the one fault that must follow:
# line, field, message.
FAULTS = {
    "no-front-matter": (
        '+++\nid = "sound"', 'id = "sound"',
        (1, "", "Has no front matter; begin the file with a line +++."),
    ),
    "front-matter-without-end": (
        "+++\n\nWe begin", "\nWe begin",
        (1, "", "The front matter does not end; close it with a line +++."),
    ),
    "not-toml": (
        "minutes = 10", "minutes = ten",
        (4, "", "The front matter is not TOML here: Invalid value. Mend this line."),
    ),
    "id-missing": ('id = "sound"', "", (1, "id", "Is missing or empty; add it.")),
    "id-in-capitals": (
        'id = "sound"', 'id = "Sound"',
        (2, "id", "Use lower-case words and digits joined by hyphens."),
    ),
    "title-not-text": (
        'title = "A sound lesson"', "title = 3",
        (3, "title", "Write a text in quotation marks."),
    ),
    "minutes-as-text": (
        "minutes = 10", 'minutes = "10"',
        (4, "minutes", "Write a whole number from 1 to 60."),
    ),
    "minutes-too-many": (
        "minutes = 10", "minutes = 61",
        (4, "minutes", "Write a whole number from 1 to 60."),
    ),
    "ages-empty": ('ages = "11 and up"', 'ages = " "', (5, "ages", "Is missing or empty; add it.")),
    "objectives-empty": (
        'objectives = ["Say what a lesson is."]', "objectives = []",
        (6, "objectives", "Give a list of one or more texts."),
    ),
    "objective-empty": (
        'objectives = ["Say what a lesson is."]', 'objectives = ["", "b"]',
        (6, "objectives", "Every entry must be a text that is not empty."),
    ),
    "prerequisites-not-a-list": (
        "prerequisites = []", 'prerequisites = "none"',
        (7, "prerequisites", "Give a list: []."),
    ),
    "competence-unknown": (
        "Explain how AI could be used to amplify societal biases", "Know it all",
        (8, "competences", "'Know it all' is not in competences.toml; copy one from there."),
    ),
    "practise-names-nothing": (
        "\n[[sources]]", "\n[practise]\n[[sources]]",
        (13, "practise", "Names nothing; give families, kinds or items, or remove it."),
    ),
    "practise-not-a-list": (
        "\n[[sources]]", "\n[practise]\nkinds = [\"splice\"]\nfamilies = []\n[[sources]]",
        (15, "practise.families", "Give a list of one or more texts."),
    ),
    "practise-not-a-table": (
        "\n[[sources]]", "\npractise = 3\n[[sources]]",
        (13, "practise", "Write it as a table, headed [practise]."),
    ),
    "key-points-missing": (
        'key_points = ["It is short."]', "",
        (1, "key_points", "Give a list of one or more texts."),
    ),
    "cannot-tell-missing": (
        'cannot_tell = ["It cannot tell you everything."]', "",
        (1, "cannot_tell", "Give a list of one or more texts."),
    ),
    "try-it-missing": (
        'try_it = ["Read it to a friend."]', "",
        (1, "try_it", "Give a list of one or more texts."),
    ),
    "source-without-who": (
        'who = "Somebody"\n', "", (13, "sources[1].who", "Is missing or empty; add it."),
    ),
    "source-year-as-text": (
        "year = 2020", 'year = "2020"',
        (16, "sources[1].year", "Write a whole number from 1800 to 2100."),
    ),
    "source-date-as-text": (
        "checked = 2026-11-22", 'checked = "2026-11-22"',
        (18, "sources[1].checked", "Write a date such as 2026-11-22, without quotation marks."),
    ),
    "unknown-field": (
        'who = "Somebody"', 'who = "Somebody"\nhow = "By hand"',
        (16, "sources[1].how",
         "Is not a field here; use one of address, checked, title, who, year."),
    ),
    "check-without-question": (
        'question = "And now?"', 'question = ""',
        (36, "checks[2].question", "Is missing or empty; add it."),
    ),
    "choice-without-explanation": (
        'explanation = "It is the other one."\n', "",
        (29, "checks[1].choices[2].explanation", "Is missing or empty; add it."),
    ),
    "choice-right-as-text": (
        'text = "That one"\nright = false', 'text = "That one"\nright = "no"',
        (31, "checks[1].choices[2].right", "Write true or false."),
    ),
    "none-right": (
        "right = true\nexplanation = \"It is so.\"", "right = false\nexplanation = \"It is so.\"",
        (34, "checks[2].choices", "0 are right; mark exactly one with right = true."),
    ),
    "two-right": (
        'text = "That one"\nright = false', 'text = "That one"\nright = true',
        (20, "checks[1].choices", "2 are right; mark exactly one with right = true."),
    ),
    "choices-alike": (
        'text = "That one"', 'text = "This one"',
        (20, "checks[1].choices", "Two say the same; reword one."),
    ),
    "check-without-place": (
        "{{check: second}}\n", "",
        (34, "checks[2]", "Has no place in the text; add {{check: second}} there."),
    ),
    "check-placed-twice": (
        "More words.", "{{check: first}}\n\nMore words.",
        (55, "body", "'first' has a place already; remove one of the two."),
    ),
    "check-unknown": (
        "More words.", "{{check: third}}\n\nMore words.",
        (55, "body", "There is no check question 'third'; add it as [[checks]] or mend the name."),
    ),
    "lab-unknown": (
        "{{lab: edit_traces}}", "{{lab: paint}}",
        (59, "body", f"There is no lab 'paint'; use one of: {', '.join(sorted(lab_names()))}."),
    ),
    "marker-inside-a-line": (
        "More words.", "More words {{lab: edit_traces}}.",
        (55, "body", "Write {{lab: name}} or {{check: id}} on a line of its own; within a text only"
         " {{fact: id}} and {{plain}} may stand."),
    ),
    "top-heading": (
        "## A part", "# A part",
        (51, "body", "A heading here begins with ##, so that no level is skipped."),
    ),
    "heading-skipped": (
        "### A smaller part", "#### A smaller part",
        (57, "body", "A heading here begins with ## or ###, so that no level is skipped."),
    ),
    "foreign-picture": (
        "More words.", "![A cat](https://cats.example/cat.png)",
        (55, "body", "Asks another host for a picture; lessons show only our own."),
    ),
}  # fmt: skip


def test_parse_reads_every_field(write_lesson, sound_lesson):
    path = write_lesson(sound_lesson)
    lesson = parse(path)
    assert (lesson.id, lesson.title, lesson.minutes) == ("sound", "A sound lesson", 10)
    assert lesson.sources == (
        Source("A book", "Somebody", 2020, "book.example", datetime.date(2026, 11, 22)),
    )
    assert lesson.competences == ("Explain how AI could be used to amplify societal biases",)
    assert lesson.practise is None
    assert lesson.checks[1].choices == (
        Choice("Yes", False, "It is not so."),
        Choice("No", True, "It is so."),
    )
    assert lesson.labs == ("edit_traces",)


def test_parse_reads_what_to_practise(write_lesson, sound_lesson):
    table = '[practise]\nfamilies = ["physics"]\nitems = ["drum-kit", "sea-cave"]\n\n[[sources]]'
    lesson = parse(write_lesson(sound_lesson.replace("[[sources]]", table)))
    assert lesson.practise == Practise(
        families=("physics",), kinds=(), items=("drum-kit", "sea-cave")
    )


def test_parse_knows_the_line_of_each_stretch_of_text(write_lesson, sound_lesson):
    path = write_lesson(sound_lesson)
    lines = path.read_text().splitlines()
    for block in parse(path).body:
        if isinstance(block, Prose):
            assert lines[block.line - 1] == block.markdown.splitlines()[0]


def test_parse_keeps_the_author_s_order_of_text_questions_and_labs(write_lesson, sound_lesson):
    lesson = parse(write_lesson(sound_lesson))
    first, second = lesson.checks
    assert lesson.body == (
        Prose("We begin with a few words.\n\n## A part"),
        first,
        Prose("More words.\n\n### A smaller part"),
        LabPlace("edit_traces"),
        second,
    )


@pytest.mark.parametrize(("old", "new", "expected"), FAULTS.values(), ids=FAULTS.keys())
def test_parse_names_place_and_remedy_of_one_fault(write_lesson, sound_lesson, old, new, expected):
    assert sound_lesson.count(old) == 1
    path = write_lesson(sound_lesson.replace(old, new))
    assert parse(path) == [ContentProblem(path, *expected)]


def test_parse_reports_every_fault_at_once(write_lesson, sound_lesson):
    spoilt = sound_lesson.replace("minutes = 10", "minutes = 0").replace("year = 2020", "year = 1")
    problems = parse(write_lesson(spoilt.replace("## A part", "# A part")))
    assert [problem.field for problem in problems] == ["minutes", "body", "sources[1].year"]


def test_parse_asks_for_two_check_questions(write_lesson, sound_lesson):
    before, rest = sound_lesson.split('[[checks]]\nid = "second"')
    content = before + "+++" + rest.split("+++")[1].replace("{{check: second}}", "")
    path = write_lesson(content)
    message = "Has 1; write at least 2, each headed [[checks]]."
    assert parse(path) == [ContentProblem(path, 1, "checks", message)]


def test_parse_asks_for_a_body(write_lesson, sound_lesson):
    path = write_lesson(sound_lesson.split("\nWe begin")[0] + "{{check: first}}\n{{check: second}}")
    message = "Is empty; write the lesson below the front matter."
    assert parse(path) == [ContentProblem(path, 48, "body", message)]


def test_parse_refuses_a_file_that_is_not_text(tmp_path):
    path = tmp_path / "01-sound.md"
    path.write_bytes(b"+++\n\xff\n+++\n")
    assert parse(path) == [ContentProblem(path, 1, "", "Is not UTF-8 text; save it as UTF-8.")]


def test_a_problem_prints_its_place_and_remedy(tmp_path):
    path = tmp_path / "01-sound.md"
    assert str(ContentProblem(path, 4, "minutes", "Mend it.")) == f"{path}:4: minutes: Mend it."
    assert str(ContentProblem(path, 1, "", "Mend it.")) == f"{path}:1: Mend it."


def test_every_lab_is_used_by_a_lesson():
    lessons = [parse(path) for folder in language_folders() for path in folder.glob("*.md")]
    assert {lab for lesson in lessons for lab in lesson.labs} == lab_names()
