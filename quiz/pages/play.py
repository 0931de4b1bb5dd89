"""Spot the fake: one picture at a time, judged before it is explained."""

import random
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, date, datetime

import streamlit as st

from quiz.pack import Pack
from quiz.pages.focus import start_at_top
from quiz.pages.gallery_access import note_begun, offer_gallery
from quiz.pages.resources import LAST_ROUND, ROUND, is_there, item_of, packs, store
from quiz.pages.reveal import show_answer, show_picture
from quiz.pages.summary import show_summary
from quiz.plain_text import in_markdown
from quiz.practice import Practice
from quiz.scoring import CONFIDENCE_STEPS, Answer, Choice, judge
from quiz.session import ItemKey, NotEnoughItemsError, Round, draw_round, form_of, form_round
from quiz.store import AlreadyAnsweredError, NotStoredError, NotYetShownError, UnknownRoundError
from quiz.text import text

# Of the address, and of what a page keeps while it is open.
PICTURE, FORM = "picture", "form"
PRACTICE = ("families", "kinds", "items")
CHOICE, CONFIDENCE, REFUSED = "quiz-choice", "quiz-confidence", "quiz-refused"


def page() -> None:
    """Draw what the address asks for: the way in, a picture, its answer, or the end."""
    token = st.query_params.get(ROUND)
    if not token:
        _invite()
        return
    try:
        current = store().load_round(token)
    except UnknownRoundError:
        st.warning(text("round-unknown"))
        _invite()
        return
    if gone := [key for key in current.items if not is_there(key)]:
        _tell_gone(token, current, gone)
        return

    if not current.is_over:
        # Here and not where it was started: after a reload the page is another session.
        st.session_state[LAST_ROUND] = token
    items = [item_of(key) for key in current.items]
    form = form_of(list(packs().values()), current.items)
    if current.is_over and PICTURE not in st.query_params:
        show_summary(token, current, items)
        _name_form(form)
        start_at_top("end")
        if form:
            _way(text("form-answers"), "quiz-answers", token, 0)
        offer_gallery(token, text("gallery-link"))
        _start_button(text("play-again"))
        return

    position = current.reachable(_asked_position())
    item, key = items[position], current.items[position]
    st.title(text("picture-of", {"number": position + 1, "total": len(items)}), anchor=False)
    _name_form(form)
    answer = current.answers.get(position)
    start_at_top(f"{position}-{'ask' if answer is None else 'answer'}")
    if answer is None:
        show_picture(item, key)
        _ask(token, current, position, captioned=bool(item.caption), told_later=form is not None)
    elif form and not current.is_over:
        # Half of a form are real: whoever counted the answers would know the last pictures.
        st.info(text("form-answered"))
        _continue_button(token, current)
    else:
        show_answer(item, key, answer, judge(item.is_real, answer.choice))
        following = _after(current, position)
        label = text("to-summary" if following is None else "next")
        _way(label, f"quiz-next-{position}", token, following)


def _asked_position() -> int:
    try:
        return int(st.query_params.get(PICTURE, "1")) - 1
    # No number, or one of so many digits that Python does not read it.
    except ValueError:
        return 0


def _after(current: Round, position: int) -> int | None:
    """Return the position that follows; None where that is the end of the round."""
    return position + 1 if position + 1 < len(current.items) else None


def _tell_gone(token: str, current: Round, gone: Sequence[ItemKey]) -> None:
    """Say that pictures of a round were removed since it began, and offer what is left of it."""
    left = len(current.items) - len(gone)
    st.title(text("quiz-title"), anchor=False)
    start_at_top("gone")
    st.warning(text("round-gone", {"gone": len(gone), "left": left}))
    if not left:
        _start_button(text("start"))
        return
    # Only when it is asked for: a pack that is being replaced is gone for a moment.
    args = (token, gone)
    label = text("round-go-on-without")
    pressed = st.button(label, type="primary", key="quiz-leave-out", on_click=_leave_out, args=args)
    if not _show_refusal() and pressed:
        _leave_out(*args)
        st.rerun()


def _leave_out(token: str, gone: Sequence[ItemKey]) -> None:
    try:
        store().leave_out(token, gone)
    except NotStoredError:
        st.session_state[REFUSED] = "round-not-stored"
        return
    current = store().load_round(token)
    _show(token, None if current.is_over else current.first_unanswered)


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
    _unfinished_round()
    _start_button(text("start"))
    st.markdown(text("form-promise" if asked else "quiz-promise"))


