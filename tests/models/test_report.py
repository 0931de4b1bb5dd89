import re
from base64 import b64decode
from io import BytesIO

import numpy as np
import pytest
from PIL import Image, PngImagePlugin

from models.analysis import Strength
from models.assessment import assess
from models.belief import Belief, Confidence, reflect
from models.image import LoadedImage, open_image
from models.report import write_report
from tests.conftest import words_of

HOSTILE = '<img src=x onerror="alert(1)"> ${alert(1)} {{ 7 * 7 }} Steps: 20, Seed: 1'


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


@pytest.fixture
def cloned() -> LoadedImage:
    """A grainy scene in which one part appears twice."""
    rng = np.random.default_rng(4)
    small = rng.integers(60, 190, (24, 36, 3), dtype=np.uint8)
    scene = np.asarray(Image.fromarray(small).resize((540, 360), Image.Resampling.BICUBIC))
    pixels = np.clip(scene + rng.normal(0, 8, scene.shape), 0, 255).astype(np.uint8)
    pixels[40:160, 340:480] = pixels[200:320, 60:200]
    file = BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    return open_image(file.getvalue())


def report(image: LoadedImage, belief: Belief, confidence: Confidence | None) -> str:
    assessed = assess(image)
    reflection = reflect(belief, confidence, assessed.verdict.conclusion)
    return write_report(image, assessed, heading="The report", reflection=reflection)


def test_report_has_its_three_parts_with_headings_in_order(save):
    html = report(save(), Belief.FAKE, Confidence.FAIRLY)
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
    html = report(save(parameters=HOSTILE), Belief.FAKE, Confidence.FAIRLY)
    assert "onerror=&#34;alert(1)&#34;" in html
    assert "<img src=x" not in html
    assert "{{ 7 * 7 }}" in html


def test_report_is_one_html_block(save):
    html = report(save(parameters="a\n\n# b\n\nSteps: 20, Seed: 1"), Belief.UNSURE, None)
    assert html.startswith("<div>")
    assert "\n\n" not in html


def test_report_sets_the_learners_answer_beside_the_verdict(save):
    html = report(save(parameters="Steps: 20, Seed: 1"), Belief.REAL, Confidence.CERTAIN)
    said = words_of(html)
    assert "The file says a computer made it" in said
    assert "You thought that it looks real. The clues above point the other way" in said
    assert "You were very sure." in said


def test_report_says_nothing_of_a_plain_picture_being_real(save):
    said = words_of(report(save(), Belief.REAL, Confidence.FAIRLY)).lower()
    assert "authentic" not in said
    assert "does not prove it" in said


def test_report_of_a_picture_that_no_check_can_measure_does_not_speak_of_nothing_found():
    file = BytesIO()
    Image.new("RGB", (300, 20)).save(file, "PNG")
    said = words_of(report(open_image(file.getvalue()), Belief.UNSURE, None))
    assert "None of the checks could be made in this picture." in said
    assert "found anything unusual" not in said


def test_report_without_anybody_asked_speaks_of_no_belief(save):
    image = save()
    html = write_report(image, assess(image), heading="What the detector says")
    assert "<h2>What the detector says</h2>" in html
    assert "What you thought" not in words_of(html)


def test_each_finding_with_a_place_can_be_seen_with_and_without_its_marks(cloned):
    assessed = assess(cloned)
    placed = [found for found in assessed.evidence if found.strength > Strength.NONE
              and (found.map is not None or found.region is not None)]  # fmt: skip
    html = report(cloned, Belief.UNSURE, None)
    assert placed
    assert html.count('type="checkbox" checked') == len(placed)
    stacks = re.findall(r'<span class="stack">(.*?)</span>', html, re.DOTALL)
    assert len(stacks) == len(placed)
    for stack in stacks:
        untouched, marked = re.findall(r'src="data:image/webp;base64,([^"]+)"', stack)
        sizes = [Image.open(BytesIO(b64decode(coded))).size for coded in (untouched, marked)]
        assert sizes[0] == sizes[1]
        assert untouched != marked
