"""Bring a pack that was made elsewhere."""

import streamlit as st

from quiz.importing import ImportRefusedError, import_pack
from quiz.plain_text import in_markdown
from quiz.text import text

FILE, REPLACE = "import-file", "import-replace"


def show_import() -> None:
    """Offer to upload a pack, and say whether it was installed or why not."""
    st.header(text("import-title"), anchor=False)
    st.markdown(text("import-lead"))
    with st.form("import", border=False):
        file = st.file_uploader(text("import-choose"), type="zip", key=FILE)
        replace = st.checkbox(text("import-replace"), key=REPLACE)
        sent = st.form_submit_button(text("import-send"))
    if not sent:
        return
    if file is None:
        st.warning(text("import-choose-first"))
        return
    try:
        pack = import_pack(file, replace=replace)
    except ImportRefusedError as error:
        st.error(str(error))
        return
    st.success(text("import-done", {"title": in_markdown(pack.title), "n": len(pack.items)}))
