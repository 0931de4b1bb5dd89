"""What a page says where the database of answers cannot be read."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from quiz.store import NotReadError
from quiz.text import text


@contextmanager
def told_if_not_read() -> Iterator[None]:
    """Draw a page, and end it with a sentence where what was answered cannot be read."""
    try:
        yield
    except NotReadError:
        st.error(text("not-read"))
