"""That the rings of the detector page's questions are seen, chosen or not."""

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import DESK

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# WCAG 2.2, 1.4.11.
CONTROLS = 3
# The first visit loads Gradio.
FIRST_VISIT_MS = 120_000

# Of a ring to the box that it stands in, and of the mark in its middle, white, to its ground.
_CONTRAST = """(ring, ofMark) => {
  const light = colour => colour.match(/[\\d.]+/g).slice(0, 3)
    .map(value => value / 255)
    .map(value => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)
    .reduce((sum, value, i) => sum + value * [0.2126, 0.7152, 0.0722][i], 0);
  const drawn = getComputedStyle(ring);
  const pair = ofMark
    ? ["rgb(255, 255, 255)", drawn.backgroundColor]
    : [drawn.borderTopColor, getComputedStyle(ring.closest("label")).backgroundColor];
  const [low, high] = pair.map(light).sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}"""


def _contrast(ring: Locator, *, of_mark: bool = False) -> float:
    return ring.evaluate(_CONTRAST, of_mark)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_rings_stand_out_from_their_boxes(open_tab, screenshot, scheme):
    tab = open_tab(DESK, color_scheme=scheme)
    tab.goto("/detector")
    first = tab.get_by_label("looks real", exact=True)
    expect(first).to_be_visible(timeout=FIRST_VISIT_MS)
    other = tab.get_by_label("fairly sure", exact=True)
    assert _contrast(first) >= CONTROLS
    first.hover()
    assert _contrast(first) >= CONTROLS
    first.check()
    for moved_on in (False, True):
        if moved_on:
            other.check()
        assert _contrast(first) >= CONTROLS
        assert _contrast(first, of_mark=True) >= CONTROLS
    screenshot(tab, f"detector-rings-{scheme}")


def test_keyboard_shows_which_answer_it_has_reached(open_tab):
    tab = open_tab(DESK)
    tab.goto("/detector")
    first = tab.get_by_label("looks real", exact=True)
    expect(first).to_be_visible(timeout=FIRST_VISIT_MS)
    first.focus()
    tab.keyboard.press("Space")
    expect(first).to_be_checked()
    expect(first).to_be_focused()
    expect(first).to_have_css("outline-style", "solid")
    expect(first).to_have_css("outline-width", "2px")
