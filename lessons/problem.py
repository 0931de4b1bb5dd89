"""Faults in lessons, collected all at once, each with its place and its remedy."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self


@dataclass(frozen=True)
class ContentProblem:
    """One fault in a content file.

    Attributes:
        path: the file.
        line: where in it, counted from one.
        field: the front matter field or part of the body at fault, dotted and counted from
            one; empty for the whole file.
        message: what is wrong and what to do about it.
    """

    path: Path
    line: int
    field: str
    message: str

    def __str__(self) -> str:
        field = f"{self.field}: " if self.field else ""
        return f"{self.path}:{self.line}: {field}{self.message}"


@dataclass
class Fields:
    """A reader of one TOML table that notes every fault and never stops at the first.

    A reading method returns an empty value of its type for a faulty field, so that the caller
    can go on; what was read counts only while `problems` is empty.
    """

    path: Path
    table: Mapping[str, Any]
    lines: Mapping[str, int]
    prefix: str = ""
    problems: list[ContentProblem] = field(default_factory=list)

    @property
    def line(self) -> int:
        """The line on which this table begins."""
        return self.lines.get(self.prefix.rstrip("."), 1)

    def fault(self, name: str, message: str) -> None:
        """Note that the field `name` of this table is at fault."""
        place = self.prefix + name
        # A missing field has no line of its own: name the table it belongs in.
        line = self.lines.get(place, self.line)
        self.problems.append(ContentProblem(self.path, line, place, message))

    def refuse_others(self, known: frozenset[str]) -> None:
        """Note every field that is not `known`: most often a slip of the pen."""
        for name in self.table.keys() - known:
            self.fault(name, f"Is not a field here; use one of {', '.join(sorted(known))}.")

    def text(self, name: str) -> str:
        """Return a text that is not empty, without surrounding space."""
        value = self.table.get(name, "")
        if not isinstance(value, str):
            self.fault(name, "Write a text in quotation marks.")
            return ""
        if not value.strip():
            self.fault(name, "Is missing or empty; add it.")
        return value.strip()

    def texts(self, name: str, *, needed: bool = True) -> tuple[str, ...]:
        """Return a list of texts, at least one where `needed`."""
        value = self.table.get(name)
        if not isinstance(value, list) or (needed and not value):
            self.fault(name, "Give a list of one or more texts." if needed else "Give a list: [].")
            return ()
        if not all(isinstance(entry, str) and entry.strip() for entry in value):
            self.fault(name, "Every entry must be a text that is not empty.")
            return ()
        return tuple(entry.strip() for entry in value)

    def number(self, name: str, low: int, high: int) -> int:
        """Return a whole number from `low` to `high`."""
        value = self.table.get(name)
        # A bool is an int in Python, but not in TOML.
        if type(value) is not int or not low <= value <= high:
            self.fault(name, f"Write a whole number from {low} to {high}.")
            return low
        return value

    def truth(self, name: str) -> bool:
        """Return true or false."""
        value = self.table.get(name)
        if not isinstance(value, bool):
            self.fault(name, "Write true or false.")
            return False
        return value

    def date(self, name: str) -> datetime.date:
        """Return a day."""
        value = self.table.get(name)
        # A date with a time of day is a date in Python, but says more than was asked.
        if type(value) is not datetime.date:
            self.fault(name, "Write a date such as 2026-11-22, without quotation marks.")
            return datetime.date.min
        return value

    def part(self, name: str) -> Self:
        """Return a reader for a table inside this one; an empty one where there is none."""
        value = self.table.get(name, {})
        if not isinstance(value, dict):
            self.fault(name, f"Write it as a table, headed [{name}].")
            value = {}
        return type(self)(self.path, value, self.lines, f"{self.prefix}{name}.", self.problems)

    def tables(self, name: str, least: int) -> list[Self]:
        """Return a reader for each table of an array of at least `least` tables."""
        value = self.table.get(name, [])
        if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
            self.fault(name, f"Write each as a table of its own, headed [[{name}]].")
            return []
        if len(value) < least:
            self.fault(name, f"Has {len(value)}; write at least {least}, each headed [[{name}]].")
        return [
            type(self)(
                self.path, entry, self.lines, f"{self.prefix}{name}[{number}].", self.problems
            )
            for number, entry in enumerate(value, start=1)
        ]
