"""How the lessons page lays out text and choices."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

import streamlit as st

from lessons.text import text

BOX_WIDTH = 704  # pixels: as wide as a line of text, about 75 letters

Value = TypeVar("Value")


def bullets(entries: Iterable[str]) -> str:
    """Return entries as a Markdown list."""
    return "\n".join(f"- {entry}" for entry in entries)


def options(
    name: str, values: Sequence[Value], label: Callable[[Value], str], index: int = 0
) -> Value:
    """Draw a row of radio buttons and return the value chosen, at first the one at `index`."""
    return st.radio(
        text(f"lab-{name}"),
        values,
        index=index,
        format_func=label,
        horizontal=True,
        key=f"lessons_lab_{name}",
    )
