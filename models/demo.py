"""The detector page: choose a picture, say what you think, then read the report."""

from collections.abc import Sequence
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import NamedTuple

import gradio as gr

from models.belief import Belief, Confidence
from models.image import ImageRefusedError, LoadedImage, open_image
from models.markup import render
from models.overlay import data_uri, preview, thumbnail
from models.provenance import TrustList
from models.report import write_report
from models.text import text


class Example(NamedTuple):
    """A picture to choose, from the people who run the site.

    Attributes:
        label: short, and silent on whether the picture is real.
        path: the file.
        truth: what the picture really is, told after the report; empty where unknown.
    """

    label: str
    path: Path
    truth: str = ""


class _Chosen(NamedTuple):
    """The picture on the page: the file's bytes, and what is known of it."""

    data: bytes
    truth: str


# Pupils' pictures: nothing that a browser sent may lie about for long.
_KEEP_SECONDS = 600

_CSS = (Path(__file__).parent / "templates" / "detector.css").read_text(encoding="utf-8")
_THEME = gr.themes.Default(
    font=["system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"]
).set(
    # White on Gradio's own orange is 2.8:1.
    button_primary_background_fill="#1d4ed8",
    button_primary_background_fill_dark="#1d4ed8",
    button_primary_background_fill_hover="#1e40af",
    button_primary_background_fill_hover_dark="#1e40af",
    button_primary_text_color="white",
    button_primary_text_color_dark="white",
)

# What ``gr.mount_gradio_app`` has to be called with besides the app, the page and the path.
MOUNT_SETTINGS = {
    "theme": _THEME,
    "css": _CSS,
    "ssr_mode": False,
    # With True, Gradio tells visitors the server's paths in its error messages.
    "show_error": False,
    "max_file_size": "10mb",
    "allowed_paths": [],
    "footer_links": [],
    # The history would keep pupils' answers in the browser of a shared computer.
    "run_history": False,
}

# No event is part of a public API, and only the report takes long enough to show progress.
_QUIET = {"show_progress": "hidden", "api_visibility": "private"}


class _Missing(StrEnum):
    """What the learner still has to do before the report opens."""

    PICTURE = "picture"
    BELIEF = "belief"
    CONFIDENCE = "confidence"
    NOTHING = "nothing"
    OPENED = "opened"


def build_demo(examples: Sequence[Example], trust_list: TrustList | None = None) -> gr.Blocks:
    """Return the detector page, ready to be mounted with ``MOUNT_SETTINGS``.

    Args:
        examples: pictures to choose from.
        trust_list: signers whose Content Credentials count as proof; by default none.
    """
    with gr.Blocks(
        title=text("detector-title"),
        analytics_enabled=False,
        delete_cache=(_KEEP_SECONDS, _KEEP_SECONDS),
    ) as demo:
        picture = gr.State(None, time_to_live=_KEEP_SECONDS)
        _html(render("intro.html"))
        # The sanitiser would drop a style sheet; this one holds nothing but our own thumbnails.
        _html(render("thumbnails.html", thumbnails=_thumbnails(examples)), sanitize_html=False)
        with gr.Row(elem_classes="examples"):
            choices = [
                gr.Button(example.label, elem_id=f"example-{number}", elem_classes="example")
                for number, example in enumerate(examples)
            ]
        upload = gr.UploadButton(text("detector-upload"), elem_id="upload")
        _html(render("upload_note.html"))
        shown = _html(render("no_picture.html"), elem_id="shown")

        _html(render("ask.html"))
        belief = _radio("belief", Belief)
        confidence = _radio("confidence", Confidence)
        answers = [picture, belief, confidence]
        reason = _html(_reason(_Missing.PICTURE), elem_id="reason")
        open_report = gr.Button(
            text("detector-open-report"), variant="primary", interactive=False, elem_id="open"
        )
        report = _html("", elem_id="report")

        started_over = [picture, shown, belief, confidence, reason, open_report, report]
        for choice, example in zip(choices, examples, strict=True):
            choice.click(partial(_show_example, example), None, started_over, **_QUIET)
        upload.upload(_show_upload, upload, started_over, **_QUIET)
        gr.on(
            [belief.input, confidence.input],
            _review,
            answers,
            [confidence, reason, open_report],
            # One after the other: a late reply to the first press must not undo the second.
            trigger_mode="always_last",
            # Past the queue: a press of a radio button must not wait for others' pictures.
            queue=False,
            **_QUIET,
        )
        open_report.click(
            partial(_report, trust_list),
            answers,
            [report, picture, belief, confidence, reason, open_report],
            show_progress_on=report,
            api_visibility="private",
        )
    demo.queue(max_size=64, default_concurrency_limit=2, status_update_rate=2)
    # Until this is set, a mounted page lets any visitor name any file of the server as an
    # upload. ``launch`` sets it; ``mount_gradio_app`` forgets to.
    demo.has_launched = True
    return demo


