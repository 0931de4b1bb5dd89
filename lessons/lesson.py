"""A lesson: front matter that says what it is for, and a body of text, labs and questions."""

import datetime
import pkgutil
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from lessons import labs
from lessons.competence import competences
from lessons.front_matter import FrontMatter, read_front_matter
from lessons.problem import ContentProblem, Fields

LESSON_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

LESSON_FIELDS = frozenset(
    {"id", "title", "minutes", "ages", "objectives", "prerequisites", "competences", "key_points",
     "cannot_tell", "try_it", "practise", "sources", "checks"}
)  # fmt: skip
PRACTISE_FIELDS = frozenset({"families", "kinds", "items"})
SOURCE_FIELDS = frozenset({"title", "who", "year", "address", "checked"})
CHECK_FIELDS = frozenset({"id", "question", "choices"})
CHOICE_FIELDS = frozenset({"text", "right", "explanation"})

# Within a text, with the space before them: see ``lessons.citation``.
FACT_MARKER = re.compile(r"\s*\{\{\s*fact\s*:\s*([\w-]+)\s*\}\}")
PLAIN_MARKER = re.compile(r"\s*\{\{\s*plain\s*\}\}")
INLINE_MARKER = re.compile(f"(?:{FACT_MARKER.pattern}|{PLAIN_MARKER.pattern})")

_MARKER = re.compile(r"\{\{\s*(lab|check)\s*:\s*([\w-]+)\s*\}\}")
_HEADING = re.compile(r"(#+)\s")
_FOREIGN_PICTURE = re.compile(r"!\[[^\]]*\]\(\s*(?:https?:)?//")


@dataclass(frozen=True)
class Source:
    """Where a statement of the lesson comes from.

    Attributes:
        who: author or publisher.
        year: of publication.
        address: where it can be found; shown, never fetched.
        checked: the day somebody last compared the lesson with it.
    """

    title: str
    who: str
    year: int
    address: str
    checked: datetime.date


@dataclass(frozen=True)
class Choice:
    """One answer to a check question, and why it is right or wrong."""

    text: str
    right: bool
    explanation: str


@dataclass(frozen=True)
class CheckQuestion:
    """A question with one right choice, for the learner alone: nothing is scored."""

    id: str
    question: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Prose:
    """A stretch of Markdown, and the line of the file it begins on."""

    markdown: str
    line: int = field(default=1, compare=False)


@dataclass(frozen=True)
class LabPlace:
    """The place of a lab: a module of ``lessons.labs`` by name."""

    name: str


@dataclass(frozen=True)
class Practise:
    """What to practise after the lesson: pictures of these sorts, by the names the packs use.

    Attributes:
        families: of clues.
        kinds: of things done to a picture.
        items: ids of pictures.
    """

    families: tuple[str, ...]
    kinds: tuple[str, ...]
    items: tuple[str, ...]


Block: TypeAlias = Prose | LabPlace | CheckQuestion


@dataclass(frozen=True)
class Lesson:
    """A lesson. Texts are in the language of the folder it lies in.

    Attributes:
        path: the file it was read from; its name gives the place in the list.
        id: stable for ever, also when the file is renamed.
        minutes: time a learner needs, with labs.
        ages: whom it is written for, in words.
        objectives: what a learner can do afterwards.
        prerequisites: ids of lessons to take first.
        competences: of ``lessons.competence`` that it serves, in the framework's wording.
        body: text, labs and check questions in the order the author gave them.
        try_it: things to do away from the screen.
        key_points: what to remember.
        cannot_tell: what the lesson's methods cannot show.
        sources: works to read more in.
        practise: what to practise afterwards; None where any picture will do.
        lines: the line of each field of the front matter, by its name.
    """

    path: Path
    id: str
    title: str
    minutes: int
    ages: str
    objectives: tuple[str, ...]
    prerequisites: tuple[str, ...]
    competences: tuple[str, ...]
    body: tuple[Block, ...]
    try_it: tuple[str, ...]
    key_points: tuple[str, ...]
    cannot_tell: tuple[str, ...]
    sources: tuple[Source, ...]
    practise: Practise | None
    lines: Mapping[str, int] = field(compare=False, repr=False)

    @property
    def checks(self) -> tuple[CheckQuestion, ...]:
        """The check questions, in the order they stand in the text."""
        return tuple(block for block in self.body if isinstance(block, CheckQuestion))

    @property
    def labs(self) -> tuple[str, ...]:
        """Names of the labs, in the order they stand in the text."""
        return tuple(block.name for block in self.body if isinstance(block, LabPlace))


def parse(path: Path) -> Lesson | list[ContentProblem]:
    """Read one lesson file, or say everything that is wrong with it.

    The file is TOML front matter between two lines ``+++``, then Markdown. In the Markdown a
    line ``{{lab: name}}`` or ``{{check: id}}`` puts a lab or a check question where it stands.
    How a text cites facts is told in ``lessons.citation``, which also checks it.

    Raises:
        OSError: the file cannot be read.
    """
    front = read_front_matter(path)
    if isinstance(front, ContentProblem):
        return [front]
    fields = Fields(path, front.table, front.lines)
    fields.refuse_others(LESSON_FIELDS)
    lesson = Lesson(
        path=path,
        id=_id(fields),
        title=fields.text("title"),
        minutes=fields.number("minutes", 1, 60),
        ages=fields.text("ages"),
        objectives=fields.texts("objectives"),
        prerequisites=fields.texts("prerequisites", needed=False),
        competences=_competences(fields),
        body=_body(fields, front, _checks(fields)),
        try_it=fields.texts("try_it"),
        key_points=fields.texts("key_points"),
        cannot_tell=fields.texts("cannot_tell"),
        sources=_sources(fields),
        practise=_practise(fields) if "practise" in front.table else None,
        lines=front.lines,
    )
    return fields.problems or lesson


