"""How a lesson cites facts, and what it says without citing any.

``{{fact: id}}`` stands right after what it vouches for, in the body or in a text of the front
matter. ``{{plain}}`` ends a paragraph whose numbers are no claims about the world, such as a step
of a lab. The guide to a lesson does the same.
"""

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from lessons.ledger import LEDGER, Fact, stale_facts
from lessons.lesson import FACT_MARKER, INLINE_MARKER, PLAIN_MARKER, Lesson, Prose
from lessons.problem import ContentProblem

_WORDS = (
    "half|quarter|third|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|"
    "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|billion"
)
# Small numbers in words count what is told right there, such as five ways; larger ones do not.
_LARGE = (
    "eleven|twelve|(thir|four|fif|six|seven|eigh|nine)teen|"
    "(twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(-[a-z]+)?"
)
_PART = "third|quarter|fifth|sixth|seventh|eighth|ninth|tenth"
# A digit behind a letter belongs to a name, such as C2PA or CC0.
_NUMBER = re.compile(
    rf"(?<![^\W_])\d|\b({_WORDS})[ -](percent|per cent|hundred|thousand|million|billion)\b"
    rf"|\b({_WORDS}) (out of|in)( every)? ({_WORDS})\b"
    rf"|\b({_LARGE})\b"
    rf"|(?<!first )(?<!second )\bhalf of\b|\b(a|one) ({_PART}) of\b|\b({_WORDS}) ({_PART})s\b"
    rf"|\b(twice|({_WORDS}) times) as (many|much|often|likely)\b",
    re.IGNORECASE,
)
_CODE = re.compile(r"`[^`]*`")
_LINK_TARGET = re.compile(r"\]\([^)]*\)")
_HEADING = re.compile(r"#+\s")
_LIST_MARK = re.compile(r"\A\s*(?:[-*+]|\d+[.)])\s+")
_FENCE = re.compile(r"\s*(```|~~~)")


@dataclass(frozen=True)
class Passage:
    """A text of a lesson that stands for itself: a paragraph, a list item, a row, or an entry.

    Attributes:
        text: as the author wrote it, with its markers.
        line: of the file, counted from one.
        field: as in a ``ContentProblem``.
    """

    text: str
    line: int
    field: str

    @property
    def has_number(self) -> bool:
        """Whether it tells a number, in digits or as a share or a multitude in words."""
        shown = _LINK_TARGET.sub("]", _CODE.sub("", without_markers(self.text)))
        return bool(_NUMBER.search(_LIST_MARK.sub("", shown)))


def without_markers(text: str) -> str:
    """Return a text as it is read where nothing can be looked up.

    >>> without_markers("Half were right {{fact: study}}. Try 3 times. {{plain}}")
    'Half were right. Try 3 times.'
    """
    return INLINE_MARKER.sub("", text)


def with_references(text: str, references: Mapping[str, str]) -> str:
    """Return a text with each citation replaced by the reference of its fact.

    >>> with_references("Half were right {{fact: study}}.", {"study": "[1]"})
    'Half were right [1].'
    """
    return FACT_MARKER.sub(lambda marker: f" {references[marker[1]]}", PLAIN_MARKER.sub("", text))


def facts_in(text: str) -> tuple[str, ...]:
    """Return the ids of the facts that a text cites, in order.

    >>> facts_in("So it is {{fact: study}}, or so {{fact: other-study}}.")
    ('study', 'other-study')
    """
    return tuple(FACT_MARKER.findall(text))


def passages(lesson: Lesson) -> Iterator[Passage]:
    """Yield what a learner reads, in order; headings are left out.

    Questions come last, though they stand within the text: their explanations show only when asked
    for, and nobody should meet a second reference before the first.
    """

    def entry(text: str, field: str) -> Passage:
        line = lesson.lines.get(field) or lesson.lines.get(field.partition("[")[0], 1)
        return Passage(text, line, field)

    def entries(name: str) -> Iterator[Passage]:
        for number, text in enumerate(getattr(lesson, name), start=1):
            yield entry(text, f"{name}[{number}]")

    yield from entries("objectives")
    for block in lesson.body:
        if isinstance(block, Prose):
            yield from _paragraphs(block)
    for name in ("try_it", "key_points", "cannot_tell"):
        yield from entries(name)
    for question, check in enumerate(lesson.checks, start=1):
        place = f"checks[{question}]"
        yield entry(check.question, f"{place}.question")
        for number, choice in enumerate(check.choices, start=1):
            yield entry(choice.text, f"{place}.choices[{number}].text")
            yield entry(choice.explanation, f"{place}.choices[{number}].explanation")


