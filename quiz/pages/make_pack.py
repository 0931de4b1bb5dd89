"""Your own pack: a facilitator makes one from photographs, or brings one from elsewhere."""

import re

import streamlit as st

from quiz.pages.draft_address import DRAFT, PICTURE, go_to
from quiz.pages.facilitator import admit
from quiz.pages.focus import start_at_top
from quiz.pages.import_section import show_import
from quiz.plain_text import in_markdown
from quiz.text import text


def page() -> None:
    """Draw what the address asks for: a picture of a draft, a draft, or the way to both."""
    st.title(text("make-title"), anchor=False)
    if not admit():
        return
    # OpenCV is loaded for a facilitator at work, not for everyone who opens the page.
    from quiz.draft import drafts, open_draft  # noqa: PLC0415
    from quiz.pages.draft_item import show_item  # noqa: PLC0415
    from quiz.pages.draft_pack import show_draft, show_start_form  # noqa: PLC0415

    asked, item_id = st.query_params.get(DRAFT), st.query_params.get(PICTURE, "")
    start_at_top(re.sub(r"[^a-z0-9-]", "", f"make-{asked or ''}-{item_id}"))
    if asked:
        try:
            draft = open_draft(asked)
        except LookupError:
            st.warning(text("draft-unknown"))
        else:
            if item_id in draft.items:
                show_item(draft, item_id)
            else:
                show_draft(draft)
            return
    st.markdown(text("make-lead"))
    show_start_form()
    if found := drafts():
        st.header(text("drafts"), anchor=False)
        for draft in found:
            label = text("draft-open", {"title": in_markdown(draft.title), "n": len(draft.items)})
            st.button(label, key=f"draft-open-{draft.id}", on_click=go_to, args=(draft.id,))
    show_import()


page()
