"""A learner works in the labs with a keyboard and on a phone; axe-core finds nothing serious."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, settle

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# The first visit to a lesson loads what its lab works with.
OPENED_WITHIN_MS = 60_000


def _open(tab: Page, lesson: str) -> None:
    tab.goto(f"/lessons?lesson={lesson}")
    settle(tab)
    points = tab.get_by_role("heading", name="Key points")
    expect(points).to_be_attached(timeout=OPENED_WITHIN_MS)


def _in_width(tab: Page) -> bool:
    return tab.evaluate(
        "() => document.querySelector('[data-testid=stMain]').scrollWidth <= window.innerWidth"
    )


def test_frames_are_stepped_through_with_the_keyboard(open_tab, serious_faults, screenshot):
    tab = open_tab(PHONE)
    _open(tab, "what-is-a-deepfake")
    slider = tab.get_by_role("slider", name="Frame")
    slider.focus()
    slider.press("ArrowRight")
    expect(tab.get_by_text("the face has changed about")).to_be_visible()
    tab.get_by_text("What changed since the frame before").click()
    expect(tab.get_by_role("img", name="as a grey picture")).to_be_visible()
    screenshot(tab, "lesson-moving-picture-360")
    assert _in_width(tab)
    assert serious_faults(tab) == []


@pytest.mark.parametrize(
    ("viewport", "scheme"), [(PHONE, "dark"), (DESK, "light")], ids=["phone", "desk"]
)
def test_part_is_sorted_and_explained(open_tab, serious_faults, screenshot, viewport, scheme):
    tab = open_tab(viewport, color_scheme=scheme)
    _open(tab, "five-families-of-clue")
    expect(tab.get_by_role("img", name="One part is outlined")).to_be_visible()
    faults = serious_faults(tab)
    tab.get_by_text("Could a body look like this? Count legs, wings, teeth").click()
    tab.get_by_text("A flaw: something was edited").click()
    tab.get_by_role("button", name="Show the answer").click()
    verdict = tab.get_by_role("status").filter(has_text="Yes, it is a flaw.")
    # The button that had the focus is gone; the reason is read out with the verdict.
    expect(tab.get_by_test_id("stAlert").filter(has=verdict)).to_be_focused()
    expect(verdict).to_be_in_viewport()
    expect(verdict).to_contain_text("Look at the bee's back.")
    screenshot(tab, f"lesson-sorter-{viewport['width']}")
    faults += serious_faults(tab)
    tab.get_by_role("button", name="Next picture").click()
    expect(tab.get_by_text("Picture 2 of 9")).to_be_focused()
    expect(tab.get_by_text("Picture 2 of 9")).to_be_in_viewport()
    assert _in_width(tab)
    assert faults == []


def test_measurements_are_told_in_words(open_tab, serious_faults, screenshot):
    tab = open_tab(PHONE)
    _open(tab, "under-the-pixels")
    expect(tab.get_by_role("img", name="Error level map")).to_be_visible()
    tab.get_by_role("radiogroup", name="Measure").get_by_text("Spectrum").click()
    expect(tab.get_by_role("img", name="Spectrum as a grey square")).to_be_visible()
    screenshot(tab, "lesson-spectrum-360")
    assert _in_width(tab)
    assert serious_faults(tab) == []


def test_claim_is_decided_after_opening_a_source(open_tab, serious_faults, screenshot):
    tab = open_tab(PHONE)
    _open(tab, "before-you-look-closer")
    tab.get_by_text("The history of the castle").click()
    expect(tab.get_by_text("Diane de Poitiers, who was given").first).to_be_visible()
    decision = tab.get_by_role("radiogroup", name="What do you say of the claim?").first
    decision.get_by_text("False").click()
    tab.get_by_role("tabpanel").get_by_role("button", name="Check my answer").first.click()
    expect(tab.get_by_text("You opened one of 4 sources.")).to_be_visible()
    screenshot(tab, "lesson-claims-360")
    assert _in_width(tab)
    assert serious_faults(tab) == []
