"""A learner asks the detector: says first what they think, then reads why."""

from io import BytesIO

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import DESK, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# The first visit loads Gradio; the waiting page opens the detector by itself.
FIRST_VISIT_MS = 120_000


def _open(tab: Page) -> None:
    tab.goto("/detector")
    expect(tab.get_by_role("heading", name="1. Choose a picture")).to_be_visible(
        timeout=FIRST_VISIT_MS
    )


def _choose(tab: Page, name: str) -> None:
    tab.get_by_role("button", name=name).click()
    expect(tab.get_by_role("img", name=name)).to_be_visible()


def _think(tab: Page, belief: str, confidence: str) -> None:
    expect(tab.get_by_role("button", name="Open the report")).to_be_disabled()
    tab.get_by_label(belief, exact=True).check()
    tab.get_by_label(confidence, exact=True).check()
    expect(tab.get_by_role("button", name="Open the report")).to_be_enabled()


def _read_report(tab: Page) -> str:
    tab.get_by_role("button", name="Open the report").click()
    report = tab.locator("#report")
    for heading in ("Where it came from", "What the pixels show", "What we make of it"):
        expect(report.get_by_role("heading", name=heading)).to_be_visible()
    return report.inner_text()


def _photograph() -> bytes:
    """A drawn scene, saved as cameras do."""
    generator = np.random.default_rng(3)
    small = generator.integers(40, 215, (12, 18, 3), dtype=np.uint8)
    scene = Image.fromarray(small).resize((720, 480), Image.Resampling.BICUBIC)
    noisy = np.asarray(scene) + generator.normal(0, 4, (480, 720, 3))
    out = BytesIO()
    Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8)).save(out, "JPEG", quality=92)
    return out.getvalue()


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_an_example_is_explained_after_the_learner_has_committed(open_tab, screenshot, viewport):
    tab = open_tab(viewport)
    tab.goto("/ask")
    with tab.context.expect_page() as opened:
        tab.get_by_role("link", name="Open the detector").click()
    tab = opened.value
    expect(tab.get_by_role("heading", name="1. Choose a picture")).to_be_visible(
        timeout=FIRST_VISIT_MS
    )
    expect(tab.get_by_role("button", name="Open the report")).to_be_disabled()
    _choose(tab, "Garden hens")
    _think(tab, "looks real", "fairly sure")
    report = _read_report(tab)
    assert "authentic" not in report.lower()
    assert "of 100 real photographs" in report
    if viewport is DESK:
        tab.locator("#report").get_by_role("heading", name="What the pixels show").evaluate(
            "heading => heading.scrollIntoView()"
        )
        screenshot(tab, "detector")
    assert not tab.evaluate("() => document.documentElement.scrollWidth > window.innerWidth")


def test_an_own_picture_is_examined(open_tab):
    tab = open_tab()
    _open(tab)
    file = {"name": "holiday.jpg", "mimeType": "image/jpeg", "buffer": _photograph()}
    tab.locator("input[type=file]").set_input_files(file)
    expect(tab.get_by_text("720 × 480 pixels, JPEG")).to_be_visible()
    _think(tab, "looks edited or made by a computer", "just guessing")
    report = _read_report(tab)
    assert "no proof" in report or "cannot tell" in report
    assert "What it really is" not in report


def test_what_is_no_picture_gets_one_clear_sentence(open_tab):
    tab = open_tab()
    _open(tab)
    file = {"name": "holiday.jpg", "mimeType": "image/jpeg", "buffer": b"not a picture at all"}
    tab.locator("input[type=file]").set_input_files(file)
    expect(tab.locator("#shown")).to_contain_text("JPEG, PNG or WebP")
    expect(tab.get_by_role("button", name="Open the report")).to_be_disabled()


def test_next_picture_clears_what_was_said(open_tab):
    tab = open_tab()
    _open(tab)
    _choose(tab, "Garden hens")
    _think(tab, "looks real", "certain")
    _choose(tab, "Three cows")
    expect(tab.get_by_role("button", name="Open the report")).to_be_disabled()
    expect(tab.locator("input[type=radio]:checked")).to_have_count(0)


def test_report_can_be_had_by_keyboard_alone(open_tab):
    tab = open_tab()
    _open(tab)
    _press_at(tab, tab.get_by_role("button", name="Garden hens"), "Enter")
    expect(tab.get_by_role("img", name="Garden hens")).to_be_visible()
    _press_at(tab, tab.get_by_label("looks real", exact=True), "Space")
    _press_at(tab, tab.get_by_label("just guessing", exact=True), "Space")
    expect(tab.get_by_role("button", name="Open the report")).to_be_enabled()
    _press_at(tab, tab.get_by_role("button", name="Open the report"), "Enter")
    expect(tab.get_by_role("heading", name="What we make of it")).to_be_visible()
    # The next thing to reach is in the report, not at the top of the page again.
    tab.keyboard.press("Tab")
    assert tab.evaluate("() => document.querySelector('#report').contains(document.activeElement)")


def _press_at(tab: Page, wanted: Locator, key: str) -> None:
    for _ in range(60):
        if wanted.evaluate("element => element === document.activeElement"):
            tab.keyboard.press(key)
            return
        tab.keyboard.press("Tab")
    pytest.fail(f"the keyboard does not reach {wanted}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(open_tab, serious_faults, screenshot, scheme):
    tab = open_tab(PHONE, color_scheme=scheme)
    _open(tab)
    _choose(tab, "Garden hens")
    _think(tab, "looks real", "certain")
    _read_report(tab)
    screenshot(tab, f"detector-{scheme}-360", full_page=True)
    assert serious_faults(tab) == []
