"""The lab in which claims are checked with given sources, opened one after another."""

import datetime

import streamlit as st

from lessons.labs.check_claims import CLAIMS_FILE, Claim, Source, Verdict, read_claims
from lessons.ledger import Fact
from lessons.library import CONTENT, LibraryError, load_ledger
from lessons.pages.layout import BOX_WIDTH
from lessons.pages.photographs import PACK, draw_credits, items
from lessons.text import text
from quiz.figure import picture_figure
from quiz.pages.resources import address_of
from quiz.session import ItemKey


@st.fragment
def draw_check_claims() -> None:
    """Draw the claims, one in each tab."""
    claims, facts = read_all()
    tabs = st.tabs([text("claim-name", {"number": n}) for n in range(1, len(claims) + 1)])
    for tab, claim in zip(tabs, claims, strict=True):
        with tab:
            draw_claim(claim, facts)


@st.cache_resource(show_spinner=False)
def read_all(language: str = "en") -> tuple[list[Claim], dict[str, Fact]]:
    """Return the claims and the facts their sources stand for, read once in this process."""
    claims, problems = read_claims(CONTENT / language / CLAIMS_FILE)
    if problems:
        raise LibraryError(problems)
    return claims, load_ledger()


def draw_claim(claim: Claim, facts: dict[str, Fact]) -> None:
    """Draw what was posted, the sources opened so far, and the decision."""
    found = items([claim.picture]) if claim.picture else []
    for item in found:
        address = address_of(ItemKey(PACK, item.id), item.picture)
        st.html(picture_figure(address, item.alt, item.size))
    if claim.unseen:
        st.info(claim.unseen)
    st.markdown(f"> {claim.words}")
    st.markdown(f"**{text('claim-sources')}**")
    opened = 0
    for number, source in enumerate(claim.sources):
        with st.container(border=True, width=BOX_WIDTH):
            key = f"lessons_lab_claim_{claim.id}_{number}"
            if st.toggle(source.title, key=key):
                opened += 1
                draw_source(source, facts)
    decide(claim, opened)
    for item in found:
        draw_credits(item)


def draw_source(source: Source, facts: dict[str, Fact]) -> None:
    """Draw what a source says, and whether it is real."""
    st.markdown(source.says)
    if not source.fact:
        st.markdown(text("claim-made-up"))
        return
    fact = facts[source.fact]
    told = {
        "source": fact.source,
        "date": fact.date,
        "address": fact.address,
        "checked": fact.checked.isoformat(),
        "expires": fact.expires.isoformat(),
    }
    expired = fact.has_expired(datetime.date.today())
    parts = "claim-real", "fact-source", "fact-expired" if expired else "fact-checked"
    st.markdown(" ".join(text(part, told) for part in (*parts, f"fact-{fact.certainty}")))


def decide(claim: Claim, opened: int) -> None:
    """Ask for a decision, and explain whatever was decided."""
    with st.container(border=True, width=BOX_WIDTH):
        key = f"lessons_lab_claim_{claim.id}"
        chosen = st.radio(
            text("claim-decide"),
            list(Verdict),
            index=None,
            format_func=lambda verdict: text(f"claim-{verdict}"),
            horizontal=True,
            key=key,
        )
        if st.button(text("check-answer"), key=f"{key}_button"):
            st.session_state[f"{key}_decided"] = chosen
            if chosen is None:
                st.info(text("choose-first"))
        # A new choice hides the old feedback until it is checked in its turn.
        if chosen is None or st.session_state.get(f"{key}_decided") != chosen:
            return
        (st.success if chosen is claim.verdict else st.info)(claim.feedback[chosen])
        st.markdown(text("claim-opened", {"opened": opened, "sources": len(claim.sources)}))