def lab_names() -> frozenset[str]:
    """Return the labs there are: the modules of ``lessons.labs``."""
    return frozenset(module.name for module in pkgutil.iter_modules(labs.__path__))


def _id(fields: Fields) -> str:
    value = fields.text("id")
    if value and not LESSON_ID.fullmatch(value):
        fields.fault("id", "Use lower-case words and digits joined by hyphens.")
    return value


def _competences(fields: Fields) -> tuple[str, ...]:
    named = fields.texts("competences")
    for wording in named:
        if wording not in competences():
            fields.fault(
                "competences", f"{wording!r} is not in competences.toml; copy one from there."
            )
    return named


def _practise(fields: Fields) -> Practise:
    inner = fields.part("practise")
    inner.refuse_others(PRACTISE_FIELDS)
    named = {
        name: inner.texts(name) if name in inner.table else () for name in sorted(PRACTISE_FIELDS)
    }
    if isinstance(fields.table["practise"], dict) and not any(named.values()):
        fields.fault("practise", "Names nothing; give families, kinds or items, or remove it.")
    return Practise(**named)


def _sources(fields: Fields) -> tuple[Source, ...]:
    found = []
    for inner in fields.tables("sources", least=1):
        inner.refuse_others(SOURCE_FIELDS)
        found.append(
            Source(
                title=inner.text("title"),
                who=inner.text("who"),
                year=inner.number("year", 1800, 2100),
                address=inner.text("address"),
                checked=inner.date("checked"),
            )
        )
    return tuple(found)


def _checks(fields: Fields) -> dict[str, CheckQuestion]:
    found: dict[str, CheckQuestion] = {}
    for inner in fields.tables("checks", least=2):
        inner.refuse_others(CHECK_FIELDS)
        check = CheckQuestion(_id(inner), inner.text("question"), _choices(inner))
        if check.id in found:
            inner.fault("id", f"{check.id!r} is used twice; give each question its own.")
        found[check.id] = check
    return found


def _choices(fields: Fields) -> tuple[Choice, ...]:
    choices = []
    for inner in fields.tables("choices", least=2):
        inner.refuse_others(CHOICE_FIELDS)
        choices.append(Choice(inner.text("text"), inner.truth("right"), inner.text("explanation")))
    right = sum(choice.right for choice in choices)
    if choices and right != 1:
        fields.fault("choices", f"{right} are right; mark exactly one with right = true.")
    if len({choice.text for choice in choices}) < len(choices):
        fields.fault("choices", "Two say the same; reword one.")
    return tuple(choices)


def _body(
    fields: Fields, front: FrontMatter, checks: dict[str, CheckQuestion]
) -> tuple[Block, ...]:
    blocks: list[Block] = []
    prose: list[str] = []
    placed: set[str] = set()
    level = 1  # The title.
    for number, line in enumerate(front.body, start=front.body_line):
        marker = _MARKER.fullmatch(line.strip())
        if marker is None:
            faults = _text_faults(line, level)
            heading = _HEADING.match(line)
            level = max(2, len(heading[1])) if heading else level
            prose.append(line)
        else:
            faults = _marker_faults(*marker.groups(), placed, checks)
            _close_prose(prose, number, blocks)
            kind, name = marker.groups()
            placed.add(name)
            if not faults:
                blocks.append(LabPlace(name) if kind == "lab" else checks[name])
        fields.problems += [ContentProblem(fields.path, number, "body", m) for m in faults]
    _close_prose(prose, front.body_line + len(front.body), blocks)

    if not any(isinstance(block, Prose) for block in blocks):
        message = "Is empty; write the lesson below the front matter."
        fields.problems.append(ContentProblem(fields.path, front.body_line, "body", message))
    for position, name in enumerate(checks, start=1):
        if name not in placed:
            fields.fault(
                f"checks[{position}]", f"Has no place in the text; add {{{{check: {name}}}}} there."
            )
    return tuple(blocks)


def _close_prose(prose: list[str], end: int, blocks: list[Block]) -> None:
    """Make a block of the lines of prose before the line `end`."""
    first = end - len(prose)
    while prose and not prose[0].strip():
        prose.pop(0)
        first += 1
    if markdown := "\n".join(prose).rstrip():
        blocks.append(Prose(markdown, first))
    prose.clear()


def _text_faults(line: str, level: int) -> list[str]:
    """Return what is wrong with a line of Markdown that stands below a heading of `level`."""
    faults = []
    if "{{" in INLINE_MARKER.sub("", line):
        faults.append(
            "Write {{lab: name}} or {{check: id}} on a line of its own; within a text only"
            " {{fact: id}} and {{plain}} may stand."
        )
    if _FOREIGN_PICTURE.search(line):
        faults.append("Asks another host for a picture; lessons show only our own.")
    heading = _HEADING.match(line)
    if heading and not 2 <= len(heading[1]) <= level + 1:
        allowed = " or ".join("#" * depth for depth in range(2, level + 2))
        faults.append(f"A heading here begins with {allowed}, so that no level is skipped.")
    return faults


def _marker_faults(
    kind: str, name: str, placed: set[str], checks: dict[str, CheckQuestion]
) -> list[str]:
    if name in placed:
        return [f"{name!r} has a place already; remove one of the two."]
    if kind == "lab" and name not in lab_names():
        return [f"There is no lab {name!r}; use one of: {', '.join(sorted(lab_names()))}."]
    if kind == "check" and name not in checks:
        return [f"There is no check question {name!r}; add it as [[checks]] or mend the name."]
    return []
