"""What the sections of the detector page share."""

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

import gradio as gr

from models.image import LoadedImage, open_image
from models.markup import render
from models.overlay import data_uri, preview, thumbnail
from models.text import text

# For the page's head: makes the answers to a question one group, for the keyboard and who hears.
RADIO_GROUPS = render("radio_groups.html")
# Pupils' pictures: nothing that a browser sent may lie about for long.
KEEP_SECONDS = 600

# No event but one is part of a public API, and only what takes long shows progress.
QUIET = {"show_progress": "hidden", "api_visibility": "private"}
# Whoever examines pictures waits in one line, so that two at a time are examined and no more.
EXAMINING = {"concurrency_id": "examining", "concurrency_limit": 2}


def html(content: str, *, sanitize_html: bool = True, elem_id: str | None = None) -> gr.Markdown:
    """Return a component that shows an HTML fragment without blank lines."""
    # ``gr.HTML`` runs its value through a template that needs "unsafe-eval" in the site's
    # content security policy. Markdown passes HTML blocks on and strips scripts from them.
    return gr.Markdown(
        content, sanitize_html=sanitize_html, latex_delimiters=[], elem_id=elem_id, container=False
    )


def picture_buttons(
    key: str, labels: Sequence[str], pictures: Sequence[LoadedImage]
) -> list[gr.Button]:
    """Return a button for each picture, with a small view of it above its label."""
    thumbnails = [data_uri(thumbnail(picture.pixels)) for picture in pictures]
    # The sanitiser would drop a style sheet; this one holds nothing but our own thumbnails.
    html(render("thumbnails.html", key=key, thumbnails=thumbnails), sanitize_html=False)
    with gr.Row(elem_classes="examples"):
        return [
            gr.Button(label, elem_id=f"{key}-{number}", elem_classes="example")
            for number, label in enumerate(labels)
        ]


def radio(key: str, answers: type[StrEnum]) -> gr.Radio:
    """Return a question with its answers, named after ``key`` in ``models.ftl``."""
    return gr.Radio(
        [(text(f"detector-{key}-{answer}"), answer.value) for answer in answers],
        label=text(f"detector-{key}"),
        elem_id=key,
    )


def shown_picture(image: LoadedImage, name: str) -> str:
    """Return the picture with its name and facts, as HTML."""
    return render(
        "picture.html",
        source=data_uri(preview(image.pixels)),
        name=name,
        width=image.width,
        height=image.height,
        format=image.format,
    )


def opened(path: Path) -> LoadedImage:
    """Return a picture of the site's own."""
    return open_image(path.read_bytes())
