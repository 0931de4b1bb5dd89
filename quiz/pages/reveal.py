"""A picture before its answer, and everything shown after it."""

import streamlit as st

from quiz.credits import licence_link
from quiz.figure import picture_figure
from quiz.item import Item, Kind
from quiz.pages.resources import address_of
from quiz.scoring import Answer, Outcome
from quiz.session import ItemKey
from quiz.text import text


def show_picture(item: Item, key: ItemKey) -> None:
    """Show a picture as it is judged: large, with a description that gives nothing away."""
    _show_caption(item)
    st.html(picture_figure(address_of(key, item.picture), item.alt, item.size))


def show_answer(item: Item, key: ItemKey, answer: Answer, outcome: Outcome) -> None:
    """Show whether the answer was right, and why the picture is what it is."""
    said = {
        "choice": text(f"choice-{answer.choice}"),
        "confidence": text(f"confidence-{answer.confidence}"),
    }
    message = text(f"outcome-{outcome}".replace("_", "-"), said)
    if outcome.is_right:
        st.success(message)
    else:
        st.info(message)
    show_explanation(item, key)


def show_explanation(item: Item, key: ItemKey) -> None:
    """Show the outlined picture, the reasons, the untouched photograph, and the credit."""
    picture = address_of(key, item.picture)
    _show_caption(item)
    st.html(picture_figure(picture, item.description, item.size, regions=item.regions))
    st.markdown(f"**{item.why}**")
    if item.regions:
        st.markdown(
            "\n".join(
                f"{number}. {region.reason} ({text(f'family-{region.family}')})"
                for number, region in enumerate(item.regions, start=1)
            )
        )
    if item.original:
        st.subheader(text("compare"), anchor=False)
        after = picture_figure(picture, item.alt, item.size, text("compare-shown"), lazy=True)
        original = address_of(key, item.original)
        before = picture_figure(
            original, text("original-alt"), item.size, text("compare-original"), lazy=True
        )
        st.html(f'<div class="compare">{after}{before}</div>')
    if item.made:
        st.markdown(f"{text('how-made')} {item.made}")
    st.subheader(text("check-too"), anchor=False)
    st.markdown("\n".join(f"- {check}" for check in item.check))
    with st.expander(text("description")):
        st.markdown(item.description)
    show_credit(item)


def _show_caption(item: Item) -> None:
    if item.caption:
        st.markdown(f"{text('posted-with')}\n> {item.caption}")


def show_credit(item: Item) -> None:
    """Name every photograph used, its author, and its licence."""
    lines = [
        text(
            "credit-line-generated" if item.kind is Kind.GENERATED else "credit-line",
            {
                "title": credit.title,
                "author": credit.author,
                "licence": licence_link(credit.licence),
                "source": credit.source,
                "changes": credit.changes or "none",
            },
        )
        for credit in item.credits
    ]
    if item.kind.is_edit:
        lines.append(text("credit-edit", {"licence": licence_link(item.licence)}))
    st.markdown("\n\n".join(lines))
