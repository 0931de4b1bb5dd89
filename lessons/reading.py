"""How hard a lesson is to read."""

import statistics

import textstat

from lessons.citation import without_markers
from lessons.lesson import Lesson, Prose
from lessons.markdown import sentences
from lessons.problem import ContentProblem

# Grades 6 to 8, and whatever rounds to them.
EASIEST_GRADE = 5.5
HARDEST_GRADE = 8.5

_FORMULAS = (
    textstat.gunning_fog,
    textstat.automated_readability_index,
    textstat.smog_index,
    textstat.coleman_liau_index,
    textstat.flesch_kincaid_grade,
    textstat.dale_chall_readability_score_v2,
)


def grade_level(lesson: Lesson) -> float:
    """Return the United States school grade at which a lesson's body can be read.

    It is the median of six formulas. They count different things (letters, syllables, words
    that few children know, words in a sentence) and differ by up to four grades on the same
    lesson, so none of them decides alone. Counted is the body, which is read as one text:
    questions and choices are short by nature, and would hide a body that is too hard.

    On a few sentences the grade means little, and no formula knows whether a text makes sense.

    Source:
        Gunning (1952), The Technique of Clear Writing.
        Smith and Senter (1967), Automated Readability Index, report AMRL-TR-66-220.
        McLaughlin (1969), SMOG Grading, Journal of Reading 12(8), 639-646.
        Coleman and Liau (1975), Journal of Applied Psychology 60(2), 283-284.
        Kincaid, Fishburne, Rogers and Chissom (1975), Naval Technical Training Command,
        Research Branch Report 8-75.
        Dale and Chall (1948), A Formula for Predicting Readability, Educational Research
        Bulletin 27; its score is taken as a grade.
        The arithmetic and the list of known words are textstat's.
    """
    text = plain_text(lesson)
    return round(statistics.median(formula(text) for formula in _FORMULAS), 1)


def reading_problem(lesson: Lesson) -> ContentProblem | None:
    """Return the problem of a lesson that is too easy or too hard to read, if it is either."""
    grade = grade_level(lesson)
    if grade < EASIEST_GRADE:
        remedy = f"join choppy sentences until it is {EASIEST_GRADE} or more"
    elif grade > HARDEST_GRADE:
        remedy = f"shorten sentences and choose plainer words until it is {HARDEST_GRADE} or less"
    else:
        return None
    return ContentProblem(lesson.path, 1, "body", f"Reads at grade {grade}; {remedy}.")


def plain_text(lesson: Lesson) -> str:
    """Return the prose of a lesson's body, as sentences without headings and Markdown."""
    prose = (block.markdown for block in lesson.body if isinstance(block, Prose))
    return "\n".join(without_markers(sentences(markdown)) for markdown in prose)
