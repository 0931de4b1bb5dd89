"""Plans for a class: which lessons and rounds fit into the time there is."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from lessons.guide import require_total
from lessons.problem import ContentProblem, Fields
from lessons.toml_file import read_toml

FOLDER = "plans"
FORMS = ("a", "b", "c")

_FIELDS = frozenset({"title", "suits", "prepare", "sessions"})
_SESSION_FIELDS = frozenset({"title", "minutes", "steps"})
_STEP_FIELDS = frozenset({"minutes", "do", "lesson", "form"})


@dataclass(frozen=True)
class PlanStep:
    """What the class does in a stretch of time.

    Attributes:
        lesson: id of the lesson to open, or None.
        form: name of the quiz form to play, or None.
    """

    minutes: int
    do: str
    lesson: str | None
    form: str | None


@dataclass(frozen=True)
class Session:
    """A stretch of lesson time without a break; its steps fill it exactly."""

    title: str
    minutes: int
    steps: tuple[PlanStep, ...]


@dataclass(frozen=True)
class Plan:
    """A plan.

    Attributes:
        id: name of its file.
        suits: when to take it, in a sentence.
        prepare: what must be ready before the class comes.
        sessions: in order.
    """

    id: str
    title: str
    suits: str
    prepare: tuple[str, ...]
    sessions: tuple[Session, ...]


def read_plans(folder: Path, lessons: Collection[str]) -> tuple[list[Plan], list[ContentProblem]]:
    """Read the plans of one language folder, and everything that is wrong with them.

    Args:
        folder: of a language, with the plans in a folder of their own.
        lessons: ids of the lessons there are.
    """
    plans, problems = [], []
    for path in sorted((folder / FOLDER).glob("*.toml")):
        fields = read_toml(path, "Is missing.")
        if isinstance(fields, ContentProblem):
            problems.append(fields)
            continue
        plan = _plan(fields, lessons)
        plans.append(plan)
        problems += fields.problems
    # Minutes, not names: a file is named after what it takes, and 100 comes after 20.
    plans.sort(key=lambda plan: sum(session.minutes for session in plan.sessions))
    return plans, problems


def _plan(fields: Fields, lessons: Collection[str]) -> Plan:
    fields.refuse_others(_FIELDS)
    return Plan(
        id=fields.path.stem,
        title=fields.text("title"),
        suits=fields.text("suits"),
        prepare=fields.texts("prepare"),
        sessions=tuple(_session(inner, lessons) for inner in fields.tables("sessions", least=1)),
    )


def _session(fields: Fields, lessons: Collection[str]) -> Session:
    fields.refuse_others(_SESSION_FIELDS)
    minutes = fields.number("minutes", 1, 120)
    steps = tuple(_step(inner, lessons) for inner in fields.tables("steps", least=1))
    require_total(fields, "steps", [step.minutes for step in steps], minutes)
    return Session(fields.text("title"), minutes, steps)


def _step(fields: Fields, lessons: Collection[str]) -> PlanStep:
    fields.refuse_others(_STEP_FIELDS)
    return PlanStep(
        minutes=fields.number("minutes", 1, 120),
        do=fields.text("do"),
        lesson=_known(fields, "lesson", lessons),
        form=_known(fields, "form", FORMS),
    )


def _known(fields: Fields, name: str, known: Iterable[str]) -> str | None:
    if name not in fields.table:
        return None
    value = fields.text(name)
    if value and value not in known:
        fields.fault(name, f"There is no {name} {value!r}; use one of {', '.join(known)}.")
    return value
