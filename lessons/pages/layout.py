"""How the lessons page lays out text and choices."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

import streamlit as st

from lessons.text import text

BOX_WIDTH = 704  # pixels: as wide as a line of text, about 75 letters

Value = TypeVar("Value")

# Until the reader moves the page.
_KEEP = """{
  const heading = document.getElementById("%s");
  if (heading && location.hash === "#" + heading.id) {
    heading.style.scrollMarginTop = "5rem";
    const watch = new ResizeObserver(() => heading.scrollIntoView());
    watch.observe(document.querySelector("[data-testid='stMainBlockContainer']"));
    for (const moved of ["wheel", "touchstart", "pointerdown", "keydown"])
      addEventListener(moved, () => watch.disconnect(), { once: true, capture: true });
  }
}"""


def bullets(entries: Iterable[str]) -> str:
    """Return entries as a Markdown list."""
    return "\n".join(f"- {entry}" for entry in entries)


def to_top(shown: str) -> None:
    """Bring the top of the page into view, once each time that something else is shown.

    Args:
        shown: names what is shown; the same name again does nothing.
    """
    # Whoever comes by an address such as /teach#charter wants that part of the page.
    script = "location.hash || document.querySelector('[data-testid=stMain]').scrollTo(0, 0)"
    st.html(f"<script data-shown='{shown}'>{script}</script>", unsafe_allow_javascript=True)


def keep_in_view(anchor: str) -> None:
    """Bring a heading below the header if the address leads to it, and keep it there.

    Streamlit does so once, while what stands above the heading is still growing.
    """
    st.html(f"<script>{_KEEP % anchor}</script>", unsafe_allow_javascript=True)


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
