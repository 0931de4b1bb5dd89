from html import escape

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from quiz.plain_text import SOURCE, in_markdown, text_fault

# Markdown shown without a sanitizer, as a careless page would.
CARELESS = MarkdownIt("commonmark", {"html": True})
CARELESS.validateLink = lambda address: True

HARMFUL = [
    ("tag", "Look <script>alert(1)</script>", "<script>alert(1)</script>"),
    ("tag", "Look <img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>"),
    ("tag", "Look </p><style>p{display:none}</style>", "<style>"),
    ("tag", "Look <https://tracker.example/?who>", 'href="https://tracker.example/?who"'),
    ("tag", "<!-- the rest of the page is gone", "<!--"),
    ("picture", "![](https://tracker.example/dot.png)", 'src="https://tracker.example/dot.png"'),
    ("link", "[more](javascript:alert(1))", 'href="javascript:alert(1)"'),
    ("link", "[more](data:text/html;base64,PHA+)", 'href="data:text/html;base64,PHA+"'),
    ("link", "[more](//other.example)", 'href="//other.example"'),
    ("link", "[more](java&#115;cript:alert(1))", 'href="javascript:alert(1)"'),
    ("link", "[more]\n\n[more]: javascript:alert(1)", 'href="javascript:alert(1)"'),
    ("link", "[m](\n/ask)", 'href="/ask"'),
    ("link", "> [m]: data:text/html,x\n\n[m]", 'href="data:text/html,x"'),
    ("link", "1. [m]: data:text/html,x\n\n[m]", 'href="data:text/html,x"'),
    ("link", "- > * [m]: data:text/html,x\n\n[m]", 'href="data:text/html,x"'),
    ("link", "[m\\]]: data:text/html,x\n\n[m\\]]", 'href="data:text/html,x"'),
]

HARMLESS = [
    "Which side is darker?",
    "2 < 3, 3 > 2, and I <3 birds",
    "Read [the page](https://example.org/a_(b)) or [this](http://example.org).",
    "*Slow* **down**: don't `guess`.",
    "Fish & chips, 5% off (50 €)",
    "Two lines\nand\ta tab",
    "JavaScript is a language; the data: all here",
    "अक्षर، حروف، 文字 👀",
    "[1] and [2]: see there",
    "1. [1] and [2]: see there",
]


@pytest.mark.parametrize(("fault", "value", "harm"), HARMFUL)
def test_what_would_act_on_a_careless_page_is_found(fault, value, harm):
    assert harm in CARELESS.render(value)
    assert text_fault(value) == fault


@pytest.mark.parametrize("value", HARMLESS)
def test_plain_words_and_simple_marks_have_no_fault(value):
    assert text_fault(value) is None


@pytest.mark.parametrize("character", "\x00\x07\x1b\r\x7f\x9f\u202e\u2066")
def test_control_character_is_found(character):
    assert text_fault(f"before{character}after") == "control"


@pytest.mark.parametrize("part", ["[\n", "[a\n", ">\n[", "[\\[\n", "- ", "[", "1. [\\]\n"])
def test_text_made_to_be_slow_to_look_through_is_not(part):
    # Half a minute, did every bracket that begins a line lead to the end of the text.
    assert text_fault(part * (64 * 1024 // len(part))) is None


def test_address_of_a_script_is_found_without_a_link_around_it():
    assert text_fault("Paste JavaScript:alert(1) above") == "script"
    assert text_fault("Paste java&#x73;cript&colon;alert(1) above") == "script"


@given(st.text(st.characters(categories=("L", "N", "Zs"))))
def test_letters_and_numbers_never_have_a_fault(words):
    assert text_fault(words) is None


@given(st.text(), st.sampled_from([value for _, value, _ in HARMFUL[:6]]), st.text())
def test_harm_is_found_wherever_it_stands(before, value, after):
    assert text_fault(before + value + after) is not None


@given(st.text(st.characters(exclude_categories=("C",))) | st.text("#*_>-+1.)`[]:$ \n\\&lt;"))
@example("Line one\n\n# heading")
@example("1979. A *good* year")
@example("&lt;b&gt; [a](https://example.org)")
def test_markdown_shows_a_text_as_it_is(value):
    words = escape(" ".join(value.split())).replace("&#x27;", "'")
    shown = CARELESS.render(in_markdown(value)).replace("\u2060", "")
    assert shown == (f"<p>{words}</p>\n" if words else "")


@pytest.mark.parametrize("value", [":material/home:", ":smile:", ":red[hi]", ":+1:"])
def test_name_of_an_icon_or_colour_is_told_apart_from_words(value):
    assert in_markdown(value).startswith(":\u2060")
    assert in_markdown("Look: at 10:30, 3:1") == "Look: at 10:30, 3:1"


@pytest.mark.parametrize(
    "address",
    [
        "https://commons.wikimedia.org/wiki/File:Castle_(532850).jpg",
        "http://example.org",
        "ni:///sha-256;UyaQV-Ev4rdLoHyJJWCi11OHfrYv9E1aGQAlMO2X_-Q",
    ],
)
def test_source_may_be_a_page_or_a_hash(address):
    assert SOURCE.fullmatch(address)


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "https://example.org/ ) [more](https://other.example",
        "https://example.org/>",
        "https://",
        "example.org",
        "my own camera",
        "ni:///sha-256;short",
        "https://example.org\nhttps://other.example",
    ],
)
def test_source_is_nothing_else(address):
    assert not SOURCE.fullmatch(address)
