"""Examine a picture: choose it, say what you think, read the report, then pass it on."""

from collections.abc import Sequence
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import NamedTuple

import gradio as gr

from models.assessment import assess
from models.belief import Belief, Confidence, reflect
from models.demo.parts import (
    EXAMINING,
    KEEP_SECONDS,
    QUIET,
    html,
    opened,
    picture_buttons,
    radio,
    shown_picture,
)
from models.demo.passing_on import PassingOn
from models.demo.uploads import taken
from models.image import ImageRefusedError, open_image
from models.markup import render
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


class _Missing(StrEnum):
    """What the learner still has to do before the report opens."""

    PICTURE = "picture"
    BELIEF = "belief"
    CONFIDENCE = "confidence"
    NOTHING = "nothing"
    OPENED = "opened"


def examine_tab(examples: Sequence[Example], trust_list: TrustList | None) -> None:
    """Put the section into the page that is being built."""
    picture = gr.State(None, time_to_live=KEEP_SECONDS)
    html(render("choose.html"))
    choices = picture_buttons(
        "example",
        [example.label for example in examples],
        [opened(example.path) for example in examples],
    )
    upload = gr.UploadButton(text("detector-upload"), elem_id="upload")
    html(render("upload_note.html"))
    shown = html(render("no_picture.html"), elem_id="shown")

    html(render("ask.html"))
    belief = radio("belief", Belief)
    confidence = radio("confidence", Confidence)
    answers = [picture, belief, confidence]
    reason = html(_reason(_Missing.PICTURE), elem_id="reason")
    open_report = gr.Button(
        text("detector-open-report"), variant="primary", interactive=False, elem_id="open"
    )
    report = html("", elem_id="report")
    passing_on = PassingOn()

    started_over = [
        picture, shown, belief, confidence, reason, open_report, report, *passing_on.parts
    ]  # fmt: skip
    gr.on(
        [belief.input, confidence.input],
        _review,
        answers,
        [confidence, reason, open_report],
        # One after the other: a late reply to the first press must not undo the second.
        trigger_mode="always_last",
        # Past the queue: a press of a radio button must not wait for others' pictures.
        queue=False,
        **QUIET,
    )
    opened_report = open_report.click(
        partial(_report, trust_list),
        answers,
        [report, picture, belief, confidence, reason, open_report, *passing_on.parts],
        show_progress_on=[reason, report],
        api_visibility="private",
        **EXAMINING,
    )
    # What is still being found out about one picture must not appear below another.
    late = [opened_report, passing_on.moved]
    # On a slow network a press must not seem to be lost.
    choosing = {"show_progress": "minimal", "show_progress_on": shown, "cancels": late}
    for choice, example in zip(choices, examples, strict=True):
        choice.click(
            partial(_show_example, example), None, started_over,
            api_visibility="private", **choosing,
        )  # fmt: skip
    upload.upload(_show_upload, upload, started_over, api_visibility="private", **choosing)


def _show_example(example: Example) -> list[object]:
    return _start_over(example.path.read_bytes(), example.label, example.truth)


def _show_upload(path: str) -> list[object]:
    return _start_over(taken(path), text("detector-own-picture"))


def _start_over(data: bytes, name: str, truth: str = "") -> list[object]:
    """Return the page with this picture, or the reason why not, and everything else cleared."""
    try:
        image = open_image(data)
    except ImageRefusedError as error:
        picture, shown, missing = None, render("refused.html", sentence=error), _Missing.PICTURE
    else:
        picture = _Chosen(image.data, truth)
        shown, missing = shown_picture(image, name), _Missing.BELIEF
    return [
        picture,
        shown,
        gr.Radio(value=None, interactive=True),
        gr.Radio(value=None, interactive=True, visible=True),
        _reason(missing),
        gr.Button(interactive=False, visible=True),
        "",
        *PassingOn.hidden(),
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
        nothing_yet = ["", picture, gr.skip(), gr.skip(), _reason(missing), gr.skip()]
        return [*nothing_yet, *PassingOn.hidden()]
    image = open_image(picture.data)
    assessed = assess(image, trust_list)
    sure = None if confidence is None or belief == Belief.UNSURE else Confidence(confidence)
    report = write_report(
        image,
        assessed,
        heading=text("report-heading"),
        reflection=reflect(Belief(belief), sure, assessed.verdict.conclusion),
        truth=picture.truth,
    )
    locked = gr.Radio(interactive=False)
    said = [report, None, locked, locked, _reason(_Missing.OPENED), gr.Button(interactive=False)]
    return [*said, *PassingOn.opened(image, assessed)]


def _reason(missing: _Missing) -> str:
    return render("reason.html", missing=missing)
