from urllib.parse import unquote

from hypothesis import given
from hypothesis import strategies as st

from quiz.figure import picture_figure
from quiz.item import HEIGHT, WIDTH, Family, Region

SIZE = (WIDTH, HEIGHT)
shares = st.tuples(st.floats(0, 1), st.floats(0, 1))


def _region(*corners):
    return Region(corners, Family.PHYSICS, "a reason")


def test_figure_holds_address_alt_and_caption_escaped():
    html = picture_figure("/pictures/a.webp", 'A "cat" & <dog>', SIZE, "Tom & Jerry")
    assert 'src="/pictures/a.webp"' in html
    assert 'alt="A &quot;cat&quot; &amp; &lt;dog&gt;"' in html
    assert "<figcaption>Tom &amp; Jerry</figcaption>" in html
    assert "svg" not in html


def test_regions_are_outlined_and_numbered_in_order():
    regions = (_region((0.1, 0.2), (0.3, 0.2), (0.3, 0.4)), _region((0.5, 0.5), (1, 1), (0, 1)))
    drawing = unquote(picture_figure("/a.webp", "", SIZE, regions=regions))
    assert "96,128 288,128 288,256" in drawing
    assert drawing.index(">1</text>") < drawing.index(">2</text>")


@given(st.lists(shares, min_size=3, max_size=6))
def test_number_never_leaves_the_picture(corners):
    drawing = unquote(picture_figure("/a.webp", "", SIZE, regions=(_region(*corners),)))
    x, y = (float(drawing.split(f'{axis}="')[1].split('"')[0]) for axis in ("cx", "cy"))
    assert 24 < x < 960 - 24
    assert 24 < y < 640 - 24


def test_outlines_follow_the_size_of_the_picture():
    half = (_region((0, 0), (0.5, 0), (0.5, 0.5)),)
    assert "0,0 256,0 256,300" in unquote(picture_figure("/a.webp", "", (512, 600), regions=half))
