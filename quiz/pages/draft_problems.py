"""What a draft still lacks, in words for its maker."""

import re
from collections.abc import Iterable

import streamlit as st

from quiz.problem import ContentProblem
from quiz.text import text

# How the check begins when it finds nothing where something must be. For that there are friendlier
# words; its other findings tell well enough what to do.
_NOTHING = ("Is missing", "Give a list", "Add at least", "Use one of", "Has no items")
_NUMBER = re.compile(r"\[\d+\]")


def in_words(problems: Iterable[ContentProblem]) -> list[str]:
    """Return what is to be done, each once."""
    return list(dict.fromkeys(map(_in_words, problems)))


def show_missing(lines: list[str]) -> None:
    """List what is to be done, or say that it is nothing."""
    if lines:
        st.markdown(text("draft-missing") + "\n" + "\n".join(f"- {line}" for line in lines))
    else:
        st.success(text("draft-nothing-missing"))


def _in_words(problem: ContentProblem) -> str:
    field = _NUMBER.sub("", problem.field).replace(".", "-") or "items"
    if problem.message.startswith(_NOTHING):
        return text(f"draft-lacks-{field}")
    return text("draft-other-problem", {"field": text(f"draft-{field}"), "fault": problem.message})
