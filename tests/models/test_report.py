import re

import pytest
from PIL import Image, PngImagePlugin

from models.belief import Belief, Confidence
from models.image import LoadedImage, open_image
from models.report import write_report

HOSTILE = '<img src=x onerror="alert(1)"> ${alert(1)} {{ 7 * 7 }} Steps: 20'


@pytest.fixture
def save(tmp_path):
    def as_png(**texts: str) -> LoadedImage:
        notes = PngImagePlugin.PngInfo()
        for keyword, value in texts.items():
            notes.add_text(keyword, value)
        path = tmp_path / "picture.png"
        Image.effect_noise((160, 120), 40).convert("RGB").save(path, pnginfo=notes)
        return open_image(path.read_bytes())

    return as_png


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_report_has_its_three_parts_with_headings_in_order(save):
    html = write_report(save(), Belief.FAKE, Confidence.FAIRLY)
    headings = re.findall(r"<h([1-6])>([^<]*)", html)
    assert [title for level, title in headings if level == "3"] == [
        "Where it came from",
        "What the pixels show",
        "What we make of it",
    ]
    levels = [int(level) for level, _ in headings]
    assert levels[0] == 2
    assert max(after - before for before, after in zip(levels, levels[1:], strict=False)) == 1


def test_report_shows_words_from_the_file_as_words(save):
    html = write_report(save(parameters=HOSTILE), Belief.FAKE, Confidence.FAIRLY)
    assert "onerror=&#34;alert(1)&#34;" in html
    assert "<img src=x" not in html
    assert "{{ 7 * 7 }}" in html


def test_report_is_one_html_block(save):
    html = write_report(save(parameters="a\n\n# b\n\nSteps: 20"), Belief.UNSURE, None)
    assert html.startswith("<div>")
    assert "\n\n" not in html


def test_report_sets_the_learners_answer_beside_the_verdict(save):
    html = write_report(save(parameters="Steps: 20"), Belief.REAL, Confidence.CERTAIN)
    said = words(html)
    assert "The file says a computer made it" in said
    assert "You thought that it looks real. The clues above point the other way" in said
    assert "You were very sure." in said


def test_report_says_nothing_of_a_plain_picture_being_real(save):
    said = words(write_report(save(), Belief.REAL, Confidence.FAIRLY)).lower()
    assert "authentic" not in said
    assert "does not prove it" in said
