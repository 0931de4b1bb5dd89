"""The gallery: browse the collection after playing, picture by picture, with every answer.

All that is chosen stands in the address, so that a view can be come back to and shown to others.
"""

from collections.abc import Callable, Sequence

import streamlit as st

from quiz.figure import picture_figure
from quiz.gallery import FACETS, Entry, Facet, narrowed, page_count, page_of
from quiz.pages.facilitator import admit
from quiz.pages.focus import start_at_top
from quiz.pages.gallery_access import Access, access, lead
from quiz.pages.resources import name_of, packs, thumbnail_of
from quiz.pages.reveal import show_explanation
from quiz.text import text

# Of the address, beside the name of each facet.
SHOW, PAGE, ITEM = "show", "page", "item"
MET, ALL = "met", "all"
ANY = ""
# What an address asked for before the gallery was open to its visitor.
WANTED = "gallery-wanted"
COLUMNS, LEAST_COLUMN_PX = 4, 140


def page() -> None:
    """Draw what the address asks for, once a round is finished: one picture, or a list."""
    allowed = access()
    if allowed is None:
        _closed()
        return
    for name, value in st.session_state.pop(WANTED, {}).items():
        st.query_params.setdefault(name, value)

    shown = _shown(allowed)
    wanted = _wanted(allowed)
    fitting = narrowed(shown, wanted)
    asked = st.query_params.get(ITEM)
    entry = next((entry for entry in shown if _address(entry) == asked), None)
    if entry:
        _detail(entry, fitting)
    else:
        _overview(allowed, fitting, wanted, lost=asked is not None)


def _closed() -> None:
    st.session_state[WANTED] = {
        name: st.query_params[name]
        for name in (SHOW, PAGE, ITEM, *(facet.name for facet in FACETS))
        if name in st.query_params
    }
    st.title(text("gallery-title"), anchor=False)
    st.markdown(text("gallery-closed"))
    st.page_link("quiz/pages/play.py", label=text("gallery-play-first"))
    with st.expander(text("gallery-for-facilitators")):
        if admit():
            st.markdown(text("gallery-lead-warning"))
            st.button(text("gallery-lead"), on_click=lead, key="gallery-lead")


def _shown(allowed: Access) -> list[Entry]:
    """Return the entries that the visitor wants to choose among."""
    if not allowed.met or st.query_params.get(SHOW) == ALL:
        return list(allowed.entries)
    return [entry for entry in allowed.entries if entry.key in allowed.met]


def _wanted(allowed: Access) -> dict[str, str]:
    """Return the value chosen of each facet, where the address names one that there is."""
    return {
        facet.name: st.query_params[facet.name]
        for facet in FACETS
        if st.query_params.get(facet.name) in facet.choices(allowed.entries)
    }


def _overview(
    allowed: Access, fitting: Sequence[Entry], wanted: dict[str, str], *, lost: bool
) -> None:
    pages = page_count(fitting)
    asked = st.query_params.get(PAGE, "")
    number = int(asked) if asked in map(str, range(1, pages + 1)) else 1
    st.title(text("gallery-title"), anchor=False)
    start_at_top(f"gallery-{number}")
    if lost:
        st.warning(text("gallery-unknown"))
    if allowed.met:
        _choose_what_is_shown()
    else:
        st.warning(text("gallery-lead-warning"))
    _choose_facets(allowed, wanted)
    st.markdown(text("gallery-count", {"n": len(fitting)}), width="content")
    with st.grid(COLUMNS, min_column_width=LEAST_COLUMN_PX, key=_key("grid")):
        for entry in page_of(fitting, number):
            with st.container(key=_key(f"cell-{_address(entry)}"), gap="xsmall"):
                _small(entry)
    if pages > 1:
        key = _key(f"page-{number}")
        st.pagination(pages, default=number, key=key, on_change=_turn, args=(key,))


def _choose_what_is_shown() -> None:
    # The address says what is chosen; what a widget remembers must not contradict it.
    st.session_state[_key(SHOW)] = ALL if st.query_params.get(SHOW) == ALL else MET
    st.radio(
        text("gallery-show"),
        [MET, ALL],
        format_func=lambda choice: text(f"gallery-show-{choice}"),
        horizontal=True,
        key=_key(SHOW),
        on_change=_narrow,
        args=(SHOW,),
    )
    if st.session_state[_key(SHOW)] == ALL:
        st.warning(text("gallery-warning"))


def _choose_facets(allowed: Access, wanted: dict[str, str]) -> None:
    with st.container(horizontal=True):
        for facet in FACETS:
            choices = facet.choices(allowed.entries)
            if len(choices) < 2:
                continue
            st.session_state[_key(facet.name)] = wanted.get(facet.name, ANY)
            st.selectbox(
                text(f"gallery-{facet.name}"),
                [ANY, *choices],
                format_func=_labels(facet),
                key=_key(facet.name),
                on_change=_narrow,
                args=(facet.name,),
                width=150,
            )


def _labels(facet: Facet) -> Callable[[str], str]:
    def label(value: str) -> str:
        if value == ANY:
            return text("gallery-any")
        if facet.name == "pack":
            return packs()[value].title
        return text(f"{facet.name}-{value}".replace("_", "-"))

    return label


def _small(entry: Entry) -> None:
    address, size = thumbnail_of(entry.key, entry.item)
    st.html(picture_figure(address, entry.item.alt, size, _kind(entry), lazy=True))
    st.button(
        name_of(entry.item),
        key=_key(f"open-{_address(entry)}"),
        on_click=_open,
        args=(entry,),
        width="stretch",
    )


def _detail(entry: Entry, fitting: Sequence[Entry]) -> None:
    key, item = entry
    st.title(name_of(item), anchor=False)
    start_at_top(f"{key.pack}-{item.id}")
    facts = [f"**{_kind(entry)}**"]
    if item.difficulty:
        facts.append(text(f"difficulty-{item.difficulty}"))
    st.markdown(" · ".join(facts))
    show_explanation(item, key)

    place = fitting.index(entry) if entry in fitting else None
    with st.container(horizontal=True):
        if place:
            _way(text("gallery-previous"), "previous", fitting[place - 1])
        if place is not None and place + 1 < len(fitting):
            _way(text("gallery-next"), "next", fitting[place + 1])
        st.button(text("gallery-back"), key=_key("back"), on_click=_back)


def _way(label: str, name: str, entry: Entry) -> None:
    st.button(label, key=_key(name), on_click=_open, args=(entry,))


def _kind(entry: Entry) -> str:
    item = entry.item
    if item.is_real:
        return text("gallery-odd" if item.odd else "kind-real")
    return text("gallery-fake", {"kind": text(f"kind-{item.kind}".replace("_", "-"))})


def _address(entry: Entry) -> str:
    """Return what names an entry in the address; neither part can hold a full stop."""
    return f"{entry.key.pack}.{entry.key.item}"


def _open(entry: Entry) -> None:
    st.query_params[ITEM] = _address(entry)


def _back() -> None:
    st.query_params.pop(ITEM, None)


def _turn(key: str) -> None:
    st.query_params[PAGE] = str(st.session_state[key])


def _narrow(name: str) -> None:
    """Put a choice into the address; what goes without saying is left out."""
    for gone in (PAGE, ITEM):
        st.query_params.pop(gone, None)
    value = st.session_state[_key(name)]
    if value in (ANY, MET):
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = value


def _key(name: str) -> str:
    return f"gallery-{name}"


page()
