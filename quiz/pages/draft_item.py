"""One picture of a draft: what it is, its texts, where to look, and where it comes from."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from models.image import ImageRefusedError, open_image
from quiz.draft import Draft, DraftError, source_of
from quiz.figure import picture_figure
from quiz.item import Family, Kind, Region
from quiz.licence import COMMON
from quiz.making.photographs import decode
from quiz.pages.draft_address import go_to
from quiz.pages.draft_form import Form
from quiz.pages.draft_pack import PHOTOGRAPHS
from quiz.pages.draft_problems import in_words, show_missing
from quiz.pages.inline_picture import inline_address
from quiz.pages.widget_value import widget_value
from quiz.text import text

# A region that has not been placed yet lies in the middle.
REGION = {"across": [0.35, 0.65], "down": [0.35, 0.65], "family": "", "reason": ""}
CREDIT = {"title": "", "author": "", "licence": "", "source": ""}


def show_item(draft: Draft, item_id: str) -> None:
    """Draw the form of a picture; what is typed is stored at once."""
    form = Form(draft, item_id)
    tables = draft.items
    table = tables[item_id]
    number = list(tables).index(item_id) + 1
    st.button(text("draft-back"), on_click=go_to, args=(draft.id,))
    st.header(text("draft-picture", {"n": number}), anchor=False)
    if refused := form.kept.refused:
        st.error(refused)
        form.kept.refused = ""
    address = inline_address((draft.folder / "media" / table["picture"]).read_bytes())
    alt = table["alt"] or text("draft-picture", {"n": number})
    st.html(picture_figure(address, alt, draft.size))

    _kind(form, table)
    _texts(form, table)
    _regions(form, table, address)
    _credits(form, table)
    st.subheader(text("draft-check-title"), anchor=False)
    show_missing(in_words(fault for fault in draft.problems() if fault.path.stem == item_id))
    with st.expander(text("draft-remove")):
        st.markdown(text("draft-remove-warning"))
        st.button(text("draft-remove"), key="draft-remove", on_click=_remove, args=(form,))


def _kind(form: Form, table: dict[str, Any]) -> None:
    """Ask what the picture is, and for what that needs: the crop, or the untouched photograph."""
    kind = Kind(table["kind"]) if table["kind"] else None
    _choice(
        "draft-kind", list(Kind), form.field("kind", value=kind, convert=_chosen), "draft-kind-"
    )
    if kind is Kind.REAL:
        odd = form.field("odd", value=table.get("odd", False), convert=bool)
        st.checkbox(text("draft-odd"), **odd)
    elif kind and kind.is_edit:
        _original(form, table)
    if form.draft.slack(table):
        position = round(100 * table["making"]["position"])
        field = form.field("making", "position", value=position, convert=_share)
        st.slider(text("draft-position"), 0, 100, format="%d%%", **field)


def _chosen(option: str | None) -> str:
    return str(option or "")


def _share(percent: int) -> float:
    return percent / 100


def _choice(label: str, options: Sequence[str], field: dict[str, Any], words: str = "") -> None:
    """Draw a list to choose from; `words` begins the keys of the options' texts."""
    st.selectbox(
        text(label),
        options,
        index=None,
        format_func=lambda option: text(f"{words}{option}".replace("_", "-")) if words else option,
        placeholder=text("draft-choose"),
        **field,
    )


def _original(form: Form, table: dict[str, Any]) -> None:
    if "original" in table["making"]:
        st.markdown(text("draft-original-there"))
    number = form.kept.originals
    key = f"draft-{form.item_id}-original-{number}"
    args = (form, key, number)
    st.file_uploader(
        text("draft-original"), PHOTOGRAPHS, key=key, on_change=_take_original, args=args
    )


def _take_original(form: Form, key: str, number: int) -> None:
    file = widget_value(key)
    # A browser may tell once more of a file that was taken, or that it is gone.
    if file is None or number != form.kept.originals:
        return
    data = file.getvalue()
    try:
        open_image(data)
        form.draft.add_original(form.item_id, decode(data), source_of(data))
    except (ImageRefusedError, DraftError) as error:
        form.kept.refused = str(error)
    form.kept.originals += 1


