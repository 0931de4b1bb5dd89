"""What a page says where the database of answers cannot be read."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from quiz.store import NotReadError
from quiz.text import text

_log = logging.getLogger(__name__)


@contextmanager
def told_if_not_read() -> Iterator[None]:
    """Draw a page, and end it with a sentence where what was answered cannot be read.

    The reason is for the server's log.
    """
    try:
        yield
    except NotReadError as error:
        _log.warning("Answers cannot be read: %s", error.__cause__)
        st.error(text("not-read"))
