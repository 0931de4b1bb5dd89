"""How far a learner has come in a lesson, from what was tried in its check questions."""

from collections.abc import Mapping
from typing import TypeAlias

from lessons.lesson import Lesson

# What was chosen, in that order, by the ids of lesson and question; places of choices, from 0.
Tries: TypeAlias = Mapping[tuple[str, str], tuple[int, ...]]


def solved(lesson: Lesson, tries: Tries) -> int:
    """Return how many of a lesson's questions were answered rightly in the end."""
    return sum(
        any(choice.right and place in tries.get((lesson.id, check.id), ())
            for place, choice in enumerate(check.choices))
        for check in lesson.checks
    )  # fmt: skip


def is_finished(lesson: Lesson, tries: Tries) -> bool:
    """Return whether every question of a lesson was answered rightly in the end."""
    return solved(lesson, tries) == len(lesson.checks)