def _texts(form: Form, table: dict[str, Any]) -> None:
    st.subheader(text("draft-texts"), anchor=False)
    _text_area(form, "alt", value=table["alt"])
    _text_area(form, "caption", value=table["caption"])
    _text_area(form, "description", value=table["description"])
    _text_area(form, "why", value=table["why"])
    _text_area(form, "check", value="\n".join(table["check"]), convert=_lines)
    if "made" in table:
        label, value = text("draft-made"), table["making"]["made"]
        st.text_area(label, max_chars=1000, **form.field("making", "made", value=value))


def _text_area(form: Form, name: str, **field: Any) -> None:
    st.text_area(text(f"draft-{name}"), max_chars=1000, **form.field(name, **field))


def _lines(value: str) -> list[str]:
    return [line.strip() for line in value.splitlines() if line.strip()]


def _regions(form: Form, table: dict[str, Any], address: str) -> None:
    st.subheader(text("draft-regions"), anchor=False)
    st.markdown(text("draft-regions-lead"))
    for index, region in enumerate(table["regions"]):
        with st.container(border=True):
            _region(form, index, region, address)
    st.button(
        text("draft-region-add"),
        key="draft-region-add",
        on_click=form.add,
        args=("regions", REGION),
    )


def _region(form: Form, index: int, region: dict[str, Any], address: str) -> None:
    title = text("draft-region", {"n": index + 1})
    corners = tuple((x, y) for x, y in region["polygon"])
    # Above the sliders, so that both are seen at once on a phone.
    outlined = [Region(corners, Family.CONTEXT, region["reason"])]
    st.html(picture_figure(address, title, form.draft.size, title, outlined))
    for name in ("across", "down"):
        ends = tuple(round(100 * share) for share in region[name])
        field = form.field("regions", index, name, value=ends, convert=_shares)
        label = text(f"draft-region-{name}", {"n": index + 1})
        st.slider(label, 0, 100, format="%d%%", **field)
    family = form.field("regions", index, "family", value=region["family"] or None, convert=_chosen)
    _choice("draft-regions-family", list(Family), family, "clue-")
    reason = form.field("regions", index, "reason", value=region["reason"])
    st.text_area(text("draft-regions-reason"), max_chars=500, **reason)
    st.button(
        text("draft-region-remove", {"n": index + 1}),
        key=f"draft-region-remove-{index}",
        on_click=form.drop,
        args=("regions", index),
    )


def _shares(ends: tuple[int, int]) -> list[float]:
    return [percent / 100 for percent in ends]


def _credits(form: Form, table: dict[str, Any]) -> None:
    st.subheader(text("draft-credits"), anchor=False)
    st.markdown(text("draft-credits-lead"))
    for index, credit in enumerate(table["credits"]):
        with st.container(border=True):
            _credit(form, index, credit)
    label = text("draft-credit-add")
    args = ("credits", CREDIT)
    st.button(label, key="draft-credit-add", on_click=form.add, args=args)


def _credit(form: Form, index: int, credit: dict[str, str]) -> None:
    for name in ("title", "author"):
        field = form.field("credits", index, name, value=credit[name])
        st.text_input(text(f"draft-credits-{name}"), max_chars=120, **field)
    licence = form.field(
        "credits", index, "licence", value=credit["licence"] or None, convert=_chosen
    )
    _choice("draft-credits-licence", sorted(COMMON), licence)
    own = credit["source"].startswith("ni:")
    field = form.field("credits", index, "source", value="" if own else credit["source"])
    help_ = text("draft-credits-source-help") if own else None
    st.text_input(text("draft-credits-source"), help=help_, **field)
    # The first is the photograph itself; only what was put into it can go.
    if index:
        st.button(
            text("draft-credit-remove", {"n": index + 1}),
            key=f"draft-credit-remove-{index}",
            on_click=form.drop,
            args=("credits", index),
        )


def _remove(form: Form) -> None:
    form.draft.remove(form.item_id)
    go_to(form.draft.id)
