"""Spot the fake: one picture at a time, judged before it is explained."""

import random
from contextlib import suppress
from datetime import UTC, date, datetime

import streamlit as st

from quiz.pages.focus import start_at_top
from quiz.pages.resources import item_of, packs, store
from quiz.pages.reveal import show_answer, show_picture
from quiz.pages.summary import show_summary
from quiz.scoring import CONFIDENCE_STEPS, Answer, Choice, judge
from quiz.session import NotEnoughItemsError, Round, draw_round
from quiz.store import AlreadyAnsweredError, NotYetShownError, UnknownRoundError
from quiz.text import text

# Of the address, and of what a page keeps while it is open.
ROUND, PICTURE = "round", "picture"
CHOICE, CONFIDENCE, TOO_FEW = "quiz-choice", "quiz-confidence", "quiz-too-few"


def page() -> None:
    """Draw what the address asks for: the way in, a picture, its answer, or the end."""
    token = st.query_params.get(ROUND)
    if not token:
        _invite()
        return
    try:
        current = store().load_round(token)
        items = [item_of(key) for key in current.items]
    except (UnknownRoundError, KeyError):
        st.warning(text("round-unknown"))
        _invite()
        return
    if current.is_over and PICTURE not in st.query_params:
        show_summary(current, items)
        start_at_top("end")
        _start_button(text("play-again"))
        return

    position = current.reachable(_asked_position())
    item, key = items[position], current.items[position]
    st.title(text("picture-of", {"number": position + 1, "total": len(items)}), anchor=False)
    answer = current.answers.get(position)
    start_at_top(f"{position}-{'ask' if answer is None else 'answer'}")
    if answer is None:
        show_picture(item, key)
        _ask(token, position)
    else:
        show_answer(item, key, answer, judge(item.is_real, answer.choice))
        _next_button(token, current, position)


def _asked_position() -> int:
    number = st.query_params.get(PICTURE, "1")
    return int(number) - 1 if number.isdecimal() else 0


def _invite() -> None:
    st.title(text("quiz-title"), anchor=False)
    st.markdown(text("quiz-invitation"))
    _start_button(text("start"))
    st.markdown(text("quiz-promise"))


# What a press does is done before the page is drawn, so that the page is drawn once, not twice: a
# server that draws for three hundred learners feels the difference.


def _start_button(label: str) -> None:
    st.button(label, type="primary", key="quiz-start", on_click=_start)
    if st.session_state.get(TOO_FEW):
        st.error(text("too-few-pictures"))


def _start() -> None:
    try:
        items = draw_round(list(packs().values()), random.SystemRandom())
    except NotEnoughItemsError:
        st.session_state[TOO_FEW] = True
        return
    _show(store().start_round(items, _today()), 0)


def _ask(token: str, position: int) -> None:
    with st.form("quiz-answer", border=False):
        st.radio(
            text("question"),
            list(Choice),
            index=None,
            horizontal=True,
            format_func=lambda option: text(f"choice-{option}"),
            key=f"{CHOICE}-{position}",
        )
        st.radio(
            text("how-sure"),
            CONFIDENCE_STEPS,
            index=None,
            horizontal=True,
            format_func=lambda step: text(f"confidence-{step}"),
            key=f"{CONFIDENCE}-{position}",
        )
        sent = st.form_submit_button(
            text("answer"), type="primary", on_click=_answer, args=(token, position)
        )
    if sent:
        st.warning(text("answer-incomplete"))


def _answer(token: str, position: int) -> None:
    choice = st.session_state[f"{CHOICE}-{position}"]
    confidence = st.session_state[f"{CONFIDENCE}-{position}"]
    if choice is None or confidence is None:
        return
    # Stored before it is revealed: a reload must not allow a second try. Where another tab was
    # faster, drawing the page again shows the answer that stands.
    with suppress(AlreadyAnsweredError, NotYetShownError):
        store().record(token, position, Answer(Choice(choice), confidence))
    _show(token, position)


def _next_button(token: str, current: Round, position: int) -> None:
    last = position + 1 == len(current.items)
    st.button(
        text("to-summary" if last else "next"),
        type="primary",
        key="quiz-next",
        on_click=_show,
        args=(token, None if last else position + 1),
    )


def _show(token: str, position: int | None) -> None:
    """Make the address ask for a picture of a round, or for its end."""
    address = {ROUND: token}
    if position is not None:
        address[PICTURE] = str(position + 1)
    st.query_params.from_dict(address)


def _today() -> date:
    return datetime.now(UTC).date()


page()
