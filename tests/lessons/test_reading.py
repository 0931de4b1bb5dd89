from lessons.lesson import parse
from lessons.library import load_lessons
from lessons.reading import HARDEST_GRADE, grade_level, plain_text, too_hard

HARD = (
    "Notwithstanding considerable methodological heterogeneity, contemporary investigations "
    "consistently demonstrate disproportionate susceptibility to sophisticated manipulation. "
)


def test_plain_text_leaves_headings_and_marks_out(write_lesson, sound_lesson):
    content = sound_lesson.replace("More words.", "- *More* [words](/detector/) **here**.")
    assert plain_text(parse(write_lesson(content))).splitlines() == [
        "We begin with a few words.",
        "More words here.",
        "Which one?",
        "This one.",
        "It is the one.",
        "That one.",
        "It is the other one.",
        "And now?",
        "Yes.",
        "It is not so.",
        "No.",
        "It is so.",
        "Read it to a friend.",
        "It is short.",
        "It cannot tell you everything.",
    ]


def test_grade_level_rises_with_long_words_and_sentences(write_lesson, sound_lesson):
    easy = grade_level(parse(write_lesson(sound_lesson)))
    hard = grade_level(parse(write_lesson(sound_lesson.replace("More words.", HARD))))
    assert hard > easy + 3


def test_too_hard_names_the_grade_and_the_remedy(write_lesson, sound_lesson):
    path = write_lesson(sound_lesson.replace("More words.", 20 * HARD))
    problem = too_hard(parse(path))
    grade = grade_level(parse(path))
    assert (problem.path, problem.line, problem.field) == (path, 1, "body")
    assert problem.message == (
        f"Reads at grade {grade}; shorten sentences and choose plainer words until it is 8 or less."
    )


def test_shipped_lessons_are_no_harder_than_the_check_allows():
    assert all(grade_level(lesson) <= HARDEST_GRADE for lesson in load_lessons())
