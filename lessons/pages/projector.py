"""A lesson for the whole room: one thing at a time, in large type."""

import datetime
from collections.abc import Callable
from pathlib import Path

import streamlit as st

from lessons.lesson import Block, Lesson, Prose
from lessons.pages import learner
from lessons.pages.layout import bullets
from lessons.pages.references import References, facts_as_html
from lessons.pages.resources import LESSONS_PAGE
from lessons.slides import Slide, slides
from lessons.text import text

# In the address.
PROJECTOR, SECTION = "projector", "section"
DIGITS = 4  # of a section's number; Python reads none of thousands of digits
STYLE = Path(__file__).with_name("projector.css")
SCRIPT = Path(__file__).with_name("projector.js")

DrawBlock = Callable[[Block], None]


def is_on() -> bool:
    """Return whether the address asks for large type."""
    return st.query_params.get(PROJECTOR) == "1"


def offer(lesson: Lesson) -> None:
    """Draw the link that switches it on."""
    address = learner.address(lesson=lesson.id, projector="1")
    st.page_link(LESSONS_PAGE, label=text("projector-on"), query_params=address)


def draw_projector(lesson: Lesson, references: References, draw_block: DrawBlock) -> None:
    """Draw the section that the address names, the first by default, and the way to the others.

    Args:
        lesson: to show.
        references: of the lesson.
        draw_block: draws a piece of the body.
    """
    shown = all_slides(lesson, references)
    place = min(asked_section(), len(shown))
    st.html(STYLE)
    st.html(f"<script>{SCRIPT.read_text('utf-8')}</script>", unsafe_allow_javascript=True)
    # Before everything else, for whoever goes through the page with the keyboard.
    with st.container(horizontal=True, vertical_alignment="center", key="lessons-projector-ways"):
        _button("projector-back", place - 1, len(shown), "PageUp")
        _button("projector-next", place + 1, len(shown), "PageDown")
        st.page_link(
            LESSONS_PAGE,
            label=text("projector-off"),
            query_params=learner.address(lesson=lesson.id),
        )
        names = {"title": lesson.title, "number": place, "total": len(shown)}
        st.markdown(text("projector-place", names), width="content")
    slide = shown[place - 1]
    st.title(slide.title, anchor=False)
    if references.facts and place == len(shown):
        st.html(facts_as_html(references.facts, datetime.date.today()))
    else:
        draw_block(slide.content)


def all_slides(lesson: Lesson, references: References) -> tuple[Slide, ...]:
    """Return the slides of a lesson with what stands before and after its body."""
    lists = [
        Slide(text(title), Prose(bullets(entries)))
        for title, entries in (
            ("try-it", lesson.try_it),
            ("key-points", lesson.key_points),
            ("cannot-tell", lesson.cannot_tell),
        )
    ]
    if references.facts:
        lists.append(Slide(text("facts-used"), Prose("")))
    return (Slide(lesson.title, Prose(bullets(lesson.objectives))), *slides(lesson), *lists)


def asked_section() -> int:
    """Return the number in the address, from 1."""
    number = st.query_params.get(SECTION, "1")
    return max(1, int(number)) if number.isdecimal() and len(number) <= DIGITS else 1


def _button(label: str, place: int, total: int, shortcut: str) -> None:
    st.button(
        text(label),
        key=f"lessons-{label}",
        on_click=_go_to,
        args=(place,),
        disabled=not 1 <= place <= total,
        shortcut=shortcut,
    )


def _go_to(place: int) -> None:
    st.query_params[SECTION] = str(place)
