from hypothesis import given
from hypothesis import strategies as st

from models.markup import render


def test_render_escapes_words_from_a_file():
    html = render("refused.html", sentence='<img src=x onerror="alert(1)">')
    assert "<img" not in html
    assert "&lt;img src=x onerror=&#34;alert(1)&#34;&gt;" in html


@given(st.text())
def test_render_leaves_no_blank_line_that_would_end_the_html_block(sentence):
    html = render("refused.html", sentence=sentence)
    assert [line for line in html.split("\n") if not line.strip()] == []
