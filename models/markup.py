"""The HTML of the detector page, from ``models/templates``; every value is escaped."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from models.text import text

_templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.globals["text"] = text


def render(template: str, **values: object) -> str:
    """Return a template filled in. ``values`` may hold words from a picture's file.

    There is no blank line in the result, so that it is one HTML block inside Markdown.

    Source:
        CommonMark 0.31.2, section 4.6: an HTML block ends at a blank line.
    """
    filled = _templates.get_template(template).render(values)
    return "\n".join(line for line in filled.splitlines() if line.strip())
