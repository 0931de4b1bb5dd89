"""Two pictures on each other, and a boundary to move between them."""

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import streamlit as st

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

HERE = Path(__file__)
SHARE = "{share}"


class Side(NamedTuple):
    """One of the two pictures.

    Attributes:
        address: where it is served, or an address that holds the picture itself.
        alt: its text alternative.
        caption: what it is, in a few words.
    """

    address: str
    alt: str
    caption: str


def show_before_after(
    name: str, size: tuple[int, int], before: Side, after: Side, *, label: str, share: str
) -> None:
    """Show one picture over the other, with a boundary to move: left of it is `before`.

    The boundary is an ordinary range input: it moves by finger, mouse and keyboard, and a screen
    reader says its place. Moving it asks nothing of the server.

    Args:
        name: different for each pair on a page.
        size: width and height in pixels, the same of both.
        before: shown left of the boundary.
        after: shown right of it.
        label: says what to do with the boundary.
        share: says where the boundary is; the browser puts the percentage in place of ``SHARE``
            each time that it moves.
    """
    width, height = size
    _component()(
        key=f"before-after-{name}",
        data={
            "width": width,
            "height": height,
            # As text: to look into anything else, Streamlit loads pandas, which holds up the whole
            # class for a moment and takes 70 MB.
            "before": json.dumps(before._asdict()),
            "after": json.dumps(after._asdict()),
            "label": label,
            "share": share,
        },
    )


@cache
def _component() -> "ComponentRenderer":
    html, css, js = (
        HERE.with_suffix(suffix).read_text("utf-8") for suffix in (".html", ".css", ".js")
    )
    return st.components.v2.component("before_after", html=html, css=css, js=js)
