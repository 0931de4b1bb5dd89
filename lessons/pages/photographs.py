"""The pictures the labs work on, which come from the quiz's starter pack, and their credits."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import streamlit as st
from PIL import Image

from lessons.labs import edit_traces
from lessons.pages.layout import bullets
from lessons.text import text
from quiz.item import Credit, Item
from quiz.licence import adapted_licence
from quiz.pack import PackError
from quiz.pages.resources import packs

# Whoever has seen a picture here knows it in the quiz: those named stand under `taught` in the
# pack, which keeps them out of its forms.
PACK = "starter"


def items(names: Iterable[str]) -> list[Item]:
    """Return pictures of the pack; empty if one is missing, or the pack cannot be read."""
    try:
        return [packs()[PACK].item(name) for name in names]
    except (PackError, KeyError):
        return []  # The text of a lesson is worth reading without its lab.


def name_of(item: Item) -> str:
    """Return a short name for learners."""
    return text(f"photograph-{item.id}")


@st.cache_resource(max_entries=8, show_spinner=False)
def small_pixels(path: Path) -> edit_traces.Pixels:
    """Return a picture at the size the labs edit, uint8 (H, W, 3)."""
    return edit_traces.open_photograph(path)


@st.cache_resource(max_entries=8, show_spinner=False)
def full_pixels(path: Path) -> edit_traces.Pixels:
    """Return a picture as it lies in the pack, uint8 (H, W, 3)."""
    with Image.open(path) as picture:
        return np.asarray(picture.convert("RGB"))


def draw_credits(item: Item, pasted: Item | None = None, *, edited: bool = False) -> None:
    """Name who made a picture, and on what terms it may be used if it was edited.

    Args:
        item: the picture.
        pasted: another of which a part was pasted into it here.
        edited: whether it was edited here; what was done to it before, it says itself.
    """
    lines = [text("lab-credit", _names(credit)) for credit in item.credits]
    licences = [credit.licence for credit in item.credits]
    if pasted:
        lines += [text("lab-credit-paste", _names(credit)) for credit in pasted.credits]
        licences += [credit.licence for credit in pasted.credits]
    if edited or item.kind.is_edit:
        lines.append(text("lab-licence", {"licence": adapted_licence(licences)}))
    st.markdown(bullets(lines))


def _names(credit: Credit) -> dict[str, str]:
    return {
        "title": credit.title,
        "author": credit.author,
        "licence": credit.licence,
        "source": credit.source,
    }
