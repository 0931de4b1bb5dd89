"""For whoever teaches: plans for a class, and the guide to one lesson (``?lesson=ID``)."""

import datetime
from dataclasses import replace
from functools import partial
from itertools import accumulate

import streamlit as st

from lessons.charter import Charter
from lessons.citation import facts_in
from lessons.competence import competences
from lessons.guide import Guide
from lessons.lesson import Lesson
from lessons.pages.layout import BOX_WIDTH, bullets, keep_in_view, to_top
from lessons.pages.references import References, facts_as_html
from lessons.pages.resources import (
    FACTS_PAGE,
    GUIDE_PAGE,
    LESSONS_PAGE,
    QUIZ_PAGE,
    asked_lesson,
    charter,
    guide,
    ledger,
    library,
    plans,
    practice_address,
)
from lessons.plan import Plan, PlanStep, Session
from lessons.printing import answer_key, charter_sheet, handout
from lessons.sheet import unprintable
from lessons.text import text

PDF = "application/pdf"
# Of a charter, about four pages. A book pasted by mistake would keep the whole class waiting.
MOST_CHARACTERS = 8000
OVERVIEW, SHOWN_KEY = "overview", "lessons-guide-shown"


def draw_page() -> None:
    lesson = asked_lesson()
    lost = lesson is None and "lesson" in st.query_params
    shown = lesson.id if lesson else OVERVIEW
    # As on the lessons page: Streamlit's link to the page it stands on leaves address and place.
    # But a browser that is told its own address again loses what stands after the #.
    if shown != st.session_state.get(SHOWN_KEY, OVERVIEW):
        st.query_params.from_dict({"lesson": lesson.id} if lesson else {})
    st.session_state[SHOWN_KEY] = shown
    to_top(shown)
    if lesson is None:
        if lost:
            st.warning(text("no-such-lesson"))
        draw_overview()
    else:
        draw_guide(lesson, guide(lesson.id))


def draw_overview() -> None:
    st.title(text("teach-title"), anchor=False)
    st.markdown(text("teach-lead"))
    st.header(text("plans"), anchor=False)
    for plan in plans():
        draw_plan(plan)
    st.header(text("guides"), anchor=False)
    for lesson in library():
        st.page_link(
            GUIDE_PAGE,
            label=text("guide-entry", {"title": lesson.title, "minutes": lesson.minutes}),
            query_params={"lesson": lesson.id},
        )
    draw_charter(charter())
    st.page_link(FACTS_PAGE, label=text("ledger-link"))


def draw_plan(plan: Plan) -> None:
    with st.expander(plan.title):
        st.markdown(plan.suits)
        st.markdown(f"**{text('plan-prepare')}**")
        st.markdown(bullets(plan.prepare))
        for session in plan.sessions:
            draw_session(session)


def draw_session(session: Session) -> None:
    names = {"title": session.title, "minutes": session.minutes}
    st.subheader(text("plan-session", names), anchor=False)
    ends = list(accumulate(step.minutes for step in session.steps))
    for step, end in zip(session.steps, ends, strict=True):
        st.markdown(timed(step.minutes, end, step.do))
        draw_doors(step)


def draw_doors(step: PlanStep) -> None:
    """Draw the links to what a step of a plan opens."""
    lesson = next((lesson for lesson in library() if lesson.id == step.lesson), None)
    if lesson:
        st.page_link(LESSONS_PAGE, label=lesson.title, query_params={"lesson": lesson.id})
    if step.form:
        label = text("plan-form", {"form": step.form.upper()})
        st.page_link(QUIZ_PAGE, label=label, query_params={"form": step.form})


def draw_guide(lesson: Lesson, of_lesson: Guide) -> None:
    cited = (name for _, words in of_lesson.texts() for name in facts_in(words))
    references = References(cited, ledger())
    st.title(text("guide-title", {"title": lesson.title}), anchor=False)
    st.markdown(text("lesson-time", {"minutes": lesson.minutes, "ages": lesson.ages}))
    st.page_link(
        LESSONS_PAGE,
        label=text("open-lesson", {"title": lesson.title}),
        query_params={"lesson": lesson.id},
    )
    st.page_link(LESSONS_PAGE, label=text("projector-on"),
                 query_params={"lesson": lesson.id, "projector": "1"})  # fmt: skip
    if practice := practice_address(lesson):
        st.page_link(QUIZ_PAGE, label=text("practise"), query_params=practice)
    st.header(text("guide-sensitive"), anchor=False)
    st.warning(references.linked(of_lesson.sensitive))
    st.header(text("guide-timings"), anchor=False)
    ends = accumulate(step.minutes for step in of_lesson.timings)
    st.markdown(
        "\n\n".join(
            timed(step.minutes, end, references.linked(step.do))
            for step, end in zip(of_lesson.timings, ends, strict=True)
        )
    )
    st.header(text("guide-questions"), anchor=False)
    for question in of_lesson.questions:
        with st.container(border=True, width=BOX_WIDTH):
            st.markdown(f"**{references.linked(question.ask)}**")
            st.markdown(text("guide-expect", {"answer": references.linked(question.expect)}))
    st.header(text("guide-print"), anchor=False)
    draw_prints(lesson)
    st.header(text("guide-competences"), anchor=False)
    st.markdown(text("guide-framework"))
    st.markdown(bullets(f"{named} ({text(f'domain-{competences()[named]}')})"
                        for named in lesson.competences))  # fmt: skip
    if references.facts:
        st.header(text("print-facts"), anchor=False)
        st.html(facts_as_html(references.facts, datetime.date.today()))
    st.page_link(GUIDE_PAGE, label=text("all-guides"))


def draw_prints(lesson: Lesson) -> None:
    today = datetime.date.today()
    with st.container(horizontal=True):
        for name, make in (("handout", handout), ("answers", answer_key)):
            st.download_button(
                text(f"print-{name}-button"),
                # Made when it is asked for.
                partial(make, lesson, ledger(), today),
                file_name=f"{lesson.path.stem}-{name}.pdf",
                mime=PDF,
                on_click="ignore",
                key=f"lessons_guide_{name}",
            )


def draw_charter(draft: Charter) -> None:
    st.header(text("charter"), anchor="charter")  # A lesson leads here.
    keep_in_view("charter")
    st.markdown(text("charter-lead"))
    # A box outside a form would send what was typed when the print button is pressed, which is too
    # late for that button: it would print the rules as they were before.
    with st.form("lessons_guide_charter_form", width=BOX_WIDTH):
        rules = st.text_area(
            text("charter-rules"),
            "\n".join(draft.rules),
            height=300,
            max_chars=MOST_CHARACTERS,
            key="lessons_guide_charter",
        )
        st.form_submit_button(text("charter-take"))
    kept = tuple(line.strip() for line in rules.splitlines() if line.strip())
    st.markdown(f"**{text('charter-printed', {'rules': len(kept)})}**")
    st.text("\n".join(f"{number}. {rule}" for number, rule in enumerate(kept, start=1)))
    if missing := unprintable("".join(kept)):
        st.warning(text("charter-unprintable", {"letters": " ".join(missing)}))
    st.download_button(
        text("charter-button"),
        partial(charter_sheet, replace(draft, rules=kept)),
        file_name="charter.pdf",
        mime=PDF,
        on_click="ignore",
        key="lessons_guide_charter_print",
    )


def timed(minutes: int, end: int, do: str) -> str:
    """Return what to do, and from which minute to which."""
    names = {"from": end - minutes, "to": end}
    return f"**{text('guide-minutes', names)}** {do}"


draw_page()
