"""A check question: what a learner chooses is stored first, and explained then."""

import streamlit as st

from lessons.lesson import CheckQuestion, Choice, Lesson
from lessons.pages import learner
from lessons.pages.layout import BOX_WIDTH, bullets
from lessons.pages.references import References
from lessons.progress import Tries, is_finished
from lessons.text import text
from quiz.pages.store_faults import told_if_not_read
from quiz.store import NotStoredError


@st.fragment
def draw_check(
    lesson: Lesson, check: CheckQuestion, references: References, earlier: tuple[int, ...]
) -> None:
    """Draw a question.

    Args:
        lesson: that it belongs to.
        check: the question.
        references: of the lesson.
        earlier: places of the choices tried before; the last one is shown again.
    """
    key = f"lessons_{lesson.id}_{check.id}"
    # As it was when the question came into view: Streamlit takes another one for a new question.
    if key not in st.session_state:
        st.session_state[f"{key}_first"] = _last(check, earlier)
    first: int | None = st.session_state[f"{key}_first"]
    if first is not None:
        st.session_state.setdefault(f"{key}_checked", check.choices[first])
    with st.container(border=True, width=BOX_WIDTH):
        chosen: Choice | None = st.radio(
            # Without Markdown: a screen reader is given this text as it stands.
            f"{text('check-heading')}. {references.numbered(check.question)}",
            check.choices,
            index=first,
            format_func=lambda choice: references.numbered(choice.text),
            key=key,
        )
        if st.button(text("check-answer"), key=f"{key}_button"):
            if chosen is None:
                st.info(text("choose-first"))
            # Stored before it is revealed: what the learner saw is what the server knows.
            elif _is_kept(lesson, check, chosen):
                st.session_state[f"{key}_checked"] = chosen
                # A fragment's faults do not reach the page around it.
                with told_if_not_read():
                    if is_finished(lesson, learner.tries() or {}):
                        st.rerun()  # What comes next depends on it.
        # A new choice hides the old feedback until it is checked in its turn.
        if chosen is not None and st.session_state.get(f"{key}_checked") == chosen:
            draw_explanation(check, chosen, references)


def tried(lesson: Lesson, check: CheckQuestion, tries: Tries) -> tuple[int, ...]:
    """Return the places of the choices that were tried in a question, in order."""
    return tries.get((lesson.id, check.id), ())


def draw_explanation(check: CheckQuestion, chosen: Choice, references: References) -> None:
    """Draw what the author says to a choice, and to all others once the right one is found."""
    explanation = references.linked(chosen.explanation)
    if not chosen.right:
        st.error(text("choice-wrong", {"explanation": explanation}))
        return
    st.success(text("choice-right", {"explanation": explanation}))
    st.markdown(text("other-choices"))
    others = (
        (references.numbered(choice.text), references.linked(choice.explanation))
        for choice in check.choices
        if not choice.right
    )
    st.markdown(
        bullets(
            text("other-choice", {"choice": choice, "explanation": told}) for choice, told in others
        )
    )


def _is_kept(lesson: Lesson, check: CheckQuestion, chosen: Choice) -> bool:
    """Store a choice, and return whether that could be done; if not, the page says so."""
    try:
        learner.keep(lesson.id, check.id, check.choices.index(chosen))
    except NotStoredError:
        st.error(text("choice-not-stored"))
        return False
    return True


def _last(check: CheckQuestion, earlier: tuple[int, ...]) -> int | None:
    # A lesson may have fewer choices now than when one of them was tried.
    return earlier[-1] if earlier and earlier[-1] < len(check.choices) else None
