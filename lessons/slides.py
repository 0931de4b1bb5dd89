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
            *above, last = _parts(block.markdown)
            for heading, markdown in above:
                title = heading or title
                if heading or markdown:
                    found.append(Slide(title, Prose(markdown)))
            title = last[0] or title
            # A heading right before a lab or a question is that one's.
            if last[1]:
                found.append(Slide(title, Prose(last[1])))
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
