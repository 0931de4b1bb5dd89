"""The lab in which a fake spreads and its correction follows."""

from dataclasses import astuple
from functools import lru_cache
from typing import TYPE_CHECKING

import streamlit as st

from lessons.labs.spread import (
    ATTENTION_H,
    HOURS,
    MEASURED_LAG_H,
    ORDINARY_DAY,
    Crowd,
    Spread,
    half_time,
    simulate,
)
from lessons.pages.layout import BOX_WIDTH, bullets
from lessons.text import text

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

REACHES = (1, 2, 3, 4, 5, 6)
TENTHS = tuple(range(11))
NEVER = -1
STARTS = (0, 1, 2, 4, 6, 8, 10, 14, 20, 30, 48, NEVER)
# A lag behind a fake that hardly anybody has met would be a number without a meaning.
CATCHES_ON = 0.02
ROWS_H = range(0, HOURS + 1, 6)
# Each has a contrast of 3 or more to the page, light or dark (WCAG 2.2, 1.4.11).
FAKE_COLOUR, TRUTH_COLOUR = "#c2600c", "#2f7fd6"

simulated = lru_cache(maxsize=256)(simulate)


@st.fragment
def draw_spread() -> None:
    """Draw the lab: four choices, what comes of them in words, and curves on demand."""
    with st.container(border=True, width=BOX_WIDTH):
        crowd = ask_crowd()
    spread, ordinary = simulated(crowd), simulated(ORDINARY_DAY)
    st.markdown(f"**{text('spread-result')}**")
    st.markdown(bullets(sentences(spread)))
    if crowd != ORDINARY_DAY:
        st.markdown(text("spread-compare", numbers(ordinary)))
    with st.expander(text("spread-table"), width=BOX_WIDTH):
        st.markdown(table(spread))
    # The drawing program is large; whoever is on a slow network has read all of it by now.
    if st.toggle(text("spread-show-curves"), key="lessons_lab_spread_curves"):
        st.plotly_chart(
            curves(spread, crowd),
            config={"displayModeBar": False},
            key=f"lessons_lab_spread_{'_'.join(map(str, astuple(crowd)))}",
        )
        st.markdown(text("spread-curves-described", numbers(spread)))
    st.markdown(text("spread-simple", {"attention": round(ATTENTION_H)}))


def ask_crowd() -> Crowd:
    """Ask for the settings, at first those of an ordinary day."""
    reach = st.select_slider(
        text("spread-reach"), REACHES, round(ORDINARY_DAY.reach), key="lessons_lab_spread_reach"
    )
    doubt = st.select_slider(
        text("spread-doubt"),
        TENTHS,
        round(10 * ORDINARY_DAY.doubt),
        key="lessons_lab_spread_doubt",
    )
    starts = st.select_slider(
        text("spread-starts"),
        STARTS,
        round(ORDINARY_DAY.correction_starts or NEVER),
        format_func=lambda hour: text("spread-never") if hour == NEVER else str(hour),
        key="lessons_lab_spread_starts",
    )
    warned = st.select_slider(
        text("spread-warned"),
        TENTHS,
        round(10 * ORDINARY_DAY.warned),
        key="lessons_lab_spread_warned",
    )
    return Crowd(
        reach=float(reach),
        doubt=doubt / 10,
        correction_starts=None if starts == NEVER else float(starts),
        warned=warned / 10,
    )


def sentences(spread: Spread) -> list[str]:
    """Say what came of it."""
    told = numbers(spread)
    lines = [text("spread-believed", told)]
    if spread.lag_h is None:
        return [*lines, text("spread-no-correction")]
    lines.append(text("spread-informed", told))
    if spread.most_believing < CATCHES_ON:
        return [*lines, text("spread-fizzles")]
    low, high = MEASURED_LAG_H
    behind = "spread-ahead" if told["correction"] < told["fake"] else "spread-lag"
    return [*lines, text(behind, {**told, "low": low, "high": high})]


def numbers(spread: Spread) -> dict[str, int]:
    """Return what the sentences tell: people out of a hundred, and whole hours."""
    fake = round(half_time(spread.hours, spread.fake_sharing) or 0)
    correction = round(spread.correction_half_h or 0)
    return {
        "most": per_hundred(spread.most_believing),
        "still": per_hundred(spread.still_believing),
        "informed": per_hundred(spread.informed[-1]),
        "fake": fake,
        "correction": correction,
        # Of the hours as they are told, so that a learner who subtracts finds the same.
        "lag": abs(correction - fake),
        "days": HOURS // 24,
    }


def per_hundred(share: float) -> int:
    """Return a share as people out of a hundred."""
    return round(100 * share)


def table(spread: Spread) -> str:
    """Return the course of it as a Markdown table."""
    heads = [text(f"spread-{name}-column") for name in ("hour", "believing", "informed")]
    lines = [f"| {' | '.join(heads)} |", "|---|---|---|"]
    for hour in ROWS_H:
        step = int(spread.hours.searchsorted(hour))
        shares = (spread.believing[step], spread.informed[step])
        lines.append(f"| {hour} | {' | '.join(str(per_hundred(share)) for share in shares)} |")
    return "\n".join(lines)


def curves(spread: Spread, crowd: Crowd) -> "Figure":
    """Return the course of it as curves, told apart by their dashes as well as their colours."""
    import plotly.graph_objects as go

    every_half_hour = slice(None, None, 10)
    traces = [
        go.Scatter(
            x=spread.hours[every_half_hour],
            y=100 * share[every_half_hour],
            name=text(f"spread-{name}-column"),
            line={"dash": dash, "width": 3, "color": colour},
        )
        for name, share, dash, colour in (
            ("believing", spread.believing, "solid", FAKE_COLOUR),
            ("informed", spread.informed, "dash", TRUTH_COLOUR),
        )
    ]
    figure = go.Figure(traces)
    if crowd.correction_starts is not None:
        figure.add_vline(
            crowd.correction_starts,
            line={"dash": "dot", "color": "grey"},
            annotation_text=text("spread-correction-begins"),
        )
    figure.update_layout(
        xaxis={"title": text("spread-hour-column"), "fixedrange": True, "dtick": 12},
        yaxis={"title": text("spread-of-hundred"), "fixedrange": True, "range": [0, 100]},
        legend={"orientation": "h", "y": 1.15},
        margin={"l": 0, "r": 0, "t": 40, "b": 0},
        height=360,
    )
    return figure
