"""Markdown as plain words, for where it is counted or printed."""

import re

_HEADINGS = re.compile(r"^#+ .*$", re.MULTILINE)
_LIST_MARKS = re.compile(r"^\s*(?:[-*]|\d+\.)\s+", re.MULTILINE)
_LINKS = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_EMPHASIS = re.compile(r"[*_`]+")


def sentences(markdown: str) -> str:
    """Return Markdown without its headings and marks.

    >>> sentences("## A part\\n\\n- *More* [words](/detector/).")
    'More words.'
    """
    return inline(_LIST_MARKS.sub("", _HEADINGS.sub("", markdown))).strip()


def inline(markdown: str) -> str:
    """Return a line of Markdown without emphasis, and of links only their words.

    >>> inline("**Stop** and [read on](/lessons).")
    'Stop and read on.'
    """
    return _EMPHASIS.sub("", _LINKS.sub(r"\1", markdown))
