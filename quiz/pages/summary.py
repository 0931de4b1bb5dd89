"""The end of a round: what went well, counted honestly, and every missed picture once more."""

from collections.abc import Iterator, Mapping, Sequence

import streamlit as st

from quiz.families import tally_by_family
from quiz.item import Family, Item
from quiz.pages.gallery_access import offer_gallery
from quiz.pages.reveal import show_explanation
from quiz.plain_text import in_markdown
from quiz.scoring import CalibrationStep, Tally, balance, calibration, tally
from quiz.session import Round, judge_round
from quiz.text import text


def show_summary(token: str, current: Round, items: Sequence[Item]) -> None:
    """Show believed real pictures and caught fakes apart, sureness, clues, and what was missed.

    No sensitivity d' here: ten pictures measure it so coarsely that the figure would be noise.
    """
    judged = judge_round(items, current.answers)
    outcomes = [outcome for _, outcome in judged]
    counts = tally(outcomes)
    st.title(text("summary-title"), anchor=False)
    with st.container(horizontal=True):
        st.metric(
            text("summary-believed"), f"{counts.correct_rejections} / {counts.reals}", border=True
        )
        st.metric(text("summary-caught"), f"{counts.hits} / {counts.fakes}", border=True)
    st.markdown(text(f"balance-{balance(counts)}".replace("_", "-")))

    st.header(text("summary-sure"), anchor=False)
    st.markdown(text("summary-sure-meaning"))
    st.markdown("\n".join(_calibration_line(step) for step in calibration(judged)))

    _show_families(token, tally_by_family(zip(items, outcomes, strict=True)))

    missed = [
        (position, item)
        for position, (item, outcome) in enumerate(zip(items, outcomes, strict=True))
        if not outcome.is_right
    ]
    st.header(text("summary-missed", {"n": len(missed)}), anchor=False)
    for position, item in missed:
        sort = f"{'real' if item.is_real else 'fake'}{'-captioned' if item.caption else ''}"
        label = text(f"missed-{sort}", {"number": position + 1})
        with st.expander(f"{label}: {in_markdown(item.alt)}"):
            show_explanation(item, current.items[position])
    st.markdown(text("summary-noise"))


def _show_families(token: str, tallies: Mapping[Family, Tally]) -> None:
    if not tallies:
        return
    st.header(text("summary-clues"), anchor=False)
    st.markdown(text("summary-clues-meaning"))
    with st.container(key="summary-clues", gap="xsmall"):
        for family, counts in tallies.items():
            line = f"**{text(f'clue-{family}')}:** {' · '.join(_told(counts))}"
            offer_gallery(token, line, clue=family)


def _told(counts: Tally) -> Iterator[str]:
    if counts.fakes:
        yield text("summary-clue-caught", {"hits": counts.hits, "fakes": counts.fakes})
    if counts.reals:
        yield text(
            "summary-clue-believed", {"right": counts.correct_rejections, "reals": counts.reals}
        )


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