def cited_facts(lesson: Lesson) -> tuple[str, ...]:
    """Return the ids of the facts that a lesson cites, each once, as they come up."""
    found = (name for passage in passages(lesson) for name in facts_in(passage.text))
    return tuple(dict.fromkeys(found))


def citation_problems(
    lessons: Iterable[Lesson],
    facts: Mapping[str, Fact],
    today: datetime.date,
    ledger: Path = LEDGER,
    cited_elsewhere: Iterable[str] = (),
) -> list[ContentProblem]:
    """Return what is wrong between lessons and the ledger.

    A number that cites nothing, an id that the ledger does not know, a fact that has run out on
    the day given, and a fact that neither a lesson cites nor anything else, such as the help card.
    """
    lessons = list(lessons)
    problems = [problem for lesson in lessons for problem in _lesson_problems(lesson, facts)]
    cited = {name for lesson in lessons for name in cited_facts(lesson)} | set(cited_elsewhere)
    return problems + stale_facts(facts, cited, today, ledger)


def text_problems(
    path: Path, texts: Iterable[tuple[str, str]], facts: Mapping[str, Fact]
) -> list[ContentProblem]:
    """Return what is wrong with the citations of texts beside a lesson, such as its guide.

    Args:
        path: of the file they stand in.
        texts: each with the name of its field.
        facts: by id.
    """
    return [
        ContentProblem(path, 1, field, message)
        for field, text in texts
        for message in _faults(Passage(text, 1, field), facts)
    ]


def _lesson_problems(lesson: Lesson, facts: Mapping[str, Fact]) -> Iterator[ContentProblem]:
    for passage in passages(lesson):
        for message in _faults(passage, facts):
            yield ContentProblem(lesson.path, passage.line, passage.field, message)


def _faults(passage: Passage, facts: Mapping[str, Fact]) -> Iterator[str]:
    names = facts_in(passage.text)
    for name in names:
        if name not in facts:
            yield f"There is no fact {name!r} in facts.toml; add it or mend the id."
    if passage.field != "body" and "{{" in without_markers(passage.text):
        yield "Only {{fact: id}} and {{plain}} may stand within a text."
    is_plain = PLAIN_MARKER.search(passage.text) is not None
    if passage.has_number and not names and not is_plain:
        yield (
            f"“{_shortened(passage)}” tells a number without its source: cite it with"
            " {{fact: id}}, or end with {{plain}} if it claims nothing about the world."
        )
    if is_plain and (names or not passage.has_number):
        yield "{{plain}} is for a text with numbers and no citation; remove it."


def _shortened(passage: Passage) -> str:
    text = " ".join(without_markers(passage.text).split())
    return text if len(text) <= 60 else f"{text[:59]}…"


def _paragraphs(prose: Prose) -> Iterator[Passage]:
    """Part Markdown into paragraphs, list items and table rows; headings and code are no text."""
    unit: list[str] = []
    start = 0
    in_code = False
    for number, line in enumerate(prose.markdown.splitlines(), start=prose.line):
        fence = _FENCE.match(line)
        begins = not line.strip() or _LIST_MARK.match(line) or line.lstrip().startswith("|")
        if unit and (begins or fence or _HEADING.match(line)):
            yield Passage("\n".join(unit), start, "body")
            unit = []
        in_code ^= bool(fence)
        if in_code or fence or not line.strip() or _HEADING.match(line):
            continue
        start = start if unit else number
        unit.append(line)
    if unit:
        yield Passage("\n".join(unit), start, "body")
