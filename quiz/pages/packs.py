"""The packs that the quiz draws from, and those that can be downloaded."""

import streamlit as st

from quiz.downloading import FetchError, base_address
from quiz.installed import shipped_packs
from quiz.online_packs import ONLINE, OnlinePack, online_packs
from quiz.pack import Pack
from quiz.pages.facilitator import admit
from quiz.pages.resources import packs
from quiz.plain_text import in_markdown
from quiz.text import text

# Of what the page keeps while it is open: the title of a pack that was just installed.
INSTALLED = "packs-installed"


def page() -> None:
    """Draw the list, and the way to more."""
    st.title(text("packs-title"), anchor=False)
    if title := st.session_state.pop(INSTALLED, None):
        st.success(text("packs-done", {"title": title}))
    st.markdown(text("packs-lead"))
    installed = packs()
    shipped = {folder.name for folder in shipped_packs()}
    st.markdown(
        "\n".join(
            f"- {_summary(pack)} {text('pack-shipped' if pack.id in shipped else 'pack-later')}"
            for pack in installed.values()
        )
    )
    st.header(text("packs-online"), anchor=False)
    missing = [pack for key, pack in _online(str(ONLINE)).items() if key not in installed]
    if not missing:
        st.markdown(text("packs-all-there"))
        return
    try:
        host = base_address().host
    except FetchError as error:
        st.error(str(error))
        return
    st.markdown(text("packs-online-lead", {"host": host}))
    admitted = admit()
    for online in missing:
        with st.container(border=True):
            _offer(online, host, admitted)


# Hundreds of files, which change only with the app; the folder is what tells the caches apart.
@st.cache_resource(show_spinner=False, max_entries=1)
def _online(folder: str) -> dict[str, OnlinePack]:
    return online_packs()


def _summary(pack: Pack) -> str:
    real = sum(item.is_real for item in pack.items) / len(pack.items)
    facts = {"title": in_markdown(pack.title), "n": len(pack.items), "real": round(100 * real)}
    return text("pack-summary", facts)


def _offer(online: OnlinePack, host: str, admitted: bool) -> None:
    links = [f"[{name}](https://github.com/{name})" for name in online.repositories]
    facts = {"megabytes": _megabytes(online.bytes), "host": host, "sources": ", ".join(links)}
    st.markdown(f"{_summary(online.pack)} {text('pack-download', facts)}")
    if not admitted:
        return
    label = text("packs-fetch", {"title": in_markdown(online.pack.title), **facts})
    if st.button(label, key=f"packs-fetch-{online.pack.id}"):
        _fetch(online, host)


def _fetch(online: OnlinePack, host: str) -> None:
    # OpenCV is loaded for whoever fetches, not for everyone who looks at the list.
    from quiz.fetching import Stage, fetch  # noqa: PLC0415

    st.markdown(text("packs-stay"))
    place = st.empty()
    drawn = set()

    def show(stage: Stage, done: int, total: int) -> None:
        step = stage, 100 * done // total
        if step in drawn:
            return
        drawn.add(step)
        facts = {"done": done, "total": total, "host": host}
        if stage is Stage.DOWNLOAD:
            facts |= {"done": _megabytes(done), "total": _megabytes(total)}
        place.progress(done / total, text(f"fetching-{stage}", facts))

    try:
        pack = fetch(online, show)
    except FetchError as error:
        place.error(str(error))
        return
    st.session_state[INSTALLED] = in_markdown(pack.title)
    st.rerun()


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.1f}"


page()
