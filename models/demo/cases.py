"""When the detector is wrong: predict what it will say, then open its report."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import gradio as gr

from models.case import Case, case_image, examine_before, examine_case, load_cases
from models.demo.parts import EXAMINING, KEEP_SECONDS, QUIET, html, picture_buttons
from models.markup import render
from models.overlay import data_uri, preview
from models.report import write_report
from models.text import text


def cases_tab(pictures: Mapping[str, Path]) -> None:
    """Put the section into the page that is being built.

    Args:
        pictures: files by name; a case whose picture is not among them is left out.
    """
    cases = [case for case in load_cases() if case.picture in pictures]
    desk = _Desk(cases, pictures)
    chosen = gr.State(None, time_to_live=KEEP_SECONDS)
    html(render("cases.html"))
    buttons = picture_buttons(
        "case",
        [case.title for case in cases],
        [case_image(case, pictures[case.picture]) for case in cases],
    )
    shown = html("", elem_id="case-shown")
    prediction = gr.Radio([], visible=False, elem_id="prediction")
    reason = html(_reason("case"), elem_id="case-reason")
    open_report = gr.Button(
        text("case-open"), variant="primary", visible=False, interactive=False, elem_id="case-open"
    )
    report = html("", elem_id="case-report")

    prediction.input(
        _review, [chosen, prediction], [reason, open_report], queue=False,
        trigger_mode="always_last", **QUIET,
    )  # fmt: skip
    opened_report = open_report.click(
        desk.open,
        [chosen, prediction],
        [report, chosen, prediction, reason, open_report],
        show_progress_on=[reason, report],
        api_visibility="private",
        **EXAMINING,
    )
    for number, button in enumerate(buttons):
        button.click(
            # Bound now: the loop's number goes on.
            lambda number=number: desk.show(number),
            None,
            [chosen, shown, prediction, reason, open_report, report],
            show_progress_on=shown,
            api_visibility="private",
            # A report that is still being made must not appear below another case.
            cancels=opened_report,
            **EXAMINING,
        )


class _Desk:
    """The cases and what was found out about them; the same for every visitor, so found once."""

    def __init__(self, cases: Sequence[Case], pictures: Mapping[str, Path]) -> None:
        self._cases = cases
        self._pictures = pictures
        # As HTML, which is a hundredth of the maps it is drawn from.
        self._story = cache(self._write_story)
        self._examined = cache(self._examine)

    def show(self, number: int) -> list[object]:
        """Return the values of the components for a case that was just chosen."""
        case = self._cases[number]
        choices = [(choice.text, str(place)) for place, choice in enumerate(case.choices)]
        return [
            number,
            self._story(number),
            gr.Radio(choices, value=None, label=case.question, visible=True, interactive=True),
            _reason("prediction"),
            gr.Button(visible=True, interactive=False),
            "",
        ]

    def open(self, number: int | None, prediction: str | None) -> list[object]:
        """Return the report, if the learner has said what to expect of it."""
        if number is None or prediction is None:
            missing = "case" if number is None else "prediction"
            return ["", number, gr.skip(), _reason(missing), gr.skip()]
        case, examined = self._cases[number], self._examined(number)
        outcome = render(
            "case_outcome.html",
            case=case,
            chosen=case.choices[int(prediction)],
            verdict=examined.verdict,
            as_expected=examined.as_expected,
        )
        locked = gr.Radio(interactive=False)
        report = f"{outcome}\n{examined.report}"
        return [report, None, locked, _reason("opened"), gr.Button(interactive=False)]

    def _write_story(self, number: int) -> str:
        case = self._cases[number]
        path = self._pictures[case.picture]
        before = examine_before(case, path)
        picture = data_uri(preview(case_image(case, path).pixels))
        return render(
            "case.html",
            case=case,
            picture=picture,
            before=before and text(f"conclusion-{before.verdict.conclusion}-heading"),
        )

    def _examine(self, number: int) -> "_Examined":
        case = self._cases[number]
        result = examine_case(case, self._pictures[case.picture])
        conclusion = result.assessment.verdict.conclusion
        return _Examined(
            verdict=text(f"conclusion-{conclusion}-heading"),
            as_expected=result.came_out_as_expected,
            report=write_report(result.image, result.assessment, heading=text("case-report")),
        )


class _Examined(NamedTuple):
    """What the detector said in a case, ready to be shown."""

    verdict: str
    as_expected: bool
    report: str


def _review(chosen: int | None, prediction: str | None) -> tuple[str, gr.Button]:
    if chosen is None:
        return _reason("case"), gr.Button(interactive=False)
    return _reason("nothing"), gr.Button(interactive=prediction is not None)


def _reason(missing: str) -> str:
    return render("case_reason.html", missing=missing)
