"""A draft as a whole: start it, add photographs, see what is missing, save it, take it along."""

from pathlib import Path

import streamlit as st
from PIL import Image
from streamlit.runtime.uploaded_file_manager import UploadedFile

from models.image import ImageRefusedError, open_image
from quiz.draft import SIZES, Draft, DraftError, source_of, start_draft
from quiz.export import export_pack
from quiz.figure import picture_figure
from quiz.making.photographs import decode
from quiz.pages.draft_address import go_to
from quiz.pages.draft_problems import in_words, show_missing
from quiz.pages.inline_picture import inline_address
from quiz.pages.widget_value import widget_value
from quiz.plain_text import in_markdown
from quiz.text import text

TITLE, LANGUAGE, SHAPE = "draft-new-title", "draft-new-language", "draft-new-shape"
# Of what the page keeps while it is open: how often photographs were taken in, for an upload field
# that is to be empty again has to be another one; and what to say about the last ones.
TAKEN, REFUSED = "draft-taken", "draft-refused"
PHOTOGRAPHS = ("jpg", "jpeg", "png", "webp")
THUMBNAIL = (240, 240)


def show_start_form() -> None:
    """Offer to start a pack."""
    st.header(text("draft-start"), anchor=False)
    refused = _show_refusals()
    with st.form("draft-start", border=False):
        st.text_input(text("draft-title"), key=TITLE, max_chars=80)
        st.text_input(text("draft-language"), value="en", key=LANGUAGE, max_chars=20)
        st.radio(text("draft-shape"), SIZES, format_func=_shape, key=SHAPE)
        sent = st.form_submit_button(text("draft-start-button"), type="primary", on_click=_start)
        if sent and not refused:
            st.warning(text("draft-title-first"))


def _shape(size: tuple[int, int]) -> str:
    return text("draft-shape-{}-{}".format(*size))


def _start() -> None:
    title, language = widget_value(TITLE).strip(), widget_value(LANGUAGE).strip()
    if not title:
        return
    try:
        go_to(start_draft(title, language or "en", widget_value(SHAPE)).id)
    except DraftError as error:
        st.session_state[REFUSED] = [str(error)]


def show_draft(draft: Draft) -> None:
    """Draw everything about a draft but its single pictures."""
    st.button(text("draft-to-list"), on_click=go_to)
    key = f"draft-{draft.id}-title"
    st.session_state.setdefault(key, draft.title)
    st.text_input(text("draft-title"), max_chars=80, key=key, on_change=_rename, args=(draft, key))
    tables, problems = draft.items, draft.problems()
    st.header(text("draft-pictures", {"n": len(tables)}), anchor=False)
    # Those of the pack itself first.
    lines = in_words(problem for problem in problems if problem.path.stem not in tables)
    for number, (item_id, table) in enumerate(tables.items(), start=1):
        with st.container(border=True):
            path = draft.folder / "media" / table["picture"]
            address = _thumbnail(path, path.stat().st_mtime_ns)
            alt = table["alt"] or text("draft-picture", {"n": number})
            figure = picture_figure(address, alt, draft.size)
            st.html(f'<div class="draft-thumbnail">{figure}</div>')
            missing = in_words(problem for problem in problems if problem.path.stem == item_id)
            lines += [text("draft-of-picture", {"n": number, "words": line}) for line in missing]
            label = text("draft-edit", {"n": number, "missing": len(missing)})
            st.button(label, key=f"{item_id}-edit", on_click=go_to, args=(draft.id, item_id))
    _add_form(draft)
    st.header(text("draft-save"), anchor=False)
    show_missing(lines)
    _save(draft, ready=not problems)
    with st.expander(text("draft-delete")):
        st.markdown(text("draft-delete-warning"))
        if st.checkbox(text("draft-delete-sure"), key=f"draft-{draft.id}-sure"):
            st.button(text("draft-delete"), key="draft-delete", on_click=_delete, args=(draft,))


def _rename(draft: Draft, key: str) -> None:
    try:
        draft.rename(widget_value(key))
    except DraftError as error:
        st.session_state[REFUSED] = [str(error)]


def _show_refusals() -> bool:
    """Say why what was asked for last was not done, and return whether there is such a reason."""
    lines = st.session_state.pop(REFUSED, [])
    for line in lines:
        st.error(line)
    return bool(lines)


def _add_form(draft: Draft) -> None:
    st.header(text("draft-add"), anchor=False)
    st.markdown(text("draft-consent-meaning"))
    _show_refusals()
    count = st.session_state.setdefault(TAKEN, 0)
    with st.form("draft-add", border=False):
        files, agreed = f"draft-photographs-{count}", f"draft-consent-{count}"
        st.file_uploader(
            text("draft-photographs"), PHOTOGRAPHS, accept_multiple_files=True, key=files
        )
        st.checkbox(text("draft-consent"), key=agreed)
        label = text("draft-add-button")
        st.form_submit_button(label, type="primary", on_click=_add, args=(draft, files, agreed))


def _add(draft: Draft, files: str, agreed: str) -> None:
    chosen = widget_value(files)
    if not chosen:
        st.session_state[REFUSED] = [text("draft-photographs-first")]
    elif not widget_value(agreed):
        st.session_state[REFUSED] = [text("draft-consent-first")]
    else:
        lines = [_take_in(draft, file) for file in chosen]
        st.session_state[REFUSED] = [line for line in lines if line]
        st.session_state[TAKEN] += 1


def _take_in(draft: Draft, file: UploadedFile) -> str | None:
    """Add a photograph to a draft, or return the sentence that says why it is not added."""
    data = file.getvalue()
    try:
        open_image(data)
        title = text("draft-photograph", {"n": len(draft.items) + 1})
        draft.add(decode(data), title, source_of(data))
    except (ImageRefusedError, DraftError) as error:
        # Between backquotes a name is shown as it is, whatever characters it is made of.
        return text("draft-refused", {"name": file.name.replace("`", "'"), "reason": str(error)})
    return None


def _save(draft: Draft, *, ready: bool) -> None:
    if st.button(text("draft-save-button"), type="primary", disabled=not ready, key="draft-save"):
        try:
            title = in_markdown(draft.install().title)
        except DraftError as error:
            st.error(str(error))
        else:
            st.success(text("draft-saved", {"title": title}))
    saved = draft.saved
    if saved:
        st.markdown(text("draft-take-along"))
        st.download_button(
            text("draft-download"),
            lambda: export_pack(saved),
            f"{draft.id}.zip",
            "application/zip",
            key="draft-download",
            on_click="ignore",
        )


def _delete(draft: Draft) -> None:
    draft.delete()
    go_to()


@st.cache_data(show_spinner=False, max_entries=200)
def _thumbnail(path: Path, changed: int) -> str:
    with Image.open(path) as picture:
        picture.thumbnail(THUMBNAIL)
        return inline_address(picture)
