"""The lab that moves a detector's threshold over measured scores."""

from html import escape
from pathlib import Path
from urllib.parse import quote

import streamlit as st

from lessons.labs.threshold import (
    BINS,
    PICTURES,
    Alarms,
    Hundred,
    Rate,
    Scores,
    ScoresError,
    alarms,
    histogram,
    hundred,
    read_scores,
    right_alarms,
)
from lessons.pages.layout import BOX_WIDTH, bullets
from lessons.text import text

# Written by the benchmark of our own detector, on pictures it was not trained on.
SCORES = Path(__file__).parents[2] / "models" / "detectors" / "scores.json"
USUAL_THRESHOLD = 50
STEP = 100 // BINS
GENERATED = (1, 2, 5, 10, 20, 50, 80)
USUAL_GENERATED = 10
CELL_PX, COLUMNS = 20, 20
BAR_PX, ROW_PX = 20, 90


@st.fragment
def draw_threshold() -> None:
    """Draw the lab, or say in a sentence why there is nothing to draw."""
    try:
        scores = read_scores(SCORES)
    except ScoresError as error:
        st.warning(text("threshold-broken", {"reason": str(error)}))
        return
    if scores is None:
        st.info(text("threshold-not-measured"))
        return
    with st.container(border=True, width=BOX_WIDTH):
        threshold = st.slider(
            text("threshold-threshold"),
            0,
            100,
            USUAL_THRESHOLD,
            STEP,
            key="lessons_lab_threshold",
        )
        generated = st.select_slider(
            text("threshold-generated", {"pictures": PICTURES}),
            GENERATED,
            USUAL_GENERATED,
            key="lessons_lab_threshold_generated",
        )
    found = alarms(scores, threshold / 100)
    st.html(picture(bars(scores, threshold), text("threshold-bars-alt", {
        "real": scores.real.size,
        "generated": scores.generated.size,
        "threshold": threshold,
    }), "28rem"))  # fmt: skip
    counted = {"threshold-hits": found.hits, "threshold-false": found.false_alarms}
    st.markdown(bullets(text(key, rate(counts)) for key, counts in counted.items()))
    st.markdown(text("threshold-verdicts"))
    expected = hundred(found, generated)
    told = {**vars(expected), "pictures": PICTURES, "alarms": expected.alarms}
    st.markdown(f"**{text('threshold-hundred', {'pictures': PICTURES, 'generated': generated})}**")
    st.html(picture(dots(expected), text("threshold-dots-alt", told), "28rem"))
    st.markdown(text("threshold-dots", told))
    st.markdown(verdict(found, generated))
    st.markdown(text("threshold-measured", {"command": f"`{scores.command}`", "date": scores.date}))


def rate(counted: Rate) -> dict[str, int]:
    """Return what a sentence tells of a rate."""
    low, high = counted.interval
    return {
        "count": counted.count,
        "total": counted.total,
        "share": round(100 * counted.share),
        "low": round(100 * low),
        "high": round(100 * high),
    }


def verdict(found: Alarms, generated: int) -> str:
    """Say how far an alarm can be trusted here."""
    right = right_alarms(found, generated)
    if right is None:
        return text("threshold-silent")
    shown = round(100 * right)
    if shown <= generated:
        key = "threshold-no-hint"
    else:
        key = "threshold-mostly-right" if right >= 0.5 else "threshold-mostly-wrong"
    return text(key, {"right": shown, "before": generated})


def bars(scores: Scores, threshold: int) -> str:
    """Return two histograms, one above the other, as an SVG drawing; alarms are filled."""
    shapes = []
    for row, (name, part) in enumerate((("generated", scores.generated), ("real", scores.real))):
        floor = (row + 1) * ROW_PX - 4
        counts = histogram(part)
        shapes.append(_label(0, floor - ROW_PX + 18, text(f"threshold-scores-{name}")))
        for place, count in enumerate(counts):
            height = (ROW_PX - 30) * count / counts.max()
            filled = "#334a9c" if place * STEP >= threshold else "#fff"
            shapes.append(
                f'<rect x="{place * BAR_PX + 2}" y="{floor - height:.1f}" width="{BAR_PX - 4}"'
                f' height="{height:.1f}" fill="{filled}" stroke="#334a9c" stroke-width="1.5"/>'
            )
        shapes.append(f'<path d="M0 {floor}H{BINS * BAR_PX}" stroke="#555"/>')
    line = threshold / STEP * BAR_PX
    bottom = 2 * ROW_PX
    shapes.append(
        f'<path d="M{line} 0V{bottom}" stroke="#b3261e" stroke-width="2.5" stroke-dasharray="6 4"/>'
    )
    for score in (0, 50, 100):
        anchor = {0: "start", 50: "middle", 100: "end"}[score]
        shapes.append(_label(score / STEP * BAR_PX, bottom + 16, str(score), anchor))
    return _svg(BINS * BAR_PX, bottom + 22, shapes)


def dots(expected: Hundred) -> str:
    """Return a hundred pictures as an SVG drawing: round ones generated, filled ones alarms."""
    signs = (
        [("circle", True)] * expected.hits
        + [("circle", False)] * expected.misses
        + [("square", True)] * expected.false_alarms
        + [("square", False)] * expected.correct_rejections
    )
    shapes = []
    for place, (shape, filled) in enumerate(signs):
        x, y = (place % COLUMNS + 0.5) * CELL_PX, (place // COLUMNS + 0.5) * CELL_PX
        paint = f'fill="{"#334a9c" if filled else "#fff"}" stroke="#334a9c" stroke-width="1.8"'
        if shape == "circle":
            shapes.append(f'<circle cx="{x}" cy="{y}" r="7" {paint}/>')
        else:
            shapes.append(f'<rect x="{x - 6}" y="{y - 6}" width="12" height="12" {paint}/>')
    return _svg(COLUMNS * CELL_PX, PICTURES // COLUMNS * CELL_PX, shapes)


def picture(drawing: str, alt: str, width: str) -> str:
    """Return an SVG drawing as a picture with a text alternative."""
    address = f"data:image/svg+xml,{quote(drawing)}"
    style = f"width:100%;max-width:{width};border-radius:6px"
    return f'<img src="{address}" alt="{escape(alt)}" style="{style}">'


def _svg(width: int, height: int, shapes: list[str]) -> str:
    # On white of its own, so that it can be read in the dark as well.
    edge = 8
    box = f"{-edge} {-edge} {width + 2 * edge} {height + 2 * edge}"
    ground = f'<rect x="{-edge}" y="{-edge}" width="100%" height="100%" fill="#fff"/>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" font-family="sans-serif"'
        f' font-size="14" fill="#222">{ground}{"".join(shapes)}</svg>'
    )


def _label(x: float, y: float, words: str, anchor: str = "start") -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}" fill="#222">{escape(words)}</text>'
