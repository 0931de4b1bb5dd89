from lessons.lesson import parse
from lessons.library import language_folders, load_lessons, read_lessons
from lessons.problem import ContentProblem


def test_read_lessons_orders_by_file_name(write_lesson, sound_lesson, tmp_path):
    write_lesson(sound_lesson.replace('id = "sound"', 'id = "later"'), "02-later.md")
    write_lesson(sound_lesson, "01-sound.md")
    lessons, problems = read_lessons(tmp_path)
    assert [lesson.id for lesson in lessons] == ["sound", "later"]
    assert problems == []


def test_read_lessons_keeps_sound_lessons_beside_a_broken_one(write_lesson, sound_lesson, tmp_path):
    write_lesson(sound_lesson)
    broken = write_lesson(sound_lesson.replace("minutes = 10", "minutes = 0"), "02-broken.md")
    lessons, problems = read_lessons(tmp_path)
    assert [lesson.id for lesson in lessons] == ["sound"]
    assert problems == parse(broken)


def test_read_lessons_refuses_an_id_used_twice(write_lesson, sound_lesson, tmp_path):
    write_lesson(sound_lesson, "01-sound.md")
    twin = write_lesson(sound_lesson, "02-twin.md")
    message = "'sound' belongs to 01-sound.md; choose another."
    assert read_lessons(tmp_path)[1] == [ContentProblem(twin, 2, "id", message)]


def test_read_lessons_refuses_a_prerequisite_that_comes_later(write_lesson, sound_lesson, tmp_path):
    first = write_lesson(sound_lesson.replace("prerequisites = []", 'prerequisites = ["later"]'))
    write_lesson(sound_lesson.replace('id = "sound"', 'id = "later"'), "02-later.md")
    message = "No lesson 'later' comes before this one; mend the id or the order."
    assert read_lessons(tmp_path)[1] == [ContentProblem(first, 7, "prerequisites", message)]


def test_read_lessons_accepts_a_prerequisite_that_comes_before(
    write_lesson, sound_lesson, tmp_path
):
    write_lesson(sound_lesson)
    later = sound_lesson.replace('id = "sound"', 'id = "later"')
    write_lesson(later.replace("prerequisites = []", 'prerequisites = ["sound"]'), "02-later.md")
    lessons, problems = read_lessons(tmp_path)
    assert (lessons[1].prerequisites, problems) == (("sound",), [])


def test_read_lessons_asks_for_a_number_in_the_file_name(write_lesson, sound_lesson, tmp_path):
    path = write_lesson(sound_lesson, "sound.md")
    message = "Name the file like 03-short-title.md; the number orders the list."
    assert read_lessons(tmp_path)[1] == [ContentProblem(path, 1, "", message)]


def test_read_lessons_reports_an_empty_folder(tmp_path):
    message = "Has no lessons; add one, or mend the folder's name."
    assert read_lessons(tmp_path) == ([], [ContentProblem(tmp_path, 1, "", message)])


def test_every_shipped_lesson_is_sound():
    assert [read_lessons(folder)[1] for folder in language_folders()] == [[]]


def test_load_lessons_returns_the_shipped_lessons_in_order():
    assert [lesson.id for lesson in load_lessons("en")] == [
        "what-is-a-deepfake",
        "watch-a-picture-being-made",
        "how-a-picture-is-faked",
        "five-families-of-clue",
        "under-the-pixels",
        "before-you-look-closer",
        "how-a-fake-outruns-its-correction",
        "harm-consent-help",
        "proof-instead-of-suspicion",
        "good-uses-law-our-rules",
        "when-the-detector-is-wrong",
    ]


def test_no_explanation_repeats_the_verdict_that_stands_before_it():
    told = [choice.explanation for lesson in load_lessons()
            for check in lesson.checks for choice in check.choices]  # fmt: skip
    verdicts = ("Right.", "Not right.", "Not quite.")
    assert [explanation for explanation in told if explanation.startswith(verdicts)] == []
