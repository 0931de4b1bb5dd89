"""How hard a lesson is to read."""

import textstat

from lessons.citation import without_markers
from lessons.lesson import Lesson, Prose
from lessons.markdown import sentences
from lessons.problem import ContentProblem

HARDEST_GRADE = 8.0


def grade_level(lesson: Lesson) -> float:
    """Return the United States school grade at which the lesson's text can be read.

    Counted are the sentences a learner reads in order: body, questions, choices and their
    explanations, activities and key points. Headings and sources are left out.

    Source:
        Kincaid, Fishburne, Rogers and Chissom (1975), Naval Technical Training Command,
        Research Branch Report 8-75; the arithmetic is textstat's.
    """
    return round(textstat.flesch_kincaid_grade(plain_text(lesson)), 1)


def too_hard(lesson: Lesson) -> ContentProblem | None:
    """Return the problem a lesson has if it is harder to read than ``HARDEST_GRADE``."""
    grade = grade_level(lesson)
    if grade <= HARDEST_GRADE:
        return None
    message = (
        f"Reads at grade {grade}; shorten sentences and choose plainer words until it is "
        f"{HARDEST_GRADE:.0f} or less."
    )
    return ContentProblem(lesson.path, 1, "body", message)


def plain_text(lesson: Lesson) -> str:
    """Return what a learner reads, as sentences without Markdown."""
    parts = [sentences(block.markdown) for block in lesson.body if isinstance(block, Prose)]
    for check in lesson.checks:
        parts.append(check.question)
        for choice in check.choices:
            parts += [choice.text, choice.explanation]
    parts += [*lesson.try_it, *lesson.key_points, *lesson.cannot_tell]
    parts = [without_markers(part) for part in parts]
    return "\n".join(part if part.endswith((".", "?", "!")) else f"{part}." for part in parts)
