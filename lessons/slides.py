"""A lesson cut into pieces that fit a projector: one thing at a time."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lessons.lesson import Block, Lesson, Prose

_HEADING = re.compile(r"#{2,3} +(.+?)\s*$")


@dataclass(frozen=True)
class Slide:
    """What is shown at once: a heading, and below it text, a lab or a question."""

    title: str
    content: Block


def slides(lesson: Lesson) -> tuple[Slide, ...]:
    """Return the body of a lesson in order; each heading, lab and question begins a slide."""
    title = lesson.title
    found: list[Slide] = []
    for block in lesson.body:
        if isinstance(block, Prose):
            for heading, markdown in _parts(block.markdown):
                title = heading or title
                if markdown:
                    found.append(Slide(title, Prose(markdown)))
        else:
            found.append(Slide(title, block))
    return tuple(found)


def _parts(markdown: str) -> Iterator[tuple[str, str]]:
    """Yield each heading, empty for what stands before the first, and the text below it."""
    heading, lines = "", []
    for line in markdown.splitlines():
        if match := _HEADING.match(line):
            yield heading, "\n".join(lines).strip()
            heading, lines = match[1], []
        else:
            lines.append(line)
    yield heading, "\n".join(lines).strip()
