"""The lessons page: the list, or one lesson where the address says ``?lesson=ID``."""

import datetime
from collections.abc import Callable, Mapping

import streamlit as st

from lessons.ledger import Fact
from lessons.lesson import CheckQuestion, Lesson, Prose
from lessons.library import load_ledger, load_lessons
from lessons.pages.check_claims_lab import draw_check_claims
from lessons.pages.class_vote_lab import draw_class_vote
from lessons.pages.edit_traces_lab import draw_edit_traces
from lessons.pages.family_sorter_lab import draw_family_sorter
from lessons.pages.help_card_lab import draw_help_card
from lessons.pages.layout import BOX_WIDTH, bullets
from lessons.pages.moving_picture_lab import draw_moving_picture
from lessons.pages.references import References, facts_as_html
from lessons.pages.signed_picture_lab import draw_signed_picture
from lessons.pages.spread_lab import draw_spread
from lessons.pages.threshold_lab import draw_threshold
from lessons.pages.under_pixels_lab import draw_under_pixels
from lessons.pages.watch_painter_lab import draw_watch_painter
from lessons.text import text

LESSONS_PAGE = "lessons/page.py"
QUIZ_PAGE = "quiz/pages/play.py"


def draw_page() -> None:
    lessons = library()
    wanted = st.query_params.get("lesson")
    chosen = next((lesson for lesson in lessons if lesson.id == wanted), None)
    # Streamlit's link to the page it stands on leaves the browser's address, and how far down
    # one has read, as they were.
    if chosen:
        st.query_params["lesson"] = chosen.id  # Beside it may stand what was chosen in a lab.
    else:
        st.query_params.from_dict({})
    to_top(chosen.id if chosen else "list")
    if chosen:
        draw_lesson(chosen, lessons)
    else:
        draw_list(lessons, wanted)


@st.cache_resource(show_spinner=False)
def library() -> tuple[Lesson, ...]:
    """Return the lessons, read once in this process."""
    return load_lessons()


@st.cache_resource(show_spinner=False)
def ledger() -> Mapping[str, Fact]:
    """Return the facts, read once in this process."""
    return load_ledger()


def to_top(shown: str) -> None:
    """Bring the top of the page into view, once each time that something else is shown."""
    script = "document.querySelector('[data-testid=stMain]').scrollTo(0, 0)"
    st.html(f"<script data-shown='{shown}'>{script}</script>", unsafe_allow_javascript=True)


def draw_list(lessons: tuple[Lesson, ...], unknown: str | None) -> None:
    st.title(text("page-title"), anchor=False)
    if unknown:
        st.warning(text("no-such-lesson", {"id": unknown}))
    st.markdown(text("page-lead"))
    for lesson in lessons:
        with st.container(border=True, width=BOX_WIDTH):
            st.header(lesson.title, anchor=False)
            draw_facts(lesson)
            st.markdown(bullets(lesson.objectives))
            link(lesson, text("open-lesson", {"title": lesson.title}))


def draw_lesson(lesson: Lesson, lessons: tuple[Lesson, ...]) -> None:
    references = References(lesson, ledger())
    st.title(lesson.title, anchor=False)
    draw_facts(lesson)
    if lesson.prerequisites:
        st.markdown(text("first-read"))
        for earlier in lessons:
            if earlier.id in lesson.prerequisites:
                link(earlier, earlier.title)
    st.header(text("objectives"), anchor=False)
    st.markdown(bullets(references.listed(lesson.objectives)))
    st.divider()
    for block in lesson.body:
        match block:
            case Prose():
                st.markdown(references.linked(block.markdown))
            case CheckQuestion():
                draw_check(lesson.id, block, references)
            case _:
                LABS[block.name]()
    st.header(text("try-it"), anchor=False)
    st.markdown(bullets(references.listed(lesson.try_it)))
    st.header(text("key-points"), anchor=False)
    st.markdown(bullets(references.listed(lesson.key_points)))
    st.header(text("cannot-tell"), anchor=False)
    st.markdown(bullets(references.listed(lesson.cannot_tell)))
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
    draw_next(lesson, lessons)


def draw_facts(lesson: Lesson) -> None:
    st.markdown(text("lesson-time", {"minutes": lesson.minutes, "ages": lesson.ages}))


def draw_next(lesson: Lesson, lessons: tuple[Lesson, ...]) -> None:
    st.header(text("next"), anchor=False)
    st.page_link(QUIZ_PAGE, label=text("play"))
    place = lessons.index(lesson)
    if following := lessons[place + 1 : place + 2]:
        link(following[0], text("next-lesson", {"title": following[0].title}))
    st.page_link(LESSONS_PAGE, label=text("all-lessons"))
    st.markdown(text("ask-detector"))


def link(lesson: Lesson, label: str) -> None:
    st.page_link(LESSONS_PAGE, label=label, query_params={"lesson": lesson.id})


@st.fragment
def draw_check(lesson_id: str, check: CheckQuestion, references: References) -> None:
    """Draw a question; its answer stays in this visit and is stored nowhere."""
    key = f"lessons_{lesson_id}_{check.id}"
    with st.container(border=True, width=BOX_WIDTH):
        chosen = st.radio(
            f"**{text('check-heading')}.** {references.numbered(check.question)}",
            check.choices,
            index=None,
            format_func=lambda choice: references.numbered(choice.text),
            key=key,
        )
        if st.button(text("check-answer"), key=f"{key}_button"):
            st.session_state[f"{key}_checked"] = chosen
            if chosen is None:
                st.info(text("choose-first"))
        # A new choice hides the old feedback until it is checked in its turn.
        if chosen is None or st.session_state.get(f"{key}_checked") != chosen:
            return
        explanation = references.linked(chosen.explanation)
        if not chosen.right:
            st.error(text("choice-wrong", {"explanation": explanation}))
            return
        st.success(text("choice-right", {"explanation": explanation}))
        st.markdown(text("other-choices"))
        st.markdown(
            bullets(
                text("other-choice", {
                    "choice": references.numbered(choice.text),
                    "explanation": references.linked(choice.explanation),
                })
                for choice in check.choices
                if not choice.right
            )
        )  # fmt: skip


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
