"""The value of a widget for a callback that stores it."""

from typing import Any

import streamlit as st


def widget_value(key: str) -> Any:
    """Return what the widget with this key shows; a newer event does not end the callback here.

    ``st.session_state[key]`` would: where the next press or word has arrived already, Streamlit
    stops the running script at its next word with it, a callback too. The event counts as handled
    all the same, so that what was typed would stay on the page and never be stored.

    Raises:
        KeyError: there is no such widget.
    """
    return st.session_state.to_dict()[key]
