"""A learner has a picture painted and looks at it step by step, on a phone and by keyboard."""

import re
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from lessons.pages.painter import FOLDER_SETTING
from quiz.pages.resources import DATABASE_SETTING
from tests.browser.conftest import DESK, PHONE, settle
from tests.conftest import free_port, running
from tests.lessons.untrained_painter import write_untrained_painter

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LESSON = "/lessons?lesson=watch-a-picture-being-made&paint_steps=5"
# The first painting loads PyTorch, which takes long on a busy computer.
PAINTED_WITHIN_MS = 120_000


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of an app whose painter has learned nothing, but paints at once."""
    folder = tmp_path_factory.mktemp("painter-site")
    painter = write_untrained_painter(folder / "painter", folder / "authority")
    port = free_port()
    with running(
        [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)],
        f"http://127.0.0.1:{port}",
        folder / "server.log",
        **{DATABASE_SETTING: str(folder / "answers.sqlite3"), FOLDER_SETTING: str(painter)},
    ) as address:
        yield address


def _open(tab: Page) -> None:
    tab.goto(LESSON)
    settle(tab)
    expect(tab.get_by_text("made for you beforehand")).to_be_visible()
    expect(_so_far(tab)).to_be_visible()


def _so_far(tab: Page):
    return tab.get_by_role("main").get_by_role("img").first


def _paint(tab: Page) -> None:
    button = tab.get_by_role("button", name="Paint", exact=True)
    button.focus()
    tab.keyboard.press("Enter")
    expect(tab.get_by_text("Your paintings")).to_be_visible(timeout=PAINTED_WITHIN_MS)


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_painting_is_made_and_stepped_through_by_keyboard(open_tab, screenshot, viewport):
    tab = open_tab(viewport)
    _open(tab)
    _paint(tab)
    slider = tab.get_by_role("slider", name="Step (0 is noise alone)")
    slider.focus()
    addresses = [_so_far(tab).get_attribute("src")]
    for step in range(1, 6):
        tab.keyboard.press("ArrowRight")
        shown = tab.get_by_role("img", name=re.compile(f"^Step {step} of 5"))
        expect(shown).to_be_visible()
        addresses.append(shown.get_attribute("src"))
    assert len(set(addresses)) == 6
    expect(tab.get_by_text("Notice: the noise is gone")).to_be_visible()
    screenshot(tab, f"painter-{viewport['width']}")
    assert not tab.evaluate(
        "() => document.querySelector('[data-testid=stMain]').scrollWidth > window.innerWidth"
    )


def test_picture_and_guess_stand_side_by_side_in_crisp_squares(open_tab):
    tab = open_tab(PHONE)
    _open(tab)
    shown = tab.get_by_role("main").get_by_role("img")
    expect(shown.nth(1)).to_be_visible()
    left, right = (shown.nth(place).bounding_box() for place in (0, 1))
    assert left["y"] == pytest.approx(right["y"], abs=1)
    assert left["x"] + left["width"] < right["x"]
    assert left["width"] > 2 * 64
    rendering = shown.first.evaluate(
        "picture => [getComputedStyle(picture).imageRendering, picture.naturalWidth]"
    )
    assert rendering == ["pixelated", 64]


def test_another_one_changes_the_seed_and_the_address_keeps_it(open_tab):
    tab = open_tab(PHONE)
    _open(tab)
    tab.get_by_text("wide stripes", exact=True).first.click()
    expect(tab.get_by_text("Recipe: wide stripes").first).to_be_visible()
    tab.get_by_role("button", name="Another one").click()
    expect(tab.get_by_text("Your paintings")).to_be_visible(timeout=PAINTED_WITHIN_MS)
    expect(tab.get_by_text("Recipe: wide stripes, seed 2, 5 steps").first).to_be_visible()
    tab.wait_for_url("**paint_seed=2**")
    tab.reload()
    settle(tab)
    expect(tab.get_by_label("Seed (any whole number")).to_have_value("2")
    expect(tab.get_by_role("radio", name="wide stripes")).to_be_checked()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Watch a picture being made")


def test_saved_picture_says_that_a_model_made_it(open_tab):
    tab = open_tab(PHONE)
    _open(tab)
    _paint(tab)
    with tab.expect_download() as download:
        tab.get_by_role("button", name="Save the finished picture").click()
    assert download.value.suggested_filename == "painted-circles-1.png"
    saved = download.value.path().read_bytes()
    assert saved.startswith(b"\x89PNG")
    assert b"trainedAlgorithmicMedia" in saved
    assert b"c2pa" in saved


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(open_tab, serious_faults, screenshot, scheme):
    tab = open_tab(PHONE, color_scheme=scheme)
    _open(tab)
    found = serious_faults(tab)
    _paint(tab)
    screenshot(tab, f"painter-{scheme}-360")
    found += serious_faults(tab)
    assert found == []
