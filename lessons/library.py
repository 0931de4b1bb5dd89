"""All lessons of a language, in the order they are taught."""

import re
from collections.abc import Mapping
from pathlib import Path

from lessons.charter import CHARTER, Charter, read_charter
from lessons.citation import text_problems
from lessons.guide import SUFFIX, Guide, guide_path, read_guide
from lessons.ledger import Fact, read_ledger
from lessons.lesson import Lesson, parse
from lessons.plan import Plan, read_plans
from lessons.problem import ContentProblem

CONTENT = Path(__file__).with_name("content")
FILE_NAME = re.compile(r"\d\d-[a-z0-9]+(-[a-z0-9]+)*\.md")


class LibraryError(ValueError):
    """The lessons could not be loaded; `problems` says why."""

    def __init__(self, problems: list[ContentProblem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def load_lessons(language: str = "en") -> tuple[Lesson, ...]:
    """Return the lessons that come with the app, in order.

    Args:
        language: name of a folder in ``lessons/content``, a BCP 47 tag.

    Raises:
        LibraryError: a lesson has faults; the message lists them all.
    """
    lessons, problems = read_lessons(CONTENT / language)
    if problems:
        raise LibraryError(problems)
    return tuple(lessons)


def load_ledger() -> dict[str, Fact]:
    """Return the facts that come with the app, by id.

    Raises:
        LibraryError: the ledger has faults. A fact that has run out is none: the page says so.
    """
    facts, problems = read_ledger()
    if problems:
        raise LibraryError(problems)
    return facts


def load_guide(lesson: Lesson) -> Guide:
    """Return the facilitator's guide to a lesson.

    Raises:
        LibraryError: it has faults.
    """
    guide = read_guide(lesson)
    if not isinstance(guide, Guide):
        raise LibraryError(guide)
    return guide


def load_plans(language: str = "en") -> tuple[Plan, ...]:
    """Return the plans that come with the app, the shortest first.

    Raises:
        LibraryError: a plan, or a lesson, has faults.
    """
    names = [lesson.id for lesson in load_lessons(language)]
    plans, problems = read_plans(CONTENT / language, names)
    if problems:
        raise LibraryError(problems)
    return tuple(plans)


def load_charter(language: str = "en") -> Charter:
    """Return the draft of a class's charter that comes with the app.

    Raises:
        LibraryError: it has faults.
    """
    charter = read_charter(CONTENT / language)
    if not isinstance(charter, Charter):
        raise LibraryError(charter)
    return charter


def language_folders() -> list[Path]:
    """Return the folder of each language that comes with the app."""
    return sorted(path for path in CONTENT.iterdir() if path.is_dir())


def read_lessons(folder: Path) -> tuple[list[Lesson], list[ContentProblem]]:
    """Read the lessons of one language folder, and everything that is wrong with them."""
    lessons: list[Lesson] = []
    problems: list[ContentProblem] = []
    for path in sorted(folder.glob("*.md")):
        if not FILE_NAME.fullmatch(path.name):
            message = "Name the file like 03-short-title.md; the number orders the list."
            problems.append(ContentProblem(path, 1, "", message))
        lesson = parse(path)
        if isinstance(lesson, Lesson):
            lessons.append(lesson)
        else:
            problems.extend(lesson)
    if not lessons and not problems:
        message = "Has no lessons; add one, or mend the folder's name."
        problems.append(ContentProblem(folder, 1, "", message))
    return lessons, problems + _faults_between(lessons)


def read_companions(
    folder: Path, lessons: list[Lesson], facts: Mapping[str, Fact]
) -> list[ContentProblem]:
    """Return what is wrong with the guides, plans and charter of a language folder."""
    problems = []
    for lesson in lessons:
        guide = read_guide(lesson)
        if isinstance(guide, Guide):
            problems += text_problems(guide_path(lesson), guide.texts(), facts)
        else:
            problems += guide
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        if not path.with_name(f"{path.name.removesuffix(SUFFIX)}.md").exists():
            message = "Belongs to no lesson; name it after one, or remove it."
            problems.append(ContentProblem(path, 1, "", message))
    charter = read_charter(folder) if (folder / CHARTER).exists() else None
    if isinstance(charter, list):
        problems += charter
    return problems + read_plans(folder, [lesson.id for lesson in lessons])[1]


def _faults_between(lessons: list[Lesson]) -> list[ContentProblem]:
    problems = []
    earlier: dict[str, Lesson] = {}
    for lesson in lessons:
        if lesson.id in earlier:
            message = f"{lesson.id!r} belongs to {earlier[lesson.id].path.name}; choose another."
            problems.append(_problem(lesson, "id", message))
        for name in lesson.prerequisites:
            if name not in earlier:
                message = f"No lesson {name!r} comes before this one; mend the id or the order."
                problems.append(_problem(lesson, "prerequisites", message))
        earlier.setdefault(lesson.id, lesson)
    return problems


def _problem(lesson: Lesson, field: str, message: str) -> ContentProblem:
    return ContentProblem(lesson.path, lesson.lines.get(field, 1), field, message)
