"""Faults in content, collected all at once, each with its place and its remedy."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, Self, TypeVar

Choice = TypeVar("Choice", bound=StrEnum)


@dataclass(frozen=True)
class ContentProblem:
    """One fault in a content file.

    Attributes:
        path: the file.
        field: the field in it, dotted and counted from one; empty for the whole file.
        message: what is wrong and what to do about it.
    """

    path: Path
    field: str
    message: str

    def __str__(self) -> str:
        place = f"{self.path}: {self.field}" if self.field else str(self.path)
        return f"{place}: {self.message}"


def read_toml(path: Path) -> dict[str, Any] | ContentProblem:
    """Return the table in a TOML file, or why there is none: whoever made a pack can err."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        return ContentProblem(path, "", f"Cannot be opened: {error.strerror}.")
    # Python's own limits on numbers of thousands of digits and on deep nesting are among these.
    except (ValueError, RecursionError) as error:
        return ContentProblem(path, "", f"Not readable as TOML: {error}. Mend the line named.")


@dataclass
class Fields:
    """A reader of one TOML table that notes every fault and never stops at the first.

    A reading method returns an empty value of its type for a faulty field, so that the caller
    can go on; what was read counts only while `problems` is empty.
    """

    path: Path
    table: Mapping[str, Any]
    prefix: str = ""
    problems: list[ContentProblem] = field(default_factory=list)

    def fault(self, name: str, message: str) -> None:
        """Note that the field `name` is at fault."""
        self.problems.append(ContentProblem(self.path, self.prefix + name, message))

    def text(self, name: str, *, needed: bool = True) -> str:
        """Return a text without surrounding space."""
        value = self.table.get(name, "")
        if not isinstance(value, str):
            self.fault(name, "Write a text in quotation marks.")
            return ""
        if needed and not value.strip():
            self.fault(name, "Is missing or empty; add it.")
        return value.strip()

    def texts(self, name: str) -> list[str]:
        """Return a list of at least one text."""
        value = self.table.get(name)
        if not isinstance(value, list) or not value:
            self.fault(name, "Give a list of one or more texts.")
            return []
        if not all(isinstance(entry, str) and entry.strip() for entry in value):
            self.fault(name, "Every entry must be a text that is not empty.")
            return []
        return [entry.strip() for entry in value]

    def choice(self, name: str, choices: type[Choice]) -> Choice | None:
        """Return the member of `choices` the field names."""
        value = self.table.get(name)
        if value in list(choices):
            return choices(value)
        self.fault(name, f"Use one of: {', '.join(choices)}.")
        return None

    def part(self, name: str) -> Self:
        """Return a reader for a table inside this one; an empty one where there is none."""
        value = self.table.get(name, {})
        if not isinstance(value, dict):
            self.fault(name, f"Write it as a table, headed [{name}].")
            value = {}
        return type(self)(self.path, value, f"{self.prefix}{name}.", self.problems)

    def tables(self, name: str, *, needed: bool) -> list[Self]:
        """Return a reader for each table of an array of tables."""
        value = self.table.get(name, [])
        if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
            self.fault(name, f"Write each as a table of its own, headed [[{name}]].")
            return []
        if needed and not value:
            self.fault(name, f"Add at least one [[{name}]].")
        return [
            type(self)(self.path, entry, f"{self.prefix}{name}[{number}].", self.problems)
            for number, entry in enumerate(value, start=1)
        ]
