"""What a learner did in the lessons before, kept under a code that only the address holds."""

from datetime import UTC, datetime

import streamlit as st

from lessons.progress import Tries
from quiz.pages.resources import store
from quiz.store import UnknownLearnerError

# In the address; and in the session, for a visit through the navigation, which clears the address.
LEARNER, _LAST = "learner", "lessons-learner"


def token() -> str | None:
    """Return the learner's token, or None before anything was kept; the address gets it back."""
    known = st.query_params.get(LEARNER) or st.session_state.get(_LAST)
    if known:
        st.session_state[_LAST] = known
        if st.query_params.get(LEARNER) != known:
            st.query_params[LEARNER] = known
    return known


def tries() -> Tries | None:
    """Return what the learner has tried; None if the address's token is known no more."""
    known = token()
    if known is None:
        return {}
    try:
        return store().load_tries(known)
    except UnknownLearnerError:
        forget()
        return None


def keep(lesson: str, question: str, choice: int) -> None:
    """Store what a learner chose; the first time of all this makes the token."""
    today = datetime.now(UTC).date()
    known = token()
    try:
        store().record_try(known or "", lesson, question, choice)
    except UnknownLearnerError:
        st.session_state[_LAST] = store().start_learner(today)
        st.query_params[LEARNER] = st.session_state[_LAST]
        store().record_try(st.session_state[_LAST], lesson, question, choice)


def forget() -> None:
    """Take the token out of the address and the session."""
    st.session_state.pop(_LAST, None)
    st.query_params.pop(LEARNER, None)


def address(**parts: str) -> dict[str, str]:
    """Return the parts of an address of a lessons page, with the token if there is one."""
    known = token()
    return {**parts, LEARNER: known} if known else parts
