"""Who took the photographs, and on what terms."""

import streamlit as st

from quiz.credits import credits_list
from quiz.pages.resources import packs
from quiz.plain_text import in_markdown
from quiz.text import text

st.title(text("credits-title"), anchor=False)
st.markdown(text("credits-lead"))
for pack in packs().values():
    st.header(in_markdown(pack.title), anchor=False)
    st.markdown(credits_list(pack))