def _show_example(example: Example) -> list[object]:
    return _start_over(example.path.read_bytes(), example.label, example.truth)


def _show_upload(path: str) -> list[object]:
    uploaded = Path(path)
    data = uploaded.read_bytes()
    uploaded.unlink()
    return _start_over(data, text("detector-own-picture"))


def _start_over(data: bytes, name: str, truth: str = "") -> list[object]:
    """Return the page with this picture, or the reason why not, and everything else cleared."""
    try:
        image = open_image(data)
    except ImageRefusedError as error:
        picture, shown, missing = None, render("refused.html", sentence=error), _Missing.PICTURE
    else:
        picture = _Chosen(image.data, truth)
        shown, missing = _picture(image, name), _Missing.BELIEF
    return [
        picture,
        shown,
        gr.Radio(value=None, interactive=True),
        gr.Radio(value=None, interactive=True, visible=True),
        _reason(missing),
        gr.Button(interactive=False, visible=True),
        "",
    ]


def _review(
    picture: _Chosen | None, belief: str | None, confidence: str | None
) -> tuple[object, str, gr.Button]:
    missing = _missing(picture, belief, confidence)
    return (
        gr.Radio(visible=belief != Belief.UNSURE),
        _reason(missing),
        gr.Button(interactive=missing is _Missing.NOTHING),
    )


def _missing(picture: _Chosen | None, belief: str | None, confidence: str | None) -> _Missing:
    if picture is None:
        return _Missing.PICTURE
    if belief is None:
        return _Missing.BELIEF
    if confidence is None and belief != Belief.UNSURE:
        return _Missing.CONFIDENCE
    return _Missing.NOTHING


def _report(
    trust_list: TrustList | None,
    picture: _Chosen | None,
    belief: str | None,
    confidence: str | None,
) -> list[object]:
    missing = _missing(picture, belief, confidence)
    if missing is not _Missing.NOTHING:
        return ["", picture, gr.skip(), gr.skip(), _reason(missing), gr.skip()]
    image = open_image(picture.data)
    sure = None if confidence is None or belief == Belief.UNSURE else Confidence(confidence)
    report = write_report(image, Belief(belief), sure, trust_list, picture.truth)
    locked = gr.Radio(interactive=False)
    return [report, None, locked, locked, _reason(_Missing.OPENED), gr.Button(interactive=False)]


def _picture(image: LoadedImage, name: str) -> str:
    return render(
        "picture.html",
        source=data_uri(preview(image.pixels)),
        name=name,
        width=image.width,
        height=image.height,
        format=image.format,
    )


def _reason(missing: _Missing) -> str:
    return render("reason.html", missing=missing)


def _thumbnails(examples: Sequence[Example]) -> list[str]:
    return [
        data_uri(thumbnail(open_image(example.path.read_bytes()).pixels)) for example in examples
    ]


def _html(html: str, *, sanitize_html: bool = True, elem_id: str | None = None) -> gr.Markdown:
    # ``gr.HTML`` runs its value through a template that needs "unsafe-eval" in the site's
    # content security policy. Markdown passes HTML blocks on and strips scripts from them.
    return gr.Markdown(
        html, sanitize_html=sanitize_html, latex_delimiters=[], elem_id=elem_id, container=False
    )


def _radio(key: str, answers: type[StrEnum]) -> gr.Radio:
    return gr.Radio(
        [(text(f"detector-{key}-{answer}"), answer.value) for answer in answers],
        label=text(f"detector-{key}"),
        elem_id=key,
    )