def _asked_form() -> tuple[Pack, str] | None:
    """Return the form that the address asks for, with the pack it belongs to."""
    name = st.query_params.get(FORM, "")
    return next(((pack, name) for pack in packs().values() if name in pack.forms), None)


def _asked_practice() -> Practice:
    """Return what the address asks to practise, such as ``?families=physics,stylistic``."""
    return Practice.named(*(st.query_params.get(name, "").split(",") for name in PRACTICE))


def _name_form(form: str | None) -> None:
    if form:
        # No caption: its grey is too faint to be read by everyone.
        st.markdown(text("form-name", {"form": in_markdown(form.upper())}))


# What a press does is done before the page is drawn, so that the page is drawn once, not twice: a
# server that draws for three hundred learners feels the difference. Only in a session that begins
# with the press, after the connection was lost, Streamlit knows the button no sooner than it is
# drawn; then it says that it was pressed, and what should have been done before is done now.


def _way(label: str, key: str, token: str, position: int | None) -> None:
    """Draw a button that leads to a picture of a round, or to its end."""
    if st.button(label, type="primary", key=key, on_click=_show, args=(token, position)):
        _show(token, position)
        st.rerun()


def _unfinished_round() -> None:
    """Offer the round that was left for another page, while it is unfinished."""
    token = st.session_state.get(LAST_ROUND)
    if token is None:
        return
    try:
        current = store().load_round(token)
    except UnknownRoundError:
        return
    if not current.is_over and any(map(is_there, current.items)):
        _continue_button(token, current)


def _continue_button(token: str, current: Round) -> None:
    position = current.first_unanswered
    _way(text("go-on", {"number": position + 1}), "quiz-go-on", token, position)


def _start_button(label: str) -> None:
    pressed = st.button(label, type="primary", key="quiz-start", on_click=_start)
    if not _show_refusal() and pressed:
        _start()
        st.rerun()


def _show_refusal() -> bool:
    """Say why what was asked for last was not done, and return whether there is such a reason."""
    key = st.session_state.pop(REFUSED, None)
    if key:
        st.error(text(key))
    return key is not None


def _start() -> None:
    form, chance = _asked_form(), random.SystemRandom()
    try:
        items = (
            form_round(*form, chance)
            if form
            else draw_round(list(packs().values()), chance, practice=_asked_practice())
        )
        token = store().start_round(items, _today())
    except NotEnoughItemsError:
        st.session_state[REFUSED] = "too-few-pictures"
    except NotStoredError:
        st.session_state[REFUSED] = "round-not-stored"
    else:
        note_begun(token)
        _show(token, 0)


def _ask(token: str, current: Round, position: int, *, captioned: bool, told_later: bool) -> None:
    following = _after(current, position) if told_later else position
    sort = "-form" if told_later else ""
    # A form of its own for each picture: the press that answered one must not be taken for a press
    # at the next.
    with st.form(f"quiz-answer-{position}", border=False):
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
        args = (token, position, following)
        sent = st.form_submit_button(
            text(f"answer{sort}"), type="primary", on_click=_answer, args=args
        )
    if _show_refusal():
        return
    if sent and _said(position):
        _answer(*args)
        st.rerun()
    elif sent:
        st.warning(text(f"answer-incomplete{sort}"))


def _said(position: int) -> Answer | None:
    """Return what the learner chose, once both choices are made."""
    # Read at once, and not key by key: a newer press would end the callback at each.
    shown = st.session_state.to_dict()
    choice, confidence = (shown.get(f"{name}-{position}") for name in (CHOICE, CONFIDENCE))
    return Answer(Choice(choice), confidence) if choice and confidence else None


def _answer(token: str, position: int, following: int | None) -> None:
    answer = _said(position)
    if answer is None:
        return
    # Stored before it is revealed: a reload must not allow a second try. Where another tab was
    # faster, drawing the page again shows the answer that stands.
    try:
        with suppress(AlreadyAnsweredError, NotYetShownError):
            store().record(token, position, answer)
    except NotStoredError:
        st.session_state[REFUSED] = "answer-not-stored"
    else:
        _show(token, following)


def _show(token: str, position: int | None) -> None:
    """Make the address ask for a picture of a round, or for its end."""
    address = {ROUND: token}
    if position is not None:
        address[PICTURE] = str(position + 1)
    st.query_params.from_dict(address)


def _today() -> date:
    return datetime.now(UTC).date()


page()
