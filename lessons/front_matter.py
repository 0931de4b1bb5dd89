"""Part a lesson file into its TOML front matter and its Markdown body, and keep line numbers."""

import re
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lessons.problem import ContentProblem

FENCE = "+++"
_ARRAY = re.compile(r"\s*\[\[\s*([\w.-]+)\s*\]\]")
_TABLE = re.compile(r"\s*\[\s*([\w-]+)\s*\]\s*(#|$)")
_KEY = re.compile(r"\s*([\w-]+)\s*=")
_PLACE = re.compile(r"\(at line (\d+)")


@dataclass(frozen=True)
class FrontMatter:
    """A lesson file in two parts.

    Attributes:
        table: the front matter.
        lines: the line, counted from one, of each field and each ``[[table]]`` in it; fields
            are named as in a ``ContentProblem``, such as ``checks[2].choices[1].text``.
        body: the lines of Markdown that follow.
        body_line: the line of the file on which the body begins.
    """

    table: dict[str, Any]
    lines: dict[str, int]
    body: tuple[str, ...]
    body_line: int


def read_front_matter(path: Path) -> FrontMatter | ContentProblem:
    """Read a lesson file, or say why it cannot be taken apart."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        return ContentProblem(path, 1, "", "Is not UTF-8 text; save it as UTF-8.")
    if not lines or lines[0].strip() != FENCE:
        message = f"Has no front matter; begin the file with a line {FENCE}."
        return ContentProblem(path, 1, "", message)
    end = next((n for n, line in enumerate(lines[1:], 1) if line.strip() == FENCE), None)
    if end is None:
        message = f"The front matter does not end; close it with a line {FENCE}."
        return ContentProblem(path, 1, "", message)
    front = lines[1:end]
    try:
        table = tomllib.loads("\n".join(front))
    except tomllib.TOMLDecodeError as error:
        place = _PLACE.search(str(error))
        # An error at the end of the document names no line.
        line = int(place[1]) + 1 if place else end + 1
        reason = str(error).split(" (at ")[0]
        message = f"The front matter is not TOML here: {reason}. Mend this line."
        return ContentProblem(path, line, "", message)
    # The fence is line 1.
    return FrontMatter(table, field_lines(front, 2), tuple(lines[end + 1 :]), end + 2)


def field_lines(toml: Sequence[str], first: int = 1) -> dict[str, int]:
    """Return the line of each field and each ``[[table]]``, named as in ``FrontMatter.lines``.

    Args:
        toml: the lines of a TOML document.
        first: number of the first of them.
    """
    lines: dict[str, int] = {}
    counts: Counter[str] = Counter()
    prefix = ""
    for number, line in enumerate(toml, start=first):
        if table := _TABLE.match(line):
            prefix = f"{table[1]}."
            lines[table[1]] = number
        elif header := _ARRAY.match(line):
            *parents, name = header[1].split(".")
            place = ""
            for parent in parents:
                place += f"{parent}[{counts[place + parent]}]."
            counts[place + name] += 1
            prefix = f"{place}{name}[{counts[place + name]}]"
            lines[prefix] = number
            prefix += "."
        elif key := _KEY.match(line):
            lines.setdefault(prefix + key[1], number)
    return lines
