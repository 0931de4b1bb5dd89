"""A picture before its answer, and everything shown after it."""

from pathlib import Path

import streamlit as st

from components.before_after import SHARE, Side, show_before_after
from quiz.credits import licence_link
from quiz.figure import picture_figure
from quiz.item import Credit, Item, Kind
from quiz.pages.resources import address_of, is_ours
from quiz.plain_text import in_markdown
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
    sort = "-captioned" if item.caption else ""
    message = text(f"outcome-{outcome}{sort}".replace("_", "-"), said)
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
    st.markdown(f"**{in_markdown(item.why)}**")
    if item.regions:
        st.markdown(
            "\n".join(
                f"{number}. {in_markdown(region.reason)} ({text(f'family-{region.family}')})"
                for number, region in enumerate(item.regions, start=1)
            )
        )
    if item.original:
        _show_comparison(item, key, item.original)
    if item.made:
        st.markdown(f"{text('how-made')} {in_markdown(item.made)}")
    st.header(text("check-too"), anchor=False)
    st.markdown("\n".join(f"- {in_markdown(check)}" for check in item.check))
    with st.expander(text("description")):
        st.markdown(in_markdown(item.description))
    _show_credit(item, key)


def _show_comparison(item: Item, key: ItemKey, original: Path) -> None:
    before = Side(address_of(key, original), text("original-alt"), text("compare-original"))
    after = Side(address_of(key, item.picture), item.alt, text("compare-shown"))
    st.header(text("compare"), anchor=False)
    show_before_after(
        f"{key.pack}-{key.item}",
        item.size,
        before,
        after,
        label=text("compare-move"),
        share=text("compare-share", {"share": SHARE}),
    )
    with st.expander(text("compare-side-by-side")):
        figures = (
            picture_figure(side.address, side.alt, item.size, side.caption, lazy=True)
            for side in (after, before)
        )
        st.html(f'<div class="compare">{"".join(figures)}</div>')


def _show_caption(item: Item) -> None:
    if item.caption:
        st.markdown(f"{text('posted-with')}\n> {in_markdown(item.caption)}")


def _show_credit(item: Item, key: ItemKey) -> None:
    """Name every photograph used, its author, and its licence."""
    lines = [
        text(
            _credit_key(item.kind, credit),
            {
                "title": in_markdown(credit.title),
                "author": in_markdown(credit.author),
                "licence": licence_link(credit.licence),
                "source": credit.source,
                "changes": in_markdown(credit.changes) or "none",
            },
        )
        for credit in item.credits
    ]
    if item.kind.is_edit:
        sort = "credit-edit" if is_ours(key.pack) else "credit-edit-elsewhere"
        lines.append(text(sort, {"licence": licence_link(item.licence)}))
    st.markdown("\n\n".join(lines))


def _credit_key(kind: Kind, credit: Credit) -> str:
    if not credit.is_published:
        return "credit-line-own"
    return "credit-line-generated" if kind is Kind.GENERATED else "credit-line"
