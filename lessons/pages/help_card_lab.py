"""The help card: where to turn, by country and age. What is chosen is stored nowhere."""

import datetime
from collections.abc import Mapping

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
            st.markdown(text("help-emergency", {
                "number": country.emergency,
                "checked": last_checked(facts[country.fact], today),
            }))  # fmt: skip
        else:
            st.markdown(text("help-emergency-elsewhere"))
        for service in card.services_for(country.code if country else None, age):
            st.markdown(described(service, facts[service.fact], today))
        st.markdown(text("help-not-stored"))


def described(service: Service, fact: Fact, today: datetime.date) -> str:
    """Return all that the card says of a service, as Markdown."""
    lines = [f"**{service.name}.** {service.does}"]
    if service.phone:
        lines.append(text("help-phone", {"number": service.phone}))
    lines.append(f"[{service.address}](https://{service.address})")
    lines.append(last_checked(fact, today))
    return "  \n".join(lines)


def last_checked(fact: Fact, today: datetime.date) -> str:
    """Say when an entry was compared with its source, and whether that is too long ago."""
    key = "help-checked-too-long-ago" if fact.has_expired(today) else "help-checked"
    return text(key, {"checked": fact.checked.isoformat()})
