"""The lab that counts a class's votes before and after its debate; the counts stay in the visit."""

import streamlit as st

from lessons.labs.class_vote import Shift, Vote, shift
from lessons.pages.layout import BOX_WIDTH
from lessons.text import text

MOTIONS = ("label-all", "ask-first", "never-clone")
OPINIONS = ("agree", "unsure", "disagree")
MOST = 999  # more than any hall that debates holds


@st.fragment
def draw_class_vote() -> None:
    """Draw the motion, two rows of counts, and what changed between them."""
    with st.container(border=True, width=BOX_WIDTH):
        motion = st.radio(
            text("vote-motion"),
            MOTIONS,
            format_func=lambda motion: text(f"vote-motion-{motion}"),
            key="lessons_lab_vote_motion",
        )
        before = ask_vote("before", motion)
        after = ask_vote("after", motion)
    if before.total and after.total:
        st.markdown(table(before, after))
        st.markdown(describe(before, after, shift(before, after)))
    else:
        st.markdown(text("vote-not-yet"))


def ask_vote(when: str, motion: str) -> Vote:
    """Ask how many hands were counted; each motion has counts of its own."""
    st.markdown(f"**{text(f'vote-{when}')}**")
    with st.container(horizontal=True):
        counts = [
            st.number_input(
                text(f"vote-{opinion}"),
                0,
                MOST,
                key=f"lessons_lab_vote_{motion}_{when}_{opinion}",
                width=150,
            )
            for opinion in OPINIONS
        ]
    return Vote(*counts)


def table(before: Vote, after: Vote) -> str:
    """Return both counts as a Markdown table."""
    heads = [text("vote-opinion"), text("vote-before"), text("vote-after")]
    lines = [f"| {' | '.join(heads)} |", "|---|---|---|"]
    for opinion in OPINIONS:
        counts = f"{getattr(before, opinion)} | {getattr(after, opinion)}"
        lines.append(f"| {text(f'vote-{opinion}')} | {counts} |")
    return "\n".join(lines)


def describe(before: Vote, after: Vote, moved: Shift) -> str:
    """Say what the counts tell of changed minds, and what they do not."""
    if moved.changed_at_least is None:
        return text("vote-other-number", {"before": before.total, "after": after.total})
    if moved.changed_at_least == 0:
        return text("vote-unmoved")
    return text("vote-moved", {"people": moved.changed_at_least, "total": before.total})
