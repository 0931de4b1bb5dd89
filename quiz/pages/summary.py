"""The end of a round: what went well, counted honestly, and every missed picture once more."""

from collections.abc import Sequence

import streamlit as st

from quiz.item import Item
from quiz.pages.reveal import show_explanation
from quiz.scoring import CalibrationStep, calibration, tally
from quiz.session import Round, judge_round
from quiz.text import text


def show_summary(current: Round, items: Sequence[Item]) -> None:
    """Show believed real pictures and caught fakes apart, sureness, and what was missed.

    No sensitivity d' here: ten pictures measure it so coarsely that the figure would be noise.
    """
    judged = judge_round(items, current.answers)
    counts = tally(outcome for _, outcome in judged)
    st.title(text("summary-title"), anchor=False)
    with st.container(horizontal=True):
        st.metric(
            text("summary-believed"), f"{counts.correct_rejections} / {counts.reals}", border=True
        )
        st.metric(text("summary-caught"), f"{counts.hits} / {counts.fakes}", border=True)
    st.markdown(text(_balance(counts.misses, counts.false_alarms)))

    st.subheader(text("summary-sure"), anchor=False)
    st.markdown(text("summary-sure-meaning"))
    st.markdown("\n".join(_calibration_line(step) for step in calibration(judged)))

    missed = [
        (position, item)
        for position, (item, (_, outcome)) in enumerate(zip(items, judged, strict=True))
        if not outcome.is_right
    ]
    st.subheader(text("summary-missed", {"n": len(missed)}), anchor=False)
    for position, item in missed:
        label = text(f"missed-{'real' if item.is_real else 'fake'}", {"number": position + 1})
        with st.expander(f"{label}: {item.alt}"):
            show_explanation(item, current.items[position])
    st.markdown(text("summary-noise"))


def _balance(misses: int, false_alarms: int) -> str:
    if misses == false_alarms == 0:
        return "balance-all-right"
    if abs(misses - false_alarms) <= 1:
        return "balance-even"
    return "balance-trusting" if misses > false_alarms else "balance-suspicious"


def _calibration_line(step: CalibrationStep) -> str:
    return "- " + text(
        "summary-sure-line",
        {
            "confidence": text(f"confidence-{step.confidence}"),
            "right": step.right,
            "answers": step.answers,
            "expected": round(step.expected * 100),
        },
    )
