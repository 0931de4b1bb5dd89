"""What the lessons' pages share: everything that is read from files, read once in this process."""

from collections.abc import Mapping

import streamlit as st

from lessons import library as files
from lessons.charter import Charter
from lessons.guide import Guide
from lessons.ledger import Fact
from lessons.lesson import Lesson
from lessons.plan import Plan

LESSONS_PAGE = "lessons/page.py"
FACTS_PAGE = "lessons/pages/facts.py"
GUIDE_PAGE = "lessons/pages/guide.py"
QUIZ_PAGE = "quiz/pages/play.py"


@st.cache_resource(show_spinner=False)
def library() -> tuple[Lesson, ...]:
    """Return the lessons in order."""
    return files.load_lessons()


@st.cache_resource(show_spinner=False)
def ledger() -> Mapping[str, Fact]:
    """Return the facts by id."""
    return files.load_ledger()


@st.cache_resource(show_spinner=False)
def guide(lesson_id: str) -> Guide:
    """Return the facilitator's guide to a lesson."""
    return files.load_guide(next(lesson for lesson in library() if lesson.id == lesson_id))


@st.cache_resource(show_spinner=False)
def plans() -> tuple[Plan, ...]:
    """Return the plans for a class, the shortest first."""
    return files.load_plans()


@st.cache_resource(show_spinner=False)
def charter() -> Charter:
    """Return the draft of a class's charter."""
    return files.load_charter()


def asked_lesson() -> Lesson | None:
    """Return the lesson that the address names, if there is one of that id."""
    wanted = st.query_params.get("lesson")
    return next((lesson for lesson in library() if lesson.id == wanted), None)


def practice_address(lesson: Lesson) -> dict[str, str]:
    """Return what an address of the quiz must say to practise what a lesson was about."""
    if lesson.practise is None:
        return {}
    named = {name: getattr(lesson.practise, name) for name in ("families", "kinds", "items")}
    return {name: ",".join(values) for name, values in named.items() if values}
