"""Who may open a facilitator's page: who sits at the app's own computer, or knows its code."""

import os
from urllib.parse import urlsplit

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from quiz.guess_limit import Guess, GuessLimit
from quiz.text import text

CODE_SETTING = "SECOND_LOOK_FACILITATOR"
# Shorter ones could be found by trying them all over the class's network.
LEAST_CODE_LENGTH = 8
PAUSE_S = 2
ADMITTED, CODE = "facilitator-admitted", "facilitator-code"
# What a proxy adds to what a browser sends.
_PROXY_MARKS = "X-Forwarded-For", "Forwarded", "X-Real-Ip", "Via"
_guesses = GuessLimit(PAUSE_S)
_admitted_sessions: set[str] = set()


def admit() -> bool:
    """Return whether the rest of a facilitator's page may be drawn.

    It may on the computer that the app runs on, and after the code of the setting was typed, for
    as long as the page stays open; nothing is kept beyond it. Otherwise a field for the code is
    drawn, or one sentence where no code has been set.
    """
    if st.session_state.get(ADMITTED) or _at_this_computer():
        _admitted_sessions.add(get_script_run_ctx().session_id)
        return True
    code = os.environ.get(CODE_SETTING, "")
    if len(code) < LEAST_CODE_LENGTH:
        key = "facilitator-short-code" if code else "facilitator-no-code"
        st.info(text(key, {"setting": CODE_SETTING, "length": LEAST_CODE_LENGTH}))
        return False
    with st.form("facilitator", border=False):
        st.markdown(text("facilitator-ask"))
        typed = st.text_input(text("facilitator-code"), type="password", key=CODE)
        sent = st.form_submit_button(text("facilitator-open"), type="primary")
    if sent:
        guess = _guesses.compare(typed.strip(), code)
        if guess is Guess.RIGHT:
            st.session_state[ADMITTED] = True
            st.rerun()
        key = "facilitator-wrong-code" if guess is Guess.WRONG else "facilitator-too-soon"
        st.warning(text(key, {"seconds": PAUSE_S}))
    return False


def is_admitted(session_id: str) -> bool:
    """Return whether a facilitator's page was drawn for this session of Streamlit."""
    return session_id in _admitted_sessions


def _at_this_computer() -> bool:
    # None is Streamlit's word for 127.0.0.1; a server that listens for both versions of IP has the
    # other word for it.
    if st.context.ip_address not in (None, "::ffff:127.0.0.1"):
        return False
    # Through a proxy on this computer, everyone seems to sit at it; so does a foreign site whose
    # name was pointed here. A proxy leaves its mark, or the name in the address bar tells them
    # apart.
    if any(name in st.context.headers for name in _PROXY_MARKS):
        return False
    names = (f"//{st.context.headers.get('Host', '')}", st.context.headers.get("Origin", ""))
    return all(urlsplit(name).hostname in ("localhost", "127.0.0.1", "::1") for name in names)
