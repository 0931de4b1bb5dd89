"""The help card: where to turn, by country and age. What is chosen is stored nowhere."""

import datetime
from collections.abc import Mapping
from html import escape

import streamlit as st

from lessons.labs.help_card import (
    FILE_NAME,
    AgeGroup,
    Country,
    HelpCard,
    Service,
    read_help_card,
)
from lessons.ledger import Fact
from lessons.library import CONTENT, load_ledger
from lessons.pages.layout import BOX_WIDTH
from lessons.text import text

# Markdown leads to no telephone. As high as a finger needs, and as dark or light as the words.
CALL = (
    '<a href="tel:{dialled}" style="display: inline-block; padding: 0.4rem 0.9rem; color: inherit;'
    ' border: 1px solid; border-radius: 0.5rem; font-weight: 600">{words}</a>'
)


@st.cache_resource(show_spinner=False)
def card_and_ledger(language: str = "en") -> tuple[HelpCard, Mapping[str, Fact]]:
    """Return the card and the facts it rests on, read once in this process."""
    card, _ = read_help_card(CONTENT / language / FILE_NAME)
    return card, load_ledger()


@st.fragment
def draw_help_card() -> None:
    """Draw two questions and the services that fit.

    The address of the page holds neither answer: a browser's history would tell it to whoever
    uses the device next.
    """
    card, facts = card_and_ledger()
    today = datetime.date.today()
    with st.container(border=True, width=BOX_WIDTH):
        country: Country | None = st.selectbox(
            text("help-country"),
            (None, *card.countries),
            format_func=lambda country: country.name if country else text("help-elsewhere"),
            key="lessons_lab_help_country",
        )
        age = st.radio(
            text("help-age"),
            list(AgeGroup),
            format_func=lambda age: text(f"help-age-{age}"),
            horizontal=True,
            key="lessons_lab_help_age",
        )
        if country:
            checked = last_checked(facts[country.fact], today)
            with st.container(gap="xxsmall"):
                st.markdown(text("help-emergency", {"checked": checked}))
                st.html(call(country.emergency))
        else:
            st.markdown(text("help-emergency-elsewhere"))
        for service in card.services_for(country.code if country else None, age):
            with st.container(gap="xxsmall"):
                st.markdown(described(service, facts[service.fact], today))
                if service.phone:
                    st.html(call(service.phone))
        st.markdown(text("help-not-stored"))


def described(service: Service, fact: Fact, today: datetime.date) -> str:
    """Return what the card says of a service, but for its number, as Markdown."""
    return "  \n".join((
        f"**{service.name}.** {service.does}",
        f"[{service.address}](https://{service.address})",
        last_checked(fact, today),
    ))  # fmt: skip


def call(number: str) -> str:
    """Return a link with which a telephone calls a number, as HTML."""
    words = escape(text("help-call", {"number": number}))
    return CALL.format(dialled=number.replace(" ", ""), words=words)


def last_checked(fact: Fact, today: datetime.date) -> str:
    """Say when an entry was compared with its source, and whether that is too long ago."""
    key = "help-checked-too-long-ago" if fact.has_expired(today) else "help-checked"
    return text(key, {"checked": fact.checked.isoformat()})
