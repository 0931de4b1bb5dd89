"""A facilitator's guide to one lesson: what to do when, what to ask, and what needs care.

It lies beside the lesson: ``03-a-title.guide.toml`` belongs to ``03-a-title.md``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lessons.lesson import Lesson
from lessons.problem import ContentProblem, Fields
from lessons.toml_file import read_toml

SUFFIX = ".guide.toml"

_FIELDS = frozenset({"timings", "questions", "sensitive"})


@dataclass(frozen=True)
class Step:
    """What to do in a stretch of time."""

    minutes: int
    do: str


@dataclass(frozen=True)
class Question:
    """A question for the class, and what a good answer holds."""

    ask: str
    expect: str


@dataclass(frozen=True)
class Guide:
    """How to teach a lesson.

    Attributes:
        timings: in order; they fill the lesson's minutes exactly.
        questions: to ask on the way.
        sensitive: what in it may touch somebody, and how to meet that.
    """

    timings: tuple[Step, ...]
    questions: tuple[Question, ...]
    sensitive: str

    def texts(self) -> Iterator[tuple[str, str]]:
        """Yield each text with the name of its field, as in a ``ContentProblem``."""
        yield "sensitive", self.sensitive
        for number, step in enumerate(self.timings, start=1):
            yield f"timings[{number}].do", step.do
        for number, question in enumerate(self.questions, start=1):
            yield f"questions[{number}].ask", question.ask
            yield f"questions[{number}].expect", question.expect


def guide_path(lesson: Lesson) -> Path:
    """Return where a lesson's guide lies."""
    return lesson.path.with_suffix(SUFFIX)


def read_guide(lesson: Lesson) -> Guide | list[ContentProblem]:
    """Read a lesson's guide, or say everything that is wrong with it."""
    path = guide_path(lesson)
    fields = read_toml(path, f"Is missing; write the facilitator's guide to {lesson.path.name}.")
    if isinstance(fields, ContentProblem):
        return [fields]
    fields.refuse_others(_FIELDS)
    timings = read_steps(fields, "timings", lesson.minutes)
    questions = []
    for inner in fields.tables("questions", least=1):
        inner.refuse_others(frozenset({"ask", "expect"}))
        questions.append(Question(inner.text("ask"), inner.text("expect")))
    guide = Guide(timings, tuple(questions), fields.text("sensitive"))
    return fields.problems or guide


def read_steps(fields: Fields, name: str, minutes: int) -> tuple[Step, ...]:
    """Return the steps of the array of tables `name`, which must fill so many minutes."""
    steps = []
    for inner in fields.tables(name, least=1):
        inner.refuse_others(frozenset({"minutes", "do"}))
        steps.append(Step(inner.number("minutes", 1, 60), inner.text("do")))
    require_total(fields, name, [step.minutes for step in steps], minutes)
    return tuple(steps)


def require_total(fields: Fields, name: str, parts: list[int], whole: int) -> None:
    """Note a fault if parts, in minutes, do not fill the whole."""
    if parts and sum(parts) != whole:
        fields.fault(name, f"Takes {sum(parts)} minutes; the whole has {whole}.")
