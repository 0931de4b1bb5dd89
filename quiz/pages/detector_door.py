"""The way to the detector, which is an app of its own, loaded when asked for."""

import streamlit as st

from quiz.text import text

st.title(text("detector-title"), anchor=False)
st.markdown(text("detector-lead"))
# A plain link: on a phone the detector needs the whole screen, and a frame would scroll inside.
# In a tab of its own, so that a round begun here stays open.
st.html(f'<p><a href="/detector/" target="_blank">{text("detector-open")}</a></p>')
st.markdown(text("detector-first"))
