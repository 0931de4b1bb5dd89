"""The address of a draft and of a picture in it, so that a reload comes back to the same place."""

import streamlit as st

DRAFT, PICTURE = "draft", "picture"


def go_to(draft_id: str = "", item_id: str = "") -> None:
    """Make the address ask for a picture of a draft, for the draft, or for the list of drafts."""
    address = {DRAFT: draft_id, PICTURE: item_id}
    st.query_params.from_dict({name: value for name, value in address.items() if value})
