"""Texts of packs made elsewhere: words, simple marks, and links to websites; nothing that acts."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

# Whatever a browser could take for the beginning of a tag or comment; "2 < 3" and "<3" are none.
_TAG = re.compile(r"<[A-Za-z/!?]")
_PICTURE = re.compile(r"!\[")
# Of a Markdown link, what must not follow: anything but the address of a website. One that is
# defined for later begins its line, or a list or a quotation in it.
_LINK = re.compile(
    r"\]\((?!https?://)|^[ \t>*+\d.)-]*\[(?:\\.|[^\[\]\\])*\]:", re.MULTILINE | re.DOTALL
)
_SCRIPT = re.compile(r"\b(java|vb)script\\?:", re.IGNORECASE)
# The last turn the direction of writing, which makes a text read as other than it is.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

# What a credit may name as its source: a page, or a photograph that is published nowhere, by its
# hash.
SOURCE = re.compile(r"https?://[^\s<>\"'`\\^{|}\[\]]+|ni:///sha-256;[\w-]{43}")
_SOURCE_FIELD = re.compile(r"credits\[\d+\]\.source")

# What means something in Markdown wherever it stands, or where it begins a line.
_MARK = re.compile(r"[\\`*_\[\]<~$|]|&(?=#?\w+;)|^[#>+=-]")
# Of ``:name:`` and ``:name[`` Streamlit makes icons and colours even where they are escaped.
_SHORTCODE = re.compile(r":(?=[A-Za-z+-])")
_WORD_JOINER = "\u2060"
_LIST_NUMBER = re.compile(r"^(\d{1,9})(?=[.)])")

_FAULTS = (
    ("control", _CONTROL),
    ("tag", _TAG),
    ("picture", _PICTURE),
    ("link", _LINK),
    ("script", _SCRIPT),
)


def text_fault(value: str) -> str | None:
    """Return what a text holds besides words, or None if nothing.

    The app shows texts as they are (see `in_markdown`) and escapes what it puts into HTML, so none
    of these should act; a pack made elsewhere has no use for them all the same.

    Returns:
        The first found: ``control`` (a character without a shape), ``tag`` (HTML), ``picture``
        (one from a website), ``link`` (to anything but a website), ``script`` (as an address).

    Source:
        CommonMark 0.31.2, sections 2.4 (entities stand for characters in addresses), 4.6 (what
        begins HTML), 4.7 and 6.3 (links).

    >>> text_fault("Shadows < light: see [the page](https://example.org).")
    >>> text_fault("Look <b>here</b>")
    'tag'
    """
    readings = (value, unescape(value))
    for fault, pattern in _FAULTS:
        # Only an address changes its meaning with its entities; a tag spelt in them is shown.
        if any(pattern.search(reading) for reading in readings[: 2 if fault == "script" else 1]):
            return fault
    return None


def in_markdown(words: str) -> str:
    """Return a pack's text so that Streamlit, which reads Markdown, shows it as it is, in one line.

    Otherwise a caption with an empty line in it would leave its quotation, and one that begins
    with ``#`` would be a heading.

    >>> print(in_markdown("# 2 * 3 [km]"))
    \\# 2 \\* 3 \\[km\\]
    """
    line = _MARK.sub(r"\\\g<0>", " ".join(words.split()))
    return _LIST_NUMBER.sub(r"\1\\", _SHORTCODE.sub(f":{_WORD_JOINER}", line))


def text_faults(value: Any, field: str = "") -> Iterator[tuple[str, str]]:
    """Find the faults of every text in a TOML table, at any depth, and in the names of fields.

    Args:
        value: the table, or a part of it.
        field: where that part stands.

    Yields:
        The field, dotted and counted from one, and its fault: as `text_fault` has them, or
        ``source`` for a credit's source that is none.
    """
    # Not by calling itself: a table may be deeper than Python's calls can be.
    waiting = [(field, value)]
    while waiting:
        field, value = waiting.pop()
        if isinstance(value, dict):
            for name, inner in reversed(value.items()):
                waiting += (f"{field}.{name}".strip("."), inner), (field, name)
        elif isinstance(value, list):
            waiting += ((f"{field}[{n}]", inner) for n, inner in reversed([*enumerate(value, 1)]))
        elif isinstance(value, str):
            if fault := text_fault(value):
                yield field, fault
            elif value and _SOURCE_FIELD.fullmatch(field) and not SOURCE.fullmatch(value.strip()):
                yield field, "source"
