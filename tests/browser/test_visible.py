"""That what one works with is seen: rings, boxes, tabs, the focus, and nothing outside the page."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import DESK, PHONE, settle

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# WCAG 2.2: 1.4.3 for words, 1.4.11 for what one works with.
WORDS, CONTROLS = 4.5, 3

# Of a colour, half-transparent or not, to the page behind it.
_CONTRAST = """(element, name) => {
  const numbers = colour => colour.match(/[\\d.]+/g).map(Number);
  const page = numbers(getComputedStyle(document.querySelector('.stApp')).backgroundColor);
  const [red, green, blue, alpha = 1] = numbers(getComputedStyle(element)[name]);
  const seen = [red, green, blue].map((value, i) => value * alpha + page[i] * (1 - alpha));
  const light = colour => colour.slice(0, 3)
    .map(value => value / 255)
    .map(value => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)
    .reduce((sum, value, i) => sum + value * [0.2126, 0.7152, 0.0722][i], 0);
  const [low, high] = [light(seen), light(page)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}"""


def _contrast(element: Locator, name: str) -> float:
    return element.evaluate(_CONTRAST, name)


def _open(tab: Page, address: str) -> None:
    tab.goto(address)
    settle(tab)
    expect(tab.get_by_role("heading", name="Key points")).to_be_attached()


def _outlined(tab: Page, control: Locator, drawn: Locator) -> float:
    """Return the contrast of what is drawn round a control when the keyboard comes to it."""
    control.focus()
    tab.keyboard.press("Shift+Tab")
    tab.keyboard.press("Tab")
    expect(control).to_be_focused()
    expect(drawn).to_have_css("outline-style", "solid")
    expect(drawn).to_have_css("outline-width", "2px")
    return _contrast(drawn, "outlineColor")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_rings_boxes_and_tabs_stand_out(open_tab, scheme):
    tab = open_tab(DESK, color_scheme=scheme)
    _open(tab, "/lessons?lesson=before-you-look-closer")
    option = tab.get_by_test_id("stRadioOption").first
    ring = option.locator("> div > div").first
    assert _contrast(ring, "borderTopColor") >= CONTROLS
    assert _outlined(tab, option.get_by_role("radio"), ring) >= CONTROLS
    option.click()
    assert _outlined(tab, option.get_by_role("radio"), ring) >= CONTROLS
    switch = tab.get_by_test_id("stCheckbox").first
    track = switch.locator("> label > div").first
    assert _contrast(track, "outlineColor") >= CONTROLS
    assert _outlined(tab, switch.get_by_role("switch"), track) >= CONTROLS
    for selected in (True, False):
        words = tab.get_by_role("tab", selected=selected).first.locator("p")
        assert _contrast(words, "color") >= WORDS
    _open(tab, "/lessons?lesson=how-a-picture-is-faked")
    box = tab.get_by_test_id("stCheckbox").first.locator("> label > div").first
    assert _contrast(box, "borderTopColor") >= CONTROLS


def test_keyboard_stops_at_nothing_outside_a_phone(open_tab):
    tab = open_tab(PHONE)
    tab.goto("/")
    settle(tab)
    expect(tab.get_by_role("button", name="Expand sidebar")).to_be_visible()
    for _ in range(4):
        tab.keyboard.press("Tab")
        assert tab.evaluate("() => document.activeElement.getBoundingClientRect().right") > 0
    tab.get_by_role("button", name="Expand sidebar").click()
    tab.get_by_role("link", name="Lessons").first.click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Lessons")
