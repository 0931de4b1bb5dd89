"""The lab that measures pictures and loses the trace by saving them again."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import NamedTuple

import cv2
import numpy as np
import streamlit as st
from PIL import Image

from lessons.labs import edit_traces, under_pixels
from lessons.labs.edit_traces import Edit, Pixels, Place
from lessons.labs.under_pixels import QUALITIES, Specimen, View
from lessons.pages.layout import BOX_WIDTH, options
from lessons.pages.photographs import draw_credits, items, small_pixels
from lessons.text import text
from models.analysis import grade
from models.evidence import checkerboard, double_compression, noise_residual
from models.evidence.error_level import error_level
from models.image import open_image
from quiz.item import Item

# The pictures here were saved by a camera first, so a part that lacks that save is what an extra
# save would bring out; and the points of a spectrum that grids leave are a checkerboard's.
MEASURES = {
    View.ERROR_LEVEL: double_compression,
    View.NOISE: noise_residual,
    View.SPECTRUM: checkerboard,
}
SPECTRUM_PX = 384
RING_PX = 10  # from a sharp point to the ring around it
COMMON = 0.05  # share of real photographs that makes a score nothing special


class Origin(NamedTuple):
    """Where a specimen comes from.

    Attributes:
        item: id of the picture it is made of.
        make: makes it of that picture and of the pasted one.
        pasted: id of a picture of which a part is pasted in, or None.
    """

    item: str
    make: Callable[[Item, Item | None], Specimen]
    pasted: str | None = None


def fresh(edit: Edit, item: Item, pasted: Item | None) -> Specimen:
    """Return a photograph that was edited here and now."""
    donor = small_pixels((pasted or item).picture)
    return under_pixels.fresh_edit(small_pixels(item.picture), edit, Place(0.5), donor)


def enlarged(item: Item, pasted: Item | None) -> Specimen:
    """Return a photograph that was made smaller and larger again here and now."""
    return under_pixels.enlarged(small_pixels(item.picture))


def as_shipped(item: Item, pasted: Item | None) -> Specimen:
    """Return a picture of the quiz, with what was edited in it, if that is only a part."""
    # Made smaller like the others: at full size the squares of 4 pixels of the pack's own WebP
    # files are still there, and in a JPEG they pass for a generator's grid.
    pixels = small_pixels(item.picture)
    part = None
    if item.mask:
        with Image.open(item.mask) as mask:
            small = mask.convert("L").resize((pixels.shape[1], pixels.shape[0]))
        changed = np.asarray(small) > 127
        part = None if changed.all() else changed
    return Specimen(pixels, part)


# Of each view one that finds its trace, and with them what it misses and what it takes wrongly.
SPECIMENS: Mapping[str, Origin] = {
    "pasted": Origin("hillside-sheep", partial(fresh, Edit.PASTE), "forest-castle"),
    "smoothed": Origin("forest-castle", partial(fresh, Edit.SMOOTH)),
    "enlarged": Origin("drum-kit", enlarged),
    "made-anew": Origin("golden-tower-night", as_shipped),
    "removed": Origin("lemur-birch-log", as_shipped),
    "real-drums": Origin("drum-kit", as_shipped),
    "real-cave": Origin("sea-cave", as_shipped),
}


class Measured(NamedTuple):
    """A specimen as it was saved, and what was found in it.

    Attributes:
        jpeg: the file that was measured.
        part: bool (H, W), the edited part, or None.
        drawn: what to show of the measurement, uint8 (H, W); None where there is none.
        rank: share, 0 to 1, of the rest that the part outshines; None without a part or a map.
        rate: share, 0 to 1, of real photographs that score this high; None where unknown.
        pointed: whether sharp points stand out in the spectrum; None of other views.
    """

    jpeg: bytes
    part: under_pixels.Mask | None
    drawn: Pixels | None
    rank: float | None
    rate: float | None
    pointed: bool | None = None


@st.fragment
def draw_under_pixels() -> None:
    """Draw a picture, a measurement of it, and what the measurement says in words."""
    names = {name for origin in SPECIMENS.values() for name in (origin.item, origin.pasted) if name}
    found = {item.id: item for item in items(names)}
    if not found:
        st.warning(text("lab-no-photographs"))
        return
    with st.container(border=True, width=BOX_WIDTH):
        name = options("specimen", list(SPECIMENS), lambda name: text(f"specimen-{name}"))
        view = options("measure", list(View), lambda view: text(f"trace-{view}"))
        quality = st.select_slider(
            text("lab-saved-at"), QUALITIES, format_func=str, key="lessons_lab_saved_at"
        )
        outline = st.checkbox(text("lab-outline"), key="lessons_lab_pixels_outline")
    origin = SPECIMENS[name]
    item, pasted = found[origin.item], found.get(origin.pasted or "")
    result = measure(name, item, pasted, view, quality)
    reading = describe(result)
    shown = outline and result.part is not None
    left, right = st.columns(2)
    with left:
        st.markdown(f"**{text('lab-picture')}**")
        st.image(
            edit_traces.outlined(edit_traces.decode(result.jpeg), result.part)
            if shown
            else result.jpeg,
            alt=text("specimen-alt", {"alt": item.alt, "story": text(f"specimen-{name}-story")}),
            width="stretch",
        )
    with right:
        st.markdown(f"**{text(f'trace-{view}')}**")
        if result.drawn is not None:
            mapped = shown and view is not View.SPECTRUM
            st.image(
                edit_traces.outlined(result.drawn, result.part) if mapped else result.drawn,
                alt=text(f"{view}-alt", {"reading": reading.replace("*", "")}),
                width="stretch",
            )
    st.markdown(text(f"specimen-{name}-story"))
    st.markdown(reading)
    draw_credits(item, pasted, edited=origin.make is not as_shipped)


@st.cache_resource(max_entries=32, show_spinner=False)
def measure(name: str, _item: Item, _pasted: Item | None, view: View, quality: int) -> Measured:
    """Return what is found in a specimen saved at a quality: measured once for a whole class."""
    specimen = SPECIMENS[name].make(_item, _pasted)
    jpeg = edit_traces.save_jpeg(specimen.pixels, quality)
    image, module = open_image(jpeg), MEASURES[view]
    artifact = module.__name__.rpartition(".")[2]
    found = grade(artifact, module.FAMILY, module.examine(image), image.format)
    drawn = rank = pointed = None
    if view is View.SPECTRUM and found.abstained is None:
        half = under_pixels.mean_spectrum(image.luma)
        points = under_pixels.sharp_points(half)
        drawn, pointed = spectrum(half, points), bool(points.any())
    elif found.abstained is None:
        map = None if found.map is None else found.map.pixels()
        if map is None:  # Without an earlier save to compare with, what one more save changes.
            map = error_level(image.pixels)
            map /= max(float(map.max()), 1.0)
        drawn = edit_traces.map_picture(map)
        if specimen.part is not None:
            rank = edit_traces.rank(map, specimen.part)
    return Measured(jpeg, specimen.part, drawn, rank, found.false_alarm_rate, pointed)


def spectrum(half: np.ndarray, points: under_pixels.Mask) -> Pixels:
    """Return a spectrum as a picture large enough to see its points, with a ring around each."""
    size = SPECTRUM_PX, SPECTRUM_PX
    picture = Image.fromarray(under_pixels.whole_spectrum(half))
    large = np.asarray(picture.resize(size, Image.Resampling.NEAREST))
    scale = SPECTRUM_PX // points.shape[0]
    middles = np.zeros(size, np.uint8)
    middles[scale // 2 :: scale, scale // 2 :: scale] = points
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * RING_PX + 1, 2 * RING_PX + 1))
    return edit_traces.outlined(large, cv2.dilate(middles, disc) > 0)


def describe(result: Measured) -> str:
    """Say in words where the measurement points, and how rare its score is."""
    if result.drawn is None:
        return text("map-missing")
    said = []
    if result.pointed is not None:
        said.append(text("points-found" if result.pointed else "points-missing"))
    if result.rank is not None:
        place = "place-found" if result.rank >= edit_traces.STANDS_OUT else "place-missed"
        said.append(text(place, {"rank": int(100 * result.rank)}))
    if result.rate is not None:
        message = "score-common" if result.rate >= COMMON else "score-rare"
        said.append(text(message, {"rate": round(100 * result.rate)}))
    return " ".join(said)
