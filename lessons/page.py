"""The lessons page: the list, or one lesson where the address says ``?lesson=ID``."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import streamlit as st

from lessons.labs import edit_traces
from lessons.labs.edit_traces import Comparison, Edit, Place
from lessons.lesson import CheckQuestion, Lesson, Prose
from lessons.library import load_lessons
from lessons.text import text
from models.evidence import error_level, noise_residual
from models.image import open_image
from quiz.item import Credit, Item
from quiz.licence import adapted_licence
from quiz.pack import PackError
from quiz.pages.resources import packs

LESSONS_PAGE = "lessons/page.py"
QUIZ_PAGE = "quiz/pages/play.py"
PACK = "starter"
# Real, without people, and few: whoever has seen a photograph here knows it in the quiz.
PHOTOGRAPHS = ("hillside-sheep", "forest-castle", "drum-kit", "three-cows")
BOX_WIDTH = 704  # pixels: as wide as a line of text, about 75 letters

Value = TypeVar("Value")

ANALYSES: Mapping[str, edit_traces.Examine] = {
    "error_level": lambda jpeg: error_level.examine(open_image(jpeg)).map,
    "noise_residual": lambda jpeg: noise_residual.examine(open_image(jpeg)).map,
}


def draw_page() -> None:
    lessons = library()
    wanted = st.query_params.get("lesson")
    chosen = next((lesson for lesson in lessons if lesson.id == wanted), None)
    # Streamlit's link to the page it stands on leaves the browser's address, and how far down
    # one has read, as they were.
    st.query_params.from_dict({"lesson": chosen.id} if chosen else {})
    to_top(chosen.id if chosen else "list")
    if chosen:
        draw_lesson(chosen, lessons)
    else:
        draw_list(lessons, wanted)


@st.cache_resource(show_spinner=False)
def library() -> tuple[Lesson, ...]:
    """Return the lessons, read once in this process."""
    return load_lessons()


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
    st.title(lesson.title, anchor=False)
    draw_facts(lesson)
    if lesson.prerequisites:
        st.markdown(text("first-read"))
        for earlier in lessons:
            if earlier.id in lesson.prerequisites:
                link(earlier, earlier.title)
    st.header(text("objectives"), anchor=False)
    st.markdown(bullets(lesson.objectives))
    st.divider()
    for block in lesson.body:
        match block:
            case Prose():
                st.markdown(block.markdown)
            case CheckQuestion():
                draw_check(lesson.id, block)
            case _:
                LABS[block.name]()
    st.header(text("try-it"), anchor=False)
    st.markdown(bullets(lesson.try_it))
    st.header(text("key-points"), anchor=False)
    st.markdown(bullets(lesson.key_points))
    st.header(text("cannot-tell"), anchor=False)
    st.markdown(bullets(lesson.cannot_tell))
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


def bullets(entries: Iterable[str]) -> str:
    return "\n".join(f"- {entry}" for entry in entries)


@st.fragment
def draw_check(lesson_id: str, check: CheckQuestion) -> None:
    """Draw a question; its answer stays in this visit and is stored nowhere."""
    key = f"lessons_{lesson_id}_{check.id}"
    with st.container(border=True, width=BOX_WIDTH):
        chosen = st.radio(
            f"**{text('check-heading')}.** {check.question}",
            check.choices,
            index=None,
            format_func=lambda choice: choice.text,
            key=key,
        )
        if st.button(text("check-answer"), key=f"{key}_button"):
            st.session_state[f"{key}_checked"] = chosen
            if chosen is None:
                st.info(text("choose-first"))
        # A new choice hides the old feedback until it is checked in its turn.
        if chosen is None or st.session_state.get(f"{key}_checked") != chosen:
            return
        if not chosen.right:
            st.error(text("choice-wrong", {"explanation": chosen.explanation}))
            return
        st.success(text("choice-right", {"explanation": chosen.explanation}))
        st.markdown(text("other-choices"))
        st.markdown(
            bullets(
                text("other-choice", {"choice": choice.text, "explanation": choice.explanation})
                for choice in check.choices
                if not choice.right
            )
        )


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


def options(name: str, values: Sequence[Value], label: Callable[[Value], str]) -> Value:
    """Draw a row of radio buttons and return the value chosen, at first the first."""
    return st.radio(
        text(f"lab-{name}"), values, format_func=label, horizontal=True, key=f"lessons_lab_{name}"
    )


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


LABS: Mapping[str, Callable[[], None]] = {"edit_traces": draw_edit_traces}

draw_page()
