"""The class's own rules: a draft to begin with, which the class changes and prints."""

from dataclasses import dataclass
from pathlib import Path

from lessons.problem import ContentProblem
from lessons.toml_file import read_toml

CHARTER = "charter.toml"  # in the folder of a language


@dataclass(frozen=True)
class Charter:
    """Rules that a class gives itself."""

    title: str
    intro: str
    rules: tuple[str, ...]


def read_charter(folder: Path) -> Charter | list[ContentProblem]:
    """Read the draft of a language folder, or say everything that is wrong with it."""
    path = folder / CHARTER
    fields = read_toml(path, "Is missing; write the draft of a class's charter there.")
    if isinstance(fields, ContentProblem):
        return [fields]
    fields.refuse_others(frozenset({"title", "intro", "rules"}))
    rules = []
    for inner in fields.tables("rules", least=1):
        inner.refuse_others(frozenset({"text"}))
        rules.append(inner.text("text"))
    charter = Charter(fields.text("title"), fields.text("intro"), tuple(rules))
    return fields.problems or charter
