import re

import pytest
import textstat

from lessons.lesson import parse
from lessons.library import load_lessons
from lessons.reading import (
    EASIEST_GRADE,
    HARDEST_GRADE,
    grade_level,
    plain_text,
    reading_problem,
)

CHOPPY = "This is a cat. It is on a mat. It has a hat. The cat is fat. "
EVEN = (
    "A camera leaves a fine grain in every picture it takes, and a part from another camera "
    "does not match it. When you save a picture again, some of that grain is lost, so look for "
    "it early. If you find nothing, that does not prove that the picture is honest. "
)
HARD = (
    "Notwithstanding considerable methodological heterogeneity, contemporary investigations "
    "consistently demonstrate disproportionate susceptibility to sophisticated manipulation. "
)


@pytest.fixture
def read(write_lesson, sound_lesson):
    """Read the sound lesson with another body of prose."""

    def read(prose: str):
        return parse(write_lesson(sound_lesson.replace("More words.", prose)))

    return read


def test_plain_text_is_the_body_without_headings_marks_and_questions(read):
    lesson = read("- *More* [words](/detector/) **here** {{fact: a-study}}.")
    assert plain_text(lesson).splitlines() == ["We begin with a few words.", "More words here."]


def test_grade_level_rises_with_long_words_and_sentences(read):
    assert grade_level(read(10 * CHOPPY)) < grade_level(read(10 * EVEN)) - 3
    assert grade_level(read(10 * EVEN)) < grade_level(read(10 * HARD)) - 3


def test_grade_level_does_not_move_with_the_questions(write_lesson, sound_lesson):
    before = grade_level(parse(write_lesson(sound_lesson)))
    wordy = re.sub(r'(question|explanation) = "[^"]*"', rf'\1 = "{10 * HARD}"', sound_lesson)
    lesson = parse(write_lesson(wordy))
    assert lesson.checks[0].question == (10 * HARD).strip()
    assert grade_level(lesson) == before


def test_grade_level_hardly_moves_when_one_formula_runs_away(read):
    # All of two syllables and six letters, so only the formula with a list of words is upset.
    known, rare = (
        read(
            10 * f"The {one} belongs to a {other} and the {other} to another {one}, "
            f"so the {other} and the {one} are quite alike. "
        )
        for one, other in (("basket", "garden"), ("gasket", "cipher"))
    )
    by_word_list = textstat.dale_chall_readability_score_v2
    assert by_word_list(plain_text(rare)) > by_word_list(plain_text(known)) + 4
    assert grade_level(rare) < grade_level(known) + 0.5


def test_reading_problem_of_a_choppy_lesson_names_the_grade_and_the_remedy(read):
    lesson = read(10 * CHOPPY)
    problem = reading_problem(lesson)
    assert (problem.path, problem.line, problem.field) == (lesson.path, 1, "body")
    assert problem.message == (
        f"Reads at grade {grade_level(lesson)}; join choppy sentences until it is 5.5 or more."
    )


def test_reading_problem_of_a_hard_lesson_names_the_grade_and_the_remedy(read):
    lesson = read(10 * HARD)
    assert reading_problem(lesson).message == (
        f"Reads at grade {grade_level(lesson)}; "
        "shorten sentences and choose plainer words until it is 8.5 or less."
    )


def test_reading_problem_is_none_for_a_lesson_of_grade_6_to_8(read):
    lesson = read(10 * EVEN)
    assert 6 <= grade_level(lesson) <= 8
    assert reading_problem(lesson) is None


@pytest.mark.parametrize("lesson", load_lessons(), ids=lambda lesson: lesson.path.stem)
def test_shipped_lesson_reads_at_about_grade_6_to_8(lesson):
    assert EASIEST_GRADE <= grade_level(lesson) <= HARDEST_GRADE
