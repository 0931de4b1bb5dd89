"""The lab that edits a photograph and looks for its traces."""

from collections.abc import Mapping
from pathlib import Path

import streamlit as st

from lessons.labs import edit_traces
from lessons.labs.edit_traces import Comparison, Edit, Place
from lessons.pages.layout import BOX_WIDTH, bullets, options
from lessons.text import text
from models.evidence import error_level, noise_residual
from models.image import open_image
from quiz.item import Credit, Item
from quiz.licence import adapted_licence
from quiz.pack import PackError
from quiz.pages.resources import packs

PACK = "starter"
# Real, without people, and few: whoever has seen a photograph here knows it in the quiz.
PHOTOGRAPHS = ("hillside-sheep", "forest-castle", "drum-kit", "three-cows")

ANALYSES: Mapping[str, edit_traces.Examine] = {
    "error_level": lambda jpeg: error_level.examine(open_image(jpeg)).map,
    "noise_residual": lambda jpeg: noise_residual.examine(open_image(jpeg)).map,
}


def photographs() -> list[Item]:
    """Return the photographs the labs work on; empty if the pack cannot be read."""
    try:
        return [packs()[PACK].item(name) for name in PHOTOGRAPHS]
    except (PackError, KeyError):
        return []  # The text of a lesson is worth reading without its lab.


@st.cache_resource(max_entries=len(PHOTOGRAPHS), show_spinner=False)
def pixels(path: Path) -> edit_traces.Pixels:
    return edit_traces.open_photograph(path)


@st.fragment
def draw_edit_traces() -> None:
    items = photographs()
    if not items:
        st.warning(text("lab-no-photographs"))
        return
    with st.container(border=True, width=BOX_WIDTH):
        item = options("photograph", items, lambda item: text(f"photograph-{item.id}"))
        edit = options("edit", list(Edit), lambda edit: text(f"edit-{edit}"))
        st.markdown(text(f"edit-{edit}-does"))
        place = options("place", list(Place), lambda place: text(f"place-{place}"))
        quality = options("quality", edit_traces.QUALITIES, str)
        shown = options("show", ["after", "before"], lambda shown: text(f"show-{shown}"))
        outline = st.checkbox(text("lab-outline"), key="lessons_lab_outline")

    donor = items[(items.index(item) + 1) % len(items)]
    result = edit_traces.run(
        pixels(item.picture), pixels(donor.picture), edit, place, quality, ANALYSES
    )
    names = {"alt": item.alt, "edit": text(f"edit-{edit}-does"), "place": text(f"place-{place}")}
    large, small = st.columns([2, 1])
    with large:
        st.markdown(f"**{text('lab-picture')}**")
        jpeg = getattr(result, shown)
        st.image(
            edit_traces.outlined(edit_traces.decode(jpeg), result.part) if outline else jpeg,
            alt=text(f"lab-picture-{shown}", names),
            width="stretch",
        )
    with small:
        for name, comparison in result.comparisons.items():
            title, reading = text(f"trace-{name}"), describe(comparison)
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
    draw_credits(item, donor if edit is Edit.PASTE else None)


def describe(comparison: Comparison | None) -> str:
    """Say in words what a map shows of the edit, from its numbers."""
    if comparison is None:
        return text("map-missing")
    before, after = comparison.rank_before, comparison.rank_after
    if after < edit_traces.STANDS_OUT:
        message = "rank-hidden"
    elif before < edit_traces.STANDS_OUT:
        message = "rank-stands-out"
    else:
        message = "rank-stood-out-before"
    return text(message, {"before": int(100 * before), "after": int(100 * after)})


def draw_credits(item: Item, donor: Item | None) -> None:
    lines = [text("lab-credit", credit_names(credit)) for credit in item.credits]
    licences = [credit.licence for credit in item.credits]
    if donor:
        lines += [text("lab-credit-paste", credit_names(credit)) for credit in donor.credits]
        licences += [credit.licence for credit in donor.credits]
    lines.append(text("lab-licence", {"licence": adapted_licence(licences)}))
    st.markdown(bullets(lines))


def credit_names(credit: Credit) -> dict[str, str]:
    return {
        "title": credit.title,
        "author": credit.author,
        "licence": credit.licence,
        "source": credit.source,
    }
