"""A content file that is all TOML, opened for reading its fields."""

import tomllib
from pathlib import Path

from lessons.front_matter import field_lines
from lessons.problem import ContentProblem, Fields


def read_toml(path: Path, missing: str) -> Fields | ContentProblem:
    """Return a reader for a TOML file, or say why there is none.

    Args:
        path: of the file.
        missing: what to say where there is no such file.
    """
    try:
        content = path.read_text(encoding="utf-8")
        table = tomllib.loads(content)
    except FileNotFoundError:
        return ContentProblem(path, 1, "", missing)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        return ContentProblem(path, 1, "", f"Is not readable as TOML: {error}. Mend it.")
    return Fields(path, table, field_lines(content.splitlines()))
