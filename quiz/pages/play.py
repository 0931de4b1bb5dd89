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

ROUND, PICTURE = "round", "picture"


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
        _next_button(current, position)


def _asked_position() -> int:
    number = st.query_params.get(PICTURE, "1")
    return int(number) - 1 if number.isdecimal() else 0


def _invite() -> None:
    st.title(text("quiz-title"), anchor=False)
    st.markdown(text("quiz-invitation"))
    _start_button(text("start"))
    st.markdown(text("quiz-promise"))


def _start_button(label: str) -> None:
    if not st.button(label, type="primary", key="quiz-start"):
        return
    try:
        items = draw_round(list(packs().values()), random.SystemRandom())
    except NotEnoughItemsError:
        st.error(text("too-few-pictures"))
        return
    st.query_params.from_dict({ROUND: store().start_round(items, _today()), PICTURE: "1"})
    st.rerun()


def _ask(token: str, position: int) -> None:
    with st.form(f"quiz-answer-{position}", border=False):
        choice = st.radio(
            text("question"),
            list(Choice),
            index=None,
            horizontal=True,
            format_func=lambda option: text(f"choice-{option}"),
        )
        confidence = st.radio(
            text("how-sure"),
            CONFIDENCE_STEPS,
            index=None,
            horizontal=True,
            format_func=lambda step: text(f"confidence-{step}"),
        )
        sent = st.form_submit_button(text("answer"), type="primary")
    if not sent:
        return
    if choice is None or confidence is None:
        st.warning(text("answer-incomplete"))
        return
    # Stored before it is revealed: a reload must not allow a second try. Where another tab was
    # faster, drawing the page again shows the answer that stands.
    with suppress(AlreadyAnsweredError, NotYetShownError):
        store().record(token, position, Answer(Choice(choice), confidence))
    st.query_params[PICTURE] = str(position + 1)
    st.rerun()


def _next_button(current: Round, position: int) -> None:
    last = position + 1 == len(current.items)
    if st.button(text("to-summary" if last else "next"), type="primary", key="quiz-next"):
        if last:
            del st.query_params[PICTURE]
        else:
            st.query_params[PICTURE] = str(position + 2)
        st.rerun()


def _today() -> date:
    return datetime.now(UTC).date()


page()
