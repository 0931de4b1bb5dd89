"""The fact ledger as a page: everything the lessons lean on, and how far it may be trusted."""

import datetime
from collections import defaultdict
from collections.abc import Iterable

import streamlit as st

from lessons.citation import cited_facts
from lessons.labs.help_card import NAME
from lessons.ledger import Certainty, Fact
from lessons.pages.help_card_lab import card_and_ledger
from lessons.pages.references import facts_as_html
from lessons.pages.resources import LESSONS_PAGE, ledger, library
from lessons.text import text

SHOWN = ("all", "expired", "reported", "unconfirmed")


def draw_page() -> None:
    today = datetime.date.today()
    facts = list(ledger().values())
    st.title(text("ledger-title"), anchor=False)
    st.markdown(text("ledger-lead"))
    expired = sum(fact.has_expired(today) for fact in facts)
    st.markdown(text("ledger-count", {"facts": len(facts), "expired": expired}))
    words = st.text_input(text("ledger-search"), key="lessons_facts_search", type="search")
    shown = st.radio(
        text("ledger-show"),
        SHOWN,
        format_func=lambda name: text(f"ledger-show-{name}"),
        horizontal=True,
        key="lessons_facts_show",
    )
    found = [fact for fact in facts if is_of(fact, shown, today) and mentions(fact, words)]
    st.markdown(text("ledger-found", {"facts": len(found)}))
    if found:
        st.html(facts_as_html(found, today, uses()))
    st.page_link(LESSONS_PAGE, label=text("all-lessons"))


def is_of(fact: Fact, shown: str, today: datetime.date) -> bool:
    """Return whether a fact is of the sort that is to be shown."""
    match shown:
        case "all":
            return True
        case "expired":
            return fact.has_expired(today)
        case _:
            return fact.certainty is Certainty(shown)


def mentions(fact: Fact, words: str) -> bool:
    """Return whether every word stands somewhere in a fact."""
    told = f"{fact.id} {fact.statement} {fact.source} {fact.address} {fact.date}".casefold()
    return all(word in told for word in words.casefold().split())


def uses() -> dict[str, Iterable[str]]:
    """Return the titles of the lessons that cite a fact, or whose help card does, by its id."""
    titles = defaultdict(list)
    for lesson in library():
        on_card = card_and_ledger()[0].facts if NAME in lesson.labs else ()
        for name in {*cited_facts(lesson), *on_card}:
            titles[name].append(lesson.title)
    return titles


draw_page()
