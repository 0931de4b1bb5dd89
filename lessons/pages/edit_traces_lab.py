"""The lab that edits a photograph and looks for its traces."""

from base64 import b64encode
from collections.abc import Mapping

import streamlit as st

from components.before_after import SHARE, Side, show_before_after
from lessons.labs import edit_traces
from lessons.labs.edit_traces import Comparison, Edit, LabResult, Place, Size
from lessons.pages.layout import BOX_WIDTH, bullets, options
from lessons.pages.photographs import draw_credits, items, name_of, small_pixels
from lessons.text import text
from models.evidence import noise_residual
from models.evidence.error_level import error_level
from models.image import open_image
from quiz.item import Item

PHOTOGRAPHS = ("hillside-sheep", "forest-castle", "drum-kit", "three-cows")

# Error level is drawn as it was invented, change by change: what the detector grades under this
# name counts only the parts that change less, and a fresh edit changes more.
ANALYSES: Mapping[str, edit_traces.Examine] = {
    "error_level": lambda jpeg: edit_traces.error_map(error_level(open_image(jpeg).pixels)),
    "noise_residual": lambda jpeg: noise_residual.examine(open_image(jpeg)).map.pixels(),
}


@st.fragment
def draw_edit_traces() -> None:
    """Draw the lab: what to edit and where, the picture before and after, and its two maps."""
    photographs = items(PHOTOGRAPHS)
    if not photographs:
        st.warning(text("lab-no-photographs"))
        return
    with st.container(border=True, width=BOX_WIDTH):
        item = options("photograph", photographs, name_of)
        edit = options("edit", list(Edit), lambda edit: text(f"edit-{edit}"))
        st.markdown(text(f"edit-{edit}-does"))
        place = ask_place()
        quality = options("quality", edit_traces.QUALITIES, str)
        outline = st.checkbox(text("lab-outline"), key="lessons_lab_outline")

    donor = photographs[(photographs.index(item) + 1) % len(photographs)]
    result = edit_traces.run(
        small_pixels(item.picture), small_pixels(donor.picture), edit, place, quality, ANALYSES
    )
    draw_before_after(item, edit, place, result, outline)
    draw_maps(result, outline)
    draw_credits(item, donor if edit is Edit.PASTE else None, edited=True)


def ask_place() -> Place:
    """Ask where the edit lies, and how large it is; at first it lies right of the line, in view."""
    size = options("size", list(Size), lambda size: text(f"size-{size}"), index=1)
    across, down = (
        st.slider(text(f"lab-{name}"), 10, 90, first, 5, "%d%%", key=f"lessons_lab_{name}")
        for name, first in (("across", 75), ("down", 50))
    )
    return Place(across / 100, down / 100, size)


def draw_before_after(
    item: Item, edit: Edit, place: Place, result: LabResult, outline: bool
) -> None:
    """Draw the untouched and the edited photograph on each other, with a line to move."""
    names = {
        "alt": item.alt,
        "edit": text(f"edit-{edit}-does"),
        "size": text(f"size-{place.size}"),
        "across": round(100 * place.across),
        "down": round(100 * place.down),
    }
    height, width = result.part.shape
    before, after = (
        Side(
            address_of(getattr(result, side), result, outline),
            text(f"lab-picture-{side}", names),
            text(f"show-{side}"),
        )
        for side in ("before", "after")
    )
    show_before_after(
        "edit-traces",
        (width, height),
        before,
        after,
        label=text("lab-move"),
        share=text("lab-share", {"share": SHARE}),
    )


def address_of(jpeg: bytes, result: LabResult, outline: bool) -> str:
    """Return an address that holds the picture itself, outlined on demand."""
    if outline:
        drawn = edit_traces.outlined(edit_traces.decode(jpeg), result.part)
        jpeg = edit_traces.save_jpeg(drawn, 95)
    return f"data:image/jpeg;base64,{b64encode(jpeg).decode()}"


def draw_maps(result: LabResult, outline: bool) -> None:
    """Draw the maps of the picture, edited or untouched, and say what they show of the edit."""
    shown = options("show", ["after", "before"], lambda shown: text(f"show-{shown}"))
    columns = st.columns(len(result.comparisons))
    for column, (name, comparison) in zip(columns, result.comparisons.items(), strict=True):
        title, reading = text(f"trace-{name}"), describe(comparison)
        with column:
            st.markdown(f"**{title}**")
            if comparison:
                trace_map = edit_traces.map_picture(getattr(comparison, shown))
                st.image(
                    edit_traces.outlined(trace_map, result.part) if outline else trace_map,
                    alt=text("map-alt", {"name": title, "reading": reading.replace("*", "")}),
                    width="stretch",
                )
    st.markdown(
        bullets(
            f"{text(f'trace-{name}')}: {describe(comparison)}"
            for name, comparison in result.comparisons.items()
        )
    )


def describe(comparison: Comparison | None) -> str:
    """Say in words what a map shows of the edit, from its numbers."""
    if comparison is None:
        return text("map-missing")
    before, after = comparison.rank_before, comparison.rank_after
    if after >= edit_traces.STANDS_OUT:
        stood_out = before >= edit_traces.STANDS_OUT
        message = "rank-stood-out-before" if stood_out else "rank-stands-out"
    elif comparison.rim_after >= edit_traces.STANDS_OUT > comparison.rim_before:
        message, before, after = "rank-rim", comparison.rim_before, comparison.rim_after
    else:
        message = "rank-hidden"
    return text(message, {"before": int(100 * before), "after": int(100 * after)})
