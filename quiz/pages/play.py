"""Spot the fake: one picture at a time, judged before it is explained."""

import random
from contextlib import suppress
from datetime import UTC, date, datetime

import streamlit as st

from quiz.pack import Pack
from quiz.pages.focus import start_at_top
from quiz.pages.gallery_access import offer_gallery
from quiz.pages.resources import LAST_ROUND, ROUND, item_of, packs, store
from quiz.pages.reveal import show_answer, show_picture
from quiz.pages.summary import show_summary
from quiz.practice import Practice
from quiz.scoring import CONFIDENCE_STEPS, Answer, Choice, judge
from quiz.session import NotEnoughItemsError, Round, draw_round, form_of, form_round
from quiz.store import AlreadyAnsweredError, NotYetShownError, UnknownRoundError
from quiz.text import text

# Of the address, and of what a page keeps while it is open.
PICTURE, FORM = "picture", "form"
PRACTICE = ("families", "kinds", "items")
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
        show_summary(token, current, items)
        _name_form(form_of(list(packs().values()), current.items))
        start_at_top("end")
        offer_gallery(token, text("gallery-link"))
        _start_button(text("play-again"))
        return

    position = current.reachable(_asked_position())
    item, key = items[position], current.items[position]
    st.title(text("picture-of", {"number": position + 1, "total": len(items)}), anchor=False)
    _name_form(form_of(list(packs().values()), current.items))
    answer = current.answers.get(position)
    start_at_top(f"{position}-{'ask' if answer is None else 'answer'}")
    if answer is None:
        show_picture(item, key)
        _ask(token, position, captioned=bool(item.caption))
    else:
        show_answer(item, key, answer, judge(item.is_real, answer.choice))
        _next_button(token, current, position)


def _asked_position() -> int:
    number = st.query_params.get(PICTURE, "1")
    return int(number) - 1 if number.isdecimal() else 0


def _invite() -> None:
    st.title(text("quiz-title"), anchor=False)
    asked = _asked_form()
    if asked:
        pack, form = asked
        _name_form(form)
        st.markdown(text("form-invitation", {"total": len(pack.forms[form])}))
    else:
        if FORM in st.query_params:
            st.warning(text("form-unknown"))
        st.markdown(text("practice-invitation" if _asked_practice() else "quiz-invitation"))
    _continue_button()
    _start_button(text("start"))
    st.markdown(text("quiz-promise"))


def _asked_form() -> tuple[Pack, str] | None:
    """Return the form that the address asks for, with the pack it belongs to."""
    name = st.query_params.get(FORM, "")
    return next(((pack, name) for pack in packs().values() if name in pack.forms), None)


def _asked_practice() -> Practice:
    """Return what the address asks to practise, such as ``?families=physics,stylistic``."""
    return Practice.named(*(st.query_params.get(name, "").split(",") for name in PRACTICE))


def _name_form(form: str | None) -> None:
    if form:
        st.caption(text("form-name", {"form": form.upper()}))


# What a press does is done before the page is drawn, so that the page is drawn once, not twice: a
# server that draws for three hundred learners feels the difference. Only in a session that begins
# with the press, after the connection was lost, Streamlit knows the button no sooner than it is
# drawn; then it says that it was pressed, and what should have been done before is done now.


def _continue_button() -> None:
    """Offer the round that was left for another page, while it is unfinished."""
    token = st.session_state.get(LAST_ROUND)
    if token is None:
        return
    try:
        current = store().load_round(token)
    except UnknownRoundError:
        return
    if not current.is_over:
        st.button(
            text("go-on", {"number": current.first_unanswered + 1}),
            type="primary",
            key="quiz-go-on",
            on_click=_show,
            args=(token, current.first_unanswered),
        )


def _start_button(label: str) -> None:
    pressed = st.button(label, type="primary", key="quiz-start", on_click=_start)
    if st.session_state.get(TOO_FEW):
        st.error(text("too-few-pictures"))
    elif pressed:
        _start()
        st.rerun()


def _start() -> None:
    form, chance = _asked_form(), random.SystemRandom()
    try:
        items = (
            form_round(*form, chance)
            if form
            else draw_round(list(packs().values()), chance, practice=_asked_practice())
        )
    except NotEnoughItemsError:
        st.session_state[TOO_FEW] = True
        return
    _show(store().start_round(items, _today()), 0)


def _ask(token: str, position: int, *, captioned: bool) -> None:
    with st.form("quiz-answer", border=False):
        st.radio(
            text("question-captioned" if captioned else "question"),
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
    if sent and _said(position):
        _answer(token, position)
        st.rerun()
    elif sent:
        st.warning(text("answer-incomplete"))


def _said(position: int) -> Answer | None:
    """Return what the learner chose, once both choices are made."""
    # Read at once, and not key by key: a newer press would end the callback at each.
    shown = st.session_state.to_dict()
    choice, confidence = (shown.get(f"{name}-{position}") for name in (CHOICE, CONFIDENCE))
    return Answer(Choice(choice), confidence) if choice and confidence else None


def _answer(token: str, position: int) -> None:
    answer = _said(position)
    if answer is None:
        return
    # Stored before it is revealed: a reload must not allow a second try. Where another tab was
    # faster, drawing the page again shows the answer that stands.
    with suppress(AlreadyAnsweredError, NotYetShownError):
        store().record(token, position, answer)
    _show(token, position)


def _next_button(token: str, current: Round, position: int) -> None:
    last = position + 1 == len(current.items)
    following = None if last else position + 1
    if st.button(
        text("to-summary" if last else "next"),
        type="primary",
        key=f"quiz-next-{position}",
        on_click=_show,
        args=(token, following),
    ):
        _show(token, following)
        st.rerun()


def _show(token: str, position: int | None) -> None:
    """Make the address ask for a picture of a round, or for its end."""
    address = {ROUND: token}
    if position is not None:
        address[PICTURE] = str(position + 1)
    st.query_params.from_dict(address)
    st.session_state[LAST_ROUND] = token


def _today() -> date:
    return datetime.now(UTC).date()


page()
