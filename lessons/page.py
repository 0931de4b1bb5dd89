"""The lessons page: the list, or one lesson where the address says ``?lesson=ID``."""

import datetime
from collections.abc import Callable, Mapping
from functools import partial

import streamlit as st

from lessons.citation import cited_facts, without_markers
from lessons.labs.help_card import NAME as HELP_CARD
from lessons.lesson import Block, CheckQuestion, Lesson, Prose
from lessons.pages import learner, projector
from lessons.pages.check_claims_lab import draw_check_claims
from lessons.pages.check_question import draw_check, tried
from lessons.pages.class_vote_lab import draw_class_vote
from lessons.pages.edit_traces_lab import draw_edit_traces
from lessons.pages.family_sorter_lab import draw_family_sorter
from lessons.pages.help_card_lab import draw_help_card
from lessons.pages.layout import BOX_WIDTH, bullets, to_top
from lessons.pages.moving_picture_lab import draw_moving_picture
from lessons.pages.references import References, facts_as_html
from lessons.pages.resources import (
    FACTS_PAGE,
    GUIDE_PAGE,
    LESSONS_PAGE,
    QUIZ_PAGE,
    asked_lesson,
    ledger,
    library,
    practice_address,
)
from lessons.pages.signed_picture_lab import draw_signed_picture
from lessons.pages.spread_lab import draw_spread
from lessons.pages.threshold_lab import draw_threshold
from lessons.pages.under_pixels_lab import draw_under_pixels
from lessons.pages.watch_painter_lab import draw_watch_painter
from lessons.progress import Tries, is_finished, solved
from lessons.text import text
from quiz.store import KEPT_DAYS


def draw_page() -> None:
    chosen = asked_lesson()
    lost = chosen is None and "lesson" in st.query_params
    tries = learner.tries()
    # Streamlit's link to the page it stands on leaves the browser's address, and how far down
    # one has read, as they were.
    if chosen:
        st.query_params["lesson"] = chosen.id  # Beside it may stand what was chosen in a lab.
    else:
        st.query_params.from_dict(learner.address())
    if tries is None:
        st.info(text("progress-unknown"))
        tries = {}
    if chosen is None:
        to_top("list")
        draw_list(tries, lost=lost)
    elif projector.is_on():
        to_top(f"{chosen.id}-{projector.asked_section()}")
        references = References(cited_facts(chosen), ledger(), lead=False)
        draw = partial(draw_block, lesson=chosen, references=references, tries=tries)
        projector.draw_projector(chosen, references, draw)
    else:
        to_top(chosen.id)
        draw_lesson(chosen, tries)


def draw_list(tries: Tries, *, lost: bool) -> None:
    st.title(text("page-title"), anchor=False)
    if lost:
        # What the address asked for is not repeated: it is Markdown from whoever sent the link.
        st.warning(text("no-such-lesson"))
    st.markdown(text("page-lead"))
    for lesson in library():
        if HELP_CARD in lesson.labs:  # Nobody who needs it should have to look for it.
            link(lesson, text("help-now"))
    for lesson in library():
        with st.container(border=True, width=BOX_WIDTH):
            st.header(lesson.title, anchor=False)
            draw_facts(lesson)
            if solved_now := solved(lesson, tries):
                key = "lesson-done" if is_finished(lesson, tries) else "lesson-solved"
                counts = {"solved": solved_now, "questions": len(lesson.checks)}
                st.markdown(text(key, counts))
            st.markdown(bullets(map(without_markers, lesson.objectives)))
            link(lesson, text("open-lesson", {"title": lesson.title}))
    st.page_link(GUIDE_PAGE, label=text("guide-link"))
    st.page_link(FACTS_PAGE, label=text("ledger-link"))


def draw_lesson(lesson: Lesson, tries: Tries) -> None:
    references = References(cited_facts(lesson), ledger())
    st.title(lesson.title, anchor=False)
    draw_facts(lesson)
    if lesson.prerequisites:
        st.markdown(text("first-read"))
        for earlier in library():
            if earlier.id in lesson.prerequisites:
                link(earlier, earlier.title)
    st.header(text("objectives"), anchor=False)
    st.markdown(bullets(references.listed(lesson.objectives)))
    st.divider()
    for block in lesson.body:
        draw_block(block, lesson, references, tries)
    st.header(text("try-it"), anchor=False)
    st.markdown(bullets(references.listed(lesson.try_it)))
    st.header(text("key-points"), anchor=False)
    st.markdown(bullets(references.listed(lesson.key_points)))
    st.header(text("cannot-tell"), anchor=False)
    st.markdown(bullets(references.listed(lesson.cannot_tell)))
    draw_next(lesson, tries)
    if references.facts:
        st.header(text("facts-used"), anchor=False)
        st.html(facts_as_html(references.facts, datetime.date.today()))
    st.header(text("sources"), anchor=False)
    st.markdown(
        bullets(
            text("source", {
                "title": source.title,
                "who": source.who,
                # Fluent would write the year 2,024.
                "year": str(source.year),
                "address": source.address,
                "checked": source.checked.isoformat(),
            })
            for source in lesson.sources
        )
    )  # fmt: skip
    draw_for_teachers(lesson)


def draw_block(block: Block, lesson: Lesson, references: References, tries: Tries) -> None:
    """Draw a piece of a lesson's body."""
    match block:
        case Prose():
            st.markdown(references.linked(block.markdown))
        case CheckQuestion():
            draw_check(lesson, block, references, tried(lesson, block, tries))
        case _:
            LABS[block.name]()


def draw_facts(lesson: Lesson) -> None:
    st.markdown(text("lesson-time", {"minutes": lesson.minutes, "ages": lesson.ages}))


def draw_next(lesson: Lesson, tries: Tries) -> None:
    st.header(text("next"), anchor=False)
    practice = practice_address(lesson)
    if is_finished(lesson, tries):
        said = [text("lesson-finished"), *([text("lesson-practise")] if practice else [])]
        st.success(" ".join(said))
    st.page_link(
        QUIZ_PAGE, label=text("practise" if practice else "play"), query_params=practice or None
    )
    lessons = library()
    place = lessons.index(lesson)
    if following := lessons[place + 1 : place + 2]:
        link(following[0], text("next-lesson", {"title": following[0].title}))
    st.page_link(LESSONS_PAGE, label=text("all-lessons"), query_params=learner.address() or None)
    # Who has just read where to find help may have a picture at hand that nobody should pass on.
    if HELP_CARD not in lesson.labs:
        st.markdown(text("ask-detector"))
    if learner.token():
        st.markdown(text("progress-kept", {"days": KEPT_DAYS}))


def draw_for_teachers(lesson: Lesson) -> None:
    st.header(text("for-teachers"), anchor=False)
    projector.offer(lesson)
    st.page_link(GUIDE_PAGE, label=text("guide-of-lesson"), query_params={"lesson": lesson.id})


def link(lesson: Lesson, label: str) -> None:
    address = learner.address(lesson=lesson.id)
    st.page_link(LESSONS_PAGE, label=label, query_params=address)


LABS: Mapping[str, Callable[[], None]] = {
    "check_claims": draw_check_claims,
    "class_vote": draw_class_vote,
    "edit_traces": draw_edit_traces,
    "family_sorter": draw_family_sorter,
    "help_card": draw_help_card,
    "moving_picture": draw_moving_picture,
    "signed_picture": draw_signed_picture,
    "spread": draw_spread,
    "threshold": draw_threshold,
    "under_pixels": draw_under_pixels,
    "watch_painter": draw_watch_painter,
}

draw_page()
