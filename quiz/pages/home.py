"""The first page: what this is, and the three doors."""

import streamlit as st

from quiz.store import KEPT_DAYS
from quiz.text import text

st.title(text("home-title"), anchor=False)
st.markdown(text("home-lead"))
for door, page in (
    ("home-quiz", "quiz/pages/play.py"),
    ("home-lessons", "lessons/page.py"),
    ("home-detector", "quiz/pages/detector_door.py"),
):
    with st.container(border=True):
        st.markdown(text(door))
        st.page_link(page)
st.header(text("home-privacy-title"), anchor=False)
st.markdown(text("home-privacy", {"days": KEPT_DAYS}))
